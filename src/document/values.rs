//! Parameters, definitions and tables.

use super::block::{Block, Field, Inline, Item, Table, text};
use super::builder::Builder;
use super::rules::{all_notes, all_refs};
use super::target::class;
use crate::base::tr;
use crate::model::ValueRef;
use crate::model::ids::DerivedId;
use crate::model::item::{self, Body, Derived, DerivedKind, DerivedVersion};

impl Builder<'_> {
    pub fn derived(&self, id: DerivedId, level: u8) -> Option<Item> {
        let item = self.program.derived_item(id)?;
        let of = ValueRef::Derived(id);
        let anchor = self.anchor(of)?.to_string();
        let kind = match item.kind {
            DerivedKind::Parameter => tr!(self.lang; en: "parameter", fr: "paramètre"),
            DerivedKind::Definition => tr!(self.lang; en: "definition", fr: "définition"),
            DerivedKind::Table => tr!(self.lang; en: "decision table", fr: "table de décision"),
        };
        let mut tags = vec![self.tag("kind", kind)];
        let shown = self.shown(&item.versions, |version| version.period);
        tags.extend(shown.and_then(|version| self.state_tag(version.period)));
        tags.extend(self.ids(&all_refs(self.program, of), &item.meta));
        let mut body = Vec::new();
        if let Some(version) = shown {
            body.extend(self.derived_version(of, item, version));
        }
        if item.versions.len() > 1 {
            body.extend(self.derived_versions(item));
        }
        Some(Item { anchor, level, class: class(self.program, of), tags, title: self.title(&item.meta), body })
    }

    fn derived_version(&self, of: ValueRef, item: &Derived, version: &DerivedVersion) -> Vec<Block> {
        let mut blocks = Vec::new();
        match &version.body {
            Body::Expr(body) => {
                let value = self.sentences.within(version.period).value(*body);
                blocks.push(match item.kind {
                    DerivedKind::Parameter => self.value_lead(&value),
                    DerivedKind::Definition | DerivedKind::Table => self.lead(&value),
                });
            }
            Body::Table(table) => blocks.push(self.decision_table(item, table)),
        }
        let mut fields: Vec<Field> =
            version.exceptions.iter().map(|exception| self.exception(exception, version.period)).collect();
        let label = tr!(self.lang; en: "Kind of value", fr: "Nature de la valeur");
        fields.push(Field::line(label, self.type_inlines(&item.ty)));
        fields.extend(self.state(version.period));
        fields.extend(self.citations_field(&version.per));
        fields.extend(self.notes(Some(of), &all_notes(self.program, of), item.meta.lang));
        fields.extend(self.formerly(&item.meta));
        fields.extend(self.links_fields(of));
        blocks.push(Block::Fields(fields));
        blocks
    }

    fn decision_table(&self, item: &Derived, table: &item::Table) -> Block {
        let mut heads: Vec<Vec<Inline>> =
            table.heads.iter().map(|head| self.phrase(&self.sentences.head(*head).capitalised())).collect();
        heads.push(vec![text(tr!(self.lang; en: "Result", fr: "Résultat"))]);
        let any = || vec![text(tr!(self.lang; en: "any", fr: "indifférent"))];
        let rows = table.rows.iter().map(|row| {
            let cells = row.cells.iter().map(|cell| match cell {
                Some(cell) => self.phrase(&self.sentences.cell(*cell)),
                None if row.otherwise => vec![text(tr!(self.lang; en: "otherwise", fr: "sinon"))],
                None => any(),
            });
            let result = self.phrase(&self.sentences.value(row.result).on_one_line(self.lang));
            cells.chain([vec![Inline::Strong(result)]]).collect()
        });
        let label = item.meta.label();
        let caption = match table.first {
            true => {
                tr!(self.lang; en: "{label}: the first row that fits decides", fr: "{label}\u{a0}: la première ligne qui convient décide")
            }
            false => {
                tr!(self.lang; en: "{label}: one row fits each case", fr: "{label}\u{a0}: une ligne convient à chaque cas")
            }
        };
        Block::Table(Table { caption, heads, rows: rows.collect() })
    }

    fn derived_versions(&self, item: &Derived) -> Vec<Block> {
        let lang = self.lang;
        let heads = [
            tr!(lang; en: "Period", fr: "Période"),
            tr!(lang; en: "Value", fr: "Valeur"),
            tr!(lang; en: "Text", fr: "Texte"),
        ];
        let rows = item.versions.iter().rev().map(|version| {
            let value = match &version.body {
                Body::Expr(body) => self.phrase(&self.sentences.within(version.period).value(*body).on_one_line(lang)),
                Body::Table(_) => vec![text(tr!(lang; en: "a table of its own", fr: "une table à part"))],
            };
            vec![self.period_cell(version.period), value, self.citations(&version.per)]
        });
        let caption = tr!(lang; en: "Values, the latest first", fr: "Valeurs, la plus récente d’abord");
        let heads = heads.into_iter().map(|head| vec![text(head)]).collect();
        let mut blocks = vec![Block::Table(Table { caption, heads, rows: rows.collect() })];
        // The tables of other versions are shown whole.
        let shown = self.shown(&item.versions, |version| version.period).map(|version| version.at);
        for version in item.versions.iter().filter(|version| Some(version.at) != shown) {
            if let Body::Table(table) = &version.body {
                let summary = vec![text(self.period_or_always(&version.period))];
                let body = vec![self.decision_table(item, table)];
                blocks.push(Block::Details { anchor: None, summary, body });
            }
        }
        blocks
    }
}
