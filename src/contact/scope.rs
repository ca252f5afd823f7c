//! A contact as templates and conditions see it.

use std::collections::BTreeMap;

use super::{Contact, Contacts, salutation};
use crate::list::Field;
use crate::template::{self, Language, Value};

impl Contacts {
    /// What templates see as `contact`.
    pub fn scope(&self, contact: &Contact, language: Language) -> Value {
        self.scope_telling(contact, language, Vec::new())
    }

    /// The same with what the mail has to tell the contact.
    pub fn scope_telling(&self, contact: &Contact, language: Language, notices: Vec<String>) -> Value {
        let mut scope = template::map(
            Field::known()
                .filter(|field| !field.is_of_row())
                .filter(|field| !matches!(field, Field::Salutation | Field::FormOfAddress | Field::State | Field::Tags))
                .filter_map(|field| Some((field.name()?, contact.value(field)))),
        );
        let [salutation, office_salutation] = contact.salutations(language);
        scope.insert("salutation".into(), Value::from(salutation));
        scope.insert("office_salutation".into(), Value::from(office_salutation));
        if let Some(form) = contact.form_of_address().and_then(|form| form.word(language)) {
            scope.insert("form_of_address".into(), Value::from(form));
        }
        if let Some(land) = contact.land() {
            scope.insert("state".into(), Value::from(land.name()));
            scope.insert("state_code".into(), Value::from(land.code()));
        } else if let Some(written) = contact.value(Field::State) {
            scope.insert("state".into(), Value::from(written));
        }
        scope.insert("tags".into(), Value::from(tags(contact)));
        scope.insert("lists".into(), Value::from(self.lists_of(contact)));
        scope.insert("extra".into(), self.extra(contact));
        if !notices.is_empty() {
            scope.insert("notices".into(), Value::from(notices));
        }
        Value::from(scope)
    }

    /// The names of the lists that the contact is on, in the order of their priority.
    fn lists_of(&self, contact: &Contact) -> Vec<Value> {
        let mut on: Vec<_> = contact.rows().map(|row| row.list).collect();
        on.sort_unstable();
        let mut names: Vec<&str> =
            on.iter().filter_map(|&list| self.list_names().get(usize::from(list))).map(String::as_str).collect();
        names.dedup();
        names.into_iter().map(Value::from).collect()
    }

    fn extra(&self, contact: &Contact) -> Value {
        let extra: BTreeMap<String, Value> = contact
            .values()
            .filter_map(|(field, text, _)| match field {
                Field::Extra(number) => Some((self.fields.heading(number).to_owned(), Value::from(text))),
                _ => None,
            })
            .collect();
        Value::from(extra)
    }
}

/// The names that `contact.` can be followed by.
pub fn names() -> impl Iterator<Item = &'static str> {
    Field::known().filter(|field| !field.is_of_row()).filter_map(Field::name).chain([
        "office_salutation",
        "state_code",
        "lists",
        "extra",
        "notices",
    ])
}

fn tags(contact: &Contact) -> Vec<Value> {
    let written = contact.value(Field::Tags).unwrap_or_default();
    written.split([',', ';']).map(str::trim).filter(|tag| !tag.is_empty()).map(Value::from).collect()
}

/// What templates see of a reader of whom nothing is known: a salutation that fits everybody.
pub fn nobody(language: Language) -> Value {
    Value::from(template::map([("salutation", Some(salutation::everybody(language).as_str()))]))
}
