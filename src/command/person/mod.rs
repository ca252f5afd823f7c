//! `person`: everything that is known of one person.

mod erase;
mod export;
mod find;
mod mail;
mod plan;
mod told;

use std::iter::once;

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::workspace::{Lists, Workspace};
use super::{Exit, Failure, moved, real};
use crate::address::{Address, domains_of};
use crate::audience::Given;
use crate::cli::{PersonCommand, PersonShowArgs};
use crate::contact::{Contact, Origin};
use crate::event;
use crate::finding::{Code, Finding, Place};
use crate::ledger::{Attempt, Deed, Listed, Posted, Suppressions as _};
use crate::list::Field;
use crate::terminal::{Fact, Screen};

pub(super) fn run(workspace: &Workspace, screen: &Screen, command: &PersonCommand) -> Result<Exit, Failure> {
    let written = match command {
        PersonCommand::Show(arguments) => &arguments.address,
        PersonCommand::Export(arguments) => &arguments.address,
        PersonCommand::Erase(arguments) => &arguments.address,
    };
    let address = Address::parse(written)
        .map_err(|error| Finding::new(Code::ArgumentAddress).with("address", written).with("reason", error))?;
    if let PersonCommand::Erase(arguments) = command {
        return erase::erase(workspace, screen, &address, arguments);
    }
    screen.warnings(&real::check(workspace).err().into_iter().collect::<Vec<_>>());
    match command {
        PersonCommand::Export(arguments) => export::export(workspace, screen, &address, arguments.output.as_deref()),
        PersonCommand::Show(PersonShowArgs { mail: Some(campaign), eml, .. }) => {
            mail::show(workspace, screen, &address, campaign, eml.as_deref())
        }
        PersonCommand::Show(_) | PersonCommand::Erase(_) => show(workspace, screen, &address),
    }
}

/// One value of a list, and whether mails use it.
#[derive(Debug, Serialize, Deserialize)]
struct Stated {
    field: String,
    value: String,
    list: String,
    file: String,
    /// Of a workbook.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sheet: Option<String>,
    line: u32,
    used: bool,
}

/// What the person answered to an event.
#[derive(Debug, Serialize)]
struct Answered {
    event: String,
    answer: &'static str,
    /// Local date and time.
    at: Option<DateTime>,
}

/// What the ledger says of the person.
#[derive(Debug, Default, Serialize)]
struct Kept {
    mails: Vec<Posted>,
    attempts: Vec<Attempt>,
    suppressions: Vec<Listed>,
    deeds: Vec<Deed>,
}

fn show(workspace: &Workspace, screen: &Screen, address: &Address) -> Result<Exit, Failure> {
    let lists = workspace.lists(screen)?;
    screen.warnings(&lists.errors());
    let stated = stated(&lists, address);
    let kept = kept(workspace, &lists, address)?;
    let answers = answers(workspace, screen, address)?;
    if stated.is_empty() && answers.is_empty() && kept.mails.is_empty() && kept.suppressions.is_empty() {
        screen.result(&screen.say("person-unknown", &[("address", address.as_str().into())]));
    } else {
        tell_stated(screen, &stated);
        tell_answers(screen, &answers);
        tell_kept(workspace, screen, &kept)?;
    }
    screen.json(&json!({
        "address": address.as_str(), "values": stated, "answered": answers, "mails": kept.mails, "attempts": kept.attempts,
        "suppressions": kept.suppressions, "deeds": kept.deeds,
    }));
    Ok(Exit::Done)
}

fn contact_of<'a>(lists: &'a Lists, address: &Address) -> Option<Contact<'a>> {
    lists.contacts.iter().find(|contact| contact.email() == address.as_str())
}

/// Every value that some list has for the address, also those that another row overrules.
fn stated(lists: &Lists, address: &Address) -> Vec<Stated> {
    let Some(contact) = contact_of(lists, address) else { return Vec::new() };
    let used = contact.values().map(|(field, value, origin)| lists.stated(field, value, origin, true));
    let mut stated: Vec<Stated> = used.collect();
    for row in contact.each_row() {
        for (field, value) in row.values() {
            let says_the_same = field.is_of_row() || contact.value(field) == Some(value);
            if contact.origin(field) != Some(row.origin) {
                stated.push(lists.stated(field, value, row.origin, says_the_same));
            }
        }
    }
    stated
}

impl Lists {
    fn stated(&self, field: Field, value: &str, origin: Origin, used: bool) -> Stated {
        let list = self.shapes.get(usize::from(origin.list)).map(|shape| shape.name.clone());
        let place = self.place(origin);
        Stated {
            field: self.contacts.fields().name(field),
            value: value.to_owned(),
            list: list.unwrap_or_default(),
            file: place.file,
            sheet: place.sheet,
            line: place.line,
            used,
        }
    }
}

