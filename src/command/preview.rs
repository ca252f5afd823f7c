//! `preview`: every mail as pages to look at; nothing is sent, nothing recorded.

mod only;
mod opened;
mod sheet;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::audience::{Envelope, Incomplete, Prepared, prepare};
use super::check::Reader;
use super::schedule::local;
use super::workspace::Workspace;
use super::{Exit, Failure, extremes as chosen, left_out};
use crate::address::Address;
use crate::audience::Reason;
use crate::cli::PreviewArgs;
use crate::contact::Contact;
use crate::cores::in_turn;
use crate::finding::{Code, Finding};
use crate::list::Field;
use crate::media::File;
use crate::message::{self, Rendered};
use crate::preview::{Gallery, LeftOut, Page, Traits, WORDS, Words, extremes};
use crate::template::Language;
use crate::terminal::{Fact, Plan, Screen, Sentences};
use crate::token::{Keys, Purpose};

pub(super) fn run(workspace: &Workspace, screen: &Screen, arguments: &PreviewArgs) -> Result<Exit, Failure> {
    let lists = workspace.lists(screen)?;
    let errors = lists.errors();
    if !errors.is_empty() {
        return Err(errors.into());
    }
    if let Some(file) = &arguments.public {
        return super::public::write(workspace, screen, &lists, &arguments.campaign, file);
    }
    let incomplete = Incomplete::from_flag(arguments.leave_out_incomplete);
    let mut prepared = prepare(workspace, &lists, &arguments.campaign, incomplete)?;
    super::send::hold_for_looking(workspace, &mut prepared)?;
    screen.warnings(&prepared.warnings);
    if let Some(address) = &arguments.only {
        return only::print(workspace, screen, &prepared, address);
    }
    if let Some(file) = &arguments.for_approval {
        return sheet::write(workspace, screen, &prepared, (file, arguments.open));
    }
    let folder = arguments.output.clone().unwrap_or_else(|| folder(workspace, &prepared));
    let mut gallery = Gallery::begin(&folder, words(screen.sentences(), &prepared.campaign.id, &WORDS))?;
    let reader = Reader::new(workspace, &prepared);
    let make = |number| page(workspace, &prepared, number, |mail| told_of(&reader, screen, mail));
    let mut seen = Seen::default();
    in_turn(prepared.audience.included.clone(), make, |page| {
        let page = page?;
        seen.findings += usize::from(!page.findings.is_empty());
        seen.traits.push(page.traits.clone());
        gallery.add(&page)
    })?;
    let plan = super::send::dry_plan(workspace, screen, &prepared, None)?;
    let index = gallery.finish(&screen.sentences().plan_lines(&plan), &told(workspace, &prepared, screen)?)?;
    let link = opened::link(&index);
    summary(screen, &seen, &plan, &link);
    if arguments.open {
        opened::open(screen, &index);
    }
    screen.json(&json!({
        "campaign": prepared.campaign.id, "index": index, "link": link, "recipients": prepared.audience.included.len(),
        "excluded": prepared.audience.excluded.iter().map(|(number, reason)| {
            excluded(&prepared, screen, *number, reason)
        }).collect::<Vec<_>>(),
        "set_aside": left_out::rows(&prepared), "plan": plan,
    }));
    Ok(Exit::Done)
}

/// What was seen while the pages were written.
#[derive(Default)]
struct Seen {
    traits: Vec<Traits>,
    /// How many mails have findings.
    findings: usize,
}

/// What is to be known before looking, and where to look.
fn summary(screen: &Screen, seen: &Seen, plan: &Plan, link: &str) {
    let facts = [("count", Fact::from(seen.traits.len())), ("link", link.into())];
    screen.result(&screen.say("preview-written", &facts));
    let counts = [("preview-extremes", extremes(&seen.traits).len()), ("preview-flawed", seen.findings)];
    for (key, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        screen.result(&format!("  {}", screen.say(key, &[("count", count.into())])));
    }
    screen.sentences().plan_summary(plan).iter().for_each(|line| screen.result(line));
}

fn folder(workspace: &Workspace, prepared: &Prepared<'_>) -> PathBuf {
    workspace.root.join("preview").join(&prepared.campaign.slug)
}

