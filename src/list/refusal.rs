//! Columns and cells that read as a refusal: the person wants no mail, or cannot get any.
//!
//! Such a row is never written to before a person has decided. Ordinary columns must not hold anybody by mistake: a
//! heading counts only when it is about mails and nothing else, and a text only when it is short and says nothing else,
//! or when the column is one for remarks.

mod words;

use self::words::{
    ALLOWS, BESIDE, DEATH, FORBIDS, NAMES, NAMES_AS_WORD, NO, PERMITS, PERMITS_AS_WORD, REFUSES, REFUSES_AS_STATUS,
    REFUSES_IN_REMARKS, REFUSES_THERE, REMARKS, STATUSES, WITHDRAWN,
};
use super::names::fold;

/// How a column can refuse mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusing {
    /// `Newsletter`: `nein` refuses.
    No,
    /// `Werbesperre`: everything but `nein` refuses.
    Yes,
    /// `Bemerkung`: a text that says so somewhere refuses.
    Remark,
    /// `Status`: one that says how it stands with mails, too.
    Status,
    /// Any other: a text that says nothing else refuses.
    Alone,
    /// A name or an office: what says that the person is dead, or refuses alone in brackets.
    Name,
    /// A basis, or the source of a consent: what says that it is withdrawn.
    Consent,
}

/// A longer text says something else too, in bytes.
const LONGEST: usize = 400;

impl Refusing {
    /// How the column below a heading can refuse.
    pub(super) fn of(heading: &str) -> Self {
        let folded = fold(heading);
        let stands_in = |table: &[&str]| table.contains(&folded.as_str());
        if stands_in(&PERMITS) {
            Self::No
        } else if stands_in(&FORBIDS) {
            Self::Yes
        } else if stands_in(&REMARKS) {
            Self::Remark
        } else if stands_in(&STATUSES) {
            Self::Status
        } else {
            Self::of_words(heading).unwrap_or(Self::Alone)
        }
    }

    /// The same by the words of a heading, if all of them are about mails: `Newsletter 2024`, `Bezieht Newsletter`,
    /// `Einverständnis per E-Mail`, `Newsletter abbestellt`.
    fn of_words(heading: &str) -> Option<Self> {
        let lower = heading.to_lowercase().replace("e-mail", "email");
        let lower = lower.replace("opt in", "optin").replace("opt-in", "optin").replace("opt out", "optout");
        let words: Vec<String> =
            lower.split(|c: char| !c.is_alphanumeric()).map(fold).filter(|w| !w.is_empty()).collect();
        let count = |table: &[&str]| words.iter().filter(|word| table.contains(&word.as_str())).count();
        let years = words.iter().filter(|word| word.len() == 4 && word.starts_with("20")).count();
        let (permits, allows, forbids) = (count(&PERMITS_AS_WORD), count(&ALLOWS), count(&FORBIDS));
        match permits + allows + forbids + count(&BESIDE) + years {
            all if all < words.len() => None,
            _ if forbids > 0 => Some(Self::Yes),
            _ => (permits > 0 || allows > 1).then_some(Self::No),
        }
    }

    /// Whether a cell of such a column has what all have that refuse mails, at a look.
    #[inline]
    pub(super) fn may_be_said_by(self, cell: &str) -> bool {
        match self {
            Self::Alone => may_stand_alone(cell.as_bytes()),
            Self::Name => may_say_death(cell.as_bytes()),
            _ => true,
        }
    }

    /// Whether a cell of such a column refuses mails.
    pub(super) fn is_said_by(self, cell: &str) -> bool {
        let cell = cell.trim();
        if cell.is_empty() {
            return false;
        }
        match self {
            Self::No => says_no(cell) || is_told(cell, &REFUSES_THERE) || is_told(cell, &REFUSES_AS_STATUS),
            Self::Yes => !says_no(cell),
            Self::Remark => cell.starts_with('†') || is_told(cell, &REFUSES_IN_REMARKS),
            Self::Status => {
                cell.starts_with('†') || is_told(cell, &REFUSES_IN_REMARKS) || is_told(cell, &REFUSES_AS_STATUS)
            }
            Self::Alone => (2..=LONGEST).contains(&cell.len()) && stands_alone(cell),
            Self::Name => says_death(cell),
            Self::Consent => is_told(cell, &WITHDRAWN),
        }
    }
}

