//! `check`: everything that is wrong, each at its place.

mod brand;
mod file;
mod lists;
mod mails;
mod parts;
mod pictures;
mod target;

use std::fs;
use std::path::{Path, PathBuf};
use std::thread::{self, ScopedJoinHandle};

use serde_json::json;

pub(super) use self::mails::Reader;
use self::target::Targets;
use super::audience::{law_findings, prepare_to_read};
use super::shape;
use super::workspace::{Lists, Workspace};
use super::{Exit, Failure, left_out, moved, review, tracked};
use crate::audience;
use crate::campaign::{self, Campaign};
use crate::cli::CheckArgs;
use crate::config;
use crate::cores::largest_first;
use crate::decision::{self, Decisions};
use crate::event::{self, Event};
use crate::finding::{Code, Finding, Place, Severity};
use crate::list;
use crate::nearest::nearest;
use crate::template;
use crate::terminal::{Fact, Screen};

pub(super) fn run(workspace: &Workspace, screen: &Screen, arguments: &CheckArgs) -> Result<Exit, Failure> {
    let targets = Targets::find(workspace, &arguments.targets)?;
    let lists = workspace.lists(screen)?;
    if targets.files.is_empty() {
        lists.shapes.iter().flat_map(|sheet| shape::lines(screen, sheet)).for_each(|line| screen.result(&line));
    }
    let json_lists = json!(lists.shapes);
    let totals = lists.totals;
    let decisions = Decisions::load(&workspace.root);
    let (mut findings, of_campaigns) = all(workspace, &lists, decisions.as_ref().ok(), &targets);
    let stopping: Vec<Finding> =
        of_campaigns.iter().filter(|finding| finding.severity() == Severity::Error).cloned().collect();
    findings.extend(of_campaigns);
    let mut changes = Vec::new();
    let (unadopted, unreadable) = targets.unadopted(workspace, &lists);
    findings.extend(unreadable);
    for path in unadopted {
        match file::compare(workspace, screen, &lists, decisions.as_ref().ok(), &path) {
            Ok((of_file, faults)) => {
                changes.push(of_file);
                findings.extend(faults);
            }
            // of a file among the lists that is not named like one it is said already that it is not read
            Err(finding) if lists.findings.iter().any(|known| is_unread(known, &finding)) => {}
            Err(finding) => findings.push(finding),
        }
    }
    findings.extend(waiting(workspace, &lists, decisions));
    findings.extend(due(workspace, &lists));
    let mut findings = each_once(findings);
    if !targets.files.is_empty() {
        let campaign = targets.files.iter().any(|target| target.starts_with(campaign::FOLDER));
        let stops = |finding: &Finding| stops(finding, &lists, &stopping);
        findings.retain(|finding| concerns(finding, &targets.files) || (campaign && stops(finding)));
    }
    screen.findings(&findings);
    let count = |severity| findings.iter().filter(|finding| finding.severity() == severity).count();
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    let facts = [("errors", Fact::from(errors)), ("warnings", warnings.into()), ("notes", notes.into())];
    screen.result(&screen.say(if errors + warnings + notes == 0 { "check-clean" } else { "check-sum" }, &facts));
    screen.json(&json!({
        "lists": json_lists, "totals": totals, "changes": changes, "findings": screen.findings_json(&findings),
        "errors": errors, "warnings": warnings, "notes": notes,
    }));
    Ok(if errors + warnings > 0 { Exit::Look } else { Exit::Done })
}

/// What is wrong with the workspace, and with its campaigns. What has little to do or waits for git is done beside them.
fn all(
    workspace: &Workspace,
    lists: &Lists,
    decisions: Option<&Decisions>,
    targets: &Targets,
) -> (Vec<Finding>, Vec<Finding>) {
    let (of_git, of_parts, of_events, of_campaigns) = thread::scope(|scope| {
        let git = scope.spawn(|| tracked::findings(workspace, lists));
        let parts = scope.spawn(|| parts::unused(workspace));
        let events = scope.spawn(|| events(workspace));
        let campaigns = campaigns(workspace, lists, targets);
        (joined(git), joined(parts), joined(events), campaigns)
    });
    let mut findings = lists::findings(lists, decisions);
    findings.extend(law_findings(workspace, lists));
    findings.extend(of_git);
    findings.extend(of_events);
    findings.extend(contracted(workspace));
    findings.extend(brand::findings(workspace));
    findings.extend(of_parts);
    findings.extend(workspace.zone().err());
    findings.extend(workspace.signer().err());
    (findings, of_campaigns)
}

/// Whether what is known says of a file that cannot be checked that it is no list.
fn is_unread(known: &Finding, finding: &Finding) -> bool {
    let codes = (known.code, finding.code);
    codes == (Code::ListUnrecognised, Code::FileUnrecognised) && known.place == finding.place
}

/// What a thread came to.
fn joined<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Whether a finding concerns every campaign, as that of a list that cannot be used, or stops the mails of one, wherever
/// it stands.
fn stops(finding: &Finding, lists: &Lists, stopping: &[Finding]) -> bool {
    let of_another = finding.place.as_ref().is_some_and(|place| place.file.starts_with(campaign::FOLDER));
    lists.findings.contains(finding) || (stopping.contains(finding) && !of_another)
}

/// By place, and each once: campaigns share templates.
fn each_once(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| a.place.cmp(&b.place));
    let mut told: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in findings {
        let mut here = told.iter().rev().take_while(|known| known.place == finding.place);
        if !here.any(|known| is_same(known, &finding)) {
            told.push(finding);
        }
    }
    told
}

