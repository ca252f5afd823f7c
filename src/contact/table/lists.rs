//! The column that names the lists of a contact.

use std::collections::HashMap;

use super::super::Contact;
use crate::list::Field;

/// The heading of the column.
pub(super) const HEADING: &str = "lists";

/// Tells the lists of one contact after the other.
pub(super) struct ListNames<'a> {
    names: &'a [&'a str],
    /// The column of lists that a merged list brings along.
    column: Option<Field>,
    on: Vec<u16>,
    /// What several lists come to: there are few combinations of them, and many contacts.
    several: HashMap<Vec<u16>, String>,
    told: String,
}

impl<'a> ListNames<'a> {
    /// `names` has that of each sheet.
    pub(super) fn new(names: &'a [&'a str], column: Option<Field>) -> Self {
        Self { names, column, on: Vec::new(), several: HashMap::new(), told: String::new() }
    }

    /// The lists that a contact is on. A merged list that is merged again says itself which ones its rows are from.
    pub(super) fn of(&mut self, contact: &Contact<'_>) -> &str {
        let said = self.column.and_then(|field| Some((contact.value(field)?, contact.origin(field)?)));
        self.on.clear();
        let own = contact.rows().filter(|row| said.is_none_or(|(_, origin)| *row != origin));
        self.on.extend(own.map(|row| row.list));
        self.on.sort_unstable();
        self.on.dedup();
        match (said, self.on.as_slice()) {
            (None, &[one]) => self.names.get(usize::from(one)).copied().unwrap_or_default(),
            (None, _) => {
                if !self.several.contains_key(&self.on) {
                    self.several.insert(self.on.clone(), together(None, &self.on, self.names));
                }
                &self.several[&self.on]
            }
            (Some((said, _)), _) => {
                self.told = together(Some(said), &self.on, self.names);
                &self.told
            }
        }
    }
}

fn together(said: Option<&str>, on: &[u16], names: &[&str]) -> String {
    let mut together: Vec<&str> = said.iter().flat_map(|said| said.split(", ")).collect();
    for name in on.iter().filter_map(|&list| names.get(usize::from(list)).copied()) {
        if !together.contains(&name) {
            together.push(name);
        }
    }
    together.join(", ")
}
