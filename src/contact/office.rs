//! Offices that a salutation may speak: `Herr Bürgermeister`, `Frau Landrätin`.

use super::FormOfAddress;
use crate::template::Language;

/// An office by its forms for a man, a woman, and in English where it has one that is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Office {
    male: &'static str,
    female: &'static str,
    english: Option<&'static str>,
    /// The role is written for a woman only.
    says_female: bool,
}

const OFFICES: [(&str, &str, Option<&str>); 34] = [
    ("Bürgermeister", "Bürgermeisterin", Some("Mayor")),
    ("Oberbürgermeister", "Oberbürgermeisterin", Some("Mayor")),
    ("Bezirksbürgermeister", "Bezirksbürgermeisterin", Some("Mayor")),
    ("Ortsbürgermeister", "Ortsbürgermeisterin", Some("Mayor")),
    ("Stadtbürgermeister", "Stadtbürgermeisterin", Some("Mayor")),
    ("Verbandsbürgermeister", "Verbandsbürgermeisterin", Some("Mayor")),
    ("Samtgemeindebürgermeister", "Samtgemeindebürgermeisterin", Some("Mayor")),
    ("Landrat", "Landrätin", Some("District Administrator")),
    ("Kreisrat", "Kreisrätin", None),
    ("Stadtrat", "Stadträtin", None),
    ("Stadtbaurat", "Stadtbaurätin", None),
    ("Beigeordneter", "Beigeordnete", None),
    ("Dezernent", "Dezernentin", None),
    ("Kämmerer", "Kämmerin", None),
    ("Stadtkämmerer", "Stadtkämmerin", None),
    ("Stadtdirektor", "Stadtdirektorin", None),
    ("Gemeindedirektor", "Gemeindedirektorin", None),
    ("Amtsdirektor", "Amtsdirektorin", None),
    ("Amtsvorsteher", "Amtsvorsteherin", None),
    ("Ortsvorsteher", "Ortsvorsteherin", None),
    ("Regierungspräsident", "Regierungspräsidentin", Some("President")),
    ("Ministerpräsident", "Ministerpräsidentin", Some("Minister-President")),
    ("Minister", "Ministerin", Some("Minister")),
    ("Staatsminister", "Staatsministerin", Some("Minister")),
    ("Staatssekretär", "Staatssekretärin", Some("State Secretary")),
    ("Staatsrat", "Staatsrätin", None),
    ("Senator", "Senatorin", Some("Senator")),
    ("Präsident", "Präsidentin", Some("President")),
    ("Direktor", "Direktorin", None),
    ("Verbandsdirektor", "Verbandsdirektorin", None),
    ("Verbandsvorsteher", "Verbandsvorsteherin", None),
    ("Abgeordneter", "Abgeordnete", None),
    ("Stadtverordnetenvorsteher", "Stadtverordnetenvorsteherin", None),
    ("Kreistagspräsident", "Kreistagspräsidentin", None),
];

/// What may stand before the office and is not spoken: the office is not specified in a salutation.
const BEFORE: [&str; 7] =
    ["erster", "erste", "1.", "hauptamtlicher", "hauptamtliche", "ehrenamtlicher", "ehrenamtliche"];
/// What the office may be said to be of.
const BEHIND: [&str; 12] = ["der", "des", "von", "vom", "für", "im", "in", "zu", "mit", "–", "-", "|"];
/// Words that make it somebody else's office, or a former one.
const OTHERS: [&str; 16] = [
    "a.d.",
    "a.",
    "ehem",
    "ehemalig",
    "stellv",
    "stv",
    "vertret",
    "kandidat",
    "ruhestand",
    "vorzimmer",
    "sekretariat",
    "büro",
    "assistenz",
    "referent",
    "persönlich",
    "mitarbeit",
];

