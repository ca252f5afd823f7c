//! People who are perhaps one, or of whom perhaps one is enough: told, and never merged.
//!
//! Only contacts of one municipality (or, for shared mailboxes, of one organisation) are compared, and there only those
//! who share a name or an office, so that a million contacts take a moment. What is found depends on the contacts alone,
//! not on their order.

mod group;
mod record;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use self::record::{Memo, Record, Share};
use super::coverage::bare_municipality;
use super::{Contact, Contacts, placeholder};
use crate::cores::{self, on_all_cores};
use crate::folding::{fold, fold_into};
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
const MAILBOXES: [&str; 34] = [
    "info",
    "poststelle",
    "post",
    "kontakt",
    "contact",
    "mail",
    "email",
    "office",
    "buero",
    "rathaus",
    "stadt",
    "gemeinde",
    "kreis",
    "landkreis",
    "verwaltung",
    "stadtverwaltung",
    "gemeindeverwaltung",
    "kreisverwaltung",
    "zentrale",
    "sekretariat",
    "vorzimmer",
    "service",
    "buergerservice",
    "buergerbuero",
    "buergermeister",
    "buergermeisterin",
    "oberbuergermeister",
    "oberbuergermeisterin",
    "landrat",
    "landraetin",
    "hauptamt",
    "presse",
    "pressestelle",
    "digitalisierung",
];

/// Everything that looks like a duplicate among these contacts, in their order.
pub fn find(contacts: &Contacts, numbers: &[u32]) -> Vec<Duplicate> {
    // each core looks at some contacts first, then at some municipalities
    let cores = cores::count();
    let mut boxes = Vec::new();
    let mut of_places: Vec<Vec<Vec<Record>>> = (0..cores).map(|_| Vec::new()).collect();
    let share = numbers.len().div_ceil(cores).max(1);
    for looked_at in on_all_cores(numbers.chunks(share).collect(), |numbers| Share::of(contacts, numbers, cores)) {
        boxes.extend(looked_at.boxes);
        of_places.iter_mut().zip(looked_at.records).for_each(|(places, records)| places.push(records));
    }
    let found = on_all_cores(of_places, |records| {
        let (mut records, mut found) = (in_order(records), Vec::new());
        for group in records.chunk_by_mut(|one, other| one.place == other.place).filter(|group| group.len() > 1) {
            group::find(contacts, group, &mut found);
        }
        found
    });
    let mut found: Vec<Duplicate> = found.into_iter().flatten().collect();
    beside_people(contacts, numbers, &boxes, &mut found);
    found.sort_unstable_by_key(|double| (double.one, double.other));
    found
}

/// By municipality.
fn in_order(parts: Vec<Vec<Record>>) -> Vec<Record> {
    let mut parts = parts.into_iter();
    let mut records = parts.next().unwrap_or_default();
    parts.for_each(|part| records.extend(part));
    records.sort_unstable_by_key(|record| record.key(record.place));
    records
}

/// The municipality, folded, without the words that say what kind of one it is.
fn place_into(name: &str, out: &mut String) {
    if placeholder::is(name) {
        return;
    }
    fold_into(&bare_municipality(name), out);
}

/// What several people of one municipality are side by side, as [`office_into`] folds it.
const SHARED: [&str; 12] = [
    "mitglied",
    "stadtrat",
    "gemeinderat",
    "kreisrat",
    "stadtverordnete",
    "sachbearbeiter",
    "sachbearbeitung",
    "mitarbeiter",
    "verwaltungsmitarbeiter",
    "assistenz",
    "referent",
    "projektmanager",
];

/// An office whoever holds it: `Bürgermeisterin`, `Bürgermeister` and `Bürgermeister*in` are one.
fn office_into(role: &str, out: &mut String) {
    if placeholder::is(role) {
        return;
    }
    let begin = out.len();
    for word in role.split([' ', ',']) {
        let start = out.len();
        fold_into(word, out);
        let word = &out[start..];
        if word.ends_with("raetin") {
            out.truncate(out.len() - "etin".len());
            out.push('t');
        } else if word.len() > 6 && word.ends_with("in") {
            out.truncate(out.len() - "in".len());
        }
    }
    let whole = match &out[begin..] {
        "chiefdigitalofficer" => "cdo",
        "ob" => "oberbuergermeister",
        "bm" => "buergermeister",
        shared if SHARED.contains(&shared) => "",
        _ => return,
    };
    out.truncate(begin);
    out.push_str(whole);
}

