//! What people and programs write into a cell for a name that they do not know.

/// As programs write it, and as people abbreviate it: in other letters some of them are names.
const AS_WRITTEN: [&str; 23] = [
    "NULL", "null", "nan", "NaN", "NA", "N/A", "n/a", "n.a.", "N.A.", "None", "none", "N.N.", "N. N.", "n.n.", "n. n.",
    "NN", "N/N", "k.A.", "k. A.", "k.a.", "k. a.", "xxx", "XXX",
];
const WORDS: [&str; 12] = [
    "unbekannt",
    "unknown",
    "keine angabe",
    "keine",
    "ohne angabe",
    "nicht bekannt",
    "nicht angegeben",
    "nicht besetzt",
    "unbesetzt",
    "vakant",
    "tbd",
    "tba",
];

/// Whether a letter is one that some of these begin with.
const fn begins_one(letter: u8) -> bool {
    matches!(letter.to_ascii_lowercase(), b'k' | b'n' | b'o' | b't' | b'u' | b'v' | b'x')
}

/// Whether a cell for a name holds none: `-`, `?`, `0`, `N.N.`, `unbekannt`, `#NV`.
pub(super) fn is(cell: &str) -> bool {
    // what nearly every name begins with: of a million, few are compared with all of these
    let is_name = |first: &u8| first.is_ascii_alphabetic() && !begins_one(*first);
    if cell.as_bytes().first().is_none_or(is_name) {
        return false;
    }
    let cell = cell.trim();
    match cell.as_bytes().first() {
        None => false,
        Some(first) if first.is_ascii_alphabetic() => {
            let is_word = || WORDS.iter().any(|word| word.eq_ignore_ascii_case(cell));
            begins_one(*first) && (AS_WRITTEN.contains(&cell) || is_word())
        }
        Some(_) => cell.starts_with('#') || !cell.contains(char::is_alphanumeric) || cell.chars().all(char::is_numeric),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_is_no_name_and_a_name_that_looks_like_one_is() {
        for written in ["-", "–", "?", "k. A.", "Unbekannt", "N.N.", "0", "#NV", "#N/A", "NULL", "nan", " - ", "..."]
        {
            assert!(is(written), "{written}");
        }
        for word in AS_WRITTEN.iter().chain(&WORDS) {
            assert!(is(word) && is(&format!(" {word} ")), "{word}");
        }
        for name in ["Null", "Nan", "Na", "Groß", "N.", "Öz", "X Æ", "=1+1", "Ka", "x", ""] {
            assert!(!is(name), "{name}");
        }
    }
}
