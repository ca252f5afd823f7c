//! `preview --watch`: the preview in a browser of this machine, made anew with every edit.

mod desk;
mod fault;
mod look;

use std::path::Path;
use std::sync::mpsc;
use std::time::Instant;

use serde_json::json;

use self::desk::{Desk, End, Letter};
use self::look::Look;
use super::page::Maker;
use crate::campaign::Campaign;
use crate::cli::PreviewArgs;
use crate::command::audience::{Incomplete, prepare};
use crate::command::moved::stopped;
use crate::command::send::hold_for_looking;
use crate::command::workspace::Workspace;
use crate::command::{Exit, Failure};
use crate::config;
use crate::finding::{Code, Finding};
use crate::preview::News;
use crate::signals::Heard;
use crate::terminal::{Fact, Screen};
use crate::token;
use crate::watch::Watch;
use crate::web::Local;

/// Where people write, with everything below it.
const FOLDERS: [&str; 2] = ["data", "templates"];

/// Serves until somebody stops it. That is an interruption: what a shell was told to do after it (`&& rundbrief send`)
/// must not begin with Ctrl-C.
pub(super) fn run(workspace: &Workspace, screen: &mut Screen, arguments: &PreviewArgs) -> Result<Exit, Failure> {
    refuse_unknown(&workspace.root, &arguments.campaign)?;
    let _heard = Heard::by_a_run();
    let mut desk = open(workspace, screen, arguments)?;
    loop {
        let end = match round(&mut desk, &workspace.root, screen, arguments) {
            Ok(end) => end,
            Err(failure) => desk.complain(&workspace.root, screen, failure),
        };
        match end {
            End::Edited => {}
            End::Stopped => return Ok(Exit::Interrupted),
        }
    }
}

/// A name that nobody wrote into a file is no fault to be mended while the preview waits.
fn refuse_unknown(root: &Path, name: &str) -> Result<(), Finding> {
    match Campaign::load(root, name) {
        Err(finding) if finding.code == Code::CampaignUnknown => Err(finding),
        _ => Ok(()),
    }
}

/// Watches the files, takes a port, and says where a browser finds the pages.
fn open(workspace: &Workspace, screen: &Screen, arguments: &PreviewArgs) -> Result<Desk, Finding> {
    let secret =
        token::secret().map_err(|error| Finding::new(Code::PortTaken).with("port", 0).with("reason", error))?;
    let local = Local::bind(arguments.port, &secret)?;
    let address = local.address();
    let (letters, inbox) = mpsc::channel();
    let (calls, alarms) = (letters.clone(), letters.clone());
    // nobody takes letters any more where the command has ended
    let alarm = move || alarms.send(Letter::Alarm).unwrap_or_default();
    let folders = FOLDERS.iter().map(|folder| workspace.root.join(folder)).collect();
    let watch = Watch::begin(folders, vec![workspace.root.join(config::FILE)], alarm);
    let bell = local.serve(move |call| calls.send(Letter::Call(call)).unwrap_or_default())?;
    screen.result(&screen.say("preview-served", &[("address", address.as_str().into())]));
    screen.json(&json!({ "campaign": arguments.campaign, "address": address }));
    Ok(Desk::new((letters, inbox), bell, watch))
}

/// Prepares the campaign as its files are now, and shows it until they change.
fn round(desk: &mut Desk, root: &Path, screen: &mut Screen, arguments: &PreviewArgs) -> Result<End, Failure> {
    let begun = Instant::now();
    let mut workspace = Workspace::open(Some(root), root, screen)?;
    // the plan is made with every edit, and name servers are not to be asked about everybody each time
    workspace.config.limits.mx_groups = Some(false);
    let screen = &*screen;
    let lists = workspace.lists(screen)?;
    // lists may lie anywhere in the workspace
    desk.also_watch(lists.settings.iter().map(|list| root.join(&list.path)));
    let errors = lists.errors();
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let incomplete = Incomplete::from_flag(arguments.leave_out_incomplete);
    let mut prepared = prepare(&workspace, &lists, &arguments.campaign, incomplete)?;
    hold_for_looking(&workspace, &mut prepared)?;
    screen.alert(stopped(&workspace, &prepared)?.as_slice());
    let look = Look(Maker::of(&workspace, screen, &prepared)?);
    let words = renewed(&look, begun)?;
    screen.note(&words);
    let gone = screen.say("preview-gone", &[]);
    desk.ring(News { people: look.people(), words, gone, ..News::default() });
    desk.show(&look)
}

/// When the preview was made anew, for how many, and how long that took.
fn renewed(look: &Look<'_>, begun: Instant) -> Result<String, Finding> {
    let (workspace, screen, prepared) = (look.0.workspace, look.0.screen, look.0.prepared);
    let time = workspace.clock.now().to_zoned(workspace.zone()?).strftime("%H:%M:%S").to_string();
    let (count, took) = (prepared.audience.included.len(), begun.elapsed().as_millis());
    let facts: [(&str, Fact); 3] =
        [("time", time.into()), ("count", count.into()), ("milliseconds", took.to_string().into())];
    Ok(screen.say("preview-renewed", &facts))
}
