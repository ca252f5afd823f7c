//! The suppression list as a table that other programs read and write.

use std::borrow::Cow;
use std::path::Path;

use jiff::Timestamp;
use serde_json::json;

use super::{entry, name, read_key, tell_suppressed};
use crate::cli::{SuppressionReason, SuppressionScope};
use crate::command::workspace::Workspace;
use crate::command::{Exit, Failure};
use crate::contact::{Format, Table};
use crate::finding::{Code, Finding, Place};
use crate::ledger::{Ledger, Listed, Suppressions as _};
use crate::list;
use crate::terminal::Screen;

/// The columns, each with what other programs call it.
const HEADINGS: [(&str, &[&str]); 6] = [
    ("key", &["key", "e-mail", "email", "mail", "e-mail-adresse", "email address", "adresse", "domain"]),
    ("scope", &["scope", "umfang"]),
    ("reason", &["reason", "grund"]),
    ("by", &["by", "von", "durch"]),
    ("at", &["at", "datum", "am"]),
    ("note", &["note", "notiz", "bemerkung"]),
];

pub(super) fn export(workspace: &Workspace, screen: &Screen, file: &Path) -> Result<Exit, Failure> {
    let listed = workspace.ledger_for_reading()?.map(|ledger| ledger.listed()).transpose()?.unwrap_or_default();
    let rows = listed.iter().map(|listed| {
        let entry = &listed.entry;
        let cells = [&entry.key, entry.scope(), &entry.reason, &listed.by, &listed.at.to_string(), &entry.note];
        cells.into_iter().map(|cell| Cow::from(guarded(cell))).collect()
    });
    let unwritable = |error| Finding::new(Code::FileUnwritable).at(place(file)).with("reason", error);
    Table::of_rows(&HEADINGS.map(|(name, _)| name), Box::new(rows)).save(file, Format::Csv).map_err(unwritable)?;
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
    let rows = list::rows(&bytes);
    let columns = rows.first().map(|headings| Columns::find(&headings.cells)).unwrap_or_default();
    for row in rows.iter().skip(1) {
        match columns.read(&row.cells, by, now) {
            Ok(listed) => entries.push(listed),
            Err((code, cell)) => {
                let at = Place::line(file.display().to_string(), row.line);
                let fact = if code == Code::ArgumentKey { "key" } else { "cell" };
                findings.push(Finding::new(code).at(at).with(fact, &cell));
            }
        }
    }
    ledger.take_in(entries.clone())?;
    screen.findings(&findings);
    let entries: Vec<_> = entries.into_iter().map(|listed| listed.entry).collect();
    tell_suppressed(screen, &entries);
    screen.json(&json!({ "suppressed": entries, "findings": screen.findings_json(&findings) }));
    Ok(if findings.is_empty() { Exit::Done } else { Exit::Look })
}

/// Where in a row the cells stand, in the order of [`HEADINGS`].
#[derive(Debug, Default)]
struct Columns([Option<usize>; HEADINGS.len()]);

impl Columns {
    fn find(headings: &[String]) -> Self {
        let headings: Vec<String> = headings.iter().map(|heading| heading.to_lowercase()).collect();
        let of = |names: &[&str]| headings.iter().position(|heading| names.contains(&heading.as_str()));
        Self(HEADINGS.map(|(_, names)| of(names)))
    }

    /// A row; else what of it cannot be read.
    fn read(&self, cells: &[String], by: &str, now: Timestamp) -> Result<Listed, (Code, String)> {
        let [key, scope, reason, author, at, note] = self.0.map(|column| {
            let cell = column.and_then(|column| cells.get(column));
            cell.map(|cell| unguarded(cell)).filter(|cell| !cell.is_empty())
        });
        let key = key.unwrap_or_default();
        let key = read_key(key).map_err(|_| (Code::ArgumentKey, key.to_owned()))?;
        let unknown = |cell: &str| (Code::SuppressionRow, cell.to_owned());
        let reason = reason.map_or(Ok("manual"), |word| read_reason(word).ok_or_else(|| unknown(word)))?;
        let scope = scope.map(|word| read_scope(word).ok_or_else(|| unknown(word))).transpose()?;
        let at = at.map(|at| at.parse::<Timestamp>().map_err(|_| unknown(at))).transpose()?;
        let entry = entry(key, reason, scope, note.unwrap_or_default());
        Ok(Listed { entry, by: author.unwrap_or(by).to_owned(), at: at.unwrap_or(now) })
    }
}

fn read_reason(word: &str) -> Option<&'static str> {
    let known = [
        SuppressionReason::Manual,
        SuppressionReason::HardBounce,
        SuppressionReason::Complaint,
        SuppressionReason::Unsubscribed,
        SuppressionReason::Erased,
    ];
    known.into_iter().map(name).find(|known| *known == word)
}

fn read_scope(word: &str) -> Option<SuppressionScope> {
    match word {
        "advertising" => Some(SuppressionScope::Advertising),
        "all" => Some(SuppressionScope::All),
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