impl Office {
    /// The office that a role is; none where it is unsure, such as that of a deputy or a former holder.
    pub fn read(role: &str) -> Option<Self> {
        let lower = role.to_lowercase();
        if lower
            .split_whitespace()
            .any(|word| OTHERS.iter().any(|other| word.trim_start_matches('(').starts_with(other)))
        {
            return None;
        }
        let mut words = lower.split([' ', ',', '(']).filter(|word| !word.is_empty());
        let first = words.next()?;
        let office = if BEFORE.contains(&first) { words.next()? } else { first };
        let behind: Vec<&str> = words.collect();
        if behind.first().is_some_and(|next| !BEHIND.contains(next)) || is_over(&behind) {
            return None;
        }
        OFFICES.iter().find_map(|(male, female, english)| {
            let [man, woman] = [male, female].map(|form| form.to_lowercase());
            let both = is_both(office, &man, &woman);
            let says_female = office == woman;
            (both || says_female || office == man).then_some(Self { male, female, english: *english, says_female })
        })
    }

    /// The form that is spoken. A role written for a woman does not fit `Herr`.
    pub fn said_of(self, form: FormOfAddress, language: Language) -> Option<&'static str> {
        let fits = match form {
            FormOfAddress::Female => true,
            FormOfAddress::Male => !self.says_female || self.male == self.female,
            FormOfAddress::Neutral | FormOfAddress::Several => false,
        };
        match (language, form) {
            _ if !fits => None,
            (Language::En, _) => self.english,
            (Language::De, FormOfAddress::Female) => Some(self.female),
            (Language::De, _) => Some(self.male),
        }
    }
}

/// Whether what stands behind an office may tell its end: `von 2010-2020`, `der Stadt Ulm bis Mai`, but not `seit 2010`.
fn is_over(behind: &[&str]) -> bool {
    let has_years = behind.iter().any(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    behind.contains(&"bis") || (has_years && !behind.contains(&"seit"))
}

/// `Bürgermeister*in`, `Bürgermeister/in`, `Landrat/Landrätin`, `Beigeordnete:r`.
fn is_both(written: &str, man: &str, woman: &str) -> bool {
    let Some((stem, ending)) = written.split_once(['*', ':', '/', '_', '·']) else { return false };
    let ending = ending.trim_start_matches('-');
    let one = (stem == man && (ending == woman || woman.ends_with(ending)))
        || (stem == woman && (ending == man || man.ends_with(ending)));
    one && !ending.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_an_office_where_it_is_sure() {
        let said = |role, form| Office::read(role).and_then(|office| office.said_of(form, Language::De));
        for (role, male, female) in [
            ("Bürgermeister", Some("Bürgermeister"), Some("Bürgermeisterin")),
            ("Bürgermeisterin", None, Some("Bürgermeisterin")),
            ("Bürgermeister*in", Some("Bürgermeister"), Some("Bürgermeisterin")),
            ("Bürgermeister/-in", Some("Bürgermeister"), Some("Bürgermeisterin")),
            ("Landrat/Landrätin", Some("Landrat"), Some("Landrätin")),
            ("Erste Beigeordnete", None, Some("Beigeordnete")),
            ("Beigeordnete:r", Some("Beigeordneter"), Some("Beigeordnete")),
            ("Oberbürgermeister der Stadt Hohenfurt", Some("Oberbürgermeister"), Some("Oberbürgermeisterin")),
            ("Bürgermeister (parteilos)", None, None),
            ("Bürgermeister a. D.", None, None),
            ("Bürgermeister a.D.", None, None),
            ("Stellv. Bürgermeister", None, None),
            ("Zweiter Bürgermeister", None, None),
            ("Bürgermeisterkandidat", None, None),
            ("Referentin des Bürgermeisters", None, None),
            ("Bürgermeister von 2010-2020", None, None),
            ("Bürgermeister von Mai bis Juni", None, None),
            ("Bürgermeister der Stadt Ulm (2010–2020)", None, None),
            ("Bürgermeister von Ulm seit 2010", Some("Bürgermeister"), Some("Bürgermeisterin")),
            ("CDO", None, None),
        ] {
            assert_eq!((said(role, FormOfAddress::Male), said(role, FormOfAddress::Female)), (male, female), "{role}");
            assert_eq!(said(role, FormOfAddress::Neutral), None);
        }
    }
}
