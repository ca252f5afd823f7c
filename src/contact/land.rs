//! The sixteen Länder, by name and by the codes of ISO 3166-2:DE.

/// A German Land.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Land(&'static (&'static str, &'static str, &'static [&'static str]));

/// Code, name, other ways people write it (folded by [`fold`]).
const LAENDER: [(&str, &str, &[&str]); 16] = [
    ("BW", "Baden-Württemberg", &["badenwurttemberg", "bawu"]),
    ("BY", "Bayern", &["bavaria", "freistaatbayern"]),
    ("BE", "Berlin", &["landberlin"]),
    ("BB", "Brandenburg", &[]),
    ("HB", "Bremen", &["freiehansestadtbremen"]),
    ("HH", "Hamburg", &["freieundhansestadthamburg"]),
    ("HE", "Hessen", &["hesse"]),
    ("MV", "Mecklenburg-Vorpommern", &["meckpomm", "mecklenburgwesternpomerania"]),
    ("NI", "Niedersachsen", &["nds", "lowersaxony"]),
    ("NW", "Nordrhein-Westfalen", &["nrw", "northrhinewestphalia"]),
    ("RP", "Rheinland-Pfalz", &["rlp", "rhinelandpalatinate"]),
    ("SL", "Saarland", &[]),
    ("SN", "Sachsen", &["saxony", "freistaatsachsen"]),
    ("ST", "Sachsen-Anhalt", &["lsa", "saxonyanhalt"]),
    ("SH", "Schleswig-Holstein", &[]),
    ("TH", "Thüringen", &["thuringia", "freistaatthuringen"]),
];

impl Land {
    /// Reads a name or a code, in whatever case, with or without `DE-`.
    pub fn read(written: &str) -> Option<Self> {
        if let Some(exact) = LAENDER.iter().find(|(code, name, _)| *code == written || *name == written) {
            return Some(Self(exact));
        }
        let folded = fold(written);
        let folded = folded.strip_prefix("land").filter(|rest| rest.len() > 2).unwrap_or(&folded);
        let folded = if folded.len() == 4 { folded.strip_prefix("de").unwrap_or(folded) } else { folded };
        LAENDER
            .iter()
            .find(|(code, name, others)| {
                code.eq_ignore_ascii_case(folded) || fold(name) == folded || others.contains(&folded)
            })
            .map(Self)
    }

    /// The Land of a number of the official statistics, 1 to 16.
    pub(super) fn numbered(number: u8) -> Option<Self> {
        const NUMBERED: [&str; 16] =
            ["SH", "HH", "NI", "HB", "NW", "HE", "RP", "BW", "BY", "SL", "BE", "BB", "MV", "SN", "ST", "TH"];
        NUMBERED.get(usize::from(number).checked_sub(1)?).and_then(|code| Self::read(code))
    }

    /// The sixteen, in the order of their names.
    pub fn all() -> impl Iterator<Item = Self> {
        LAENDER.iter().map(Self)
    }

    /// The full name.
    pub fn name(self) -> &'static str {
        self.0.1
    }

    /// The two letters.
    pub fn code(self) -> &'static str {
        self.0.0
    }
}

/// Lower case letters without marks: `Württemberg`, `Wuerttemberg` and `WURTTEMBERG` become one.
fn fold(written: &str) -> String {
    let lower: String = written.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    lower.replace('ü', "u").replace("ue", "u")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_codes_and_spellings_are_one_land() {
        for written in ["NW", "nw", "NRW", "DE-NW", "Nordrhein-Westfalen", "NORDRHEIN WESTFALEN"] {
            assert_eq!(Land::read(written).map(Land::code), Some("NW"), "{written}");
        }
        assert_eq!(Land::read("Baden-Wuerttemberg").map(Land::name), Some("Baden-Württemberg"));
        assert_eq!(Land::read("Tirol"), None);
        assert_eq!(Land::read(""), None);
    }

    #[test]
    fn every_land_reads_its_own_name_and_code() {
        for (code, name, _) in LAENDER {
            assert_eq!(Land::read(code).map(Land::name), Some(name));
            assert_eq!(Land::read(name).map(Land::code), Some(code));
        }
        let numbered: std::collections::BTreeSet<_> = (0..20).filter_map(Land::numbered).map(Land::code).collect();
        assert_eq!(numbered.len(), 16);
    }
}
