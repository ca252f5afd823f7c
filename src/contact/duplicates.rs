//! People who are perhaps one, or of whom perhaps one is enough: told, and never merged.
//!
//! Only contacts of one municipality (or, for shared mailboxes, of one organisation) are compared, and there only those
//! who share a name or an office, so that a million contacts take a moment. What is found depends on the contacts alone,
//! not on their order.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hasher as _};

use serde::{Deserialize, Serialize};

use super::{Contact, Contacts};
use crate::folding::{fold, fold_into, is_initial, is_slip};
use crate::list::Field;

/// What two contacts have to do with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One name, or nearly, in one municipality.
    SamePerson,
    /// Two people in one office of one municipality: perhaps the old and the new one.
    Successor,
    /// A mailbox such as `info@` beside a person of the same municipality or organisation.
    Mailbox,
}

impl Kind {
    /// The name, for sentences and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::SamePerson => "same-person",
            Self::Successor => "successor",
            Self::Mailbox => "mailbox",
        }
    }
}

/// What becomes of possible duplicates that nobody has decided about: `[duplicates] policy`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// Whoever may be one too many waits for a decision.
    #[default]
    Hold,
    /// Both get the mail.
    SendBoth,
    /// As `hold`, but beside a person no shared mailbox is written to.
    PreferPerson,
}

/// Two contacts, by number. Of a mailbox and a person the person stands first, else the smaller address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duplicate {
    /// The first.
    pub one: u32,
    /// The second.
    pub other: u32,
    /// Why the two.
    pub kind: Kind,
}

/// Names of mailboxes that several people read, folded.
const MAILBOXES: &str = "info poststelle post kontakt contact mail email office buero rathaus stadt gemeinde kreis landkreis \
    verwaltung stadtverwaltung gemeindeverwaltung kreisverwaltung zentrale sekretariat vorzimmer service \
    buergerservice buergerbuero buergermeister buergermeisterin oberbuergermeister oberbuergermeisterin \
    landrat landraetin hauptamt presse pressestelle digitalisierung";

/// So many people in one office are a department.
const LARGEST_OFFICE: usize = 3;

/// In larger groups only neighbours in the order of their names are compared.
const NEIGHBOURS: usize = 24;

/// Everything that looks like a duplicate among these contacts, by address.
pub fn find(contacts: &Contacts, numbers: &[u32]) -> Vec<Duplicate> {
    let mut search = Search { contacts, found: HashMap::new() };
    let (names, offices, places, boxes) = keys(contacts, numbers);
    search.same_people(names);
    search.successors(offices);
    search.mailboxes(&places, &boxes);
    let mut found: Vec<Duplicate> =
        search.found.into_iter().map(|((one, other), kind)| Duplicate { one, other, kind }).collect();
    let email = |number: u32| contacts.get(number).email();
    found.sort_unstable_by(|a, b| (email(a.one), email(a.other)).cmp(&(email(b.one), email(b.other))));
    found
}

/// A hash of what contacts have to share to be compared, and the contact.
type Keys = Vec<(u64, u32)>;

/// Kinds of keys, so that a first name never meets a last name.
const LAST: u8 = 1;
const FIRST: u8 = 2;
const OFFICE: u8 = 3;
const MUNICIPALITY: u8 = 4;
const ORGANISATION: u8 = 5;

/// What contacts are compared by: names, offices, where people are, where mailboxes are.
fn keys(contacts: &Contacts, numbers: &[u32]) -> (Keys, Keys, Keys, Keys) {
    let (mut names, mut offices, mut places, mut boxes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut place, mut text) = (String::new(), String::new());
    for &number in numbers {
        let contact = contacts.get(number);
        let is_person = contact.value(Field::LastName).is_some();
        let mut key = |place: &str, field: Field, kind: u8| {
            text.clear();
            fold_into(contact.value(field)?, &mut text);
            (!text.is_empty()).then(|| (hash(place, kind, &text), number))
        };
        place.clear();
        place_into(contact, &mut place);
        let is_box = !is_person && is_mailbox(contact);
        if is_person || is_box {
            let at = if is_person { &mut places } else { &mut boxes };
            at.extend((!place.is_empty()).then(|| (hash("", MUNICIPALITY, &place), number)));
            at.extend(key("", Field::Organisation, ORGANISATION));
        }
        if is_person && !place.is_empty() {
            names.extend(key(&place, Field::LastName, LAST));
            names.extend(key(&place, Field::FirstName, FIRST));
            offices.extend(contact.value(Field::Role).map(|role| (hash(&place, OFFICE, &office(role)), number)));
        }
    }
    (names, offices, places, boxes)
}

