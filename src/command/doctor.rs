//! `doctor`: what sending needs beside the mails.

use std::path::Path;

use serde_json::{Value, json};

use super::workspace::{Workspace, in_settings};
use super::{Exit, Failure};
use crate::cli::DoctorArgs;
use crate::credential::{self, Invitation};
use crate::finding::{Code, Finding};
use crate::message::{self, Algorithm, Record, Selector};
use crate::terminal::Screen;

pub(super) fn run(workspace: &Workspace, screen: &Screen, arguments: &DoctorArgs) -> Result<Exit, Failure> {
    let mut told = serde_json::Map::new();
    if let Some(selector) = &arguments.dkim_key {
        told.insert("dkim_key".to_owned(), dkim_key(workspace, screen, selector, arguments.algorithm)?);
    }
    if arguments.login {
        told.insert("login".to_owned(), log_in(workspace, screen)?);
    }
    screen.json(&told);
    Ok(Exit::Done)
}

/// Makes a key and tells what to do with it.
fn dkim_key(workspace: &Workspace, screen: &Screen, selector: &str, algorithm: Algorithm) -> Result<Value, Finding> {
    let selector: Selector = selector
        .parse()
        .map_err(|_| Finding::new(Code::ValueInvalid).with("key", "--dkim-key").with("value", selector))?;
    let path = workspace.dkim_key_file(&selector)?;
    let record = message::make_key(algorithm, &selector, workspace.config.sender.address.domain(), &path)?;
    let file = path.strip_prefix(&workspace.root).unwrap_or(&path);
    let settings = settings(&selector, file);
    screen.result(&screen.say("doctor-key-made", &[("file", file.display().to_string().into())]));
    tell(screen, &screen.say("doctor-record", &[("name", record.name.as_str().into())]), &record.value);
    tell(screen, &screen.say("doctor-zone", &[]), &zone_line(&record));
    tell(screen, &screen.say("doctor-settings", &[]), &settings);
    Ok(json!({
        "file": file, "algorithm": algorithm.to_string(), "name": record.name, "value": record.value,
        "strings": record.strings(), "settings": settings,
    }))
}

/// A sentence, and below it what to copy.
fn tell(screen: &Screen, sentence: &str, text: &str) {
    screen.result(&format!("\n{sentence}\n\n{text}"));
}

fn zone_line(record: &Record) -> String {
    let strings = record.strings().into_iter().map(|string| format!("\"{string}\""));
    format!("{}. IN TXT ( {} )", record.name, strings.collect::<Vec<_>>().join(" "))
}

fn settings(selector: &Selector, file: &Path) -> String {
    format!("[[dkim]]\nselector = \"{selector}\"\nkey = {:?}", file.display().to_string())
}

/// A person logs in once; from then on `send` refreshes its tokens by itself.
fn log_in(workspace: &Workspace, screen: &Screen) -> Result<Value, Finding> {
    let oauth = workspace.config.transport.smtp.as_ref().and_then(|smtp| smtp.oauth.as_ref());
    let location = workspace.ledger_location()?;
    let invite = |invitation: &Invitation| {
        let facts = [("address", invitation.address.as_str().into()), ("code", invitation.code.as_str().into())];
        let sentence = screen.say("doctor-login-invitation", &facts);
        // with --json standard output is for the one object at the end
        if screen.is_json() { screen.note(&sentence) } else { screen.result(&sentence) }
    };
    let file = credential::log_in(oauth, &workspace.root, location.make_folder()?, &invite).map_err(in_settings)?;
    let file = file.display().to_string();
    screen.result(&screen.say("doctor-login-done", &[("file", file.as_str().into())]));
    Ok(json!({ "file": file }))
}
