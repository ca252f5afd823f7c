//! `new campaign` and `new event`: files with comments to be filled in, which `check` accepts as they are.

use std::fs;
use std::io::{ErrorKind, Write as _};

use serde_json::json;

use super::layouts;
use super::workspace::Workspace;
use super::{Exit, Failure};
use crate::campaign::{self, Campaign};
use crate::cli::{NewArgs, NewCommand};
use crate::event::{self, Event};
use crate::finding::{Code, Finding, Place};
use crate::template::{Language, Library};
use crate::terminal::{Fact, Screen};

/// What is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Campaign,
    Event,
}

impl Kind {
    fn folder(self) -> &'static str {
        match self {
            Self::Campaign => campaign::FOLDER,
            Self::Event => event::FOLDER,
        }
    }

    /// The keys that hold for the one file only: they stay as comments.
    fn own_keys(self) -> &'static [&'static str] {
        match self {
            Self::Campaign => &["id", "not_before", "not_after"],
            Self::Event => &["revision", "next"],
        }
    }
}

pub(super) fn run(workspace: &Workspace, screen: &Screen, command: &NewCommand) -> Result<Exit, Failure> {
    let (kind, arguments) = match command {
        NewCommand::Campaign(arguments) => (Kind::Campaign, arguments),
        NewCommand::Event(arguments) => (Kind::Event, arguments),
    };
    if !is_name(&arguments.name) {
        return Err(Finding::new(Code::NewNameInvalid).with("name", arguments.name.escape_debug()).into());
    }
    let file = format!("{}/{}.md", kind.folder(), arguments.name);
    let text = match (&arguments.like, kind) {
        (Some(_), _) => copied(workspace, screen, kind, arguments)?,
        (None, Kind::Campaign) => campaign(workspace, &arguments.name)?,
        (None, Kind::Event) => event(workspace.language).to_owned(),
    };
    write(workspace, &file, &text)?;
    screen.result(&screen.say("new-done", &[("file", file.as_str().into())]));
    screen.json(&json!({ "file": file, "like": arguments.like }));
    Ok(Exit::Done)
}

/// A name that every file system, every shell and every answer keeps as it is.
fn is_name(name: &str) -> bool {
    let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !name.is_empty() && name.len() <= 80 && !name.starts_with('-') && name.chars().all(known)
}

/// Layouts that say nothing of what a mail is for, the best first: words about an invitation or a change would be untrue
/// in news.
const NEUTRAL: [&str; 3] = ["newsletter", "letter", "base"];

/// A campaign with news about the newest event, in a layout that fits news, or else the first of all.
fn campaign(workspace: &Workspace, name: &str) -> Result<String, Finding> {
    let needs = |what: &str| Finding::new(Code::NewNeeds).with("what", what);
    let root = &workspace.root;
    let events = event::known(root).into_iter().filter_map(|slug| {
        let event = Event::load(root, &slug, &Place::file(event::FOLDER)).ok()?;
        Some((event.facts.start.as_ref().map(ToString::to_string), slug))
    });
    let (_, event) = events.max().ok_or_else(|| needs("event"))?;
    let library = Library::new(root);
    let mut layouts = layouts::names(library);
    layouts.retain(|name| layouts::takes_text(library, name));
    let neutral = NEUTRAL.into_iter().find(|neutral| layouts.iter().any(|layout| layout == neutral));
    let layout = neutral.or(layouts.first().map(String::as_str)).ok_or_else(|| needs("layout"))?;
    let text = match workspace.language {
        Language::De => include_str!("de/campaign.md"),
        Language::En => include_str!("en/campaign.md"),
    };
    Ok(text.replace("EVENT", &event).replace("LAYOUT", layout).replace("NAME", name))
}

fn event(language: Language) -> &'static str {
    match language {
        Language::De => include_str!("de/event.md"),
        Language::En => include_str!("en/event.md"),
    }
}

/// Another file with a word on what to go through, less what held for it alone.
fn copied(workspace: &Workspace, screen: &Screen, kind: Kind, arguments: &NewArgs) -> Result<String, Finding> {
    let like = arguments.like.as_deref().unwrap_or_default();
    let (file, text) = match kind {
        Kind::Campaign => {
            let campaign = Campaign::load(&workspace.root, like)?;
            (campaign.file.clone(), campaign.written())
        }
        Kind::Event => {
            let slug = like.strip_prefix(event::FOLDER).map_or(like, |rest| rest.trim_start_matches('/'));
            let slug = slug.strip_suffix(".md").unwrap_or(slug);
            let event = Event::load(&workspace.root, slug, &Place::file(event::FOLDER))?;
            (event.file.clone(), event.written() + "\n")
        }
    };
    let word = match kind {
        Kind::Campaign => "campaign",
        Kind::Event => "event",
    };
    let comment = screen.say("new-copied", &[("file", Fact::from(file.as_str())), ("kind", word.into())]);
    let dropped = screen.say("new-dropped", &[]);
    Ok(without_own_keys(&text, kind, &comment, &dropped))
}

fn without_own_keys(text: &str, kind: Kind, comment: &str, dropped: &str) -> String {
    let mut out = String::with_capacity(text.len() + comment.len() + 8);
    // fences so far, and whether keys still belong to no table
    let (mut fences, mut top) = (0, true);
    for line in text.split_inclusive('\n') {
        top &= !line.starts_with('[');
        let is_own = |key: &&str| line.strip_prefix(*key).is_some_and(|rest| rest.trim_start().starts_with('='));
        if fences == 1 && top && kind.own_keys().iter().any(is_own) {
            out.extend(["# ", dropped, " "]);
        }
        out.push_str(line);
        if fences < 2 && line.trim_end() == "+++" {
            fences += 1;
            if fences == 1 {
                out.extend(["# ", comment, "\n"]);
            }
        }
    }
    out
}

/// Nothing is overwritten, not even what somebody else writes meanwhile.
fn write(workspace: &Workspace, file: &str, text: &str) -> Result<(), Finding> {
    let path = workspace.root.join(file);
    let folder = path.parent().unwrap_or(&workspace.root);
    let written = fs::create_dir_all(folder)
        .and_then(|()| fs::OpenOptions::new().write(true).create_new(true).open(&path))
        .and_then(|mut new| new.write_all(text.as_bytes()));
    written.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Finding::new(Code::NewExists).at(Place::file(file)),
        _ => Finding::new(Code::FileUnwritable).at(Place::file(file)).with("reason", error),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_held_for_the_other_file_alone_stays_as_a_comment() {
        let text =
            "+++\nid = \"a\"\nsubject = \"b\"\nnot_before = 2024-05-02\n[audience]\nid = 1\n+++\nid = \"text\"\n+++\n";
        assert_eq!(
            without_own_keys(text, Kind::Campaign, "After a.", "held there:"),
            "+++\n# After a.\n# held there: id = \"a\"\nsubject = \"b\"\n# held there: not_before = 2024-05-02\n[audience]\nid = 1\n+++\nid = \"text\"\n+++\n"
        );
    }

    #[test]
    fn a_name_stays_inside_its_folder() {
        assert!(is_name("rueckblick-2027"));
        for name in ["", "-x", "../x", "a/b", "a b", "Ä", "A", "a.md", "a\nb", "con:"] {
            assert!(!is_name(name), "{name}");
        }
    }
}
