//! Who has to be told what in the mail itself, and whether the templates have a place for it.

use std::sync::Arc;

use jiff::Timestamp;

use super::super::Failure;
use super::super::workspace::Workspace;
use super::Prepared;
use crate::audience::{Grounds, History};
use crate::campaign::{Campaign, Purpose};
use crate::config;
use crate::contact::Contact;
use crate::finding::{Code, Finding, Place};
use crate::message::{self, Occasion, Sender};
use crate::template::{Language, Value};

/// What decides over the notices of a mail.
pub(in crate::command) struct Notices {
    grounds: Grounds,
    history: Arc<History>,
    sender: Sender,
    language: Language,
    purpose: Purpose,
}

impl Notices {
    pub(super) fn new(workspace: &Workspace, campaign: &Campaign, grounds: Grounds, history: Arc<History>) -> Self {
        let sender = workspace.config.sender.of(campaign);
        Self { grounds, history, sender, language: workspace.language, purpose: campaign.purpose }
    }

    /// Where the data of somebody come from whom nobody wrote to before, unless from the person.
    fn sources(&self, contact: &Contact) -> Vec<&str> {
        if self.history.known.contains(contact.email()) { Vec::new() } else { self.grounds.sources(contact) }
    }

    fn of(&self, contact: &Contact) -> Vec<String> {
        if !self.grounds.may_tell() {
            return Vec::new();
        }
        let Some(basis) = self.grounds.basis(contact, self.purpose) else { return Vec::new() };
        let sources = &*self.sources(contact);
        message::notices(&self.sender, self.language, &Occasion { purpose: self.purpose, basis, sources })
    }
}

impl Prepared<'_> {
    /// What templates see of a contact: what the lists say, and what the mail has to tell.
    pub(in crate::command) fn scope(&self, workspace: &Workspace, contact: &Contact) -> Value {
        self.lists.contacts.scope_telling(contact, workspace.language, self.notices.of(contact))
    }

    /// Until when somebody has had enough advertising.
    pub(in crate::command) fn capped_until(&self, contact: &Contact) -> Option<Timestamp> {
        self.notices.history.capped.get(contact.email()).copied()
    }

    /// What keeps somebody's consent from being proven: `consent_date`, `consent_source`, `consent_wording`.
    pub(in crate::command) fn missing_proof(&self, contact: &Contact) -> Vec<&'static str> {
        self.notices.grounds.missing_proof(contact)
    }

    /// Whether a mail tells its reader where the data come from.
    pub(in crate::command) fn is_first_contact(&self, contact: &Contact) -> bool {
        !self.notices.sources(contact).is_empty()
    }

    /// Sees that the mails can tell what they have to.
    pub(super) fn can_tell(&self) -> Result<(), Failure> {
        let layout = &self.layouts.layout;
        if !self.notices.grounds.may_tell() {
            return Ok(());
        }
        let contact = |&number: &u32| self.lists.contacts.get(number);
        let people = self.audience.included.iter().map(contact);
        let bound = people.clone().filter(|contact| !self.notices.of(contact).is_empty()).count();
        let mut untold = Vec::new();
        if bound > 0 && ![layout, &self.campaign.body].into_iter().any(message::has_notice_place) {
            untold.push(Finding::new(Code::NoticeSlotMissing).at(layout.begin()).with("count", bound));
        }
        if people.clone().any(|contact| self.is_first_contact(&contact)) {
            let missing = message::missing_for_notices(&self.notices.sender);
            let lacks = |key| Finding::new(Code::KeyMissing).at(Place::file(config::FILE)).with("key", key);
            untold.extend(missing.into_iter().map(lacks));
        }
        if untold.is_empty() { Ok(()) } else { Err(untold.into()) }
    }
}