fn hash(place: &str, kind: u8, text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(place.as_bytes());
    hasher.write_u8(kind);
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// The municipality, folded, without the words that say what kind of one it is.
fn place_into(contact: Contact<'_>, out: &mut String) {
    let Some(written) = contact.value(Field::Municipality) else { return };
    let kinds = ["Stadt ", "Gemeinde ", "Markt ", "Hansestadt ", "Landeshauptstadt "];
    fold_into(kinds.iter().find_map(|kind| written.strip_prefix(kind)).unwrap_or(written), out);
}

fn place(contact: Contact<'_>) -> String {
    let mut out = String::new();
    place_into(contact, &mut out);
    out
}

/// An office whoever holds it: `Bürgermeisterin`, `Bürgermeister` and `Bürgermeister*in` are one.
fn office(role: &str) -> String {
    let mut out = String::new();
    for word in role.split([' ', ',']) {
        let word = fold(word);
        let plain = match word.strip_suffix("raetin") {
            Some(stem) => format!("{stem}rat"),
            None if word.len() > 6 => word.strip_suffix("in").unwrap_or(&word).to_owned(),
            None => word,
        };
        out.push_str(&plain);
    }
    if out == "chiefdigitalofficer" { "cdo".to_owned() } else { out }
}

fn is_mailbox(contact: Contact<'_>) -> bool {
    let local = contact.email().split('@').next().unwrap_or_default();
    let local = fold(local);
    MAILBOXES.split(' ').any(|name| name == local)
}

struct Search<'a> {
    contacts: &'a Contacts,
    found: HashMap<(u32, u32), Kind>,
}

impl Search<'_> {
    fn same_people(&mut self, mut keys: Keys) {
        keys.sort_unstable();
        for same in keys.chunk_by(|one, other| one.0 == other.0).filter(|same| same.len() > 1) {
            let mut group: Vec<Named> = same.iter().map(|(_, number)| Named::new(self.contacts, *number)).collect();
            let reach = if group.len() > NEIGHBOURS { NEIGHBOURS } else { group.len() };
            group.sort_by(|one, other| one.order().cmp(&other.order()));
            for at in 0..group.len() {
                for next in group.iter().skip(at + 1).take(reach) {
                    if group[at].is_perhaps(next) {
                        self.add(group[at].number, next.number, Kind::SamePerson);
                    }
                }
            }
        }
    }

    fn successors(&mut self, mut keys: Keys) {
        keys.sort_unstable();
        let groups = keys.chunk_by(|one, other| one.0 == other.0);
        for same in groups.filter(|same| (2..=LARGEST_OFFICE).contains(&same.len())) {
            for (at, (_, one)) in same.iter().enumerate() {
                for (_, other) in &same[at + 1..] {
                    self.add(*one, *other, Kind::Successor);
                }
            }
        }
    }

    /// Beside each mailbox the person with the smallest address.
    fn mailboxes(&mut self, places: &Keys, boxes: &Keys) {
        let mut nearest: HashMap<u64, Option<u32>> = boxes.iter().map(|(key, _)| (*key, None)).collect();
        let email = |number: u32| self.contacts.get(number).email();
        for (key, number) in places {
            if let Some(first) = nearest.get_mut(key) {
                *first = (*first).into_iter().chain([*number]).min_by_key(|number| email(*number));
            }
        }
        let mut people: HashMap<u32, u32> = HashMap::new();
        for (key, mailbox) in boxes {
            let Some(person) = nearest.get(key).copied().flatten() else { continue };
            let known = people.entry(*mailbox).or_insert(person);
            if email(person) < email(*known) {
                *known = person;
            }
        }
        self.found.extend(people.into_iter().map(|(mailbox, person)| ((person, mailbox), Kind::Mailbox)));
    }

    /// Notes two people once, as what they are first found to be.
    fn add(&mut self, one: u32, other: u32, kind: Kind) {
        let email = |number: u32| self.contacts.get(number).email();
        let pair = if email(one) <= email(other) { (one, other) } else { (other, one) };
        self.found.entry(pair).or_insert(kind);
    }
}

/// A person's names, folded.
struct Named<'a> {
    number: u32,
    email: &'a str,
    place: String,
    first: String,
    last: String,
    /// The parts of a double name.
    parts: Vec<String>,
}

impl<'a> Named<'a> {
    fn new(contacts: &'a Contacts, number: u32) -> Self {
        let contact = contacts.get(number);
        let text = |field| contact.value(field).unwrap_or_default();
        let last = text(Field::LastName);
        let parts = last.split(['-', ' ', '–']).map(fold).filter(|part| part.len() > 3).collect();
        let (first, email) = (fold(text(Field::FirstName)), contact.email());
        Self { number, email, place: place(contact), first, last: fold(last), parts }
    }

    fn order(&self) -> (&str, &str, &str) {
        (&self.first, &self.last, self.email)
    }

