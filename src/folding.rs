//! Names without what spelling changes, to find people who are perhaps one.
//!
//! Whether somebody got a mail already is told by another folding ([`crate::contact::Contact::person`]): its results are
//! kept in ledgers and must stay what they are. This one may learn.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Appends letters and digits in lower case, umlauts spelled out, accents gone: `Müller`, `MUELLER` and `Mu\u{308}ller`
/// are one, and so are `Yıldırım` and `Yildirim`.
pub fn fold_into(text: &str, out: &mut String) {
    let start = out.len();
    if !fold_usual(text, |letter| out.push(char::from(letter))) {
        out.truncate(start);
        fold_any_into(text, out);
    }
}

/// Hands on the letters and digits of a folded text, all of them ASCII. Gives up where a text, as few do, needs the
/// tables of Unicode.
pub fn fold_usual(text: &str, mut each: impl FnMut(u8)) -> bool {
    for c in text.chars() {
        let two: [u8; 2] = match c {
            'a'..='z' | '0'..='9' | 'A'..='Z' => {
                each((c as u8).to_ascii_lowercase());
                continue;
            }
            'ä' | 'Ä' => *b"ae",
            'ö' | 'Ö' => *b"oe",
            'ü' | 'Ü' => *b"ue",
            'ß' => *b"ss",
            _ if c.is_ascii() => continue,
            _ => return false,
        };
        for letter in two {
            each(letter);
        }
    }
    true
}

fn fold_any_into(text: &str, out: &mut String) {
    // composed first, so that an umlaut in two characters is one
    for c in text.nfkc().flat_map(char::to_lowercase) {
        match spelled_out(c) {
            Some(letters) => out.push_str(letters),
            None => {
                out.extend(std::iter::once(c).nfkd().filter(|c| !is_combining_mark(*c) && c.is_alphanumeric()));
            }
        }
    }
}

/// With an umlaut in one character (Unicode's NFC), as keyboards write it.
pub fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// With an umlaut in two characters (Unicode's NFD), as macOS writes names of files.
pub fn decomposed(text: &str) -> String {
    text.nfd().collect()
}

/// As [`fold_into`], as a text of its own.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// What joins the parts of a double name: hyphens, a blank, a dash.
pub const JOINTS: [char; 5] = ['-', ' ', '\u{2010}', '\u{2011}', '–'];

/// Whether two names are perhaps one, written otherwise: by another spelling, an initial or a slip.
pub fn is_nearly(one: &str, other: &str) -> bool {
    is_initial(one, other) || {
        let (one, other) = (fold(one), fold(other));
        one == other || is_slip(&one, &other)
    }
}

/// Whether a last name is a double one that holds the other: `Groß-Alt` of somebody who was called `Groß`.
pub fn is_double_of(double: &str, single: &str) -> bool {
    let parts = |name: &str| -> Vec<String> { name.split(JOINTS).map(fold).filter(|part| !part.is_empty()).collect() };
    let (double, single) = (parts(double), parts(single));
    !single.is_empty() && double.len() > single.len() && single.iter().all(|part| double.contains(part))
}

/// Whether one name is the other with initials, as written: `K.` for Katrin, `Ö.` for Özlem, `J.-U.`, `J. U.`, `J.` or
/// `Jens-U.` for Jens-Uwe.
pub fn is_initial(one: &str, other: &str) -> bool {
    let (one, other) = (Part::all_of(one), Part::all_of(other));
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    // who leaves a part out writes no other one in full
    let is_told = short.len() == long.len() || short.iter().all(|part| part.is_initial);
    let stands_for = |one: &Part, other: &Part| one.is_initial && other.folded.starts_with(&one.folded);
    let mut pairs = short.iter().zip(&long);
    let is_short = short.iter().chain(&long).any(|part| part.is_initial);
    let are_one =
        |(one, other): (&Part, &Part)| one.folded == other.folded || stands_for(one, other) || stands_for(other, one);
    !short.is_empty() && is_short && is_told && pairs.all(are_one)
}

