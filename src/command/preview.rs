//! `preview`: every mail as pages to look at; nothing is sent, nothing recorded.

use std::path::PathBuf;

use serde_json::json;

use super::audience::{Envelope, Incomplete, Prepared, prepare};
use super::workspace::Workspace;
use super::{Exit, Failure};
use crate::address::Address;
use crate::cli::PreviewArgs;
use crate::finding::{Code, Finding};
use crate::message;
use crate::preview::{Gallery, Page, Words};
use crate::template::Language;
use crate::terminal::{Fact, Screen, Sentences};
use crate::token::{Keys, Purpose};

pub(super) fn run(workspace: &Workspace, screen: &Screen, arguments: &PreviewArgs) -> Result<Exit, Failure> {
    let lists = workspace.lists(screen)?;
    let errors = lists.errors();
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let incomplete = Incomplete::from_flag(arguments.leave_out_incomplete);
    let mut prepared = prepare(workspace, &lists, &arguments.campaign, incomplete)?;
    super::send::hold_for_looking(workspace, &mut prepared)?;
    screen.warnings(&prepared.warnings);
    let folder = arguments.output.clone().unwrap_or_else(|| folder(workspace, &prepared));
    let mut gallery = Gallery::begin(&folder, words(screen.sentences(), &prepared.campaign.id))?;
    for &number in &prepared.audience.included {
        gallery.add(&page(workspace, &prepared, number)?)?;
    }
    let plan = super::send::dry_plan(workspace, screen, &prepared, None)?;
    let index = gallery.finish(&screen.sentences().plan_lines(&plan), &left_out(&prepared, screen))?;
    let facts = [("count", Fact::from(prepared.audience.included.len())), ("file", index.display().to_string().into())];
    screen.result(&screen.say("preview-written", &facts));
    screen.json(&json!({
        "campaign": prepared.campaign.id, "index": index, "recipients": prepared.audience.included.len(),
        "excluded": prepared.audience.excluded.iter().map(|(number, reason)| json!({
            "address": prepared.lists.contacts.get(*number).email(), "reason": reason.name(),
        })).collect::<Vec<_>>(),
        "plan": plan,
    }));
    Ok(Exit::Done)
}

fn folder(workspace: &Workspace, prepared: &Prepared<'_>) -> PathBuf {
    workspace.root.join("preview").join(&prepared.campaign.slug)
}

/// One mail with inert tokens and a Message-ID of its own: nothing that comes back from it touches a contact.
fn page(workspace: &Workspace, prepared: &Prepared<'_>, number: u32) -> Result<Page, Finding> {
    let keys = Keys::demonstration();
    let contact = prepared.lists.contacts.get(number);
    let rendered = prepared.render(workspace, &keys, true, contact).map_err(message::Failure::into_finding)?;
    let to = Address::parse(contact.email())
        .map_err(|error| Finding::new(Code::ArgumentAddress).with("address", contact.email()).with("reason", error))?;
    let id = keys.digest(Purpose::MessageId, &[&prepared.campaign.id, contact.email()]);
    let message_id = format!("preview.{id}@{}", workspace.config.sender.address.domain());
    let envelope = Envelope { to: &to, message_id: &message_id };
    let eml = prepared.mime(&rendered.compose(), contact, &envelope, workspace.clock.now())?;
    Ok(Page {
        name: contact.display_name(),
        address: contact.email().to_owned(),
        subject: rendered.subject,
        html: rendered.html,
        text: rendered.text,
        eml,
    })
}

/// Everyone left out, and every row that cannot be used.
fn left_out(prepared: &Prepared<'_>, screen: &Screen) -> Vec<(String, String, String)> {
    let people = prepared.audience.excluded.iter().map(|(number, reason)| {
        let contact = prepared.lists.contacts.get(*number);
        let reason = screen.say(&format!("excluded-{}", reason.name()), &[]);
        (contact.display_name(), contact.email().to_owned(), reason)
    });
    let rows = prepared.lists.set_aside.iter().filter(|row| row.code != Code::RowBlank).map(|row| {
        let why = screen.sentences().reason(&row.reason().unwrap_or_default());
        let reason = screen.say(&format!("set-aside-{}", row.code.name()), &[("reason", why.into())]);
        let address = if row.code == Code::AddressInvalid { row.detail.to_string() } else { String::new() };
        (prepared.lists.place(row.origin).to_string(), address, reason)
    });
    people.chain(rows).collect()
}

fn words(sentences: &Sentences, campaign: &str) -> Words {
    let say = |key: &str| sentences.say(key, &[]);
    Words {
        language: match sentences.language() {
            Language::De => "de",
            Language::En => "en",
        },
        title: sentences.say("preview-title", &[("campaign", campaign.into())]),
        notice: say("preview-notice"),
        recipients: say("preview-recipients"),
        excluded: say("preview-excluded"),
        columns: [say("preview-name"), say("preview-address"), say("preview-formats")],
        choose: say("preview-choose"),
        reason: say("preview-reason"),
        text: say("preview-text"),
    }
}
