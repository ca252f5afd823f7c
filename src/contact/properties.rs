//! What holds of every merge, whatever the lists say.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{Contact, Contacts, Merged, Priority, Table, gather};
use crate::list::{Settings, Sheet};

/// One row: address, first and last name, title, role, Land and when somebody last saw to it.
type Cells = [String; 7];

const HEADINGS: &str = "E-Mail;Vorname;Nachname;Titel;Funktion;Bundesland;Stand";

/// Few of everything, so that rows meet.
fn row() -> impl Strategy<Value = Cells> {
    let some = |words: &'static [&str]| proptest::sample::select(words).prop_map(str::to_owned);
    [
        some(&["a@x.example", "A@X.example", "b@x.example", "mailto:c@x.example", "c@x", ""]).boxed(),
        some(&["", "Anna", "ANNA", "Bert"]).boxed(),
        some(&["", "Müller", "Mueller", "Öz"]).boxed(),
        some(&["", "Dr.", "Prof. Dr."]).boxed(),
        some(&["", "CDO", "Amt 1", "Referentin"]).boxed(),
        some(&["", "NW", "Nordrhein-Westfalen", "Hessen"]).boxed(),
        some(&["", "2026-01-31", "01.02.2026", "irgendwann"]).boxed(),
    ]
}

fn lists() -> impl Strategy<Value = Vec<Vec<Cells>>> {
    proptest::collection::vec(proptest::collection::vec(row(), 0..8), 1..5)
}

fn sheet(text: String) -> Sheet {
    Sheet::of_bytes(&Settings::new("l".into(), "l.csv".into()), "l.csv", text.into_bytes())
        .expect("has an address column")
}

fn merged<'a>(lists: impl Iterator<Item = &'a Vec<Cells>>, priorities: &[Priority]) -> Merged {
    let text =
        |rows: &'a Vec<Cells>| rows.iter().fold(format!("{HEADINGS}\n"), |text, cells| text + &cells.join(";") + "\n");
    gather(lists.map(|rows| sheet(text(rows))).collect(), priorities, &|_| None).expect("few headings").merged
}

/// Corrections, then lists.
fn priority(number: u32) -> Priority {
    number.checked_sub(1).map_or(Priority::Correction, Priority::List)
}

/// What is known of each address.
fn known(contacts: &Contacts) -> BTreeMap<String, BTreeMap<String, String>> {
    let values = contacts.iter().map(|contact| {
        let values = contact.values().map(|(field, value, _)| (contacts.fields().name(field), value.to_owned()));
        (contact.email().to_owned(), values.collect())
    });
    values.collect()
}

/// The values that were not taken, each with its address.
fn lost(merged: &Merged) -> Vec<(String, String, String)> {
    let conflicts = merged.conflicts.iter().map(|conflict| {
        let email = merged.contacts.get(conflict.contact).email().to_owned();
        (email, merged.contacts.fields().name(conflict.field), conflict.other.to_string())
    });
    let mut lost: Vec<_> = conflicts.collect();
    lost.sort();
    lost
}

/// The merged list as it is written, without the column that names the lists.
fn written(contacts: &Contacts) -> String {
    let mut table = Vec::new();
    Table::of_contacts(contacts, vec!["l"; 5]).write(&mut table, false).expect("in memory");
    let text = String::from_utf8(table).expect("UTF-8");
    let rows: Vec<&str> = text.lines().map(|line| line.rsplit_once(';').map_or(line, |(row, _)| row)).collect();
    rows.join("\n") + "\n"
}

proptest! {
    #[test]
    fn rows_of_several_lists_are_contacts_and_merged_and_set_aside(lists in lists()) {
        let merged = merged(lists.iter(), &[0, 1, 2, 3].map(priority));
        let rows = lists.iter().map(|rows| rows.len() as u64).sum::<u64>();
        prop_assert_eq!(merged.totals.rows, rows);
        prop_assert_eq!(rows, merged.totals.contacts + merged.totals.merged + merged.totals.set_aside);
        let of_contacts = merged.contacts.iter().flat_map(|contact| contact.rows()).count() as u64;
        prop_assert_eq!(of_contacts, merged.totals.contacts + merged.totals.merged);
        let is_of_list = |contact: Contact<'_>| contact.rows().any(|row| row.list > 0);
        prop_assert!(merged.contacts.iter().all(is_of_list), "corrections alone make no contact");
    }

    #[test]
    fn the_order_of_files_and_rows_does_not_matter(
        backwards in any::<bool>(),
        (lists, priorities, order) in lists().prop_flat_map(|lists| {
            let count = lists.len();
            let priorities = proptest::collection::vec((0..3_u32).prop_map(priority), count);
            (Just(lists), priorities, Just((0..count).collect::<Vec<usize>>()).prop_shuffle())
        })
    ) {
        let one = merged(lists.iter(), &priorities);
        let shuffled: Vec<Priority> = order.iter().map(|&at| priorities[at]).collect();
        let mut turned: Vec<Vec<Cells>> = order.iter().map(|&at| lists[at].clone()).collect();
        if backwards {
            for rows in &mut turned {
                rows.reverse();
            }
        }
        let other = merged(turned.iter(), &shuffled);
        prop_assert_eq!(known(&one.contacts), known(&other.contacts));
        prop_assert_eq!(lost(&one), lost(&other));
    }

    #[test]
    fn merging_the_merged_list_changes_nothing(lists in lists()) {
        let first = merged(lists.iter(), &[0, 0, 1, 2].map(Priority::List)).contacts;
        let once = written(&first);
        let again = gather(vec![sheet(once.clone())], &[Priority::List(0)], &|_| None).expect("few headings").merged;
        prop_assert_eq!(written(&again.contacts), once);
        prop_assert!(again.conflicts.is_empty() && again.set_aside.is_empty());
    }
}