/// A part of a first name: `J` and `U` of `J.-U.`.
struct Part {
    folded: String,
    /// One letter, however many it folds to.
    is_initial: bool,
}

impl Part {
    fn all_of(name: &str) -> Vec<Self> {
        let parts = name.split(|c| c == '.' || JOINTS.contains(&c)).map(|part| {
            let letters = part.nfc().filter(|c| c.is_alphanumeric()).count();
            Self { folded: fold(part), is_initial: letters == 1 }
        });
        parts.filter(|part| !part.folded.is_empty()).collect()
    }
}

/// Whether two folded names differ by a slip of the finger: one letter, of long names two.
pub fn is_slip(one: &str, other: &str) -> bool {
    let shorter = one.len().min(other.len());
    let most = match shorter {
        0..4 => 0,
        4..9 => 1,
        _ => 2,
    };
    one.len().abs_diff(other.len()) <= 2 * most && strsim::osa_distance(one, other) <= most
}

/// Letters that are not an ASCII letter with an accent.
fn spelled_out(c: char) -> Option<&'static str> {
    Some(match c {
        'ä' | 'æ' => "ae",
        'ö' | 'œ' | 'ø' => "oe",
        'ü' => "ue",
        'ß' => "ss",
        'ı' => "i",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        _ => return None,
    })
}

/// Bidirectional overrides and zero-width marks would let a value look like another.
pub fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_one() {
        for (one, other) in [
            ("Müller", "MUELLER"),
            ("Mu\u{308}ller", "Mueller"),
            ("Groß-Albers", "gross albers"),
            ("Yıldırım", "Yildirim"),
            ("İnönü", "inoenue"),
            ("Erdoğan", "Erdogan"),
            ("André", "Andre"),
            ("Paweł Wiśniewski", "Pawel Wisniewski"),
            ("Sørensen", "Soerensen"),
            ("Łódź", "Lodz"),
            ("Ｍａｘ", "max"),
        ] {
            assert_eq!(fold(one), fold(other), "{one}");
        }
        assert_ne!(fold("Müller"), fold("Miller"));
    }

    #[test]
    fn a_double_name_holds_the_single_one() {
        for (double, single, holds) in [
            ("Groß-Alt", "Groß", true),
            ("Alt Gross", "Groß", true),
            ("Groß", "Groß-Alt", false),
            ("Groß", "Groß", false),
            ("Großmann-Alt", "Groß", false),
            ("Groß-Alt", "", false),
        ] {
            assert_eq!(is_double_of(double, single), holds, "{double} {single}");
        }
    }

    #[test]
    fn an_initial_stands_for_a_name_or_for_a_part_of_a_double_one() {
        for (one, other) in [
            ("K.", "Katrin"),
            ("Katrin", "k"),
            ("Ö.", "Özlem"),
            ("O\u{308}.", "Oezlem"),
            ("O.", "Özlem"),
            ("Π.", "Παύλος"),
            ("J.-U.", "Jens-Uwe"),
            ("J.U.", "Jens Uwe"),
            ("J. U.", "Jens\u{2011}Uwe"),
            ("J\u{2010}U", "Jens-Uwe"),
            ("Jens-U.", "Jens-Uwe"),
            ("J.-Uwe", "Jens-Uwe"),
            ("J.", "Jens-Uwe"),
            ("J.-U.", "J. Uwe"),
        ] {
            assert!(is_initial(one, other) && is_initial(other, one), "{one} {other}");
            assert!(is_nearly(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("K.", "Uwe"),
            ("Ö.", "Oskar"),
            ("J.-U.", "Jens-Otto"),
            ("J.-U.", "Jens"),
            ("Jens", "Jens-Uwe"),
            ("Jan", "Jens"),
            ("Jens", "Jens"),
            ("", "Jens"),
            (".", "Jens"),
        ] {
            assert!(!is_initial(one, other), "{one} {other}");
        }
    }
}
