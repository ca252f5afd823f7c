//! How many municipalities we reach, by Land and size.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::places::{Places, name_of};
use super::{Contact, Contacts, Land, MunicipalityKey, fold_name};
use crate::list::{self, Field};

/// Size classes of municipalities, as the Bundesinstitut für Bau-, Stadt- und Raumforschung draws them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Size {
    /// 100,000 inhabitants and more.
    Large,
    /// 20,000 to 99,999.
    Medium,
    /// 5,000 to 19,999.
    Small,
    /// Fewer than 5,000.
    Rural,
    /// Nobody says how many.
    Unknown,
}

impl Size {
    fn of(population: Option<u64>) -> Self {
        match population {
            None => Self::Unknown,
            Some(100_000..) => Self::Large,
            Some(20_000..) => Self::Medium,
            Some(5_000..) => Self::Small,
            Some(_) => Self::Rural,
        }
    }

    /// The stable name, for JSON, CSV and the locales.
    pub fn name(self) -> &'static str {
        match self {
            Self::Large => "large",
            Self::Medium => "medium",
            Self::Small => "small",
            Self::Rural => "rural",
            Self::Unknown => "unknown",
        }
    }
}

/// A municipality of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Known {
    name: String,
    population: Option<u64>,
}

/// The municipalities that there are, from a file of the workspace.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Register {
    known: BTreeMap<MunicipalityKey, Known>,
    /// Lines that hold no key of a municipality, from 1.
    pub unread: Vec<u32>,
}

/// The file with the municipalities that there are, relative to the workspace; people download it from the Statistisches
/// Bundesamt.
pub const REGISTER: &str = "data/municipalities.csv";

const KEYS: [&str; 6] =
    ["ags", "ars", "gemeindeschluessel", "gemeindeschlüssel", "schluesselnummer", "schlüsselnummer"];
const NAMES: [&str; 5] = ["name", "gemeinde", "gemeindename", "kommune", "municipality"];
const POPULATIONS: [&str; 5] = ["population", "einwohner", "einwohnerzahl", "bevölkerung", "bevoelkerung"];

impl Register {
    /// Reads a CSV file with a column of keys, and columns of names and inhabitants if it has them; `None` without
    /// a column of keys.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let rows = list::rows(bytes);
        let headings: Vec<String> = rows.first()?.cells.iter().map(|heading| heading.to_lowercase()).collect();
        let column = |names: &[&str]| headings.iter().position(|heading| names.contains(&heading.as_str()));
        let key = column(&KEYS)?;
        let (name, population) = (column(&NAMES), column(&POPULATIONS));
        let mut register = Self::default();
        for row in &rows[1..] {
            let cell = |at: Option<usize>| at.and_then(|at| row.cells.get(at)).map(String::as_str).unwrap_or_default();
            match MunicipalityKey::read(cell(Some(key))) {
                Some(key) => {
                    let known = Known { name: fold_municipality(cell(name)), population: number(cell(population)) };
                    register.known.insert(key, known);
                }
                None => register.unread.push(row.line),
            }
        }
        Some(register)
    }

    /// Each municipality with its folded name.
    pub(super) fn names(&self) -> impl Iterator<Item = (MunicipalityKey, String)> {
        self.known.iter().map(|(key, known)| (*key, known.name.clone()))
    }
}

/// `12.345`, `12 345`, `12345`.
fn number(written: &str) -> Option<u64> {
    let digits: String = written.chars().filter(|c| !matches!(c, '.' | ' ' | '\u{a0}' | '\u{202f}' | '\'')).collect();
    digits.parse().ok()
}

/// `Stadt Aalen`, `Aalen, Stadt` and `AALEN` are one.
pub(super) fn fold_municipality(written: &str) -> String {
    fold_name(&bare_municipality(written))
}

/// The name in small letters, without the words that say what kind of municipality it is and where it lies.
pub(super) fn bare_municipality(written: &str) -> String {
    const BEFORE: [&str; 15] = [
        "freie und hansestadt ",
        "freie hansestadt ",
        "kreisfreie stadt ",
        "landeshauptstadt ",
        "universitätsstadt ",
        "hansestadt ",
        "große kreisstadt ",
        "stadt ",
        "stadtverwaltung ",
        "gemeinde ",
        "gemeindeverwaltung ",
        "markt ",
        "samtgemeinde ",
        "kreisstadt ",
        "flecken ",
    ];
    let lower = written.split([',', '(']).next().unwrap_or_default().trim().to_lowercase();
    BEFORE.iter().find_map(|before| lower.strip_prefix(before)).unwrap_or(&lower).to_owned()
}

