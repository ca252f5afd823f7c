//! The mails to look at first: strange cases, so that a few minutes of looking cover them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::version::{Version, first_shapes, firsts};

/// Why a mail is to be looked at first, by the names of the sentences; the script knows them by their numbers.
pub(super) const MARKS: [&str; 6] = [
    "preview-mark-longest-name",
    "preview-mark-neutral",
    "preview-mark-most",
    "preview-mark-least",
    "preview-mark-version",
    "preview-mark-shape",
];

/// The last two of them, which several mails can have.
const VERSION: usize = MARKS.len() - 2;
const SHAPE: usize = MARKS.len() - 1;

/// What is looked at to find extremes.
#[derive(Debug, Clone)]
pub struct Traits {
    /// The length of the name, in characters.
    pub name: usize,
    /// Whether the salutation is a neutral one because no list says how to address the person.
    pub neutral: bool,
    /// How many values the contact has.
    pub values: usize,
    /// The version of the text.
    pub version: Version,
}

/// The marks of each mail that has some, by its position.
pub(super) fn marks(traits: &[Traits]) -> BTreeMap<usize, Vec<usize>> {
    let differing = |value: fn(&Traits) -> usize| traits.windows(2).any(|pair| value(&pair[0]) != value(&pair[1]));
    let most = |value: fn(&Traits) -> usize| {
        let positions = 0..traits.len();
        // of several the first
        positions.max_by_key(|&at| (value(&traits[at]), Reverse(at))).filter(|_| differing(value))
    };
    let least = (0..traits.len()).min_by_key(|&at| traits[at].values).filter(|_| differing(|one| one.values));
    let neutral = traits.iter().position(|one| one.neutral);
    let singles = [most(|one| one.name), neutral, most(|one| one.values), least];
    let mut marks: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (mark, position) in singles.into_iter().enumerate().filter_map(|(mark, at)| Some((mark, at?))) {
        marks.entry(position).or_default().push(mark);
    }
    let versions: Vec<&Version> = traits.iter().map(|one| &one.version).collect();
    for (mark, positions) in [(VERSION, firsts(&versions)), (SHAPE, first_shapes(&versions))] {
        for position in positions {
            marks.entry(position).or_default().push(mark);
        }
    }
    marks
}

/// The mails to look at first, each by its position, with the names of the sentences that say why; in their order.
pub fn extremes(traits: &[Traits]) -> Vec<(usize, Vec<&'static str>)> {
    let named = |marks: Vec<usize>| marks.into_iter().map(|mark| MARKS[mark]).collect();
    marks(traits).into_iter().map(|(position, marks)| (position, named(marks))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn traits(name: usize, neutral: bool, values: usize, text: &str) -> Traits {
        Traits { name, neutral, values, version: Version::of("", text, &[]) }
    }

    #[test]
    fn the_first_of_every_extreme_is_marked() {
        let all = [
            traits(4, false, 5, "a"),
            traits(9, false, 2, "a"),
            traits(9, true, 8, "a"),
            traits(1, true, 2, "b"),
            traits(4, false, 8, "a"),
        ];
        let expected = [(0, vec![4]), (1, vec![0, 3]), (2, vec![1, 2]), (3, vec![4])];
        assert_eq!(marks(&all), BTreeMap::from(expected));
    }

    #[test]
    fn the_first_of_every_layout_is_marked() {
        let of = |html: &str| Traits { version: Version::of(html, "a", &[]), ..traits(4, false, 5, "a") };
        let all = ["<p>a", "<p>b", "<ul><li>a", "<p>a"].map(of);
        assert_eq!(marks(&all), BTreeMap::from([(0, vec![VERSION, SHAPE]), (2, vec![VERSION, SHAPE])]));
    }

    #[test]
    fn where_all_are_alike_none_is_extreme() {
        assert_eq!(marks(&[traits(4, false, 5, "a"), traits(4, false, 5, "a")]), BTreeMap::new());
        assert_eq!(marks(&[]), BTreeMap::new());
    }
}
