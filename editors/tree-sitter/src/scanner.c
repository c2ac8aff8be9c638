// Line ends that count, texts between quotation marks, and the words of the language.

#include "tree_sitter/parser.h"
#include "words.h"
#include <wctype.h>

// As in grammar.js; the classes of words.h begin at FIRST_CLASS, in its order.
enum Token { MARGIN, LINE, UNCLOSED, TEXT, FIRST_CLASS };

void *tree_sitter_perenne_external_scanner_create(void) { return NULL; }
void tree_sitter_perenne_external_scanner_destroy(void *payload) { (void)payload; }
unsigned tree_sitter_perenne_external_scanner_serialize(void *payload, char *buffer) {
  (void)payload;
  (void)buffer;
  return 0;
}
void tree_sitter_perenne_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  (void)payload;
  (void)buffer;
  (void)length;
}

static bool is_blank(int32_t c) {
  return c == ' ' || c == '\t' || c == '\r' || c == 0xa0 || c == 0x202f || c == 0x2009 || c == 0xfeff;
}

static bool is_letter(int32_t c) { return c == '_' || c == '`' || (c < 128 ? iswalpha((wint_t)c) : c > 0xbf); }

// A text ends at its mark, another pair of guillemets inside it included. It may go on over lines, but never into one at
// the margin, nor past a line on which another begins; where its end lacks, it ends with its line.
static bool scan_text(TSLexer *lexer) {
  int32_t open = lexer->lookahead;
  int32_t close = open == 0xab ? 0xbb : open == 0x201c ? 0x201d : '"';
  unsigned depth = 0;
  bool first_line = true;
  lexer->result_symbol = TEXT;
  lexer->advance(lexer, false);
  lexer->mark_end(lexer);
  while (!lexer->eof(lexer)) {
    int32_t c = lexer->lookahead;
    if (c == close && depth == 0) {
      lexer->advance(lexer, false);
      lexer->mark_end(lexer);
      return true;
    }
    if (c == close) {
      depth--;
    } else if (c == open) {
      if (!first_line) return true;
      depth++;
    } else if (c == '\n') {
      first_line = false;
    }
    lexer->advance(lexer, false);
    if (first_line) lexer->mark_end(lexer);
    if (c == '\n' && !lexer->eof(lexer) && lexer->lookahead != '\n' && !is_blank(lexer->lookahead)) return true;
  }
  return true;
}

static bool is_word(int32_t c) {
  if (c < 128) return c == '_' || iswalnum((wint_t)c);
  return c > 0xbf && c != 0xd7 && c != 0xf7 && (c < 0x2000 || c > 0x2bff) && c != 0xfeff;
}

// How a spelling compares with what was read.
static int compare(const uint16_t *spelling, const uint16_t *read, unsigned length) {
  for (unsigned at = 0; at < length; at++) {
    if (spelling[at] != read[at]) return spelling[at] < read[at] ? -1 : 1;
  }
  return 0;
}

// The first spelling that is not before what was read.
static unsigned lower_bound(const uint16_t *read, unsigned length) {
  unsigned low = 0, high = WORD_COUNT;
  while (low < high) {
    unsigned middle = (low + high) / 2;
    if (compare(WORDS[middle].spelling, read, length) < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

// The longest word of the language that stands here and may stand here.
static bool scan_word(TSLexer *lexer, const bool *valid) {
  uint16_t read[LONGEST_WORD + 1];
  unsigned length = 0;
  bool found = false;
  while (length < LONGEST_WORD && !lexer->eof(lexer)) {
    int32_t c = lexer->lookahead;
    if (is_blank(c)) {
      while (is_blank(lexer->lookahead)) lexer->advance(lexer, false);
      if (!is_word(lexer->lookahead)) return found;
      c = ' ';
    } else if (is_word(c) || c == '\'' || c == 0x2019 || c == '/') {
      lexer->advance(lexer, false);
      if (c == 0x2019) c = '\'';
    } else {
      return found;
    }
    read[length++] = (uint16_t)(c > 0xffff ? 0xffff : c);
    unsigned at = lower_bound(read, length);
    // No word goes on so.
    if (at == WORD_COUNT || compare(WORDS[at].spelling, read, length) != 0) return found;
    bool ends = WORDS[at].spelling[length] == 0 && (c == '\'' || !is_word(lexer->lookahead));
    for (unsigned class = 0; ends && class < CLASS_COUNT; class++) {
      if ((WORDS[at].classes & (1u << class)) && valid[FIRST_CLASS + class]) {
        lexer->mark_end(lexer);
        lexer->result_symbol = (TSSymbol)(FIRST_CLASS + class);
        found = true;
        break;
      }
    }
  }
  return found;
}

bool tree_sitter_perenne_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
  (void)payload;
  bool ended = false;
  lexer->mark_end(lexer);
  // The line ends before an item are part of its first mark, which is then never empty: so the parser finds its way
  // again at the next item, whatever is wrong in this one.
  while (is_blank(lexer->lookahead) || lexer->lookahead == '\n') {
    bool ends = lexer->lookahead == '\n';
    ended = ended || ends;
    lexer->advance(lexer, !ended);
  }
  if (lexer->eof(lexer)) {
    lexer->result_symbol = UNCLOSED;
    return valid[UNCLOSED] && !valid[MARGIN];
  }
  int32_t c = lexer->lookahead;
  bool at_margin = lexer->get_column(lexer) == 0;
  if (valid[MARGIN] && at_margin && is_letter(c)) {
    lexer->mark_end(lexer);
    lexer->result_symbol = MARGIN;
    return true;
  }
  // A bracket that is not closed ends with its item.
  if (valid[UNCLOSED] && at_margin && is_letter(c)) {
    lexer->result_symbol = UNCLOSED;
    return true;
  }
  if (valid[LINE] && ended && !at_margin && c != '#' && c != '}' && c != ')' && c != ']') {
    lexer->mark_end(lexer);
    lexer->result_symbol = LINE;
    return true;
  }
  if (valid[TEXT] && (c == 0xab || c == 0x201c || c == '"')) {
    return scan_text(lexer);
  }
  return is_word(c) && scan_word(lexer, valid);
}
