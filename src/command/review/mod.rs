//! `review`: everything that waits for a person's decision, in one list; and the decision.

mod apply;
mod due;
mod waiting;

use jiff::Unit;
use serde_json::json;

use super::resolve::address;
use super::workspace::{Lists, Workspace};
use super::{Exit, Failure, extremes};
use crate::address::Address;
use crate::cli::ReviewArgs;
use crate::contact::Contact;
use crate::decision::{self, Decision, Decisions, Party, Verdict};
use crate::finding::{Code, Finding};
use crate::list::Field;
use crate::terminal::{Fact, Screen};

pub(super) use apply::{apply, between, is_settled, people};
pub(super) use due::of_retention;
pub(super) use waiting::of_lists;

pub(super) fn run(workspace: &Workspace, screen: &Screen, arguments: &ReviewArgs) -> Result<Exit, Failure> {
    match &arguments.address {
        Some(written) => decide(workspace, screen, written, arguments),
        None => list(workspace, screen),
    }
}

fn list(workspace: &Workspace, screen: &Screen) -> Result<Exit, Failure> {
    let lists = workspace.lists(screen)?;
    let decisions = Decisions::load(&workspace.root)?;
    let (waiting, findings) = waiting::all(workspace, &lists, &decisions)?;
    screen.warnings(&findings);
    for item in &waiting {
        for line in item.told(screen) {
            screen.result(&line);
        }
    }
    screen.result(&screen.say("review-sum", &[("count", Fact::from(waiting.len()))]));
    screen.json(&json!({ "waiting": waiting, "findings": screen.findings_json(&findings) }));
    Ok(if waiting.is_empty() && findings.is_empty() { Exit::Done } else { Exit::Look })
}

fn decide(workspace: &Workspace, screen: &Screen, written: &str, arguments: &ReviewArgs) -> Result<Exit, Failure> {
    let (verdict, other) = match (&arguments.same_as, &arguments.different_from) {
        (Some(other), _) => (Verdict::SamePerson, Some(other)),
        (_, Some(other)) => (Verdict::DifferentPeople, Some(other)),
        _ if arguments.leave_out => (Verdict::LeaveOut, None),
        _ if arguments.send => (Verdict::Send, None),
        _ => {
            let options = "--send, --leave-out, --same-as OTHER, --different-from OTHER";
            return Err(Finding::new(Code::OptionsUnclear).with("options", options).into());
        }
    };
    let lists = workspace.lists(screen)?;
    let one = known(&lists, &address(written)?)?;
    let other = other.map(|other| known(&lists, &address(other)?)).transpose()?;
    if other.is_some_and(|other| other.email() == one.email()) {
        return Err(Finding::new(Code::DecisionOfOne).with("address", one.email()).into());
    }
    let by = arguments.by.clone().or_else(super::stop::login).unwrap_or_else(|| "unknown".to_owned());
    let decision = decision(workspace, one, other, verdict, by)?;
    decision::record(&workspace.root, &decision, &screen.say("review-comment", &[]))?;
    let person = Decisions::load(&workspace.root)?.same_person(&decision.address);
    let first = person.iter().find(|(_, is_first)| *is_first).map_or(&decision.address, |(first, _)| first);
    let facts = [
        ("address", Fact::from(one.email())),
        ("other", other.map_or("", |other| other.email()).into()),
        ("first", first.as_str().into()),
    ];
    screen.result(&screen.say(&format!("reviewed-{}", verdict.name().replace('_', "-")), &facts));
    screen.json(&json!({ "decided": decision, "file": decision::FILE }));
    Ok(Exit::Done)
}

fn decision(
    workspace: &Workspace,
    one: Contact<'_>,
    other: Option<Contact<'_>>,
    verdict: Verdict,
    by: String,
) -> Result<Decision, Finding> {
    let parse = |contact: Contact<'_>| {
        Address::parse(contact.email())
            .map_err(|error| Finding::new(Code::ArgumentAddress).with("address", contact.email()).with("reason", error))
    };
    let held = if verdict.is_of_two() { Vec::new() } else { held(one).into_iter().map(str::to_owned).collect() };
    Ok(Decision {
        address: parse(one)?,
        name: party(one).name,
        decision: verdict,
        other: other.map(parse).transpose()?,
        other_name: other.map(|other| party(other).name).unwrap_or_default(),
        held,
        by,
        at: workspace.clock.now().round(Unit::Second).unwrap_or_default(),
    })
}

fn known<'a>(lists: &'a Lists, address: &str) -> Result<Contact<'a>, Finding> {
    let contact = lists.contacts.iter().find(|contact| contact.email() == address);
    contact.ok_or_else(|| extremes::unknown(address, lists.contacts.iter().map(|contact| contact.email())))
}

/// The contact as decisions know it.
pub(super) fn party(contact: Contact<'_>) -> Party {
    let names = [Field::FirstName, Field::LastName].iter().filter_map(|&field| contact.value(field));
    let name: Vec<&str> = names.collect();
    let organisation = || contact.value(Field::Organisation).unwrap_or_default().to_owned();
    let name = if name.is_empty() { organisation() } else { name.join(" ") };
    Party { address: contact.email().to_owned(), name }
}

/// Why rows of the contact wait for a decision, each reason once.
fn held(contact: Contact<'_>) -> Vec<&str> {
    let mut held: Vec<&str> = contact.each_row().filter_map(|row| row.value(Field::Held)).collect();
    held.sort_unstable();
    held.dedup();
    held
}
