//! Indices into the arenas of a [`super::Program`].

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
            pub struct $name(pub u32);

            impl $name {
                pub fn new(index: usize) -> Self {
                    $name(u32::try_from(index).unwrap_or(u32::MAX))
                }

                pub fn index(self) -> usize {
                    self.0 as usize
                }
            }
        )*
    };
}

ids! {
    /// A text that rules cite.
    SourceId
    /// A party.
    ActorId
    /// An enumeration.
    ChoiceId
    /// A record type.
    RecordId
    /// A group of facts.
    GroupId
    /// One input.
    FactId
    /// A parameter, a definition or a table.
    DerivedId
    /// A criterion or a checklist.
    RuleId
    /// A test.
    TestId
    /// An expression.
    ExprId
    /// A variable bound by `for each`, `every`, `some`…: its index is its depth.
    LocalId
}