/// To every event; a file that cannot be read is told beside it.
fn answers(workspace: &Workspace, screen: &Screen, address: &Address) -> Result<Vec<Answered>, Finding> {
    let ledger = workspace.ledger_for_reading()?;
    let mut answers = Vec::new();
    for event in event::known(&workspace.root) {
        match moved::answers(workspace, ledger.as_ref(), &event) {
            Ok((of_event, _)) => answers.extend(of_event.get(address.as_str()).map(|given| {
                let Given { answer, at } = *given;
                Answered { event, answer: answer.name(), at }
            })),
            Err(finding) => screen.warnings(&[finding]),
        }
    }
    Ok(answers)
}

fn tell_answers(screen: &Screen, answers: &[Answered]) {
    for (at, answered) in answers.iter().enumerate() {
        if at == 0 {
            screen.result(&screen.say("person-answers", &[]));
        }
        let answer = screen.say(&format!("answer-{}", answered.answer), &[]);
        let facts = [("event", Fact::from(answered.event.as_str())), ("answer", answer.into())];
        screen.result(&format!("  {}", screen.say("person-answer", &facts)));
    }
}

fn kept(workspace: &Workspace, lists: &Lists, address: &Address) -> Result<Kept, Finding> {
    let Some(ledger) = workspace.ledger_for_reading()? else { return Ok(Kept::default()) };
    let municipalities = contact_of(lists, address).map(|contact| contact.municipality_keys()).unwrap_or_default();
    let of_place = municipalities.iter().map(String::as_str);
    let keys: Vec<&str> = once(address.as_str()).chain(domains_of(address.as_str())).chain(of_place).collect();
    let concerns = |listed: &Listed| keys.contains(&listed.entry.key.as_str());
    Ok(Kept {
        mails: ledger.posted_to(address.as_str())?,
        attempts: ledger.log(address.as_str())?,
        suppressions: ledger.listed()?.into_iter().filter(concerns).collect(),
        deeds: ledger.deeds(address.as_str())?,
    })
}

fn tell_stated(screen: &Screen, stated: &[Stated]) {
    for line in stated_lines(screen, stated) {
        screen.result(&line);
    }
}

fn place(stated: &Stated) -> Place {
    Place { sheet: stated.sheet.clone(), ..Place::line(&stated.file, stated.line) }
}

fn stated_lines(screen: &Screen, stated: &[Stated]) -> Vec<String> {
    let line = |value: &Stated| {
        let is_held = Field::Held.name() == Some(value.field.as_str());
        let shown = if is_held { screen.sentences().reason(&value.value) } else { value.value.clone() };
        let facts = [
            ("field", Fact::from(field_word(screen, &value.field))),
            ("value", shown.into()),
            ("place", place(value).to_string().into()),
        ];
        format!("  {}", screen.say(if value.used { "person-value" } else { "person-overruled" }, &facts))
    };
    let title = (!stated.is_empty()).then(|| screen.say("person-lists", &[]));
    title.into_iter().chain(stated.iter().map(line)).collect()
}

/// What a field is called by people who know no templates; a column of a list's own has its heading.
fn field_word(screen: &Screen, field: &str) -> String {
    let is_known = Field::known().any(|known| known.name() == Some(field));
    if is_known {
        return screen.say(&format!("field-{}", field.replace('_', "-")), &[]);
    }
    field.strip_prefix("extra.").unwrap_or(field).to_owned()
}

fn tell_kept(workspace: &Workspace, screen: &Screen, kept: &Kept) -> Result<(), Finding> {
    for line in kept_lines(workspace, screen, kept)? {
        screen.result(&line);
    }
    Ok(())
}

fn kept_lines(workspace: &Workspace, screen: &Screen, kept: &Kept) -> Result<Vec<String>, Finding> {
    let zone = workspace.zone()?;
    let sections = [
        ("person-mails", kept.mails.iter().map(|posted| screen.posted(posted, &zone)).collect::<Vec<_>>()),
        ("person-attempts", kept.attempts.iter().map(|attempt| screen.tried(attempt, &zone)).collect()),
        ("person-suppressions", kept.suppressions.iter().map(|listed| screen.suppression(listed, &zone)).collect()),
        ("person-deeds", kept.deeds.iter().map(|deed| screen.deed(deed, &zone)).collect()),
    ];
    let mut lines = Vec::new();
    for (title, of_section) in sections.into_iter().filter(|(_, lines)| !lines.is_empty()) {
        lines.push(screen.say(title, &[]));
        lines.extend(of_section.into_iter().map(|line| format!("  {line}")));
    }
    Ok(lines)
}
