//! `init`: a workspace that works at once.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use serde_json::json;

use super::{Exit, Failure};
use crate::cli::{self, InitArgs};
use crate::config;
use crate::finding::{Code, Finding, Place};
use crate::template::Language;
use crate::terminal::{Fact, Screen};

/// A file in one language: its name and what is in it.
type File = (&'static str, &'static str);

/// The files in German and in English. What makes the folder a workspace comes last: one that is cut off can be made
/// once more.
const FILES: [[File; 2]; 7] = [
    [(".gitignore", include_str!("de/gitignore")), (".gitignore", include_str!("en/gitignore"))],
    [
        ("data/lists/kontakte.csv", include_str!("de/list.csv")),
        ("data/lists/contacts.csv", include_str!("en/list.csv")),
    ],
    [
        ("data/events/sommertreffen.md", include_str!("de/event.md")),
        ("data/events/summer-meeting.md", include_str!("en/event.md")),
    ],
    [
        ("data/campaigns/einladung.md", include_str!("de/campaign.md")),
        ("data/campaigns/invitation.md", include_str!("en/campaign.md")),
    ],
    [
        ("templates/brief.mjml", include_str!("de/letter.mjml")),
        ("templates/letter.mjml", include_str!("en/letter.mjml")),
    ],
    [("templates/brief.txt", include_str!("de/letter.txt")), ("templates/letter.txt", include_str!("en/letter.txt"))],
    [(config::FILE, include_str!("de/rundbrief.toml")), (config::FILE, include_str!("en/rundbrief.toml"))],
];

pub(super) fn run(here: &Path, screen: &mut Screen, arguments: &InitArgs) -> Result<Exit, Failure> {
    if let Some(language) = arguments.language {
        screen.speak(match language {
            cli::Language::De => Language::De,
            cli::Language::En => Language::En,
        });
    }
    let language = screen.sentences().language();
    let folder = here.join(&arguments.folder);
    let files = FILES.map(|[german, english]| if language == Language::De { german } else { english });
    // nothing is written before it is known that nothing is in the way
    if let Some((name, _)) = files.iter().rev().find(|(name, _)| folder.join(name).exists()) {
        let path = folder.join(name).display().to_string();
        return Err(Finding::new(Code::WorkspaceExists).at(Place::file(path)).into());
    }
    for (name, text) in files {
        write(&folder.join(name), text)?;
    }
    let campaign = if language == Language::De { "einladung" } else { "invitation" };
    let shown = arguments.folder.display().to_string();
    screen.result(&screen.say("init-done", &[("folder", Fact::from(shown.as_str())), ("campaign", campaign.into())]));
    let names = files.map(|(name, _)| name);
    screen.json(&json!({ "folder": arguments.folder, "files": names }));
    Ok(Exit::Done)
}

/// A file that somebody else made meanwhile is not overwritten.
fn write(path: &Path, text: &str) -> Result<(), Finding> {
    let place = || Place::file(path.display().to_string());
    let folder = path.parent().unwrap_or(Path::new("."));
    let written = fs::create_dir_all(folder)
        .and_then(|()| fs::OpenOptions::new().write(true).create_new(true).open(path))
        .and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Finding::new(Code::WorkspaceExists).at(place()),
        _ => Finding::new(Code::FileUnwritable).at(place()).with("reason", error),
    })
}
