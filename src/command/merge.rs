//! `merge`: all lists into one, and beside it what did not go in smoothly.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::output;
use super::shape;
use super::workspace::{Lists, Workspace};
use super::{Exit, Failure};
use crate::cli::MergeArgs;
use crate::contact::{Contact, Draft, Format, Origin, Table, find_duplicates, unwritable};
use crate::cores::on_all_cores;
use crate::finding::{Finding, Place};
use crate::list::Shape;
use crate::signals::{Heard, was_asked};
use crate::terminal::{Fact, Screen};

pub(super) fn run(workspace: &Workspace, screen: &Screen, arguments: &MergeArgs) -> Result<Exit, Failure> {
    let lists = workspace.lists(screen)?;
    lists.shapes.iter().flat_map(|sheet| shape::lines(screen, sheet)).for_each(|line| screen.note(&line));
    let files = match &arguments.output {
        Some(path) => {
            let format = format_of(workspace, &lists, path, arguments.excel)?;
            let Some(files) = write_beside(&lists, path, format)? else {
                screen.note(&screen.say("merge-interrupted", &[]));
                return Ok(Exit::Interrupted);
            };
            files
        }
        None if screen.is_json() => Vec::new(),
        None => {
            let mut table = Vec::new();
            merged(&lists).write(&mut table, arguments.excel).map_err(|error| unwritable(Path::new("-"), &error))?;
            screen.raw(&table).map_err(|error| unwritable(Path::new("-"), &error))?;
            Vec::new()
        }
    };
    screen.warnings(&lists.findings);
    tell(screen, &lists, &files);
    let look = !lists.findings.is_empty() || lists.totals.set_aside > 0 || lists.open_conflicts().next().is_some();
    // the process ends: there is no use in giving back a million rows one by one
    std::mem::forget(lists);
    Ok(if look { Exit::Look } else { Exit::Done })
}

/// What to write, if it and what goes beside it are files that may be written.
fn format_of(workspace: &Workspace, lists: &Lists, path: &Path, for_excel: bool) -> Result<Format, Finding> {
    let format = output::format_of(path, for_excel)?;
    outputs(path, format).iter().try_for_each(|path| output::check_place(workspace, &lists.settings, path))?;
    Ok(format)
}

fn tell(screen: &Screen, lists: &Lists, files: &[PathBuf]) {
    let totals = lists.totals;
    let facts = [
        ("rows", Fact::Number(totals.rows)),
        ("contacts", totals.contacts.into()),
        ("merged", totals.merged.into()),
        ("aside", totals.set_aside.into()),
        ("conflicts", lists.open_conflicts().count().into()),
    ];
    screen.note(&screen.say("merge-totals", &facts));
    for file in files {
        screen.note(&screen.say("file-written", &[("file", file.display().to_string().into())]));
    }
    screen.json(&json!({
        "lists": lists.shapes, "totals": totals, "conflicts": lists.open_conflicts().count(),
        "findings": screen.findings_json(&lists.findings), "files": files,
    }));
}

/// The merged list, its conflicts, the rows set aside and the possible duplicates, each a file of its own; `None`, and
/// none of them, once a signal came.
fn write_beside(lists: &Lists, path: &Path, format: Format) -> Result<Option<Vec<PathBuf>>, Finding> {
    let tables = [merged(lists), conflicts(lists), set_aside(lists), duplicates(lists)];
    let files = outputs(path, format).into_iter().zip(tables).collect();
    // the drafts are to go with it
    let _heard = Heard::by_a_run();
    let drafts = on_all_cores(files, |(path, table)| match table.draft(&path, format) {
        Ok(draft) => Ok((path, draft)),
        Err(error) => Err(unwritable(&path, &error)),
    });
    if was_asked() {
        return Ok(None);
    }
    // all of them, or none
    let drafts: Vec<_> = drafts.into_iter().collect::<Result<_, _>>()?;
    let kept = |(path, draft): (PathBuf, Draft)| draft.keep().map_err(|error| unwritable(&path, &error)).map(|()| path);
    drafts.into_iter().map(kept).collect::<Result<_, _>>().map(Some)
}

/// The files of a merge: the list, its conflicts and the rows set aside.
fn outputs(path: &Path, format: Format) -> [PathBuf; 4] {
    let extension = if matches!(format, Format::Csv | Format::CsvForExcel) { "csv" } else { "xlsx" };
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = |kind: &str| path.with_file_name(format!("{stem}.{kind}.{extension}"));
    [path.to_owned(), beside("conflicts"), beside("set-aside"), beside("duplicates")]
}

fn merged(lists: &Lists) -> Table<'_> {
    Table::of_contacts(&lists.contacts, lists.names())
}

fn conflicts(lists: &Lists) -> Table<'_> {
    let files = files(lists);
    let rows = lists.open_conflicts().map(move |conflict| {
        let place = |origin: Origin| Cow::from(format!("{}:{}", files[usize::from(origin.list)], origin.line));
        let contact = lists.contacts.get(conflict.contact);
        vec![
            contact.email().into(),
            conflict.field.name().map_or_else(|| lists.contacts.fields().name(conflict.field).into(), Cow::from),
            contact.value(conflict.field).unwrap_or_default().into(),
            contact.origin(conflict.field).map(place).unwrap_or_default(),
            (&*conflict.other).into(),
            place(conflict.origin),
        ]
    });
    Table::of_rows(&["email", "field", "kept", "kept_from", "other", "other_from"], Box::new(rows))
}

fn set_aside(lists: &Lists) -> Table<'_> {
    let files = files(lists);
    let rows = lists.set_aside.iter().map(move |row| {
        let file = files[usize::from(row.origin.list)].clone();
        let (line, why) = (row.origin.line.to_string(), row.reason().unwrap_or_default());
        vec![file.into(), line.into(), row.code.name().into(), (&*row.detail).into(), why.into()]
    });
    Table::of_rows(&["file", "line", "reason", "cell", "why"], Box::new(rows))
}

/// Who is perhaps one, or one too many; the rows of both stay.
fn duplicates(lists: &Lists) -> Table<'_> {
    let all: Vec<u32> = lists.contacts.numbers().collect();
    let rows = find_duplicates(&lists.contacts, &all).into_iter().map(move |double| {
        let [one, other] = [double.one, double.other].map(|number| lists.contacts.get(number));
        let cells = |contact: Contact<'_>| {
            let place = contact.rows().next().map(|row| lists.place(row).to_string());
            [contact.email().to_owned(), contact.display_name(), place.unwrap_or_default()]
        };
        let cells = cells(one).into_iter().chain(cells(other)).map(Cow::from);
        std::iter::once(Cow::from(double.kind.name())).chain(cells).collect()
    });
    let headings = ["kind", "email", "name", "from", "other", "other_name", "other_from"];
    Table::of_rows(&headings, Box::new(rows))
}

/// The file of each sheet, by its number, with the sheet of a workbook.
fn files(lists: &Lists) -> Vec<String> {
    let place = |shape: &Shape| Place { sheet: shape.sheet.clone(), ..Place::file(&shape.file) };
    lists.shapes.iter().map(|shape| place(shape).to_string()).collect()
}
