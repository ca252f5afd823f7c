//! Whose mails to look at first: strange cases, for pages and for test copies, or people named by their addresses.

use super::audience::Prepared;
use super::workspace::Workspace;
use crate::address::Address;
use crate::contact::Contact;
use crate::cores::in_turn;
use crate::finding::{Code, Finding};
use crate::list::Field;
use crate::message::{self, Rendered};
use crate::nearest::nearest;
use crate::preview::{self, Traits, Version};
use crate::template::Language;
use crate::token::Keys;

/// A contact whose mail is looked at.
pub(super) struct Chosen {
    /// The contact's number.
    pub number: u32,
    /// What makes the mail one to look at first, by the names of the sentences; nothing where a person named it.
    pub why: Vec<&'static str>,
}

impl Chosen {
    /// The stable names of why.
    pub(super) fn reasons(&self) -> Vec<&'static str> {
        self.why.iter().filter_map(|name| name.strip_prefix("preview-mark-")).collect()
    }
}

/// The extremes of an audience; where all mails are alike, the first one; of nobody none.
pub(super) fn extremes(workspace: &Workspace, prepared: &Prepared<'_>) -> Result<Vec<Chosen>, Finding> {
    let included = &prepared.audience.included;
    let keys = Keys::demonstration();
    let look = |number| -> Result<Traits, Finding> {
        let contact = &prepared.lists.contacts.get(number);
        let mail = prepared.render(workspace, &keys, true, contact).map_err(message::Failure::into_finding)?;
        Ok(traits(contact, &mail, workspace.language))
    };
    let mut all = Vec::with_capacity(included.len());
    in_turn(included.clone(), look, |traits| traits.map(|traits| all.push(traits)))?;
    let found = preview::extremes(&all).into_iter();
    let mut chosen: Vec<Chosen> = found.map(|(at, why)| Chosen { number: included[at], why }).collect();
    if chosen.is_empty() {
        chosen.extend(included.first().map(|&number| Chosen { number, why: Vec::new() }));
    }
    Ok(chosen)
}

/// The contact of an audience with an address that a person wrote.
///
/// # Errors
/// `argument-address`; `contact-unknown` with the nearest address; `contact-left-out` with the reason.
pub(super) fn named(prepared: &Prepared<'_>, written: &str) -> Result<u32, Finding> {
    let address = Address::parse(written)
        .map_err(|error| Finding::new(Code::ArgumentAddress).with("address", written).with("reason", error))?;
    let contacts = &prepared.lists.contacts;
    let is_meant = |number: u32| contacts.get(number).email() == address.as_str();
    if let Some(number) = prepared.audience.included.iter().copied().find(|&number| is_meant(number)) {
        return Ok(number);
    }
    Err(match prepared.audience.excluded.iter().find(|(number, _)| is_meant(*number)) {
        Some((_, reason)) => {
            let finding = Finding::new(Code::ContactLeftOut).with("address", &address);
            finding.with("exclusion", reason.name()).with("remedy", reason.name())
        }
        None => unknown(address.as_str(), contacts.iter().map(|contact| contact.email())),
    })
}

/// An address that is in no list, and the one that may have been meant.
pub(super) fn unknown<'a>(address: &str, known: impl Iterator<Item = &'a str>) -> Finding {
    let nearest = nearest(address, &known.collect::<Vec<_>>()).unwrap_or_default();
    Finding::new(Code::ContactUnknown).with("address", address).with("nearest", nearest)
}

/// What may make a mail one to look at first.
pub(super) fn traits(contact: &Contact, mail: &Rendered, language: Language) -> Traits {
    let form = contact.form_of_address().and_then(|form| form.word(language));
    let values = contact.values().map(|(_, value, _)| value.to_owned());
    let derived = contact.salutations(language).into_iter().chain(form.map(str::to_owned));
    let land = contact.land().map(|land| [land.name(), land.code()].map(str::to_owned));
    let all: Vec<String> = values.chain(derived).chain(land.into_iter().flatten()).collect();
    Traits {
        name: contact.display_name().chars().count(),
        neutral: form.is_none() && contact.value(Field::Salutation).is_none(),
        values: contact.values().count(),
        version: Version::of(&mail.html, &mail.text, &all),
    }
}
