//! Forms of address, as lists write them. Nobody's gender is guessed.

use crate::template::Language;

/// How somebody is addressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormOfAddress {
    /// Frau.
    Female,
    /// Herr.
    Male,
    /// Neither, or the person wants none.
    Neutral,
    /// Several people, or a company: `Familie`, `Eheleute`, `Firma`.
    Several,
}

const FEMALE: [&str; 9] = ["frau", "fr", "frl", "weiblich", "weibl", "female", "ms", "mrs", "miss"];
const MALE: [&str; 10] = ["herr", "herrn", "hr", "hrn", "männlich", "männl", "maennlich", "maennl", "male", "mr"];
const NEUTRAL: [&str; 8] = ["divers", "neutral", "keine", "mx", "ohne", "unbekannt", "nonbinary", "nichtbinär"];
const SEVERAL: [&str; 13] = [
    "familie",
    "fam",
    "firma",
    "fa",
    "eheleute",
    "ehepaar",
    "damen",
    "herren",
    "company",
    "family",
    "couple",
    "damen/herren",
    "kollegium",
];
/// Those that stand before a name: fewer, for the others are names as well.
const BEFORE_NAMES: [(FormOfAddress, &[&str]); 4] = [
    (FormOfAddress::Female, &["frau", "fr", "frl", "fräulein", "ms", "mrs", "miss"]),
    (FormOfAddress::Male, &["herr", "herrn", "hr", "hrn", "mr"]),
    (FormOfAddress::Neutral, &["divers", "mx"]),
    (FormOfAddress::Several, &["familie", "fam", "firma", "fa", "eheleute", "ehepaar", "damen", "herren"]),
];
const GREETINGS: [&str; 12] = [
    "sehr",
    "geehrte",
    "geehrter",
    "geehrtes",
    "geehrte/r",
    "geehrte(r)",
    "liebe",
    "lieber",
    "guten",
    "tag",
    "dear",
    "hallo",
];

impl FormOfAddress {
    /// Reads what lists hold in that column: `Frau`, `Herrn Prof.`, `Sehr geehrte Frau`, `m`, `Familie`.
    pub fn read(written: &str) -> Option<Self> {
        let lower = written.trim().trim_end_matches(['.', ',']).to_lowercase();
        match lower.as_str() {
            "f" | "w" => return Some(Self::Female),
            "m" => return Some(Self::Male),
            "d" | "x" | "-" => return Some(Self::Neutral),
            _ => {}
        }
        let words = || lower.split([' ', '/', ',', '*', '|', '\u{a0}']).map(bare).filter(|word| !word.is_empty());
        let says = |known: &[&str]| words().any(|word| known.contains(&word));
        let together = words().any(|word| ["und", "u", "and", "&"].contains(&word));
        match (says(&FEMALE), says(&MALE)) {
            _ if says(&SEVERAL) => Some(Self::Several),
            (true, true) if together => Some(Self::Several),
            // `Herr/Frau` is a form that nobody filled in
            (true, true) => Some(Self::Neutral),
            (true, false) => Some(Self::Female),
            (false, true) => Some(Self::Male),
            (false, false) => says(&NEUTRAL).then_some(Self::Neutral),
        }
    }

    /// The form that stands before a name, and how many words it has: `Frau Groß`, `Sehr geehrter Herr Öz`, `Fam. Öz`.
    /// Without a form where the words greet somebody and do not say whom.
    pub(super) fn read_before(words: &[&str]) -> Option<(Option<Self>, usize)> {
        let greets = |word: &&&str| GREETINGS.contains(&word.to_lowercase().as_str());
        let greeting = words.iter().take_while(greets).count();
        let form = words.get(greeting).and_then(|word| Self::before_name(word));
        // `Lieber` is a last name as well
        let is_sure = words.first().is_some_and(|word| !["liebe", "lieber"].contains(&word.to_lowercase().as_str()));
        let count = match form {
            Some(_) => greeting + 1,
            None if is_sure => greeting,
            None => 0,
        };
        // `Herr` alone is a last name
        (count > 0 && count < words.len()).then_some((form, count))
    }

    fn before_name(word: &str) -> Option<Self> {
        let lower = word.to_lowercase();
        let known = |piece: &str| {
            // without its dot it is a name
            let written = if piece == "fa" { "" } else { bare(piece) };
            let found = BEFORE_NAMES.iter().find(|(_, words)| words.contains(&written));
            found.map(|(form, _)| *form)
        };
        match lower.split_once('/') {
            // a form that nobody filled in
            Some((one, other)) => (known(one).is_some() && known(other).is_some()).then_some(Self::Neutral),
            None => known(&lower),
        }
    }

    /// What two places say together: where they contradict each other, nobody knows.
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Several, _) | (_, Self::Several) => Self::Several,
            _ if self == other => self,
            _ => Self::Neutral,
        }
    }

    /// Whether the cell begins like a letter.
    pub(super) fn is_greeting(cell: &str) -> bool {
        cell.split_whitespace().next().is_some_and(|word| GREETINGS.contains(&word.to_lowercase().as_str()))
    }

    /// Whether a word says how somebody is addressed, and is neither title nor name.
    pub(super) fn is_word(word: &str) -> bool {
        let lower = word.to_lowercase();
        let word = bare(&lower);
        let known = [&FEMALE[..], &MALE, &NEUTRAL, &SEVERAL, &GREETINGS].iter().any(|known| known.contains(&word));
        known || ["", "und", "u", "&", "and", "an"].contains(&word) || GREETINGS.contains(&lower.as_str())
    }

    /// The word templates see; none for neutral and several.
    pub fn word(self, language: Language) -> Option<&'static str> {
        match (self, language) {
            (Self::Female, Language::De) => Some("Frau"),
            (Self::Male, Language::De) => Some("Herr"),
            (Self::Female, Language::En) => Some("Ms"),
            (Self::Male, Language::En) => Some("Mr"),
            (Self::Neutral | Self::Several, _) => None,
        }
    }
}

fn bare(word: &str) -> &str {
    word.trim_matches(['.', ',', ':', '!'])
}
