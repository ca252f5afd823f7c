//! Many rows into few contacts: by address, value by value, every conflict noted.

use super::Origin;
use super::by_address;
use super::choose::{ByField, Candidate, Lost, Priority, choose};
use super::collect::Collector;
use super::store::{Batch, Contacts, Spot, WAVE, fetch};
use super::stray;
use crate::address;
use crate::cores::{self, on_all_cores};
use crate::finding::Code;
use crate::list::{Field, Fields};

/// A row that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// The row.
    pub origin: Origin,
    /// Why.
    pub code: Code,
    /// What the row holds in its address column, or how many cells too many.
    pub detail: Box<str>,
}

impl SetAside {
    /// What is wrong with an address that cannot be used.
    pub fn reason(&self) -> Option<String> {
        let fault = || address::in_cell(&self.detail, &mut String::new()).err();
        (self.code == Code::AddressInvalid).then(fault).flatten().map(|fault| fault.to_string())
    }
}

/// Two rows of one person that differ in a value: one stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The contact's number.
    pub contact: u32,
    /// The field.
    pub field: Field,
    /// The value that was not taken.
    pub other: Box<str>,
    /// Where it stands.
    pub origin: Origin,
}

/// Rows in = contacts + merged + set aside.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Totals {
    /// Rows read.
    pub rows: u64,
    /// Contacts made.
    pub contacts: u64,
    /// Rows that went into a contact that another row had begun.
    pub merged: u64,
    /// Rows that cannot be used.
    pub set_aside: u64,
}

/// What many rows came to.
#[derive(Debug, Default)]
pub struct Merged {
    /// The contacts, in the order of their first rows.
    pub contacts: Contacts,
    /// The rows that cannot be used.
    pub set_aside: Vec<SetAside>,
    /// Values that were not taken.
    pub conflicts: Vec<Conflict>,
    /// The sums.
    pub totals: Totals,
}

/// How many contacts of several rows a thread takes at least.
const SHARE: usize = 1000;

/// Makes contacts of all rows. `priorities` holds one for each list.
pub(super) fn merge(collectors: Vec<Collector>, fields: Fields, priorities: &[Priority]) -> Merged {
    let mut merged = Merged::default();
    merged.contacts.fields = fields;
    let mut hashes = Vec::with_capacity(collectors.len());
    for collector in collectors {
        merged.totals.rows += collector.rows;
        merged.set_aside.extend(collector.set_aside);
        merged.contacts.batches.push(collector.batch);
        merged.contacts.restored_keys.extend(collector.restored_keys);
        merged.contacts.unnamed.extend(collector.unnamed);
        merged.contacts.names_beside.extend(collector.names_beside);
        hashes.push(collector.hashes);
    }
    let contacts = &mut merged.contacts;
    (contacts.entries, contacts.rows) = by_address::find(&contacts.batches, &hashes);
    merged.set_aside.extend(stray::take(contacts, priorities));
    drop(hashes);
    join(&mut merged, priorities);
    merged.totals.contacts = merged.contacts.len() as u64;
    merged.totals.set_aside = merged.set_aside.len() as u64;
    merged
}

/// Makes one row of several for each contact that has several, on all cores.
fn join(merged: &mut Merged, priorities: &[Priority]) {
    let numbered = (0..).zip(&merged.contacts.entries);
    let several: Vec<u32> = numbered.filter(|(_, entry)| entry.rows > 1).map(|(number, _)| number).collect();
    merged.totals.merged = merged.contacts.entries.iter().map(|entry| u64::from(entry.rows) - 1).sum();
    let cores = cores::count();
    // several shares a core, since they do not take equally long
    let share = several.len().div_ceil(4 * cores).max(SHARE);
    let contacts = &merged.contacts;
    let done = on_all_cores(several.chunks(share).collect(), |several| Joined::of(contacts, several, priorities));
    for (joined, several) in done.into_iter().zip(several.chunks(share)) {
        joined.settle(several, merged);
    }
}

