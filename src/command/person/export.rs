//! `person export`: everything that is kept about a person, to read and for programs (Art. 15 and 20 DSGVO).

use std::path::Path;

use serde_json::{Value, json};

use super::{contact_of, kept, kept_lines, stated, stated_lines};
use crate::address::Address;
use crate::approval::Seal;
use crate::command::workspace::{Lists, Workspace};
use crate::command::{Exit, Failure};
use crate::finding::{Code, Finding, Place};
use crate::list::read_rows;
use crate::terminal::{Fact, Screen};

/// One cell of a file of answers.
#[derive(Debug, serde::Serialize)]
struct Answered {
    file: String,
    line: u32,
    heading: String,
    value: String,
}

pub(super) fn export(
    workspace: &Workspace,
    screen: &Screen,
    address: &Address,
    folder: Option<&Path>,
) -> Result<Exit, Failure> {
    let lists = workspace.lists(screen)?;
    screen.warnings(&lists.errors());
    let stated = stated(&lists, address);
    let municipality = contact_of(&lists, address).and_then(|(_, contact)| contact.municipality_key());
    let kept = kept(workspace, address, municipality.as_deref())?;
    let (answers, approvals) = (answers(workspace, address)?, approvals(workspace, address)?);
    // what a mail was made from is the person's data too
    let seen: Vec<Value> =
        kept.mails.iter().map(|mail| serde_json::from_str(&mail.contact).unwrap_or_default()).collect();
    let whole = json!({
        "address": address.as_str(), "values": stated, "bases": bases(&lists, address), "mails": kept.mails,
        "mails_made_from": seen, "attempts": kept.attempts, "answers": answers, "approvals": approvals,
        "suppressions": kept.suppressions, "deeds": kept.deeds,
    });
    let mut lines = vec![screen.say("person-export", &[("address", address.as_str().into())])];
    lines.extend(stated_lines(screen, &stated));
    lines.extend(bases(&lists, address).iter().map(|(list, basis)| {
        let facts = [("list", Fact::from(list.as_str())), ("basis", basis.as_str().into())];
        format!("  {}", screen.say("person-basis", &facts))
    }));
    lines.extend(kept_lines(workspace, screen, &kept)?);
    lines.extend(answers.iter().map(|cell| {
        let place = format!("{}:{}", cell.file, cell.line);
        let facts =
            [("field", cell.heading.as_str().into()), ("value", cell.value.as_str().into()), ("place", place.into())];
        screen.say("person-value", &facts)
    }));
    lines.extend(approvals.iter().map(|file| screen.say("person-approved", &[("file", file.as_str().into())])));
    match folder {
        Some(folder) => write(screen, folder, &lines, &whole)?,
        None => lines.iter().for_each(|line| screen.result(line)),
    }
    screen.json(&whole);
    Ok(Exit::Done)
}

fn write(screen: &Screen, folder: &Path, lines: &[String], whole: &Value) -> Result<(), Finding> {
    let files = [("person.txt", lines.join("\n") + "\n"), ("person.json", format!("{whole:#}\n"))];
    for (name, text) in files {
        let path = folder.join(name);
        let place = || Place::file(path.display().to_string());
        std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(&path, text))
            .map_err(|error| Finding::new(Code::FileUnwritable).at(place()).with("reason", error))?;
        screen.result(&screen.say("file-written", &[("file", path.display().to_string().into())]));
    }
    Ok(())
}

/// What allows the lists of the person to be written to, by list.
fn bases(lists: &Lists, address: &Address) -> Vec<(String, String)> {
    let Some((_, contact)) = contact_of(lists, address) else { return Vec::new() };
    let settings = contact.rows().filter_map(|row| lists.settings.get(usize::from(row.list)));
    let word = |list: &crate::list::Settings| {
        let basis = serde_json::to_value(list.basis).unwrap_or_default();
        (list.name.clone(), basis.as_str().unwrap_or("-").to_owned())
    };
    settings.map(word).collect()
}

/// The rows of all files of answers that name the person.
fn answers(workspace: &Workspace, address: &Address) -> Result<Vec<Answered>, Finding> {
    let mut found = Vec::new();
    for path in crate::list::files_in(&workspace.root, Path::new("data/answers"))? {
        read_rows(&workspace.root.join(&path), |line, cells| {
            if cells.iter().any(|(_, cell)| crate::list::names(cell, address)) {
                found.extend(cells.iter().map(|(heading, value)| Answered {
                    file: path.display().to_string(),
                    line,
                    heading: heading.clone(),
                    value: value.clone(),
                }));
            }
        })?;
    }
    Ok(found)
}

/// The approvals that hold a mail to the person.
pub(super) fn approvals(workspace: &Workspace, address: &Address) -> Result<Vec<String>, Finding> {
    let files = std::fs::read_dir(workspace.root.join("data/approvals")).into_iter().flatten().flatten();
    let stems = files.filter_map(|file| Some(file.file_name().to_str()?.strip_suffix(".toml")?.to_owned()));
    let mut held = Vec::new();
    for stem in stems {
        if Seal::read(&workspace.root, &stem)?.is_some_and(|seal| seal.holds(address.as_str())) {
            held.push(crate::approval::file(&stem));
        }
    }
    held.sort();
    Ok(held)
}
