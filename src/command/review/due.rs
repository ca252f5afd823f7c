//! What is kept longer than `[retention]` says: told, and deleted by nobody but people.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::super::workspace::{Lists, Workspace};
use super::waiting::Waiting;
use crate::approval;
use crate::audience::ANSWERS;
use crate::config::Period;
use crate::contact::{Contact, read_date};
use crate::event::{self, Event};
use crate::finding::{Finding, Place};
use crate::list::Field;

/// Everything whose time is over.
pub(in crate::command) fn of_retention(workspace: &Workspace, lists: &Lists) -> Result<Vec<Waiting>, Finding> {
    let zone = workspace.zone()?;
    let retention = &workspace.config.retention;
    let ledger = workspace.ledger_for_reading()?;
    let last_mails = match &ledger {
        Some(ledger) if retention.contacts.is_some() || retention.mails.is_some() => ledger.last_mails()?,
        _ => HashMap::new(),
    };
    let clock = Clock { today: workspace.clock.now().to_zoned(zone.clone()).date(), zone, last_mails };
    let mut due = Vec::new();
    due.extend(retention.answers.iter().flat_map(|period| answers(workspace, &clock, period)));
    if let Some(period) = &retention.rehearsals {
        due.extend(rehearsals(workspace, &clock, period)?);
    }
    due.extend(retention.contacts.iter().flat_map(|period| contacts(lists, &clock, period)));
    due.extend(retention.mails.iter().flat_map(|period| mails(lists, &clock, period)));
    if let Some(ledger) = ledger {
        let over = ledger.restricted()?.into_iter().filter(|(_, until)| *until < clock.today);
        due.extend(over.map(|(address, until)| erasable("restriction-over", &address, String::new(), until)));
    }
    Ok(due)
}

/// Now, and when people last got a mail.
struct Clock {
    today: Date,
    zone: TimeZone,
    last_mails: HashMap<String, Timestamp>,
}

impl Clock {
    fn is_over(&self, since: Date, period: &Period) -> bool {
        period.after(since) <= self.today
    }

    fn day(&self, moment: Timestamp) -> Date {
        moment.to_zoned(self.zone.clone()).date()
    }
}

fn erasable(kind: &'static str, address: &str, name: String, since: Date) -> Waiting {
    let commands = vec![format!("rundbrief person erase {address} --by NAME")];
    Waiting { since: Some(since), commands, ..Waiting::new(kind, address, name) }
}

/// The answers to events that are long over.
fn answers(workspace: &Workspace, clock: &Clock, period: &Period) -> Vec<Waiting> {
    let mut due = Vec::new();
    for slug in event::known(&workspace.root) {
        let Ok(event) = Event::load(&workspace.root, &slug, &Place::file("")) else { continue };
        let over = event.facts.end.as_ref().or(event.facts.start.as_ref()).and_then(|end| end.over(&clock.zone));
        let Some(over) = over.map(|over| clock.day(over)).filter(|over| clock.is_over(*over, period)) else { continue };
        let files = ["csv", "xlsx"].map(|extension| Path::new(ANSWERS).join(format!("{slug}.{extension}")));
        for file in files.iter().filter(|file| workspace.root.join(file).exists()) {
            let new = Waiting::new("retention-answers", "", String::new());
            due.push(Waiting { since: Some(over), places: vec![file.display().to_string()], ..new });
        }
    }
    due
}

/// The mails of rehearsals, the previews and the copies of approved mails that lie there for long, by folder.
fn rehearsals(workspace: &Workspace, clock: &Clock, period: &Period) -> Result<Vec<Waiting>, Finding> {
    let outbox = workspace.outbox();
    let mails = ["new", "cur", "tmp"].map(|folder| outbox.join(folder));
    let copies = workspace.ledger_location()?.folder().join(approval::COPIES);
    let folders = mails.into_iter().chain([PathBuf::from("preview"), copies]);
    let oldest = |folder: &PathBuf| {
        let entries = fs::read_dir(workspace.root.join(folder)).into_iter().flatten().flatten();
        let changed = entries.filter_map(|entry| entry.metadata().ok()?.modified().ok());
        let oldest = changed.filter_map(|changed| Timestamp::try_from(changed).ok()).min()?;
        Some(clock.day(oldest)).filter(|day| clock.is_over(*day, period))
    };
    let due = folders.filter_map(|folder| {
        let new = Waiting::new("retention-rehearsals", "", String::new());
        let since = Some(oldest(&folder)?);
        let shown = folder.strip_prefix(&workspace.root).unwrap_or(&folder);
        Some(Waiting { since, places: vec![shown.display().to_string()], ..new })
    });
    Ok(due.collect())
}

/// People on lists of whom nothing is as young as it has to be: no row, no consent, no mail. Of whom no date is known
/// nothing can be said.
fn contacts(lists: &Lists, clock: &Clock, period: &Period) -> Vec<Waiting> {
    let last = |contact: &Contact<'_>| {
        let dated = contact.each_row().flat_map(|row| {
            let written = [Field::Updated, Field::ConsentDate].into_iter().filter_map(move |field| row.value(field));
            let of_list = lists.settings_of(row.origin).and_then(|list| list.consent_date);
            written.filter_map(read_date).map(DateTime::date).chain(of_list)
        });
        let mailed = clock.last_mails.get(contact.email()).map(|at| clock.day(*at));
        dated.chain(mailed).max().filter(|last| clock.is_over(*last, period))
    };
    let due = lists.contacts.iter().filter_map(|contact| {
        let new = erasable("retention-contact", contact.email(), contact.display_name(), last(&contact)?);
        Some(Waiting { places: contact.rows().map(|row| lists.place(row).to_string()).collect(), ..new })
    });
    due.collect()
}

/// People on no list any more whose last mail was long ago.
fn mails(lists: &Lists, clock: &Clock, period: &Period) -> Vec<Waiting> {
    let mut gone: Vec<(&str, Date)> =
        clock.last_mails.iter().map(|(address, at)| (&**address, clock.day(*at))).collect();
    gone.retain(|(_, last)| clock.is_over(*last, period));
    if gone.is_empty() {
        return Vec::new();
    }
    let listed: HashSet<&str> = lists.contacts.iter().map(|contact| contact.email()).collect();
    gone.retain(|(address, _)| !listed.contains(address));
    gone.sort_unstable();
    gone.into_iter().map(|(address, last)| erasable("retention-mails", address, String::new(), last)).collect()
}
