// The grammar of rules for editors: items, their lines, and words by their class. It takes what is half written: what a
// condition means is the compiler's to say.

const units = require('./units');

const NAME = /[\p{L}_][\p{L}\p{M}\p{N}_]*/;

/** Each of these, under one name. */
const as = (name, ...rules) => choice(...rules.map((rule) => alias(rule, name)));
/** A name that is declared. */
const declared = ($) => as($.name, $.identifier, $.backquoted);
/** A word of the language that stands as a name. */
const wordsAsNames = ($) => [$.force, $.verdict, $.state, $.literal, $.operator, $.type];
const anyWord = ($) =>
  as($.name, $.identifier, $.backquoted, ...wordsAsNames($), $.clause_keyword, $._as_of, $.part, $._ref, $._sections);

module.exports = grammar({
  name: 'perenne',

  // The line ends before an item; the start of any other line; the end of an item within brackets; texts; words by
  // their class: see src/scanner.c.
  externals: ($) => [
    $._margin,
    $._line,
    $._unclosed,
    $.text,
    $._declared_type,
    $._as_of,
    $.force,
    $.verdict,
    $.state,
    $.literal,
    $.clause_keyword,
    $.operator,
    $.part,
    $.type,
    $.item_keyword,
  ],

  extras: ($) => [/[\s\u00a0\u202f\u2009\ufeff]/, $.comment],

  rules: {
    source_file: ($) => repeat(seq($._margin, choice($.language, $.item))),

    language: ($) => seq(alias(choice('langue', 'language'), $.item_keyword), field('language', choice('fr', 'en'))),

    item: ($) => seq(choice($._choice, $._other), repeat($._lines)),
    _lines: ($) => seq($._line, choice($.clause, $.row, $.line)),

    _other: ($) =>
      seq(
        field('keyword', $.item_keyword),
        optional(
          choice(
            seq(field('name', declared($)), optional(seq(':', field('type', $._types))), repeat($._token)),
            seq(field('title', $.text), repeat($._token)),
          ),
        ),
      ),

    _choice: ($) =>
      seq(
        field('keyword', alias(choice('choix', 'choice'), $.item_keyword)),
        optional(
          seq(
            field('name', declared($)),
            repeat(choice($.text, $.part)),
            optional(alias($.values, $.block)),
          ),
        ),
      ),

    // The values of a choice: any word may be one.
    values: ($) =>
      seq(
        '{',
        repeat(
          choice(
            as($.value, $.identifier, $.backquoted, ...wordsAsNames($)),
            $.text,
            $.date,
            $.part,
            alias($.clause_keyword, $.part),
            ',',
            $._line,
          ),
        ),
        choice('}', $._unclosed),
      ),

    clause: ($) =>
      choice(
        seq(field('keyword', choice($.clause_keyword, alias($._as_of, $.clause_keyword), $.force)), repeat($._token)),
        seq(field('keyword', alias($._ref, $.clause_keyword)), optional($.references)),
        seq(field('keyword', alias($._sections, $.clause_keyword)), optional(alias($.passages, $.block))),
      ),

    references: ($) => seq($.reference, repeat(seq(',', optional($._line), $.reference))),
    reference: () => /[\p{L}\p{N}_]+(?:[.\/-][\p{L}\p{N}_]+)*|`[^`\n]+`/,

    passages: ($) =>
      seq('{', repeat(choice(alias($.reference, $.section), $.text, ',', $._line)), choice('}', $._unclosed)),

    // A row of a table.
    row: ($) => seq(optional($.part), '|', repeat(choice($._token, '|', $._head))),
    // A fact whose name is a word of the language.
    _head: ($) => prec(1, seq(alias($.clause_keyword, $.name), '|')),

    // A field, or a line that goes on.
    line: ($) => seq($._first, repeat($._token)),

    block: ($) => seq('{', repeat($._token), repeat($._lines), choice('}', $._unclosed)),
    group: ($) =>
      prec.right(
        seq(choice('(', '['), repeat(choice($._token, $._line)), choice(')', ']', $._unclosed), repeat($._access)),
      ),
    _access: ($) => seq($._dot, alias($._member, $.member)),

    _first: ($) =>
      choice(
        $.field,
        $.path,
        $._name,
        $.operator,
        $.part,
        $.verdict,
        $.state,
        $.literal,
        $.type,
        $.text,
        $.quantity,
        alias('%', $.unit),
        $.date,
        $.citation,
        $.group,
        $.block,
        $.mark,
        ',',
      ),
    _token: ($) => choice($._first, alias($.clause_keyword, $.part), $.force, alias($._as_of, $.part), alias($._ref, $.part), alias($._sections, $.part)),

    // `name : type`; a word of the language may be a name.
    field: ($) => prec.right(seq(field('name', anyWord($)), ':', optional(field('type', $._types)))),
    _types: ($) => choice(prec.right(repeat1(alias($._declared_type, $.type))), $._name, $.unit),

    path: ($) => prec.right(seq(anyWord($), repeat1($._access))),
    _dot: () => token.immediate('.'),
    _member: () => token.immediate(/[\p{L}_][\p{L}\p{M}\p{N}_]*|`[^`\n]+`/),

    _name: ($) => choice($.identifier, $.backquoted),

    citation: ($) => prec.right(seq('§', optional(choice(alias($.reference, $.section), $.text)))),

    quantity: ($) => prec.right(seq($.number, optional(choice($.unit, alias('%', $.unit))))),
    date: () => /[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?/,
    number: () => /(?:[0-9]{1,3}(?:[ \u00a0\u202f\u2009][0-9]{3})+|[0-9]+)(?:[.,-][0-9]+)*/,

    comment: () => /#[^\n]*/,
    mark: () => /[=<>≥≤≠+\-−*×\/!&?;]/,

    // These two begin clauses of a shape of their own. Of two readings as long the first here is taken.
    _ref: () => /réf|ref/,
    _sections: () => 'sections',
    unit: () => new RegExp(units),
    backquoted: () => /`[^`\n]+`/,
    identifier: () => NAME,
  },
});
