//! The fingerprint of what is approved: short enough to be read aloud, long enough that nobody finds a second content
//! for it.

use std::fmt;

use super::{Mark, VERSION};
use crate::digest::Digest;

/// Digits and letters without those that are mistaken for others (Crockford's Base32).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// 16 letters of 5 bits: 80 bits.
const LENGTH: usize = 16;
const GROUP: usize = 4;
/// As it is written, with a hyphen between two groups.
const WHOLE: usize = LENGTH + LENGTH / GROUP - 1;

/// What stands for a campaign's mails: the same for the same content and audience, whoever approves it and when.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// The fingerprint of a campaign's mails, in whatever order they come.
    pub fn of(campaign: &str, marks: &[Mark]) -> Self {
        let mut marks: Vec<&[u8]> = marks.iter().map(|mark| mark.0.as_slice()).collect();
        marks.sort_unstable();
        let digest = Digest::of([campaign, VERSION].map(str::as_bytes).into_iter().chain(marks)).bytes();
        let bit = |at: usize| digest[at / 8] >> (7 - at % 8) & 1;
        let letter = |place: usize| (0..5).fold(0, |value, at| value << 1 | bit(place * 5 + at));
        Self((0..LENGTH).map(|place| char::from(ALPHABET[usize::from(letter(place))])).collect())
    }

    /// Whether it stands in a text, however the text breaks, quotes or spaces it.
    pub fn stands_in(&self, text: &str) -> bool {
        read(text, |_| false).contains(&self.0)
    }

    /// Every fingerprint that stands in a text in its groups.
    pub fn all_in(text: &str) -> Vec<Self> {
        let letters: Vec<char> = read(text, |c| c == '-').chars().collect();
        let is_one = |window: &[char]| {
            window.iter().enumerate().all(|(at, &c)| if at % (GROUP + 1) == GROUP { c == '-' } else { is_letter(c) })
        };
        let found = letters.windows(WHOLE).filter(|window| is_one(window));
        let mut found: Vec<Self> = found.map(|window| Self(window.iter().filter(|c| **c != '-').collect())).collect();
        found.sort();
        found.dedup();
        found
    }
}

/// In groups, for reading aloud.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, c) in self.0.chars().enumerate() {
            if at > 0 && at % GROUP == 0 {
                f.write_str("-")?;
            }
            write!(f, "{c}")?;
        }
        Ok(())
    }
}

fn is_letter(c: char) -> bool {
    u8::try_from(c).is_ok_and(|byte| ALPHABET.contains(&byte))
}

/// The letters of a text as they are meant, whatever stands between them; who writes `O` or `l` by hand means a digit.
fn read(text: &str, also: impl Fn(char) -> bool) -> String {
    let meant = |c: char| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        // hyphens of word processors
        '\u{2010}'..='\u{2014}' | '\u{2212}' => '-',
        c => c,
    };
    text.chars().map(meant).filter(|&c| c.is_alphanumeric() || also(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(address: &str, words: &str) -> Mark {
        Mark::new("thanks", address, &[words.as_bytes()])
    }

    fn fingerprint(words: &str) -> Fingerprint {
        Fingerprint::of("thanks", &[mark("a@x.example", "a"), mark("b@x.example", words)])
    }

    #[test]
    fn the_same_mails_have_one_fingerprint_and_others_another() {
        let turned = Fingerprint::of("thanks", &[mark("b@x.example", "b"), mark("a@x.example", "a")]);
        assert_eq!(fingerprint("b"), turned);
        assert_ne!(fingerprint("b"), fingerprint("c"));
        assert_ne!(fingerprint("b"), Fingerprint::of("other", &[mark("b@x.example", "b"), mark("a@x.example", "a")]));
    }

    #[test]
    fn four_groups_of_four_letters_that_nobody_mistakes() {
        let said = fingerprint("b").to_string();
        let groups: Vec<&str> = said.split('-').collect();
        assert_eq!(groups.iter().map(|group| group.len()).collect::<Vec<_>>(), [4; 4]);
        assert!(groups.concat().chars().all(|c| is_letter(c) && !"ILOU".contains(c)), "{said}");
    }

    #[test]
    fn quoting_breaking_and_spacing_do_not_hide_it() {
        let said = fingerprint("b").to_string();
        let (one, two) = said.split_at(7);
        for text in [
            format!("ok\n> > {one}\n> >{two} passt"),
            format!("{one}\u{a0}\u{2009} {two}"),
            said.to_lowercase(),
            said.replace('-', " "),
            said.replace('-', "\u{2011}"),
            said.replace('0', "o").replace('1', "l"),
        ] {
            assert!(fingerprint("b").stands_in(&text), "{text}");
        }
        for text in [one.to_owned(), format!("{one}X{two}"), String::new(), fingerprint("c").to_string()] {
            assert!(!fingerprint("b").stands_in(&text), "{text}");
        }
    }

    #[test]
    fn another_fingerprint_in_a_text_is_found() {
        let text = format!("Kennung:\n> {}\nund ABCD-EFGH und 1234", fingerprint("c"));
        assert_eq!(Fingerprint::all_in(&text), [fingerprint("c")]);
        assert_eq!(Fingerprint::all_in("nothing – here"), []);
    }
}
