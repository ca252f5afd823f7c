//! What an approval says about a plan: whether it covers everybody who is about to get a mail.

use serde_json::json;

use super::super::Failure;
use super::super::audience::{Prepared, addressee};
use super::super::workspace::Workspace;
use super::index::Index;
use super::plan::each_known;
use super::{Consent, batch};
use crate::approval::{Hand, Mark, Proposal, Seal, place};
use crate::finding::{Code, Finding};
use crate::ledger::{Batch, Ledger, Realm, State};
use crate::terminal::Approved;

/// What an approval came to.
pub(super) enum Verdict {
    /// None is needed.
    NotAsked,
    /// It covers what is about to be sent.
    Holds(Approved),
    /// Nobody whom it holds waits for a mail.
    Spent,
}

impl Verdict {
    /// The approval that holds, if one was needed.
    pub(super) fn approved(self) -> Option<Approved> {
        match self {
            Self::Holds(approved) => Some(approved),
            Self::NotAsked | Self::Spent => None,
        }
    }
}

/// The marks of everybody included, in their order.
pub(in crate::command) fn marks(workspace: &Workspace, prepared: &Prepared<'_>) -> Vec<Mark> {
    let (config, campaign) = (&workspace.config, &prepared.campaign);
    let mut head = json!({
        "sender": config.sender.of(campaign), "answers_to": config.answers_to(), "purpose": campaign.purpose,
        "letterhead": prepared.letterhead.without_reader(),
    });
    // absent where it is absent in the campaign, so that earlier approvals hold
    if let Some(replies_to) = &campaign.replies_to {
        head["replies_to"] = replies_to.as_str().into();
    }
    let head = head.to_string();
    let mark = |(&number, digest): (&u32, &i64)| {
        let contact = &prepared.lists.contacts.get(number);
        let (name, digest) = (addressee(contact), digest.to_be_bytes());
        Mark::new(&campaign.id, contact.email(), &[head.as_bytes(), name.as_bytes(), &digest])
    };
    prepared.audience.included.iter().zip(&prepared.digests).map(mark).collect()
}

/// Whether a plan that would send so many mails is covered.
///
/// # Errors
/// `approval-missing`, `approval-invalid`, or everything that makes it void.
pub(super) fn examine(
    workspace: &Workspace,
    prepared: &Prepared<'_>,
    ledger: Option<&Ledger>,
    (to_send, sender): (u64, Hand<'_>),
    consent: &Consent,
) -> Result<Verdict, Failure> {
    let campaign = &prepared.campaign;
    let needed = workspace.config.approval.asks() && workspace.realm() == Realm::Smtp && to_send > 0;
    match consent {
        Consent::Person if !needed => Ok(Verdict::NotAsked),
        Consent::Person => {
            let seal = Seal::read(&workspace.root, &campaign.slug)?;
            let seal = seal.ok_or_else(|| missing(&campaign.slug, &campaign.id))?;
            survey(workspace, prepared, ledger, &seal, sender)?.verdict()
        }
        Consent::Seal(seal) => {
            let survey = survey(workspace, prepared, ledger, seal, sender)?;
            if survey.is_spent { Ok(Verdict::Spent) } else { survey.verdict() }
        }
    }
}

pub(super) fn missing(slug: &str, campaign: &str) -> Finding {
    Finding::new(Code::ApprovalMissing).at(place(slug)).with("campaign", campaign)
}

/// How a seal and those who wait for a mail compare.
struct Survey {
    approved: Approved,
    faults: Vec<Finding>,
    /// Nobody whom it holds waits for a mail.
    is_spent: bool,
}

impl Survey {
    fn verdict(self) -> Result<Verdict, Failure> {
        if self.faults.is_empty() { Ok(Verdict::Holds(self.approved)) } else { Err(self.faults.into()) }
    }
}

fn survey(
    workspace: &Workspace,
    prepared: &Prepared<'_>,
    ledger: Option<&Ledger>,
    seal: &Seal,
    sender: Hand<'_>,
) -> Result<Survey, Finding> {
    let (batch, zone) = (batch(workspace, prepared), workspace.zone()?);
    let settled = Settled::of(prepared, ledger, &batch, seal)?;
    let email = |number: u32| prepared.lists.contacts.get(number).email();
    let everybody = prepared.audience.included.iter().map(|&number| email(number)).zip(marks(workspace, prepared));
    let waiting = everybody.zip(&settled.included).filter(|(_, settled)| !**settled);
    let mails: Vec<(&str, Mark)> = waiting.map(|(mail, _)| mail).collect();
    let held = mails.iter().filter(|(address, _)| seal.holds(address)).count();
    let began = ledger.map(|ledger| ledger.began_since(&batch, seal.summary.at)).transpose()?.flatten();
    let start = began.unwrap_or_else(|| workspace.clock.now());
    let proposal = Proposal { campaign: &batch.campaign, mails: &mails, start, sender, zone: &zone };
    let faults = seal.faults(&proposal, &workspace.config.approval, &prepared.campaign.slug);
    let (people, summary) = (seal.people() as u64, &seal.summary);
    let time = summary.at.to_zoned(zone).strftime("%Y-%m-%d %H:%M").to_string();
    let gone = people.saturating_sub(held as u64 + settled.sealed);
    let reply_from = summary.evidence.as_ref().map(|evidence| evidence.from.clone());
    let approved = Approved { by: summary.by.clone(), at: summary.at, time, people, gone, reply_from };
    Ok(Survey { approved, faults, is_spent: held == 0 && summary.campaign == batch.campaign })
}

/// Who gets no mail of a campaign any more, whatever is approved.
struct Settled {
    /// Of those included, in their order.
    included: Vec<bool>,
    /// How many of them all a seal holds.
    sealed: u64,
}

impl Settled {
    fn of(prepared: &Prepared<'_>, ledger: Option<&Ledger>, batch: &Batch, seal: &Seal) -> Result<Self, Finding> {
        let numbers = &prepared.audience.included;
        let mut this = Self { included: vec![false; numbers.len()], sealed: 0 };
        let Some(ledger) = ledger else { return Ok(this) };
        let index = Index::new(prepared);
        each_known(ledger, batch, |known| {
            if !is_settled(known.state, batch.realm) {
                return;
            }
            this.sealed += u64::from(seal.holds(&known.address));
            if let Some(at) = index.find(&known.address).and_then(|number| numbers.binary_search(&number).ok()) {
                this.included[at] = true;
            }
        })?;
        Ok(this)
    }
}

/// A rehearsal's unanswered mails are sent again; real ones are in doubt.
fn is_settled(state: State, realm: Realm) -> bool {
    match state {
        State::Queued | State::Deferred => false,
        State::Sending => realm == Realm::Smtp,
        State::Accepted | State::Rejected | State::InDoubt => true,
    }
}

/// Whether the ledger says of everybody in a seal that nothing is left to send.
pub(super) fn is_spent(workspace: &Workspace, seal: &Seal) -> Result<bool, Finding> {
    let Some(ledger) = workspace.ledger_for_reading()? else { return Ok(false) };
    let batch = Batch { campaign: seal.summary.campaign.clone(), realm: workspace.realm() };
    let mut settled = 0;
    each_known(&ledger, &batch, |known| {
        settled += usize::from(is_settled(known.state, batch.realm) && seal.holds(&known.address));
    })?;
    Ok(settled == seal.people())
}
