//! The suppression list as a table that other programs read and write.

use std::borrow::Cow;
use std::path::Path;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::{entry, name, read_key, tell_suppressed};
use crate::cli::{SuppressionReason, SuppressionScope};
use crate::command::erased::Erased;
use crate::command::workspace::Workspace;
use crate::command::{Exit, Failure, output};
use crate::contact::{Table, read_date, unwritable};
use crate::finding::{Code, Finding, Place};
use crate::ledger::{HARD_BOUNCE, Ledger, Listed, Suppressions as _};
use crate::list;
use crate::terminal::Screen;

/// The columns, each with what other programs call it.
const HEADINGS: [(&str, &[&str]); 6] = [
    ("key", &["key", "e-mail", "email", "mail", "e-mail-adresse", "email address", "adresse", "domain"]),
    ("scope", &["scope", "umfang"]),
    ("reason", &["reason", "grund", "status"]),
    ("by", &["by", "von", "durch"]),
    ("at", &["at", "datum", "am", "date", "seit", "abgemeldet am", "abmeldedatum", "unsub_time", "unsubscribed at"]),
    ("note", &["note", "notiz", "bemerkung"]),
];

pub(super) fn export(workspace: &Workspace, screen: &Screen, file: &Path) -> Result<Exit, Failure> {
    let format = output::format_of(file, false)?;
    output::check_place(workspace, &workspace.config.lists, file)?;
    let mut listed = Vec::new();
    if let Some(ledger) = workspace.ledger_for_reading()? {
        listed = ledger.listed()?;
        for listed in &mut listed {
            // another reason above it does not undo that the person unsubscribed
            if ledger.unsubscribed(&listed.entry.key)?.is_some() {
                "unsubscribed".clone_into(&mut listed.entry.reason);
            }
        }
    }
    let rows = listed.iter().map(|listed| {
        let entry = &listed.entry;
        let cells = [&entry.key, entry.scope(), &entry.reason, &listed.by, &listed.at.to_string(), &entry.note];
        cells.into_iter().map(|cell| Cow::from(guarded(cell))).collect()
    });
    let table = Table::of_rows(&HEADINGS.map(|(name, _)| name), Box::new(rows));
    table.save(file, format).map_err(|error| unwritable(file, &error))?;
    screen.result(&screen.say("file-written", &[("file", file.display().to_string().into())]));
    screen.json(&json!({ "file": file, "suppressions": listed.len() }));
    Ok(Exit::Done)
}

/// Bad rows are told by line and stop none of the others: who is suppressed by a row that can be read is protected.
pub(super) fn import(
    workspace: &Workspace,
    screen: &Screen,
    ledger: &Ledger,
    file: &Path,
    by: &str,
) -> Result<Exit, Failure> {
    let (mut entries, mut findings) = (Vec::new(), Vec::new());
    let now = workspace.clock.now();
    let bytes = std::fs::read(file)
        .map_err(|error| Finding::new(Code::FileUnreadable).at(place(file)).with("reason", error))?;
    let rows = list::table(file, &bytes)?;
    let erased = Erased::load(workspace)?;
    let columns = rows.first().map(|headings| Columns::find(&headings.cells)).unwrap_or_default();
    // a list of addresses alone has no headings
    for row in rows.iter().skip(usize::from(columns.are_headings)) {
        let mut doubts = Vec::new();
        let of_row = columns.read(&row.cells, by, now, &mut doubts);
        // who was erased is kept out by a hash: the address must not come back in words
        let (gone, of_row): (Vec<_>, Vec<_>) =
            of_row.into_iter().partition(|listed| is_gone(&erased, &listed.entry.key));
        doubts.extend(gone.into_iter().map(|_| (Code::PersonErased, String::new())));
        entries.extend(of_row);
        findings.extend(doubts.into_iter().map(|(code, cell)| {
            let at = Place::line(file.display().to_string(), row.line);
            match code {
                Code::ArgumentKey if cell.is_empty() => Finding::new(Code::AddressMissing).at(at),
                Code::ArgumentKey => Finding::new(code).at(at).with("key", &cell),
                _ => Finding::new(code).at(at).with("cell", &cell),
            }
        }));
    }
    ledger.take_in(entries.clone())?;
    screen.findings(&findings);
    let entries: Vec<_> = entries.into_iter().map(|listed| listed.entry).collect();
    tell_suppressed(screen, &entries);
    screen.json(&json!({ "suppressed": entries, "findings": screen.findings_json(&findings) }));
    Ok(if findings.is_empty() { Exit::Done } else { Exit::Look })
}

fn is_gone(erased: &Erased, key: &str) -> bool {
    key.contains('@') && erased.last(key).is_some_and(|erased| erased.back.is_none())
}

/// Where in a row the cells stand, in the order of [`HEADINGS`].
#[derive(Debug, Default)]
struct Columns {
    places: [Option<usize>; HEADINGS.len()],
    are_headings: bool,
}