fn is_mailbox(contact: Contact<'_>) -> bool {
    let local = contact.email().split('@').next().unwrap_or_default();
    MAILBOXES.contains(&fold(local).as_str())
}

/// Beside each mailbox of an organisation the person with the smallest address, unless its municipality has one that is
/// smaller still.
fn beside_people(contacts: &Contacts, numbers: &[u32], boxes: &[(u32, u32)], found: &mut Vec<Duplicate>) {
    if boxes.is_empty() {
        return;
    }
    let email = |number: u32| contacts.get(number).email();
    let mut nearest: HashMap<u32, Option<u32>> = boxes.iter().map(|(place, _)| (*place, None)).collect();
    let mut organisations = Memo::new(fold_into);
    for &number in numbers.iter().filter(|number| contacts.get(**number).value(Field::LastName).is_some()) {
        let Some(name) = contacts.get(number).value(Field::Organisation) else { continue };
        if let Some(first) = nearest.get_mut(&organisations.hash(name)) {
            *first = first.iter().copied().chain([number]).min_by_key(|number| email(*number));
        }
    }
    let known = found.iter().enumerate().filter(|(_, known)| known.kind == Kind::Mailbox);
    let known: HashMap<u32, usize> = known.map(|(at, known)| (known.other, at)).collect();
    for (place, mailbox) in boxes {
        let Some(person) = nearest.get(place).copied().flatten() else { continue };
        match known.get(mailbox) {
            Some(&at) if email(found[at].one) <= email(person) => {}
            Some(&at) => found[at].one = person,
            None => found.push(Duplicate { one: person, other: *mailbox, kind: Kind::Mailbox }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::merge::tests::contacts;

    /// What is found among these rows, as `kind one other`.
    fn found(rows: &[&str]) -> Vec<String> {
        let contacts =
            contacts(&format!("E-Mail;Vorname;Nachname;Funktion;Kommune;Organisation;Land\n{}\n", rows.join("\n")));
        let numbers: Vec<u32> = contacts.numbers().collect();
        let email = |number| contacts.get(number).email().to_owned();
        let tell = |d: &Duplicate| format!("{} {} {}", d.kind.name(), email(d.one), email(d.other));
        find(&contacts, &numbers).iter().map(tell).collect()
    }

    #[test]
    fn one_person_under_two_addresses_is_found_however_the_name_is_spelled() {
        for (one, other) in [
            ("Katrin;Bödeker", "KATRIN;Boedeker"),
            ("Katrin;Bödeker", "Dr. Katrin;Bödeker"),
            ("Katrin;Bödeker", "Frau Prof. Dr. K.;Bödeker"),
            ("Katrin;Bödeker", "Katrin;Dr. Bödeker"),
            ("Katrin;Bödeker", "Katrin;Bödeker (CDO)"),
            ("Katrin;Bödeker", ";Dr. Katrin Bödeker"),
            ("Katrin;Bödeker", ";BÖDEKER, Katrin"),
            ("Katrin;Bödeker", "Boedeker;Katrin"),
            ("Ayşe;Yıldırım", "Ayse;Yildirim"),
            ("Katrin;Bödeker", "K.;Bödeker"),
            ("Παύλος;Παππάς", "Π.;Παππάς"),
            ("Özlem;Müller", "Ö.;Müller"),
            ("Özlem;Müller", "O\u{308};Mueller"),
            ("Jens-Uwe;Schulz", "J.-U.;Schulz"),
            ("Jens-Uwe;Schulz", "J.U.;Schulz"),
            ("Jens-Uwe;Schulz", "Jens-U.;Schulz"),
            ("Martina;Groß\u{2011}Albers", "Martina;Groß"),
            ("Martina;Groß\u{2010}Albers", "Martina;Albers"),
            ("Katrin;Bödeker", "Kathrin;Bödeker"),
            ("Martina;Groß-Albers", "Martina;Groß"),
            ("Matthias;Hänßler", "Matthias;Hänssler"),
            ("Anne;Schulze", "Anne;Schultze"),
        ] {
            let rows =
                [format!("b@x.example;{one};;Ulm;"), format!("a@y.example;{other};;Universitätsstadt ULM (Donau);")];
            let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
            assert_eq!(found(&rows), ["same-person a@y.example b@x.example"], "{one} {other}");
        }
    }

    #[test]
    fn one_person_is_found_where_a_list_has_the_key_of_the_municipality_only() {
        for (one, other) in [("Ulm;08421000", ";08421000"), (";08421000", ";084210000000"), ("Ulm;", ";08421000")] {
            let known = "c@z.example;Udo;Alt;Ulm;08421000";
            let list = format!(
                "E-Mail;Vorname;Nachname;Kommune;AGS\na@x.example;Eva;Groß;{one}\nb@y.example;Eva;Groß;{other}\n{known}\n"
            );
            let contacts = contacts(&list);
            let found = find(&contacts, &contacts.numbers().collect::<Vec<_>>());
            assert_eq!(found, [Duplicate { one: 0, other: 1, kind: Kind::SamePerson }], "{one} {other}");
        }
        let contacts =
            contacts("E-Mail;Vorname;Nachname;AGS\na@x.example;Eva;Groß;08421000\nb@y.example;Eva;Groß;08111000\n");
        assert_eq!(find(&contacts, &contacts.numbers().collect::<Vec<_>>()), []);
    }

    #[test]
    fn other_people_and_other_municipalities_are_not_found() {
        for (one, other) in [
            ("Katrin;Bödeker;;Ulm", "Katrin;Bödeker;;Köln"),
            ("Katrin;Bödeker;;Neustadt;;BY", "Katrin;Bödeker;;Neustadt;;SN"),
            ("Katrin;Bödeker;;Ulm", "Uwe;Bödeker;;Ulm"),
            ("Jan;Lang;;Ulm", "Jan;Land;;Köln"),
            ("Tim;Lau;;Ulm", "Tom;Lau;;Ulm"),
            ("Ö.;Müller;;Ulm", "Oskar;Müller;;Ulm"),
            ("J.-U.;Schulz;;Ulm", "Jens-Otto;Schulz;;Ulm"),
            ("Eva;Meier;;", "Eva;Meier;;"),
            ("Eva;Martin;;Ulm", "Martin;Alt;;Ulm"),
            (";Groß Albers;;Ulm", "Martina;Groß Albers;;Ulm"),
        ] {
            let rows = [format!("b@x.example;{one}"), format!("a@y.example;{other}")];
            let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
            assert!(found(&rows).is_empty(), "{one} {other}: {:?}", found(&rows));
        }
    }

    #[test]
    fn two_holders_of_one_office_are_found_and_a_department_is_not() {
        let two = ["a@x.example;Ute;Alt;Bürgermeisterin;Ulm;", "b@x.example;Jan;Neu;Bürgermeister;Ulm;"];
        assert_eq!(found(&two), ["successor a@x.example b@x.example"]);
        for shared in ["Sachbearbeiterin;Ulm", "k. A.;Ulm", "Bürgermeister;#NV"] {
            let rows = [format!("a@x.example;Ute;Alt;{shared};"), format!("b@x.example;Jan;Neu;{shared};")];
            assert!(found(&[&rows[0], &rows[1]]).is_empty(), "{shared}");
        }
        let four = ["a@x.example;A;Eins;Amtsleiter;Ulm;", "b@x.example;B;Zwei;Amtsleiter;Ulm;"];
        let more = ["c@x.example;C;Drei;Amtsleiterin;Ulm;", "d@x.example;D;Vier;Amtsleiter;Ulm;"];
        assert!(found(&[four, more].concat()).is_empty());
    }

    #[test]
    fn an_office_is_one_whoever_holds_it() {
        let office = |role: &str| {
            let mut out = "before".to_owned();
            office_into(role, &mut out);
            out
        };
        for (one, other) in [
            ("Bürgermeisterin", "Bürgermeister"),
            ("Bürgermeister*in", "BUERGERMEISTER"),
            ("Landrätin", "Landrat"),
            ("Chief Digital Officer", "CDO"),
            ("OB", "Oberbürgermeisterin"),
            ("BM", "Bürgermeister"),
            ("Amtsleiterin IT", "Amtsleiter IT"),
        ] {
            assert_eq!(office(one), office(other), "{one}");
        }
        assert_ne!(office("Berlin"), office("Berl"));
        assert_eq!(office(""), "before");
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
        let told = |rows: &[String]| {
            let mut found = found(&rows.iter().map(String::as_str).collect::<Vec<_>>());
            found.sort();
            found
        };
        let before = told(&rows);
        rows.reverse();
        rows.swap(3, 40);
        assert_eq!(told(&rows), before);
        assert!(before.len() > 100);
    }
}
