//! What waits for a decision: possible duplicates, held rows, namesakes, mails in doubt, proposals.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use super::super::audience::{Incomplete, prepare};
use super::super::send;
use super::super::workspace::{Lists, Workspace};
use super::apply::{is_decided, is_settled};
use super::due::of_retention;
use super::{held, party};
use crate::campaign;
use crate::contact::{Contact, DuplicateKind, DuplicatePolicy, find_duplicates};
use crate::decision::Decisions;
use crate::finding::Finding;
use crate::ledger::{Batch, Realm, State};
use crate::list::Field;
use crate::terminal::{Fact, Screen};

/// One question, and the commands that answer it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::command) struct Waiting {
    /// `same-person`, `successor`, `mailbox`, `row-held`, `namesake`, `in-doubt`, `suppression-proposal`,
    /// `retention-contact`, `retention-mails`, `retention-answers`, `retention-rehearsals`, `restriction-over`.
    pub kind: &'static str,
    /// Whom it is about.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// What lists call the person.
    pub name: String,
    /// The second address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
    /// What lists call that one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_name: Option<String>,
    /// The campaign's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
    /// Why a row is held, or what a server said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Since when what is kept too long is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
    /// `file:line` of what it is about.
    pub places: Vec<String>,
    /// What answers it.
    pub commands: Vec<String>,
}

impl Waiting {
    pub(super) fn new(kind: &'static str, address: &str, name: String) -> Self {
        Self {
            kind,
            address: address.to_owned(),
            name,
            other: None,
            other_name: None,
            campaign: None,
            reason: None,
            since: None,
            places: Vec::new(),
            commands: Vec::new(),
        }
    }

    /// One line for what it is, one for each command.
    pub(super) fn told(&self, screen: &Screen) -> Vec<String> {
        let text = |text: &Option<String>| Fact::from(text.as_deref().unwrap_or_default());
        let words = self.reason.as_deref().unwrap_or_default();
        // rows have several, and an answer of a server is one
        let words: Vec<&str> = if self.kind == "row-held" { words.split(", ").collect() } else { vec![words] };
        let reasons: Vec<String> = words.into_iter().map(|reason| screen.sentences().reason(reason)).collect();
        let facts = [
            ("address", Fact::from(self.address.as_str())),
            ("name", self.name.as_str().into()),
            ("other", text(&self.other)),
            ("othername", text(&self.other_name)),
            ("campaign", text(&self.campaign)),
            ("reason", reasons.join(", ").into()),
            (
                "since",
                screen.sentences().written_time(&self.since.map(|day| day.to_string()).unwrap_or_default()).into(),
            ),
            ("places", self.places.join(", ").into()),
        ];
        let head = screen.say(&format!("waiting-{}", self.kind), &facts);
        std::iter::once(head).chain(self.commands.iter().map(|command| format!("    {command}"))).collect()
    }
}

/// Everything, and what kept us from looking at a campaign.
pub(super) fn all(
    workspace: &Workspace,
    lists: &Lists,
    decisions: &Decisions,
) -> Result<(Vec<Waiting>, Vec<Finding>), Finding> {
    let mut waiting = of_lists(workspace, lists, decisions);
    let (namesakes, findings) = namesakes(workspace, lists);
    let pair = |one: &Waiting| -> BTreeSet<String> { one.other.iter().chain([&one.address]).cloned().collect() };
    let known: Vec<BTreeSet<String>> = waiting.iter().filter(|one| one.other.is_some()).map(pair).collect();
    // one question is asked once: a decision about the two holds for every campaign
    waiting.extend(namesakes.into_iter().filter(|namesake| !known.contains(&pair(namesake))));
    waiting.extend(of_ledger(workspace)?);
    waiting.extend(of_retention(workspace, lists)?);
    Ok((waiting, findings))
}

/// What the lists alone ask.
pub(in crate::command) fn of_lists(workspace: &Workspace, lists: &Lists, decisions: &Decisions) -> Vec<Waiting> {
    let mut waiting = duplicates(workspace, lists, decisions);
    for contact in lists.contacts.iter() {
        if is_settled(contact, Some(decisions)) {
            continue;
        }
        let rows = contact.each_row().filter(|row| row.value(Field::Held).is_some());
        let places = rows.map(|row| lists.place(row.origin).to_string()).collect();
        let reason = Some(held(contact).join(", "));
        let commands = ["--send", "--leave-out"].map(|word| command(contact.email(), word)).to_vec();
        let new = Waiting::new("row-held", contact.email(), contact.display_name());
        waiting.push(Waiting { reason, places, commands, ..new });
    }
    waiting
}