/// Whether a list or a sheet is called like one of people who want no mail, or can get none: `Abgemeldet`,
/// `Sperrliste 2024`, `nicht anschreiben`.
pub(super) fn is_of_refusals(name: &str) -> bool {
    let mut words = name.split(|c: char| !c.is_alphanumeric()).map(fold);
    let folded = fold(name);
    words.any(|word| NAMES_AS_WORD.contains(&word.as_str())) || NAMES.iter().any(|known| folded.contains(known))
}

/// Whether a cell for a name has what all that say it have: a bracket at its end, the first byte of the sign, or the
/// first letter of a word alone.
fn may_say_death(cell: &[u8]) -> bool {
    const SIGN: u8 = 0xe2;
    match cell {
        [] => false,
        [.., b')' | b' '] | [b' ', ..] => true,
        [first, ..] => {
            let begins = matches!(first.to_ascii_lowercase(), b'v' | b'g' | b'd') && (8..=10).contains(&cell.len());
            begins || (!cell.is_ascii() && cell.contains(&SIGN))
        }
    }
}

/// `verstorben`, `Müller (verstorben)`, `† Müller`.
fn says_death(cell: &str) -> bool {
    let is_word =
        |text: &str| (8..=10).contains(&text.len()) && DEATH.iter().any(|known| known.eq_ignore_ascii_case(text));
    // `(verstorben 2022)` as well
    let in_brackets = || Some(cell.strip_suffix(')')?.rsplit_once('(')?.1);
    let says = |text: &str| text.split_whitespace().next().is_some_and(is_word) || stands_alone(text);
    is_word(cell) || in_brackets().is_some_and(says) || cell.contains('†')
}

/// `nein`, `Nein, danke`, `0`.
fn says_no(cell: &str) -> bool {
    let lower = cell.to_lowercase();
    let first = lower.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    NO.contains(&lower.as_str()) || matches!(first, "nein" | "no")
}

/// The lengths of what refuses, a bit each.
const LENGTHS: u64 = {
    let (mut lengths, mut at) = (0, 0);
    while at < REFUSES.len() {
        lengths |= 1 << REFUSES[at].len();
        at += 1;
    }
    lengths
};

/// The first letters of what refuses and of `bitte`, a bit each, by their last five bits.
const LETTERS: u32 = {
    let (mut letters, mut at) = (1 << (b'b' & 31), 0);
    while at < REFUSES.len() {
        letters |= 1 << (REFUSES[at].as_bytes()[0] & 31);
        at += 1;
    }
    letters
};

/// Whether a cell has what all have that [`stands_alone`]: the length, and the first letter, that of `bitte` included.
fn may_stand_alone(cell: &[u8]) -> bool {
    match cell {
        [first, ..] if cell.len() >= LENGTHS.trailing_zeros() as usize => {
            !first.is_ascii_alphabetic() || LETTERS & (1 << (first & 31)) != 0
        }
        _ => false,
    }
}

/// The whole cell says it, without regard to case; asked of many cells of every row, and so without a copy.
fn stands_alone(cell: &str) -> bool {
    let bare = cell.trim_end_matches(['.', '!']);
    let bare = match bare.get(..6) {
        Some(word) if word.eq_ignore_ascii_case("bitte ") => &bare[6..],
        _ => bare,
    };
    let possible = bare.len() < 64 && LENGTHS & (1 << bare.len()) != 0;
    possible && REFUSES.iter().any(|known| known.len() == bare.len() && known.eq_ignore_ascii_case(bare))
}

/// The cell says it somewhere, as words of their own and not denied; or one of some further texts.
fn is_told(cell: &str, further: &[&str]) -> bool {
    let lower = cell.to_lowercase();
    REFUSES.iter().chain(further).any(|known| {
        lower.match_indices(known).any(|(at, _)| {
            let (before, after) = (&lower[..at], &lower[at + known.len()..]);
            let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
            let mut words = before.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            let denied = words.next_back().is_some_and(|word| ["nicht", "not", "nie"].contains(&word));
            apart(before.chars().next_back()) && apart(after.chars().next()) && !denied
        })
    })
}

#[cfg(test)]
mod tests;
