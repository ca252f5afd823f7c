//! Finds the contact of a claim, and makes the mail.

use super::super::audience::{Envelope, Prepared};
use super::super::workspace::Workspace;
use super::return_path::return_path;
use crate::address::Address;
use crate::contact::Contacts;
use crate::delivery::Mail;
use crate::finding::{Code, Finding};
use crate::ledger::Claim;
use crate::token::Keys;

/// Contact numbers in the order of their addresses: finds the contact of a claim.
pub(super) struct Index<'a> {
    contacts: &'a Contacts,
    numbers: Vec<u32>,
}

impl<'a> Index<'a> {
    pub(super) fn new(prepared: &Prepared<'a>) -> Self {
        let mut numbers = prepared.audience.included.clone();
        numbers.sort_unstable_by_key(|&number| prepared.lists.contacts.get(number).email());
        Self { contacts: &prepared.lists.contacts, numbers }
    }

    /// The number of the contact with an address, if it is in the audience.
    pub(super) fn find(&self, address: &str) -> Option<u32> {
        let found = self.numbers.binary_search_by(|&number| self.contacts.get(number).email().cmp(address));
        found.ok().map(|at| self.numbers[at])
    }

    pub(super) fn mail(
        &self,
        workspace: &Workspace,
        prepared: &Prepared<'_>,
        keys: &Keys,
        claim: &Claim,
    ) -> Result<Option<Mail>, Finding> {
        let Some(number) = self.find(&claim.address) else { return Ok(None) };
        let contact = &self.contacts.get(number);
        let composed =
            prepared.compose(workspace, keys, false, contact).map_err(crate::message::Failure::into_finding)?;
        let to = Address::parse(&claim.address).map_err(|error| {
            Finding::new(Code::ArgumentAddress).with("address", &claim.address).with("reason", error)
        })?;
        let envelope = Envelope { to: &to, message_id: &claim.message_id, inert: false };
        let dated = workspace.clock.now();
        let bytes = prepared.mime(&composed, contact, &envelope, dated)?;
        let from = return_path(workspace, keys, (claim.delivery, &prepared.campaign.id, &claim.address))?;
        Ok(Some(Mail { from, to, bytes, dated }))
    }
}