/// Who has more rows than a number holds is no person; what they say is kept with its row all the same.
fn rows_of(contacts: &Contacts, number: u32) -> &[Spot] {
    let rows = contacts.rows_of(&contacts.entries[number as usize]);
    &rows[..rows.len().min(usize::from(u16::MAX))]
}

/// What became of a share of the contacts that have several rows.
struct Joined {
    /// One row for each of them.
    batch: Batch,
    conflicts: Vec<Conflict>,
}

impl Joined {
    fn of(contacts: &Contacts, several: &[u32], priorities: &[Priority]) -> Self {
        let mut this = Self { batch: Batch::of_joined(), conflicts: Vec::new() };
        let (mut candidates, mut values, mut differing) = (Vec::new(), ByField::default(), Vec::new());
        for wave in several.chunks(WAVE) {
            fetch(&contacts.batches, wave.iter().flat_map(|&number| rows_of(contacts, number)).copied());
            for &number in wave {
                let rows = rows_of(contacts, number);
                candidates.clear();
                candidates.extend(rows.iter().map(|&spot| {
                    let list = contacts.origin(spot).list;
                    let priority = priorities.get(usize::from(list)).copied().unwrap_or(Priority::List(u32::MAX));
                    Candidate::new(contacts.values(spot), priority)
                }));
                choose(&candidates, &mut values, &mut this.batch, &mut differing);
                this.conflicts.extend(differing.drain(..).map(|(field, other, row): Lost<'_>| Conflict {
                    contact: number,
                    field,
                    other: other.into(),
                    origin: contacts.origin(rows[usize::from(row)]),
                }));
            }
        }
        this.batch.shrink();
        this
    }

    fn settle(self, several: &[u32], merged: &mut Merged) {
        let contacts = &mut merged.contacts;
        let batch = u32::try_from(contacts.batches.len()).unwrap_or(u32::MAX);
        for (row, &number) in (0..).zip(several) {
            contacts.entries[number as usize].values = Spot { batch, row };
        }
        contacts.batches.push(self.batch);
        merged.conflicts.extend(self.conflicts);
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::contact::{Contact, gather};
    use crate::list::{Settings, Sheet};
    use proptest::prelude::*;

    fn sheet(text: &str) -> Sheet {
        let settings = Settings::new("l".into(), "l.csv".into());
        Sheet::of_bytes(&settings, "l.csv", text.as_bytes().to_vec()).expect("has an address column")
    }

    pub(in crate::contact) fn merged(lists: &[String]) -> Merged {
        let sheets = lists.iter().map(|text| sheet(text));
        let priorities: Vec<Priority> = (0..).map(Priority::List).take(lists.len()).collect();
        gather(sheets.collect(), &priorities, &|_| None).expect("few headings").merged
    }

    /// The contacts of one list.
    pub(in crate::contact) fn contacts(list: &str) -> Contacts {
        merged(&[list.to_owned()]).contacts
    }

    /// A contact with the given cells, for tests of what is made from them.
    pub(in crate::contact) fn contact(headings: &str, cells: &str) -> Contact<'static> {
        let text = format!("E-Mail;{headings}\na@b.example;{cells}\n");
        Box::leak(Box::new(merged(&[text]))).contacts.get(0)
    }

    #[test]
    fn one_person_of_two_lists_becomes_one_contact_with_origins_and_conflicts() {
        let Merged { contacts, conflicts, totals, .. } = merged(&[
            "Mail;Nachname;Titel\nMax@Stadt.example;Müller;\n".to_owned(),
            "x;Nachname;Titel;E-Mail\n1;Mueller;Dr.; mailto:max@stadt.example \n".to_owned(),
        ]);
        let contact = contacts.get(0);
        assert_eq!((contact.value(Field::LastName), contact.value(Field::Title)), (Some("Müller"), Some("Dr.")));
        assert_eq!(contact.origin(Field::Title), Some(Origin { list: 1, line: 2 }));
        assert_eq!(contact.rows().count(), 2);
        assert_eq!(conflicts.len(), 1);
        assert_eq!((conflicts[0].field, &*conflicts[0].other), (Field::LastName, "Mueller"));
        assert_eq!(totals, Totals { rows: 2, contacts: 1, merged: 1, set_aside: 0 });
    }

    /// What is kept of one field where these rows, each a list of its own, have these priorities.
    fn kept(headings: &str, rows: &[(&str, u32)]) -> String {
        let sheets = rows.iter().map(|(cells, _)| sheet(&format!("E-Mail;{headings}\na@b.example;{cells}\n")));
        let priorities: Vec<Priority> = rows.iter().map(|(_, priority)| Priority::List(*priority)).collect();
        let merged = gather(sheets.collect(), &priorities, &|_| None).expect("few headings").merged;
        merged.contacts.get(0).value(Field::Role).unwrap_or_default().to_owned()
    }

    #[test]
    fn priority_then_date_then_number_then_bytes_decide() {
        assert_eq!(kept("Funktion;Stand", &[("old;2020-01-01", 0), ("new;2024-05-01", 1)]), "old");
        assert_eq!(kept("Funktion;Stand", &[("old;2020-01-01", 0), ("new;1.5.2024", 0), ("undated;", 0)]), "new");
        assert_eq!(kept("Funktion;Stand", &[("b;1.5.24", 0), ("a;", 0)]), "a", "a short year is no date");
        assert_eq!(kept("Funktion", &[("a", 0), ("b", 0), ("b", 0)]), "b");
        assert_eq!(kept("Funktion", &[("a", 0), ("b", 1), ("b", 1)]), "a", "priority first");
        assert_eq!(kept("Funktion", &[("b", 0), ("a", 0)]), "a");
        assert_eq!(kept("Funktion", &[("", 0), ("a", 5)]), "a", "an empty cell says nothing");
    }

    #[test]
    fn what_a_row_says_of_itself_stays_with_the_row() {
        let merged = merged(&[
            "E-Mail;Rechtsgrundlage\na@b.example;consent\n".to_owned(),
            "E-Mail;Rechtsgrundlage\na@b.example;contract\n".to_owned(),
        ]);
        let rows = merged.contacts.get(0).each_row();
        let told: Vec<_> = rows.map(|row| (row.origin.list, row.value(Field::Basis))).collect();
        assert_eq!(told, [(0, Some("consent")), (1, Some("contract"))]);
        assert!(merged.conflicts.is_empty());
    }

    #[test]
    fn two_people_behind_one_address_are_not_mixed() {
        let Merged { contacts, .. } = merged(&[
            "Mail;Vorname;Nachname\na@b.example;Uwe;Meier\n".to_owned(),
            "Mail;Vorname;Nachname;Anrede;Titel;Funktion\na@b.example;Ina;Schulz;Frau;Dr.;CDO\n".to_owned(),
        ]);
        assert_eq!(contacts.get(0).salutation(crate::template::Language::De), "Guten Tag Uwe Meier");
        assert_eq!(contacts.get(0).value(Field::Role), Some("CDO"));
        let of_somebody = "Mail;Anrede;Nachname;Briefanrede\na@b.example;Herr;;\na@b.example;;;Lieber Ole\n".to_owned();
        let new = "Mail;Vorname;Nachname\na@b.example;Andrea;Neu\n".to_owned();
        let old = "Mail;Vorname;Nachname\na@b.example;Ole;Alt\n".to_owned();
        let greeting = |lists: &[String]| merged(lists).contacts.get(0).salutation(crate::template::Language::De);
        assert_eq!(greeting(&[new.clone(), of_somebody.clone()]), "Lieber Ole");
        assert_eq!(greeting(&[new, of_somebody, old]), "Guten Tag Andrea Neu", "whose greeting it is nobody knows");
    }

    #[test]
    fn a_greeting_of_somebody_else_greets_nobody() {
        let merged = merged(&[
            "Mail;Briefanrede\na@b.example;Sehr geehrte Frau Neu\nc@b.example;Sehr geehrter Herr Alt\n".to_owned(),
            "Mail;Anrede;Vorname;Nachname\na@b.example;Herr;Udo;Alt\nc@b.example;Herr;Udo;Alt\n".to_owned(),
        ]);
        let greeting = |number| merged.contacts.get(number).salutation(crate::template::Language::De);
        assert_eq!(
            (greeting(0), greeting(1)),
            ("Sehr geehrter Herr Alt".to_owned(), "Sehr geehrter Herr Alt".to_owned())
        );
        assert_eq!((merged.contacts.get(0).value(Field::Salutation), merged.conflicts.len()), (None, 0));
    }

    #[test]
    fn two_forms_of_address_that_count_as_much_greet_neither_way_and_both_are_told() {
        let rows = |rows: &[&str]| merged(&[format!("Mail;Anrede;Vorname;Nachname\n{}\n", rows.join("\n"))]);
        let (male, female) = ("a@b.example;Herr;Kim;Müller", "a@b.example;Frau;Kim;Müller");
        for one in [rows(&[male, female]), rows(&[female, male])] {
            assert_eq!(one.contacts.get(0).salutation(crate::template::Language::De), "Guten Tag Kim Müller");
            let told: Vec<_> = one.conflicts.iter().map(|conflict| (conflict.field, conflict.origin.line)).collect();
            assert_eq!(told, [(Field::FormOfAddress, 2), (Field::FormOfAddress, 3)]);
        }
        let greeting = rows(&[male, female, female]).contacts.get(0).salutation(crate::template::Language::De);
        assert_eq!(greeting, "Sehr geehrte Frau Müller", "the majority decides");
    }

    #[test]
    fn unusable_rows_are_set_aside_with_line_and_reason() {
        let Merged { set_aside, .. } = merged(&["Mail;Name\n;\nfoo;A\n;B\na@b.example;C;D\n".to_owned()]);
        let told: Vec<_> = set_aside.iter().map(|row| (row.origin.line, row.code)).collect();
        assert_eq!(
            told,
            [(2, Code::RowBlank), (3, Code::AddressInvalid), (4, Code::AddressMissing), (5, Code::RowRagged)]
        );
    }

    proptest! {
        #[test]
        fn rows_in_are_contacts_and_merged_and_set_aside(
            rows in proptest::collection::vec(("[a-c]{0,2}@?[a-b]{0,1}(\\.example)?", "[ -~äöü]{0,6}"), 0..40)
        ) {
            let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
            let text = rows.iter().fold("Mail;Name\n".to_owned(), |text, (mail, name)| {
                text + &format!("{};{}\n", quoted(mail), quoted(name))
            });
            let Merged { contacts, set_aside, totals, .. } = merged(&[text]);
            prop_assert_eq!(totals.rows, rows.len() as u64);
            prop_assert_eq!(totals.rows, totals.contacts + totals.merged + totals.set_aside);
            prop_assert_eq!(totals.contacts, contacts.len() as u64);
            prop_assert_eq!(totals.set_aside, set_aside.len() as u64);
            prop_assert_eq!(contacts.iter().flat_map(|contact| contact.rows()).count() as u64, totals.contacts + totals.merged);
        }

        #[test]
        fn any_bytes_are_read_or_refused_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let text = [b"mail,x\n".as_slice(), &bytes].concat();
            let settings = Settings::new("l".into(), "l.csv".into());
            if let Ok(sheet) = Sheet::of_bytes(&settings, "l.csv", text) {
                let gathered = gather(vec![sheet], &[Priority::List(0)], &|_| None).expect("few headings");
                prop_assert_eq!(gathered.shapes[0].rows, gathered.merged.totals.rows);
            }
        }
    }
}
