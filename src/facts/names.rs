//! The names of a doctrine as a facts file may spell them: accents and case may be left out.

use super::attribute::near;
use crate::base::name;
use crate::model::Program;
use crate::model::item::Meta;
use std::collections::HashMap;

/// Names of one kind, found by their rank.
#[derive(Debug, Default)]
pub(super) struct Names {
    names: Vec<String>,
    exact: HashMap<String, usize>,
    /// Without accents and case; `None` for what two names have in common, which is never guessed.
    folded: HashMap<String, Option<usize>>,
}

impl Names {
    pub fn new<'n>(names: impl IntoIterator<Item = &'n str>) -> Names {
        let mut found = Names::default();
        for name in names {
            let rank = found.names.len();
            found.names.push(name.to_string());
            found.exact.entry(name.to_string()).or_insert(rank);
            found.folded.entry(name::fold(name)).and_modify(|known| *known = None).or_insert(Some(rank));
        }
        found
    }

    /// Lets a title stand for its name, unless it is also a name.
    fn with_titles<'n>(mut self, titles: impl IntoIterator<Item = Option<&'n str>>) -> Names {
        for (rank, title) in titles.into_iter().enumerate() {
            let Some(title) = title else { continue };
            self.exact.entry(title.to_string()).or_insert(rank);
            self.folded.entry(name::fold(title)).or_insert(Some(rank));
        }
        self
    }

    pub fn of_items<'m>(items: impl Iterator<Item = &'m Meta> + Clone) -> Names {
        Names::new(items.clone().map(|meta| meta.name.as_str())).with_titles(items.map(|meta| meta.title.as_deref()))
    }

    /// The rank of a name: as it is written, else without accents and case.
    pub fn find(&self, wanted: &str) -> Option<usize> {
        let wanted = wanted.trim();
        if let Some(rank) = self.exact.get(wanted) {
            return Some(*rank);
        }
        let wanted = name::normalise(wanted);
        self.exact.get(&wanted).copied().or_else(|| self.folded.get(&name::fold(&wanted)).copied().flatten())
    }

    /// The name that was most likely meant by one that is not found.
    pub fn near(&self, wanted: &str) -> Option<&str> {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        near(wanted, &names)
    }

    pub fn get(&self, rank: usize) -> Option<&str> {
        self.names.get(rank).map(String::as_str)
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }
}

/// All names of a doctrine that a facts file can mention.
#[derive(Debug)]
pub(super) struct Vocabulary {
    pub groups: Names,
    /// The facts of each group, by its rank.
    pub facts: Vec<Names>,
    /// The fields of each record, by its rank.
    pub records: Vec<Names>,
    /// The values of each choice, by its rank.
    pub choices: Vec<Names>,
    pub actors: Names,
    pub bodies: Names,
    pub sources: Names,
    pub scenarios: Names,
    pub milestones: Names,
}

impl Vocabulary {
    pub fn new(program: &Program) -> Vocabulary {
        let facts = program.groups.iter().map(|group| {
            Names::new(group.facts.iter().map(|id| program.fact(*id).map_or("", |fact| fact.decl.name.as_str())))
        });
        let records = program.records.iter();
        let records = records.map(|record| Names::new(record.fields.iter().map(|field| field.name.as_str())));
        let choices = program.choices.iter().map(|choice| {
            Names::new(choice.values.iter().map(|value| value.name.as_str()))
                .with_titles(choice.values.iter().map(|value| value.title.as_deref()))
        });
        Vocabulary {
            groups: Names::new(program.groups.iter().map(|group| group.meta.name.as_str())),
            facts: facts.collect(),
            records: records.collect(),
            choices: choices.collect(),
            actors: Names::of_items(program.actors.iter().map(|actor| &actor.meta)),
            bodies: Names::of_items(program.bodies.iter().map(|body| &body.meta)),
            sources: Names::of_items(program.sources.iter().map(|source| &source.meta)),
            scenarios: Names::of_items(program.scenarios.iter().map(|scenario| &scenario.meta)),
            milestones: Names::of_items(program.milestones.iter().map(|milestone| &milestone.meta)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_exactly_then_without_accents_and_never_guessed() {
        let names =
            Names::new(["âge", "age", "équipe", "état"]).with_titles([None, None, Some("L’équipe"), Some("age")]);
        assert_eq!(names.find("âge"), Some(0));
        assert_eq!(names.find("age"), Some(1));
        assert_eq!(names.find("Age"), None);
        assert_eq!(names.find("EQUIPE"), Some(2));
        assert_eq!(names.find("l'equipe"), Some(2));
        assert_eq!(names.find("e\u{301}tat"), Some(3));
        assert_eq!(names.find("equpie"), None);
        assert_eq!(names.near("equpie"), Some("équipe"));
    }
}