impl Columns {
    fn find(headings: &[String]) -> Self {
        let keys = headings.iter().position(|cell| read_key(cell).is_ok() && cell.contains('@'));
        if let Some(key) = keys {
            let mut places = [None; HEADINGS.len()];
            places[0] = Some(key);
            return Self { places, are_headings: false };
        }
        let headings: Vec<String> = headings.iter().map(|heading| heading.to_lowercase()).collect();
        let of = |names: &[&str]| headings.iter().position(|heading| names.contains(&heading.as_str()));
        let mut places = HEADINGS.map(|(_, names)| of(names));
        // however the column of addresses is called, lists know it
        places[0] = places[0].or_else(|| headings.iter().position(|heading| heading.contains("mail")));
        Self { places, are_headings: true }
    }

    /// A row, and what of it cannot be read. Whoever can be told is suppressed, whatever else the row says.
    fn read(&self, cells: &[String], by: &str, now: Timestamp, doubts: &mut Vec<(Code, String)>) -> Vec<Listed> {
        let [key, scope, reason, author, at, note] = self.places.map(|column| {
            let cell = column.and_then(|column| cells.get(column));
            cell.map(|cell| unguarded(cell)).filter(|cell| !cell.is_empty())
        });
        let keys = keys_of(key.unwrap_or_default(), doubts);
        if keys.is_empty() {
            return Vec::new();
        }
        let mut unknown = |cell: &str| doubts.push((Code::SuppressionRow, cell.to_owned()));
        let reason = reason.map_or("manual", |word| {
            read_reason(word).unwrap_or_else(|| {
                unknown(word);
                "manual"
            })
        });
        let scope = scope.and_then(|word| {
            let scope = read_scope(word);
            if scope.is_none() {
                unknown(word);
            }
            // the wider one, where nobody can say which was meant
            scope.or(Some(SuppressionScope::All))
        });
        let at = at.map_or(now, |at| {
            // a day alone begins earlier in some zones than in ours
            if let Some(begun) = read_moment(at).filter(|at| *at <= now + SignedDuration::from_hours(24)) {
                return begun.min(now);
            }
            unknown(at);
            now
        });
        let listed = |key| {
            let entry = entry(key, reason, scope, note.unwrap_or_default());
            Listed { entry, by: author.unwrap_or(by).to_owned(), at }
        };
        keys.into_iter().map(listed).collect()
    }
}

/// Whom a cell names: mostly one, and of several addresses all.
fn keys_of(cell: &str, doubts: &mut Vec<(Code, String)>) -> Vec<String> {
    let mut parts = vec![cell];
    if read_key(cell).is_err() && cell.matches('@').count() > 1 {
        parts = cell.split([';', ',', '\n']).map(str::trim).filter(|part| part.contains('@')).collect();
    }
    let mut keys = Vec::new();
    for part in parts {
        match read_key(part) {
            Ok(key) => keys.push(key),
            Err(_) => doubts.push((Code::ArgumentKey, part.to_owned())),
        }
    }
    keys
}

/// As this program writes it, or as people do.
fn read_moment(written: &str) -> Option<Timestamp> {
    let local = || TimeZone::UTC.to_timestamp(read_date(written)?).ok();
    written.parse().ok().or_else(local)
}

fn read_reason(word: &str) -> Option<&'static str> {
    let known = [
        SuppressionReason::Manual,
        SuppressionReason::HardBounce,
        SuppressionReason::Complaint,
        SuppressionReason::Unsubscribed,
        SuppressionReason::Erased,
    ];
    let word = word.to_lowercase().replace(['-', ' '], "_");
    match word.as_str() {
        "abmeldung" | "abgemeldet" | "unsubscribe" | "widerspruch" | "widerruf" => Some("unsubscribed"),
        "bounce" | "bounced" | "hardbounce" | "cleaned" => Some(HARD_BOUNCE),
        "beschwerde" | "spam" => Some("complaint"),
        word => known.into_iter().map(name).find(|known| *known == word),
    }
}

fn read_scope(word: &str) -> Option<SuppressionScope> {
    match word.to_lowercase().as_str() {
        "advertising" | "werbung" => Some(SuppressionScope::Advertising),
        "all" | "alles" => Some(SuppressionScope::All),
        _ => None,
    }
}

/// Tables put an apostrophe before what Excel would run. A cell that has one there already gets a second, so that
/// [`unguarded`] gives back what was written.
fn guarded(cell: &str) -> String {
    if cell.starts_with('\'') && is_guarded(cell) { format!("'{cell}") } else { cell.to_owned() }
}

fn unguarded(cell: &str) -> &str {
    if is_guarded(cell) { &cell[1..] } else { cell }
}

fn is_guarded(cell: &str) -> bool {
    cell.starts_with('\'') && cell.trim_start_matches('\'').starts_with(['=', '@', '\t', '\r', '+', '-'])
}

fn place(file: &Path) -> Place {
    Place::file(file.display().to_string())
}
