//! What a rule, or conditions, lean on, at any distance.

use super::cycles::{Node, mentioned_in, mentions, roots};
use super::{Checked, Step};
use crate::model::expr::ExprKind;
use crate::model::ids::{ExprId, FactId, RuleId};
use std::collections::HashSet;

/// The items and the facts that a rule, or conditions, lean on.
#[derive(Clone, Debug, Default)]
pub struct Under {
    /// Each after those it leans on; the rule itself, if it is one, is the last.
    pub steps: Vec<Step>,
    /// In the order of their declaration.
    pub facts: Vec<FactId>,
    /// Every expression of these items.
    pub exprs: Vec<ExprId>,
}

impl Checked {
    pub fn under(&self, rule: RuleId) -> Under {
        self.closed(vec![Node::Rule(rule)], Vec::new())
    }

    /// The same of conditions that stand by themselves.
    pub fn under_conditions(&self, conditions: &[ExprId]) -> Under {
        let mentioned = mentioned_in(&self.program, conditions.to_vec());
        self.closed(mentioned.into_iter().map(|(node, _)| node).collect(), conditions.to_vec())
    }

    /// What the items lean on, and they; `exprs` count beside theirs.
    fn closed(&self, mut stack: Vec<Node>, mut exprs: Vec<ExprId>) -> Under {
        let mut nodes: HashSet<Node> = stack.iter().copied().collect();
        while let Some(node) = stack.pop() {
            let mentioned = mentions(&self.program, node).into_iter().map(|(other, _)| other);
            stack.extend(mentioned.filter(|other| nodes.insert(*other)));
            exprs.extend(roots(&self.program, node));
        }
        let mut facts = HashSet::new();
        let mut rank = 0;
        while let Some(id) = exprs.get(rank).copied() {
            let kind = self.program.kind(id);
            if let ExprKind::Fact(fact) = kind {
                facts.insert(*fact);
            }
            exprs.extend(kind.children());
            rank += 1;
        }
        let mut facts: Vec<FactId> = facts.into_iter().collect();
        facts.sort_unstable();
        let steps = self.order.iter().copied().filter(|step| nodes.contains(&Node::from(*step))).collect();
        Under { steps, facts, exprs }
    }
}

impl From<Step> for Node {
    fn from(step: Step) -> Node {
        match step {
            Step::Derived(id) => Node::Derived(id),
            Step::Rule(id) => Node::Rule(id),
            Step::Milestone(rank) => Node::Milestone(rank),
        }
    }
}
