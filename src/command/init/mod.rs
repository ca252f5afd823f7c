//! `init`: a workspace that works at once.

use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use serde_json::json;

use super::{Exit, Failure};
use crate::cli::{self, InitArgs};
use crate::config;
use crate::finding::{Code, Finding, Place};
use crate::template::Language;
use crate::terminal::{Fact, Screen};

/// A file in one language: its name and what is in it.
type File = (&'static str, &'static str);

/// What git is to keep away from.
const IGNORE: &str = ".gitignore";

/// The files in German and in English. What makes the folder a workspace comes last: one that is cut off can be made
/// once more.
const FILES: [[File; 2]; 7] = [
    [(IGNORE, include_str!("de/gitignore")), (IGNORE, include_str!("en/gitignore"))],
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
    let folder: PathBuf = here.join(&arguments.folder).components().collect();
    let files = FILES.map(|[german, english]| if language == Language::De { german } else { english });
    // nothing is written before it is known that nothing is in the way; a repository has its list of what git ignores
    let is_in_the_way = |name: &str| name != IGNORE && folder.join(name).exists();
    if let Some((name, _)) = files.iter().rev().find(|(name, _)| is_in_the_way(name)) {
        let path = folder.join(name).display().to_string();
        return Err(Finding::new(Code::WorkspaceExists).at(Place::file(path)).into());
    }
    let mut added = Vec::new();
    for (name, text) in files {
        let path = folder.join(name);
        if name == IGNORE && path.exists() {
            added = ignore(&path, text)?;
        } else {
            write(&path, text)?;
        }
    }
    let campaign = if language == Language::De { "einladung" } else { "invitation" };
    if !added.is_empty() {
        let facts = [("file", Fact::from(IGNORE)), ("lines", added.join(" ").into())];
        screen.result(&screen.say("init-ignored", &facts));
    }
    let shown = arguments.folder.display().to_string();
    screen.result(&screen.say("init-done", &[("folder", Fact::from(shown.as_str())), ("campaign", campaign.into())]));
    let names = files.map(|(name, _)| name);
    screen.json(&json!({ "folder": arguments.folder, "files": names, "ignored": added }));
    Ok(Exit::Done)
}

/// Appends what git is to ignore to the list that is there, and gives the lines that it lacked.
fn ignore<'a>(path: &Path, wanted: &'a str) -> Result<Vec<&'a str>, Finding> {
    let failed =
        |code, error: &io::Error| Finding::new(code).at(Place::file(path.display().to_string())).with("reason", error);
    let bytes = fs::read(path).map_err(|error| failed(Code::FileUnreadable, &error))?;
    let before = String::from_utf8_lossy(&bytes);
    // with a slash inside, one in front changes nothing
    let plain = |line: &str| line.trim().trim_start_matches('/').to_owned();
    let is_missing = |line: &&str| !before.lines().any(|known| plain(known) == plain(line));
    let (comments, lines): (Vec<&str>, Vec<&str>) = wanted.lines().partition(|line| line.starts_with('#'));
    let missing: Vec<&str> = lines.into_iter().filter(is_missing).collect();
    if missing.is_empty() {
        return Ok(missing);
    }
    let end = if before.contains("\r\n") { "\r\n" } else { "\n" };
    let open = if before.is_empty() || before.ends_with('\n') { "" } else { end };
    let text = open.to_owned() + &comments.iter().chain(&missing).flat_map(|line| [line, end]).collect::<String>();
    let written = fs::OpenOptions::new().append(true).open(path).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map(|()| missing).map_err(|error| failed(Code::FileUnwritable, &error))
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
