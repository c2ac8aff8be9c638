//! Which item of one doctrine is which of the other.

use super::items::{Item, Space};
use similar::{Algorithm, capture_diff_slices, get_diff_ratio};
use std::collections::{HashMap, HashSet};

/// Items of which so much is the same, three quarters, are taken for one under another name.
const LIKE: f32 = 0.75;

/// Longer texts together are taken for nothing but themselves.
const MOST_WORDS: usize = 4_000;

/// Beyond so many comparisons nothing is guessed.
const MOST_GUESSES: usize = 4_000;

/// An item on one side or on both, by its rank.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub old: Option<usize>,
    pub new: Option<usize>,
    /// Nothing says that they are the same, but for their likeness.
    pub guessed: bool,
}

/// Every item of both: those of the new one in its order, then those that were removed.
pub(super) fn pairs(old: &[Item], new: &[Item]) -> Vec<Pair> {
    let mut names: HashMap<(Space, &str), usize> = HashMap::new();
    for (rank, item) in old.iter().enumerate() {
        names.entry((item.space(), item.name.as_str())).or_insert(rank);
    }
    let mut taken: HashSet<usize> = HashSet::new();
    let mut found: Vec<Pair> = new
        .iter()
        .map(|item| Pair { old: names.get(&(item.space(), item.name.as_str())).copied(), new: None, guessed: false })
        .enumerate()
        .map(|(rank, pair)| Pair { old: pair.old.filter(|old| taken.insert(*old)), new: Some(rank), ..pair })
        .collect();
    // Then what the authors say.
    for (pair, item) in found.iter_mut().zip(new).filter(|(pair, _)| pair.old.is_none()) {
        let former = item.former.iter().filter_map(|name| names.get(&(item.space(), name.as_str())).copied());
        pair.old = former.into_iter().find(|old| !taken.contains(old));
        taken.extend(pair.old);
    }
    guess(old, new, &mut found, &mut taken);
    let removed = (0..old.len()).filter(|rank| !taken.contains(rank));
    found.extend(removed.map(|rank| Pair { old: Some(rank), new: None, guessed: false }));
    found
}

/// Takes what is left for the same where it is much alike, the likest first.
fn guess(old: &[Item], new: &[Item], found: &mut [Pair], taken: &mut HashSet<usize>) {
    let gone: Vec<(usize, &Item)> = old.iter().enumerate().filter(|(rank, _)| !taken.contains(rank)).collect();
    let come: Vec<(usize, &Item)> = found
        .iter()
        .zip(new)
        .enumerate()
        .filter(|(_, (pair, _))| pair.old.is_none())
        .map(|(rank, (_, item))| (rank, item))
        .collect();
    if gone.len() * come.len() > MOST_GUESSES {
        return;
    }
    let mut like = Vec::new();
    for (rank, item) in &come {
        for (other_rank, other) in gone.iter().filter(|(_, other)| other.kind == item.kind && other.words.len() > 3) {
            let ratio = ratio(&other.words, &item.words);
            if ratio >= LIKE {
                like.push((ratio, *rank, *other_rank));
            }
        }
    }
    like.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    for (_, rank, other) in like {
        if let Some(pair) = found.get_mut(rank).filter(|pair| pair.old.is_none())
            && taken.insert(other)
        {
            (pair.old, pair.guessed) = (Some(other), true);
        }
    }
}

/// How much of two texts is the same; no verdict hangs on it. Their order is looked at only where their words are much the
/// same.
fn ratio(old: &[String], new: &[String]) -> f32 {
    let all = old.len() + new.len();
    if all > MOST_WORDS {
        return 0.0;
    }
    let mut words: HashMap<&str, usize> = HashMap::new();
    old.iter().for_each(|word| *words.entry(word).or_default() += 1);
    let common = new.iter().filter(|word| {
        let left = words.get_mut(word.as_str()).filter(|left| **left > 0);
        left.map(|left| *left -= 1).is_some()
    });
    if 8 * common.count() < 3 * all {
        return 0.0;
    }
    let ops = capture_diff_slices(Algorithm::Myers, old, new);
    get_diff_ratio(&ops, old.len(), new.len())
}

/// The names that became others, as they are mentioned.
pub(super) fn renamings<'i>(pairs: &[Pair], old: &'i [Item], new: &'i [Item]) -> HashMap<&'i str, &'i str> {
    let both = pairs.iter().filter_map(|pair| Some((old.get(pair.old?)?, new.get(pair.new?)?)));
    both.filter(|(old, new)| old.name != new.name).map(|(old, new)| (old.name.as_str(), new.name.as_str())).collect()
}
