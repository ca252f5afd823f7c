//! `check`: everything that is wrong, each at its place.

use std::collections::HashMap;

use serde_json::json;

use super::audience::{Incomplete, prepare};
use super::workspace::{Lists, Workspace, is_corrections, shape_line};
use super::{Exit, Failure, review, tracked};
use crate::campaign::{self, Campaign};
use crate::cli::CheckArgs;
use crate::contact::{Contact, Land};
use crate::decision::{self, Decisions};
use crate::event::{self, Event};
use crate::finding::{Code, Finding, Place, Severity};
use crate::list::Field;
use crate::terminal::{Fact, Screen};

pub(super) fn run(workspace: &Workspace, screen: &Screen, arguments: &CheckArgs) -> Result<Exit, Failure> {
    let targets = targets(workspace, &arguments.targets)?;
    let lists = workspace.lists(screen)?;
    if targets.is_empty() {
        tell_lists(screen, &lists);
    }
    let json_lists = json!(lists.shapes);
    let totals = lists.totals;
    let mut findings = list_findings(&lists);
    findings.extend(corrections(workspace, &lists));
    findings.extend(tracked::findings(workspace, &lists));
    findings.extend(waiting(workspace, &lists));
    findings.extend(events(workspace));
    findings.extend(campaigns(workspace, &lists, &targets));
    findings.extend(workspace.zone().err());
    findings.extend(workspace.signer().err());
    findings.sort_by(|a, b| a.place.cmp(&b.place));
    findings.dedup();
    if !targets.is_empty() {
        // a list that cannot be used concerns every campaign
        let campaign = targets.iter().any(|target| target.starts_with(campaign::FOLDER));
        findings.retain(|finding| concerns(finding, &targets) || (campaign && lists.findings.contains(finding)));
    }
    screen.findings(&findings);
    let count = |severity| findings.iter().filter(|finding| finding.severity() == severity).count();
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    let facts = [("errors", Fact::from(errors)), ("warnings", warnings.into()), ("notes", notes.into())];
    screen.result(&screen.say(if errors + warnings + notes == 0 { "check-clean" } else { "check-sum" }, &facts));
    screen.json(&json!({
        "lists": json_lists, "totals": totals, "findings": screen.findings_json(&findings),
        "errors": errors, "warnings": warnings, "notes": notes,
    }));
    Ok(if errors + warnings > 0 { Exit::Look } else { Exit::Done })
}

/// The files that the arguments mean: campaigns by name, files by path.
fn targets(workspace: &Workspace, arguments: &[String]) -> Result<Vec<String>, Failure> {
    let mut targets = Vec::new();
    for argument in arguments {
        let path = argument.strip_prefix("./").unwrap_or(argument);
        let campaign = Campaign::load(&workspace.root, path);
        if let Ok(campaign) = campaign {
            let template = format!("templates/{}.", campaign.template.0);
            let event = format!("{}/{}.md", event::FOLDER, campaign.event.0);
            targets.extend([campaign.file, template, event]);
        } else if workspace.root.join(path).exists() {
            let path = std::path::Path::new(path);
            targets.push(path.strip_prefix(&workspace.root).unwrap_or(path).display().to_string());
        } else if argument.contains('/') || argument.contains('.') {
            return Err(Finding::new(Code::FileUnknown).with("file", argument).into());
        } else {
            campaign?;
        }
    }
    Ok(targets)
}

fn concerns(finding: &Finding, targets: &[String]) -> bool {
    let Some(place) = &finding.place else { return true };
    targets.iter().any(|target| place.file.starts_with(target.as_str()))
}

/// Nothing is guessed silently: how each list was read, what its columns were taken for, a row with an umlaut.
fn tell_lists(screen: &Screen, lists: &Lists) {
    for shape in &lists.shapes {
        screen.result(&shape_line(screen, shape));
        let columns: Vec<String> = shape
            .headings
            .iter()
            .map(|heading| format!("{} → {}", heading.name, heading.means.as_deref().unwrap_or("–")))
            .collect();
        screen.result(&format!("  {}", screen.say("list-columns", &[("columns", columns.join(", ").into())])));
        if let Some(sample) = &shape.sample {
            screen.result(&format!("  {}", screen.say("list-sample", &[("row", sample.as_str().into())])));
        }
    }
}