/// One mail with inert tokens and a Message-ID of its own: nothing that comes back from it touches a contact.
fn page(
    workspace: &Workspace,
    prepared: &Prepared<'_>,
    number: u32,
    findings: impl Fn(&Rendered) -> Vec<String>,
) -> Result<Page, Finding> {
    let keys = Keys::demonstration();
    let contact = &prepared.lists.contacts.get(number);
    let rendered = prepared.render(workspace, &keys, true, contact).map_err(message::Failure::into_finding)?;
    let to = Address::parse(contact.email())
        .map_err(|error| Finding::new(Code::ArgumentAddress).with("address", contact.email()).with("reason", error))?;
    let id = keys.digest(Purpose::MessageId, &[&prepared.campaign.id, contact.email()]);
    let message_id = format!("preview.{id}@{}", workspace.config.sender.address.domain());
    let envelope = Envelope { to: &to, message_id: &message_id, inert: true };
    let eml = prepared.mime(&rendered.compose(), contact, &envelope, workspace.clock.now())?;
    let traits = chosen::traits(contact, &rendered, workspace.language);
    Ok(Page {
        findings: findings(&rendered),
        traits,
        name: contact.display_name(),
        address: contact.email().to_owned(),
        subject: rendered.subject,
        html: pictured(rendered.html, &rendered.enclosed.pictures),
        text: rendered.text,
        eml,
        lists: lists_of(prepared, contact),
        land: contact.land().map(|land| land.name().to_owned()),
        language: contact.value(Field::Language).map(str::to_owned),
    })
}

/// The page with its pictures in it: a frame that is locked in may load no file.
fn pictured(html: String, pictures: &[Arc<File>]) -> String {
    pictures
        .iter()
        .fold(html, |html, picture| html.replace(&format!("cid:{}", picture.content_id), &picture.as_target()))
}

/// What is wrong with a mail, in words.
fn told_of(reader: &Reader<'_>, screen: &Screen, mail: &Rendered) -> Vec<String> {
    reader.read(mail).iter().map(|finding| screen.worded(finding)).collect()
}

/// The names of the lists that a contact is on.
fn lists_of(prepared: &Prepared<'_>, contact: &Contact) -> Vec<String> {
    let numbers: BTreeSet<_> = contact.rows().map(|row| row.list).collect();
    let names = prepared.lists.contacts.list_names();
    numbers.into_iter().filter_map(|number| names.get(usize::from(number))).cloned().collect()
}

/// Somebody left out, as JSON.
fn excluded(prepared: &Prepared<'_>, screen: &Screen, number: u32, reason: &Reason) -> Value {
    let contact = &prepared.lists.contacts.get(number);
    let mut person = json!({ "address": contact.email(), "reason": reason.name() });
    if let Some(help) = screen.sentences().exclusion_help(reason.name()) {
        person["help"] = help.into();
    }
    if let Some(until) = prepared.capped_until(contact).filter(|_| *reason == Reason::Capped) {
        person["until"] = json!(until);
    }
    if *reason == Reason::ConsentUnproven {
        person["missing"] = json!(prepared.missing_proof(contact));
    }
    person
}

/// Why somebody is left out, in words, and what about it is the person's own.
fn why(prepared: &Prepared<'_>, screen: &Screen, contact: &Contact, reason: &Reason, zone: &TimeZone) -> String {
    let until = prepared.capped_until(contact).map(|until| screen.sentences().written_time(&local(until, zone)));
    match (reason, until) {
        (Reason::Capped, Some(time)) => screen.say("excluded-capped-until", &[("time", time.into())]),
        (Reason::ConsentUnproven, _) => {
            let missing = prepared.missing_proof(contact).join(", ");
            screen.say("excluded-consent-lacks", &[("missing", missing.into())])
        }
        _ => screen.sentences().exclusion(reason.name()),
    }
}

/// Everyone left out, and every row that cannot be used.
fn told(workspace: &Workspace, prepared: &Prepared<'_>, screen: &Screen) -> Result<Vec<LeftOut>, Finding> {
    let zone = workspace.zone()?;
    let people = prepared.audience.excluded.iter().map(|(number, reason)| {
        let contact = &prepared.lists.contacts.get(*number);
        let why = why(prepared, screen, contact, reason, &zone);
        let (name, address) = (contact.display_name(), contact.email().to_owned());
        LeftOut { name, address, reason: why, help: screen.sentences().exclusion_help(reason.name()) }
    });
    let rows = prepared.lists.set_aside.iter().filter(|row| row.code != Code::RowBlank).map(|row| {
        let why = screen.sentences().reason(&row.reason().unwrap_or_default());
        let reason = screen.say(&format!("set-aside-{}", row.code.name()), &[("reason", why.into())]);
        let address = if row.code == Code::AddressInvalid { row.detail.to_string() } else { String::new() };
        LeftOut { name: prepared.lists.place(row.origin).to_string(), address, reason, help: None }
    });
    Ok(people.chain(rows).collect())
}

/// The words of a page in the reader's language.
fn words(sentences: &Sentences, campaign: &str, keys: &[&'static str]) -> Words {
    let language = match sentences.language() {
        Language::De => "de",
        Language::En => "en",
    };
    let said = |&key: &&'static str| (key, sentences.say(key, &[("campaign", campaign.into())]));
    Words { language, said: keys.iter().map(said).collect() }
}
