//! One mail of a preview.

use std::collections::BTreeSet;

use super::super::audience::{Envelope, Prepared};
use super::super::check::Reader;
use super::super::extremes;
use super::super::workspace::Workspace;
use super::sealed::Sealing;
use super::since::Earlier;
use crate::address::Address;
use crate::contact::Contact;
use crate::finding::{Code, Finding};
use crate::list::Field;
use crate::message::{self, Rendered};
use crate::preview::Page;
use crate::terminal::Screen;
use crate::token::{Keys, Purpose};

/// What mails are made with, and what they are held against.
pub(super) struct Maker<'a> {
    pub workspace: &'a Workspace,
    pub screen: &'a Screen,
    pub prepared: &'a Prepared<'a>,
    reader: Reader<'a>,
    pub sealing: Sealing,
    pub earlier: Option<Earlier>,
}

impl<'a> Maker<'a> {
    pub(super) fn of(
        workspace: &'a Workspace,
        screen: &'a Screen,
        prepared: &'a Prepared<'a>,
    ) -> Result<Self, Finding> {
        let (sealing, earlier) = (Sealing::load(workspace, prepared)?, Earlier::load(workspace, prepared)?);
        Ok(Self { workspace, screen, prepared, reader: Reader::new(workspace, prepared), sealing, earlier })
    }

    /// The positions and numbers of all who get the mail.
    pub(super) fn everybody(&self) -> Vec<(usize, u32)> {
        self.prepared.audience.included.iter().copied().enumerate().collect()
    }

    /// One mail, with inert tokens and a Message-ID of its own: nothing that comes back from it touches a contact.
    pub(super) fn page(&self, at: usize, number: u32) -> Result<Page, Finding> {
        let Self { workspace, screen, prepared, .. } = self;
        let contact = &prepared.lists.contacts.get(number);
        let (keys, email) = (Keys::demonstration(), contact.email());
        let rendered = prepared.render(workspace, &keys, true, contact).map_err(message::Failure::into_finding)?;
        let eml = self.whole(&keys, contact, &rendered)?;
        let standing = self.sealing.standing(at, email, &rendered);
        let (past, changes) =
            self.earlier.as_ref().map(|earlier| earlier.compare(workspace, prepared, contact)).unzip();
        Ok(Page {
            findings: self.reader.read(&rendered).iter().map(|finding| screen.worded(finding)).collect(),
            traits: extremes::traits(contact, &rendered, workspace.language),
            name: contact.display_name(),
            address: email.to_owned(),
            subject: rendered.subject,
            html: rendered.html,
            text: rendered.text,
            eml,
            pictures: rendered.enclosed.pictures,
            attachments: rendered.enclosed.attachments,
            lists: lists_of(prepared, contact),
            land: contact.land().map(|land| land.name().to_owned()),
            language: contact.value(Field::Language).map(str::to_owned),
            standing,
            approved: self.sealing.before(standing, email),
            past,
            changes: changes.unwrap_or_default(),
        })
    }

    /// The mail as it would leave.
    fn whole(&self, keys: &Keys, contact: &Contact, rendered: &Rendered) -> Result<Vec<u8>, Finding> {
        let Self { workspace, prepared, .. } = self;
        let email = contact.email();
        let refused = |error| Finding::new(Code::ArgumentAddress).with("address", email).with("reason", error);
        let to = Address::parse(email).map_err(refused)?;
        let id = keys.digest(Purpose::MessageId, &[&prepared.campaign.id, email]);
        let message_id = format!("preview.{id}@{}", workspace.config.sender.address.domain());
        let envelope = Envelope { to: &to, message_id: &message_id, inert: true };
        prepared.mime(&rendered.compose(), contact, &envelope, workspace.clock.now())
    }
}

/// The names of the lists that a contact is on.
fn lists_of(prepared: &Prepared<'_>, contact: &Contact) -> Vec<String> {
    let numbers: BTreeSet<_> = contact.rows().map(|row| row.list).collect();
    let names = prepared.lists.contacts.list_names();
    numbers.into_iter().filter_map(|number| names.get(usize::from(number))).cloned().collect()
}
