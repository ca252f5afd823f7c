//! What mails are made from: the files of a campaign's content, and what of a contact a mail shows.

use std::collections::BTreeMap;

use serde_json::json;

use super::audience::Prepared;
use super::layouts::Layouts;
use super::workspace::Workspace;
use crate::campaign::Campaign;
use crate::config;
use crate::contact::Contact;
use crate::digest::Digest;
use crate::event::Event;
use crate::message::Brand;
use crate::template::Source;

/// Everything the mails of a campaign are made from but the contacts.
pub(super) struct Content {
    /// Of what a mail can show: the same for settings that differ in limits or transport alone.
    pub digest: String,
    /// The files it was read from: path and text.
    pub files: BTreeMap<String, String>,
}

/// A campaign and what it is written into, as they were read.
pub(super) struct Texts<'a> {
    pub campaign: &'a Campaign,
    pub event: &'a Event,
    pub next: Option<&'a Event>,
    pub layouts: &'a Layouts,
}

impl Content {
    pub(super) fn of(workspace: &Workspace, texts: &Texts<'_>) -> Self {
        let Texts { campaign, event, next, layouts } = texts;
        let mut files = BTreeMap::from([
            (config::FILE.to_owned(), workspace.config.text.clone()),
            (campaign.file.clone(), campaign.written()),
            (event.file.clone(), event.written()),
        ]);
        files.extend(next.map(|next| (next.file.clone(), next.written())));
        let parts = layouts.sources().flat_map(Source::files);
        files.extend(parts.map(|(path, text)| (path.to_owned(), text.to_owned())));
        Self { digest: digest(workspace, texts), files }
    }
}

fn digest(workspace: &Workspace, texts: &Texts<'_>) -> String {
    let config = &workspace.config;
    let campaign = texts.campaign;
    let facts = json!({
        "sender": config.sender.of(campaign), "answers_to": config.answers_to(), "language": workspace.language,
        "purpose": campaign.purpose, "template": campaign.template.0, "event": texts.event.scope(texts.next),
    });
    let mut facts = facts;
    // absent where it is absent in the campaign, so that what was sent before stays what it was
    if let Some(reply_to) = &campaign.reply_to {
        facts["reply_to"] = reply_to.as_str().into();
    }
    if let Some(calendar) = campaign.calendar {
        facts["calendar"] = calendar.name().into();
    }
    if let Some(replies_to) = &campaign.replies_to {
        facts["replies_to"] = replies_to.as_str().into();
    }
    if config.brand != Brand::default() {
        facts["brand"] = json!(config.brand);
    }
    if !campaign.attachments.is_empty() {
        facts["attachments"] = campaign.attachments.iter().map(Source::template).collect();
    }
    let facts = facts.to_string();
    let sources = [&campaign.subject, &campaign.preheader, &campaign.body].into_iter();
    let sources = sources.chain(texts.layouts.sources()).map(Source::template);
    Digest::of(std::iter::once(facts.as_str()).chain(sources).map(str::as_bytes)).hex()
}

impl Prepared<'_> {
    /// What the templates see of a contact, as JSON: `contact`, and under `past` the answer to every question about
    /// the past that the campaign or its templates ask by name (`{"sent:recap-2024": true}`). The ledger looks at
    /// `first_contact`, so that a mail tells where the data come from however often it is tried; `replies_to` is the
    /// Message-ID of the mail before.
    pub(super) fn seen(&self, workspace: &Workspace, contact: &Contact) -> String {
        let answer = |asked: &crate::template::Asked| {
            (asked.to_string(), (self.past)(asked.question, contact.email(), &asked.about))
        };
        let past: BTreeMap<String, bool> = self.asked.iter().map(answer).collect();
        let mut seen = json!({ "contact": self.scope(workspace, contact), "past": past });
        if self.is_first_contact(contact) {
            seen["first_contact"] = true.into();
        }
        if let Some(id) = self.thread.before(contact.email()) {
            seen["replies_to"] = id.into();
        }
        seen.to_string()
    }
}