fn list_findings(lists: &Lists) -> Vec<Finding> {
    let mut findings = lists.findings.clone();
    findings.extend(lists.row_findings());
    findings.extend(lists.several_findings());
    findings.extend(lists.conflict_findings());
    for contact in lists.contacts.iter() {
        if let (Some(written), Some(origin)) = (contact.value(Field::State), contact.origin(Field::State))
            && Land::read(written).is_none()
        {
            findings.push(Finding::new(Code::StateUnknown).at(lists.place(origin)).with("state", written));
        }
    }
    findings
}

/// Corrections of addresses that are in no list, and those that change nothing.
fn corrections(workspace: &Workspace, lists: &Lists) -> Vec<Finding> {
    if !lists.settings.first().is_some_and(|list| is_corrections(&list.path)) {
        return Vec::new();
    }
    let plain = workspace.uncorrected();
    let known: HashMap<&str, &Contact> = plain.iter().map(|contact| (contact.email(), contact)).collect();
    let corrected = lists.contacts.iter().filter_map(|contact| {
        let row = contact.rows().find(|row| lists.is_correction(*row))?;
        let Some(plain) = known.get(contact.email()) else { return Some((Code::CorrectionUnknown, contact, row)) };
        let values = contact.values().filter(|(field, ..)| *field != Field::Email);
        let mut values = values.filter(|(.., origin)| lists.is_correction(*origin));
        let idle = values.all(|(field, value, _)| plain.value(field) == Some(value));
        idle.then_some((Code::CorrectionIdle, contact, row))
    });
    corrected
        .map(|(code, contact, row)| Finding::new(code).at(lists.place(row)).with("email", contact.email()))
        .collect()
}

/// How many questions about contacts wait for a decision.
fn waiting(workspace: &Workspace, lists: &Lists) -> Option<Finding> {
    match Decisions::load(&workspace.root) {
        Ok(decisions) => {
            let count = review::of_lists(workspace, lists, &decisions).len();
            (count > 0).then(|| Finding::new(Code::ReviewWaiting).at(decision::place()).with("count", count))
        }
        Err(finding) => Some(finding),
    }
}

fn events(workspace: &Workspace) -> Vec<Finding> {
    let root = &workspace.root;
    let mut findings = Vec::new();
    for slug in event::known(root) {
        let asked_at = Place::file(format!("{}/{slug}.md", event::FOLDER));
        match Event::load(root, &slug, &asked_at) {
            Ok(event) => {
                findings.extend(event.missing_pictures(root));
                let next = event.facts.next.as_ref();
                let next = next.and_then(|next| Event::load(root, next, &event.place_of(next)).err());
                findings.extend(next);
                let answers = crate::audience::read_answers(root, &slug);
                findings.extend(answers.map_or_else(|finding| vec![finding], |(_, findings)| findings));
            }
            Err(finding) => findings.push(finding),
        }
    }
    findings
}

fn campaigns(workspace: &Workspace, lists: &Lists, targets: &[String]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for stem in campaign::known(&workspace.root) {
        if let Ok(campaign) = Campaign::load(&workspace.root, &stem) {
            let aimed_at =
                |target: &String| campaign.file.starts_with(target.as_str()) || target.starts_with("templates/");
            if !targets.is_empty() && !targets.iter().any(aimed_at) {
                continue;
            }
        }
        match prepare(workspace, lists, &stem, Incomplete::Stop) {
            Ok(prepared) => {
                if prepared.audience.included.is_empty() {
                    findings.push(Finding::new(Code::AudienceEmpty).at(Place::file(&prepared.campaign.file)));
                }
                findings.extend(prepared.warnings);
            }
            Err(failure) => findings.extend(failure.0),
        }
    }
    findings
}
