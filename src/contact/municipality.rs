//! Keys of municipalities: the Amtlicher Gemeindeschlüssel (AGS, 8 digits) and the Regionalschlüssel (ARS, 12 digits).

use std::borrow::Cow;
use std::fmt;

use super::Land;

/// An AGS: Land (2 digits), Regierungsbezirk (1), Kreis (2), Gemeinde (3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MunicipalityKey([u8; 8]);

/// A key as a cell holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written {
    pub key: MunicipalityKey,
    /// A spreadsheet took it for a number and lost its first zero.
    pub is_restored: bool,
}

impl MunicipalityKey {
    /// Reads an AGS or an ARS, with or without blanks; `None` for everything else.
    pub fn read(cell: &str) -> Option<Self> {
        read(cell).map(|written| written.key)
    }

    /// The Land that the first two digits stand for.
    pub fn land(self) -> Option<Land> {
        Land::numbered((self.0[0] - b'0') * 10 + self.0[1] - b'0')
    }
}

impl fmt::Display for MunicipalityKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|&digit| write!(f, "{}", char::from(digit)))
    }
}

/// Seven and eleven digits lack the zero of the Länder 01 to 09: no other reading makes a key of them.
pub(super) fn read(cell: &str) -> Option<Written> {
    let mut digits = Vec::with_capacity(12);
    for c in cell.trim_start_matches('\'').chars() {
        match c {
            '0'..='9' => digits.push(u8::try_from(c).ok()?),
            ' ' | '\u{a0}' | '\u{202f}' | '-' | '/' => {}
            _ => return None,
        }
    }
    let is_restored = matches!(digits.len(), 7 | 11) && digits[0] != b'0';
    if is_restored {
        digits.insert(0, b'0');
    }
    // between Kreis and Gemeinde an ARS has the Verband
    let key = match digits.len() {
        8 => digits.try_into().ok()?,
        12 => [&digits[..5], &digits[9..]].concat().try_into().ok()?,
        _ => return None,
    };
    let key = MunicipalityKey(key);
    key.land().map(|_| Written { key, is_restored })
}

/// The cell as it is kept: a key as AGS, anything else as it stands.
pub(super) fn normalised(cell: &str) -> Cow<'_, str> {
    read(cell).map_or(Cow::Borrowed(cell), |written| written.key.to_string().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_people_and_spreadsheets_write_them() {
        for (cell, expected) in [
            ("05112000", Some(("05112000", false))),
            ("051120000000", Some(("05112000", false))),
            ("05 1 12 0000 000", Some(("05112000", false))),
            ("05 112 000", Some(("05112000", false))),
            ("5112000", Some(("05112000", true))),
            ("51120000000", Some(("05112000", true))),
            ("'05112000", Some(("05112000", false))),
            ("010010000000", Some(("01001000", false))),
            ("16077052", Some(("16077052", false))),
            ("17077052", None),
            ("00112000", None),
            ("0511200", None),
            ("5112", None),
            ("5,112E+10", None),
            ("511200O", None),
            ("", None),
        ] {
            let found = read(cell).map(|written| (written.key.to_string(), written.is_restored));
            assert_eq!(found, expected.map(|(key, restored)| (key.to_owned(), restored)), "{cell}");
        }
    }

    #[test]
    fn the_first_two_digits_are_the_land() {
        let land = |key| MunicipalityKey::read(key).and_then(MunicipalityKey::land).map(Land::code);
        assert_eq!((land("02000000"), land("11000000"), land("16077052")), (Some("HH"), Some("BE"), Some("TH")));
    }
}