/// Which municipality a contact is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Identity {
    Key(MunicipalityKey),
    /// Land and folded name.
    Name(&'static str, String),
}

/// Reached municipalities of one Land and size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Class {
    /// The size.
    pub size: Size,
    /// At least one contact is there.
    pub reached: u64,
    /// How many there are, by the register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub municipalities: Option<u64>,
}

/// Reached municipalities of one Land.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LandCoverage {
    /// The code of the Land.
    pub state_code: &'static str,
    /// Its name.
    pub state: &'static str,
    /// At least one contact is there.
    pub reached: u64,
    /// How many there are, by the register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub municipalities: Option<u64>,
    /// By size, the large ones first.
    pub sizes: Vec<Class>,
}

/// How many municipalities we reach.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// All of them.
    pub reached: u64,
    /// How many there are, by the register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub municipalities: Option<u64>,
    /// By Land, in the order of the codes.
    pub states: Vec<LandCoverage>,
    /// Contacts that name a municipality whose Land nobody says: they count nowhere.
    pub without_state: u64,
    /// Municipalities with a key that the register does not have: they count nowhere.
    pub not_in_register: u64,
    /// Names without a key that fit no municipality of the register, or several, as a list writes them: they count
    /// nowhere.
    pub names_not_in_register: Vec<String>,
}

/// A municipality that somebody is of.
#[derive(Debug, Default)]
struct Reached {
    population: Option<u64>,
    written: String,
}

