//! Municipalities by key and by name, as lists and the register name them: some lists have one of the two only.

use std::collections::{BTreeSet, HashMap};

use super::coverage::fold_municipality;
use super::{Contact, Contacts, MunicipalityKey, Register};
use crate::list::Field;

/// What is known of municipalities.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// The folded names of each key.
    names: HashMap<MunicipalityKey, BTreeSet<String>>,
    /// The key of each Land and folded name; none where several have it.
    keys: HashMap<(&'static str, String), Option<MunicipalityKey>>,
}

impl Places {
    /// What contacts and the register say.
    pub fn of(contacts: &Contacts, register: Option<&Register>) -> Self {
        let registered = register.iter().flat_map(|register| register.names());
        let listed = contacts.iter().filter_map(|contact| Some((contact.municipality()?, name_of(&contact)?)));
        let mut places = Self::default();
        for (key, name) in registered.chain(listed).filter(|(_, name)| !name.is_empty()) {
            if let Some(land) = key.land() {
                let same = places.keys.entry((land.code(), name.clone())).or_insert(Some(key));
                *same = same.filter(|known| *known == key);
                places.names.entry(key).or_default().insert(name);
            }
        }
        places
    }

    /// The folded names under which a key is known.
    pub fn names(&self, key: MunicipalityKey) -> impl Iterator<Item = &str> {
        self.names.get(&key).into_iter().flatten().map(String::as_str)
    }

    /// The key of a name that only one municipality of the Land has.
    pub fn key(&self, land: &'static str, name: &str) -> Option<MunicipalityKey> {
        self.keys.get(&(land, name.to_owned())).copied().flatten()
    }

    /// The key of the municipality that a contact is of, by the key itself, else by Land and name.
    pub fn key_of(&self, contact: &Contact) -> Option<MunicipalityKey> {
        contact.municipality().or_else(|| self.key(contact.land()?.code(), &name_of(contact)?))
    }
}

/// The folded name of the contact's municipality; a district is none.
pub(super) fn name_of(contact: &Contact) -> Option<String> {
    let written = contact.value(Field::Municipality)?;
    let lower = written.to_lowercase();
    let district =
        ["landkreis ", "kreis ", "lk ", "rhein-kreis", "regionalverband "].iter().any(|begin| lower.starts_with(begin));
    Some(fold_municipality(written)).filter(|name| !district && !name.is_empty())
}
