//! `merge`: all lists into one, and beside it what did not go in smoothly.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::workspace::{Lists, Workspace, shape_line};
use super::{Exit, Failure};
use crate::cli::MergeArgs;
use crate::contact::{Contact, Origin, Table, find_duplicates};
use crate::finding::{Code, Finding, Place};
use crate::terminal::{Fact, Screen};

pub(super) fn run(workspace: &Workspace, screen: &Screen, arguments: &MergeArgs) -> Result<Exit, Failure> {
    let lists = workspace.lists(screen)?;
    for shape in &lists.shapes {
        screen.note(&shape_line(screen, shape));
        if let Some(sample) = &shape.sample {
            screen.note(&format!("  {}", screen.say("list-sample", &[("row", sample.as_str().into())])));
        }
    }
    if let Some(list) = arguments.output.as_ref().and_then(|path| is_list(workspace, &lists, path)) {
        return Err(Finding::new(Code::OutputIsList).with("list", list).into());
    }
    let files = match &arguments.output {
        Some(path) => write_beside(&lists, path)?,
        None if screen.is_json() => Vec::new(),
        None => {
            let mut table = Vec::new();
            merged(&lists).write(&mut table).map_err(|error| unwritable(Path::new("-"), &error))?;
            screen.raw(&table).map_err(|error| unwritable(Path::new("-"), &error))?;
            Vec::new()
        }
    };
    screen.warnings(&lists.findings);
    tell(screen, &lists, &files);
    let look = !lists.findings.is_empty() || lists.totals.set_aside > 0 || lists.open_conflicts().next().is_some();
    Ok(if look { Exit::Look } else { Exit::Done })
}

/// The list that a path is. Lists are people's own files and never rewritten.
fn is_list(workspace: &Workspace, lists: &Lists, path: &Path) -> Option<String> {
    let same = |list: &&crate::list::Settings| {
        let own = workspace.root.join(&list.path).canonicalize();
        own.is_ok_and(|own| path.canonicalize().is_ok_and(|path| path == own))
    };
    lists.settings.iter().find(same).map(|list| list.path.display().to_string())
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

/// The merged list, its conflicts and the rows set aside, each a CSV of its own.
fn write_beside(lists: &Lists, path: &Path) -> Result<Vec<PathBuf>, Finding> {
    let beside = |kind: &str| {
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        path.with_file_name(format!("{stem}.{kind}.csv"))
    };
    let tables = [
        (path.to_owned(), merged(lists)),
        (beside("conflicts"), conflicts(lists)),
        (beside("set-aside"), set_aside(lists)),
        (beside("duplicates"), duplicates(lists)),
    ];
    tables
        .into_iter()
        .map(|(path, table)| {
            table.save(&path).map_err(|error| unwritable(&path, &error))?;
            Ok(path)
        })
        .collect()
}

fn merged(lists: &Lists) -> Table<'_> {
    let files = lists.settings.iter().map(|list| list.name.as_str()).collect();
    Table::of_contacts(&lists.contacts, files)
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
    let all: Vec<u32> = lists.contacts.numbered().map(|(number, _)| number).collect();
    let rows = find_duplicates(&lists.contacts, &all).into_iter().map(move |double| {
        let [one, other] = [double.one, double.other].map(|number| lists.contacts.get(number));
        let cells = |contact: &'_ Contact| {
            let place = contact.rows().next().map(|row| lists.place(row).to_string());
            [contact.email().to_owned(), contact.display_name(), place.unwrap_or_default()]
        };
        let cells = cells(one).into_iter().chain(cells(other)).map(Cow::from);
        std::iter::once(Cow::from(double.kind.name())).chain(cells).collect()
    });
    let headings = ["kind", "email", "name", "from", "other", "other_name", "other_from"];
    Table::of_rows(&headings, Box::new(rows))
}

/// The file of each list, by its number.
fn files(lists: &Lists) -> Vec<String> {
    lists.settings.iter().map(|list| list.path.display().to_string()).collect()
}

fn unwritable(path: &Path, error: &std::io::Error) -> Finding {
    Finding::new(Code::FileUnwritable).at(Place::file(path.display().to_string())).with("reason", error)
}