impl Coverage {
    /// Counts the municipalities that the contacts are of: by key, else by Land and name.
    pub fn of(contacts: &Contacts, register: Option<&Register>) -> Self {
        let places = Places::of(contacts, register);
        let mut without_state = 0;
        let mut reached: BTreeMap<Identity, Reached> = BTreeMap::new();
        for contact in contacts.iter() {
            let Some(identity) = identity(&contact, &places) else {
                without_state += u64::from(name_of(&contact).is_some());
                continue;
            };
            let of = reached.entry(identity).or_default();
            of.population = of.population.max(contact.value(Field::Population).and_then(number));
            contact.value(Field::Municipality).unwrap_or_default().clone_into(&mut of.written);
        }
        let mut counts: BTreeMap<(&'static str, Size), (u64, u64)> = BTreeMap::new();
        let (mut not_in_register, mut names_not_in_register) = (0, Vec::new());
        for (identity, of) in reached {
            match (place(&identity, of.population, register), identity) {
                (Some(place), _) => counts.entry(place).or_default().0 += 1,
                (None, Identity::Key(_)) => not_in_register += 1,
                (None, Identity::Name(..)) => names_not_in_register.push(of.written),
            }
        }
        for (key, known) in register.iter().flat_map(|register| &register.known) {
            if let Some(land) = key.land() {
                counts.entry((land.code(), Size::of(known.population))).or_default().1 += 1;
            }
        }
        let summed = Self::summed(&counts, register.is_some());
        Self { without_state, not_in_register, names_not_in_register, ..summed }
    }

    fn summed(counts: &BTreeMap<(&'static str, Size), (u64, u64)>, has_register: bool) -> Self {
        let codes: BTreeSet<&'static str> = counts.keys().map(|(code, _)| *code).collect();
        let state = |code: &'static str| {
            let classes = counts.iter().filter(|((of, _), _)| *of == code);
            let sizes: Vec<Class> = classes
                .map(|(&(_, size), &(reached, all))| Class {
                    size,
                    reached,
                    municipalities: has_register.then_some(all),
                })
                .collect();
            LandCoverage {
                state_code: code,
                state: Land::read(code).map_or(code, Land::name),
                reached: sizes.iter().map(|class| class.reached).sum(),
                municipalities: has_register.then(|| sizes.iter().filter_map(|class| class.municipalities).sum()),
                sizes,
            }
        };
        let states: Vec<LandCoverage> = codes.into_iter().map(state).collect();
        Self {
            reached: states.iter().map(|state| state.reached).sum(),
            municipalities: has_register.then(|| states.iter().filter_map(|state| state.municipalities).sum()),
            states,
            ..Self::default()
        }
    }

    /// Whether nothing is known of any municipality.
    pub fn is_empty(&self) -> bool {
        self.reached == 0 && self.without_state + self.not_in_register == 0 && self.names_not_in_register.is_empty()
    }
}

fn identity(contact: &Contact, places: &Places) -> Option<Identity> {
    if let Some(key) = places.key_of(contact) {
        return Some(Identity::Key(key));
    }
    Some(Identity::Name(contact.land()?.code(), name_of(contact)?))
}

/// Land and size; `None` for what the register does not have: of it a part of all cannot be told.
fn place(identity: &Identity, said: Option<u64>, register: Option<&Register>) -> Option<(&'static str, Size)> {
    match identity {
        Identity::Key(key) => {
            let known = register.map(|register| register.known.get(key));
            let population = match known {
                Some(known) => known?.population.or(said),
                None => said,
            };
            Some((key.land()?.code(), Size::of(population)))
        }
        Identity::Name(code, _) => register.is_none().then(|| (*code, Size::of(said))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::Merged;
    use crate::contact::merge::tests::merged;

    const PEOPLE: &str = "Mail;Kommune;Land;AGS;Einwohner
a@a.example;Köln;;05315000;1.087.353
b@a.example;Stadt Köln;NW;;
c@a.example;Aalen;BW;;68000
d@a.example;Hohenfurt;BY;;
e@a.example;Lindenbrück;;;
f@a.example;Landkreis Aach;BW;;
g@a.example;;;16099999;
h@a.example;;;;
";
    const REGISTER: &str = "AGS;Name;Einwohner\n05315000;Köln, Stadt;1087353\n05112000;Duisburg;500000\n8136088;\"Aalen, Stadt\";68816\nx;y;1\n";

    fn states(coverage: &Coverage) -> Vec<(&str, u64, Option<u64>)> {
        coverage.states.iter().map(|state| (state.state_code, state.reached, state.municipalities)).collect()
    }

    #[test]
    fn a_municipality_counts_once_however_many_people_of_it_are_listed() {
        let Merged { contacts, .. } = merged(&[PEOPLE.to_owned()]);
        let coverage = Coverage::of(&contacts, None);
        assert_eq!(states(&coverage), [("BW", 1, None), ("BY", 1, None), ("NW", 1, None), ("TH", 1, None)]);
        assert_eq!((coverage.reached, coverage.without_state), (4, 1));
        let size = |at: usize| coverage.states[at].sizes[0].size;
        assert_eq!((size(0), size(1), size(2)), (Size::Medium, Size::Unknown, Size::Large));
    }

    #[test]
    fn no_land_has_more_reached_municipalities_than_the_register_knows() {
        let register = Register::read("AGS;Name\n05315000;Köln\n05112001;Neustadt\n05112002;Neustadt\n".as_bytes());
        let people = "Mail;Kommune;Land\na@a.example;Neustadt;NW\nb@a.example;Cölln;NW\nc@a.example;Aach;SL\n";
        let Merged { contacts, .. } = merged(&[people.to_owned()]);
        let coverage = Coverage::of(&contacts, register.as_ref());
        assert_eq!(states(&coverage), [("NW", 0, Some(3))]);
        assert_eq!(coverage.names_not_in_register, ["Cölln", "Neustadt", "Aach"]);
        assert!(!coverage.is_empty());
    }

    #[test]
    fn a_register_says_how_many_there_are() {
        let register = Register::read(REGISTER.as_bytes()).expect("has keys");
        assert_eq!(register.unread, [5]);
        let Merged { contacts, .. } = merged(&[PEOPLE.to_owned()]);
        let coverage = Coverage::of(&contacts, Some(&register));
        assert_eq!(states(&coverage), [("BW", 1, Some(1)), ("NW", 1, Some(2))]);
        assert_eq!((coverage.reached, coverage.municipalities, coverage.not_in_register), (2, Some(3), 1));
        assert_eq!(coverage.names_not_in_register, ["Hohenfurt"]);
        assert_eq!(Register::read(b"Name;Einwohner\nx;1\n"), None);
    }
}