fn duplicates(workspace: &Workspace, lists: &Lists, decisions: &Decisions) -> Vec<Waiting> {
    let policy = workspace.config.duplicates.policy;
    if policy == DuplicatePolicy::SendBoth {
        return Vec::new();
    }
    let all: Vec<u32> = lists.contacts.numbers().collect();
    let mut waiting = Vec::new();
    for double in find_duplicates(&lists.contacts, &all) {
        let [one, other] = [double.one, double.other].map(|number| lists.contacts.get(number));
        let settled = |contact: Contact<'_>| decisions.about(&party(contact), &[]).is_some();
        let by_policy = double.kind == DuplicateKind::Mailbox && policy == DuplicatePolicy::PreferPerson;
        if by_policy || is_decided(decisions, one, other) || settled(other) || settled(one) {
            continue;
        }
        let (a, b) = (one.email(), other.email());
        let commands = match double.kind {
            DuplicateKind::Mailbox => vec![command(b, "--leave-out"), command(b, "--send")],
            DuplicateKind::SamePerson => vec![
                command(a, &format!("--same-as {b}")),
                command(b, &format!("--same-as {a}")),
                command(a, &format!("--different-from {b}")),
            ],
            DuplicateKind::Successor => {
                vec![command(a, "--leave-out"), command(b, "--leave-out"), command(a, &format!("--different-from {b}"))]
            }
        };
        // as the sentence names them
        let named = if double.kind == DuplicateKind::Mailbox { [other, one] } else { [one, other] };
        let places = named.into_iter().filter_map(|contact| contact.rows().next());
        waiting.push(Waiting {
            other: Some(b.to_owned()),
            other_name: Some(other.display_name()),
            places: places.map(|row| lists.place(row).to_string()).collect(),
            commands,
            ..Waiting::new(double.kind.name(), a, one.display_name())
        });
    }
    waiting
}

fn command(address: &str, word: &str) -> String {
    format!("rundbrief review {address} {word}")
}

/// Who would be held by which campaign; a campaign that cannot be prepared holds nobody.
fn namesakes(workspace: &Workspace, lists: &Lists) -> (Vec<Waiting>, Vec<Finding>) {
    let (mut waiting, mut findings) = (Vec::<Waiting>::new(), Vec::new());
    for stem in campaign::known(&workspace.root) {
        let held = prepare(workspace, lists, &stem, Incomplete::LeaveOut).and_then(|mut prepared| {
            send::hold_for_looking(workspace, &mut prepared)?;
            Ok((prepared.campaign.id.clone(), prepared.held()))
        });
        match held {
            Ok((campaign, held)) => waiting.extend(held.into_iter().map(|held| {
                let (address, other) = (&held.address, &held.other);
                let commands = vec![
                    command(other, &format!("--same-as {address}")),
                    command(other, &format!("--different-from {address}")),
                    format!("rundbrief resolve {campaign} {address} --accepted|--resend --by NAME"),
                ];
                let new = Waiting::new("namesake", address, held.name.clone());
                Waiting { other: Some(other.clone()), campaign: Some(campaign.clone()), commands, ..new }
            })),
            Err(failure) => findings.extend(failure.into_findings()),
        }
    }
    (waiting, findings)
}

/// What the ledger asks: mails in doubt, addresses that do not exist.
fn of_ledger(workspace: &Workspace) -> Result<Vec<Waiting>, Finding> {
    let Some(ledger) = workspace.ledger_for_reading()? else { return Ok(Vec::new()) };
    let mut waiting = Vec::new();
    let real = ledger.batches()?.into_iter().filter(|batch| batch.realm == Realm::Smtp);
    for Batch { campaign, realm } in real {
        let batch = Batch { campaign: campaign.clone(), realm };
        for standing in ledger.standings(&batch, Some(State::InDoubt))? {
            let words = ["--accepted", "--resend"];
            let command = |word| format!("rundbrief resolve {campaign} {} {word} --by NAME", standing.address);
            let new = Waiting::new("in-doubt", &standing.address, String::new());
            let (reason, commands) = (Some(standing.reply.clone()), words.map(command).to_vec());
            waiting.push(Waiting { campaign: Some(campaign.clone()), reason, commands, ..new });
        }
    }
    for proposal in ledger.proposals()? {
        let commands = vec![format!("rundbrief suppress {} --reason hard_bounce --by NAME", proposal.address)];
        let new = Waiting::new("suppression-proposal", &proposal.address, String::new());
        waiting.push(Waiting { campaign: Some(proposal.campaign), reason: Some(proposal.reply), commands, ..new });
    }
    Ok(waiting)
}