    /// Whether the two are perhaps one: the same name, one of the two names nearly the same, an initial for the first
    /// name, or a double name of which the other has a part.
    fn is_perhaps(&self, other: &Self) -> bool {
        if self.place != other.place || self.first.is_empty() != other.first.is_empty() {
            return false;
        }
        let same_first = self.first == other.first;
        if self.last == other.last {
            return same_first || is_initial(&self.first, &other.first) || is_slip(&self.first, &other.first);
        }
        let double = self.parts.len() != other.parts.len() && self.parts.iter().any(|part| other.parts.contains(part));
        same_first && !self.first.is_empty() && (double || is_slip(&self.last, &other.last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::merge::tests::contacts;

    /// What is found among these rows, as `kind one other`.
    fn found(rows: &[&str]) -> Vec<String> {
        let contacts =
            contacts(&format!("E-Mail;Vorname;Nachname;Funktion;Kommune;Organisation\n{}\n", rows.join("\n")));
        let numbers: Vec<u32> = contacts.numbered().map(|(number, _)| number).collect();
        let email = |number| contacts.get(number).email().to_owned();
        let tell = |d: &Duplicate| format!("{} {} {}", d.kind.name(), email(d.one), email(d.other));
        find(&contacts, &numbers).iter().map(tell).collect()
    }

    #[test]
    fn one_person_under_two_addresses_is_found_however_the_name_is_spelled() {
        for (one, other) in [
            ("Katrin;Bödeker", "KATRIN;Boedeker"),
            ("Ayşe;Yıldırım", "Ayse;Yildirim"),
            ("Katrin;Bödeker", "K.;Bödeker"),
            ("Katrin;Bödeker", "Kathrin;Bödeker"),
            ("Martina;Groß-Albers", "Martina;Groß"),
            ("Matthias;Hänßler", "Matthias;Hänssler"),
            ("Anne;Schulze", "Anne;Schultze"),
        ] {
            let rows = [format!("b@x.example;{one};;Ulm;"), format!("a@y.example;{other};;Stadt Ulm;")];
            let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
            assert_eq!(found(&rows), ["same-person a@y.example b@x.example"], "{one} {other}");
        }
    }

    #[test]
    fn other_people_and_other_municipalities_are_not_found() {
        for (one, other) in [
            ("Katrin;Bödeker;;Ulm", "Katrin;Bödeker;;Köln"),
            ("Katrin;Bödeker;;Ulm", "Uwe;Bödeker;;Ulm"),
            ("Jan;Lang;;Ulm", "Jan;Land;;Köln"),
            ("Tim;Lau;;Ulm", "Tom;Lau;;Ulm"),
            ("Eva;Meier;;", "Eva;Meier;;"),
        ] {
            let rows = [format!("b@x.example;{one};"), format!("a@y.example;{other};")];
            let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
            assert!(found(&rows).is_empty(), "{one} {other}: {:?}", found(&rows));
        }
    }

    #[test]
    fn two_holders_of_one_office_are_found_and_a_department_is_not() {
        let two = ["a@x.example;Ute;Alt;Bürgermeisterin;Ulm;", "b@x.example;Jan;Neu;Bürgermeister;Ulm;"];
        assert_eq!(found(&two), ["successor a@x.example b@x.example"]);
        let four = ["a@x.example;A;Eins;Referent;Ulm;", "b@x.example;B;Zwei;Referent;Ulm;"];
        let more = ["c@x.example;C;Drei;Referentin;Ulm;", "d@x.example;D;Vier;Referent;Ulm;"];
        assert!(found(&[four, more].concat()).is_empty());
        assert_eq!(office("Landrätin"), office("Landrat"));
        assert_eq!(office("Chief Digital Officer"), office("CDO"));
    }

    #[test]
    fn a_shared_mailbox_is_found_beside_a_person_of_its_municipality_or_organisation() {
        let rows = ["info@x.example;;;;Ulm;", "b@x.example;B;Zwei;;Ulm;", "a@x.example;A;Eins;;Ulm;"];
        assert_eq!(found(&rows), ["mailbox a@x.example info@x.example"]);
        let rows = ["poststelle@x.example;;;;;Stadt Ulm", "b@x.example;B;Zwei;;;Stadt Ulm"];
        assert_eq!(found(&rows), ["mailbox b@x.example poststelle@x.example"]);
        assert!(found(&["info@x.example;;;;Ulm;", "b@x.example;B;Zwei;;Köln;"]).is_empty());
        assert!(found(&["info@x.example;I;Info;;Ulm;", "b@x.example;B;Zwei;;Ulm;"]).is_empty());
    }

    #[test]
    fn the_order_of_the_rows_does_not_matter() {
        let mut rows: Vec<String> = (0..60)
            .map(|n| format!("m{n:02}@x.example;{};Me{}er;{};Ulm;", ["Ina", "Uta"][n % 2], ["i", "y"][n % 2], n % 20))
            .chain(["info@x.example;;;;Ulm;".to_owned()])
            .collect();
        let told = |rows: &[String]| found(&rows.iter().map(String::as_str).collect::<Vec<_>>());
        let before = told(&rows);
        rows.reverse();
        rows.swap(3, 40);
        assert_eq!(told(&rows), before);
        assert!(before.len() > 100);
    }
}
