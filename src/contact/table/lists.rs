//! The column that names the lists of a contact.

use std::collections::HashMap;

use super::super::Contact;
use crate::list::Field;

/// Tells the lists of one contact after the other.
pub(super) struct ListNames<'a> {
    names: &'a [&'a str],
    /// Whether rows say themselves which lists they are from, as those of a merged list that is merged again do.
    are_said: bool,
    on: Vec<u16>,
    /// What several lists come to: there are few combinations of them, and many contacts.
    several: HashMap<Vec<u16>, String>,
    told: String,
}

impl<'a> ListNames<'a> {
    /// `names` has that of each sheet.
    pub(super) fn new(names: &'a [&'a str], are_said: bool) -> Self {
        Self { names, are_said, on: Vec::new(), several: HashMap::new(), told: String::new() }
    }

    /// The lists that a contact is on: those that its rows name, and of the other rows their own.
    pub(super) fn of(&mut self, contact: &Contact<'_>) -> &str {
        let mut said = Vec::new();
        self.on.clear();
        if self.are_said {
            for row in contact.each_row() {
                match row.value(Field::Lists) {
                    Some(lists) => said.push(lists),
                    None => self.on.push(row.origin.list),
                }
            }
        } else {
            self.on.extend(contact.lists_of_rows());
        }
        self.on.sort_unstable();
        self.on.dedup();
        match (said.as_slice(), self.on.as_slice()) {
            ([], &[one]) => self.names.get(usize::from(one)).copied().unwrap_or_default(),
            ([], _) => {
                if !self.several.contains_key(&self.on) {
                    self.several.insert(self.on.clone(), together(&said, &self.on, self.names));
                }
                &self.several[&self.on]
            }
            (said, _) => {
                self.told = together(said, &self.on, self.names);
                &self.told
            }
        }
    }
}

fn together(said: &[&str], on: &[u16], names: &[&str]) -> String {
    let own = on.iter().filter_map(|&list| names.get(usize::from(list)).copied());
    let mut together: Vec<&str> = Vec::new();
    for name in said.iter().flat_map(|said| said.split(", ")).chain(own) {
        if !together.contains(&name) {
            together.push(name);
        }
    }
    together.join(", ")
}