/// Whether two findings say the same, though of the mails of two people.
fn is_same(one: &Finding, other: &Finding) -> bool {
    let facts = |finding: &Finding| -> Vec<(&str, String)> {
        finding.facts.iter().filter(|(name, _)| *name != "person").cloned().collect()
    };
    one.code == other.code && facts(one) == facts(other)
}

fn concerns(finding: &Finding, targets: &[String]) -> bool {
    let Some(place) = &finding.place else { return true };
    let begins = |target: &String| place.file.strip_prefix(target.as_str());
    // a folder's name, or that of a template without its ending, is the beginning of its files' names
    let is_meant = |rest: &str, target: &str| rest.is_empty() || rest.starts_with('/') || target.ends_with('.');
    targets.iter().any(|target| begins(target).is_some_and(|rest| is_meant(rest, target)))
}

/// How much is kept longer than the settings say.
fn due(workspace: &Workspace, lists: &Lists) -> Option<Finding> {
    match review::of_retention(workspace, lists) {
        Ok(due) if due.is_empty() => None,
        Ok(due) => Some(Finding::new(Code::RetentionDue).at(Place::file(config::FILE)).with("count", due.len())),
        Err(finding) => Some(finding),
    }
}

/// How many questions about contacts wait for a decision.
fn waiting(workspace: &Workspace, lists: &Lists, decisions: Result<Decisions, Finding>) -> Option<Finding> {
    match decisions {
        Ok(decisions) => {
            let count = review::of_lists(workspace, lists, &decisions).len();
            (count > 0).then(|| Finding::new(Code::ReviewWaiting).at(decision::place()).with("count", count))
        }
        Err(finding) => Some(finding),
    }
}

/// Lists of people who registered for an event that there is none of.
fn contracted(workspace: &Workspace) -> Vec<Finding> {
    let known = event::known(&workspace.root);
    let named = workspace.config.lists.iter().filter_map(|list| list.event.as_ref());
    let unknown = named.filter(|event| !known.contains(event)).map(|event| {
        let finding = Finding::new(Code::EventUnknown).at(Place::file(config::FILE)).with("event", event);
        finding.with("known", known.join(", "))
    });
    unknown.collect()
}

fn events(workspace: &Workspace) -> Vec<Finding> {
    let (root, shelf) = (&workspace.root, workspace.shelf());
    let ledger = workspace.ledger_for_reading().ok().flatten();
    let mut findings = Vec::new();
    for slug in event::known(root) {
        let asked_at = Place::file(format!("{}/{slug}.md", event::FOLDER));
        match Event::load(root, &slug, &asked_at) {
            Ok(event) => {
                findings.extend(pictures::findings(&event, &shelf));
                findings.extend(workspace.zone().iter().flat_map(|zone| event.time_faults(zone)));
                let next = event.facts.next.as_ref();
                let next = next.and_then(|next| Event::load(root, next, &event.place_of(next)).err());
                findings.extend(next);
                let due = moved::due(workspace, ledger.as_ref(), &event);
                findings.extend(due.unwrap_or_else(|finding| vec![finding]));
                let answers = moved::answers(workspace, ledger.as_ref(), &slug);
                findings.extend(answers.map_or_else(|finding| vec![finding], |(_, findings)| findings));
            }
            Err(finding) => findings.push(finding),
        }
    }
    findings.extend(unclaimed_answers(root));
    findings
}

/// Files of answers that are called like no event: nobody reads them.
fn unclaimed_answers(root: &Path) -> Vec<Finding> {
    let events = event::known(root);
    let files = list::files_in(root, Path::new(audience::ANSWERS)).unwrap_or_default();
    let told = |file: PathBuf| {
        let stem = file.file_stem()?.to_str()?.to_owned();
        let finding = || Finding::new(Code::AnswersUnclaimed).at(Place::file(file.display().to_string()));
        let near = || nearest(&stem, &events).unwrap_or_default();
        (!events.contains(&stem)).then(|| finding().with("event", &stem).with("nearest", near()))
    };
    files.into_iter().filter_map(told).collect()
}

fn campaigns(workspace: &Workspace, lists: &Lists, targets: &Targets) -> Vec<Finding> {
    let whole = targets.files.is_empty();
    let aimed_at = |stem: &String| {
        if whole {
            return true;
        }
        let Ok(campaign) = Campaign::load(&workspace.root, stem) else { return true };
        let is_meant =
            |target: &String| campaign.file.starts_with(target.as_str()) || target.starts_with(template::FOLDER);
        targets.named.iter().any(is_meant)
    };
    let stems: Vec<String> = campaign::known(&workspace.root).into_iter().filter(aimed_at).collect();
    let length = |stem: &String| {
        fs::metadata(workspace.root.join(format!("{}/{stem}.md", campaign::FOLDER))).map_or(0, |file| file.len())
    };
    let found = largest_first(stems, length, |stem| campaign(workspace, lists, &stem, whole));
    found.into_iter().flatten().collect()
}

/// What is wrong with one campaign; who is left out is told where it was asked about alone.
fn campaign(workspace: &Workspace, lists: &Lists, stem: &str, whole: bool) -> Vec<Finding> {
    let prepared = match prepare_to_read(workspace, lists, stem) {
        Ok(prepared) => prepared,
        Err(failure) => return failure.0,
    };
    let mut findings = Vec::new();
    if prepared.audience.included.is_empty() {
        findings.push(Finding::new(Code::AudienceEmpty).at(Place::file(&prepared.campaign.file)));
    }
    if !whole {
        findings.extend(left_out::by_reason(&prepared));
    }
    findings.extend(mails::findings(workspace, &prepared));
    let stopped = moved::stopped(workspace, &prepared);
    findings.extend(stopped.unwrap_or_else(Some));
    findings.extend(prepared.warnings);
    findings
}
