//! `resolve`: a person settles what nobody can know.

use serde_json::json;

use super::audience::{Incomplete, prepare};
use super::workspace::Workspace;
use super::{Exit, Failure, real, send};
use crate::address::Address;
use crate::campaign::Campaign;
use crate::cli::ResolveArgs;
use crate::delivery;
use crate::finding::{Code, Finding};
use crate::ledger::{Batch, Decision, Ledger, Lock, Realm, Standing, State};
use crate::terminal::{Fact, Held, Screen};
use crate::token::Keys;

/// What a person can settle of a campaign.
struct Open<'a> {
    workspace: &'a Workspace,
    ledger: Ledger,
    /// The rehearsal is never in doubt: a look into the outbox tells.
    sent: Batch,
    /// People are held in the rehearsal as in reality.
    here: Batch,
    in_doubt: Vec<Standing>,
}

/// What a person says: of a mail that it arrived or not, of people that they are one or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Accepted,
    Resend,
}

impl Word {
    fn state(self) -> State {
        match self {
            Self::Accepted => State::Accepted,
            Self::Resend => State::Queued,
        }
    }

    fn decision(self) -> Decision {
        match self {
            Self::Accepted => Decision::Leave,
            Self::Resend => Decision::Send,
        }
    }
}

pub(super) fn run(workspace: &Workspace, screen: &Screen, arguments: &ResolveArgs) -> Result<Exit, Failure> {
    let campaign = Campaign::load(&workspace.root, &arguments.campaign)?;
    let word = match (arguments.accepted, arguments.resend) {
        (true, _) => Some(Word::Accepted),
        (_, true) => Some(Word::Resend),
        _ => None,
    };
    real::check(workspace)?;
    let location = workspace.ledger_location()?;
    if !location.path().exists() {
        return tell_open(workspace, screen, &campaign.id, &[], &[], &[]);
    }
    let _lock = Lock::take(&location)?;
    let ledger = Ledger::open(&location)?;
    delivery::recover(&ledger, Realm::Smtp, None, workspace.clock.now())?;
    let sent = Batch { campaign: campaign.id, realm: Realm::Smtp };
    let here = Batch { realm: workspace.realm(), ..sent.clone() };
    let in_doubt = ledger.standings(&sent, Some(State::InDoubt))?;
    let open = Open { workspace, ledger, sent, here, in_doubt };
    match word {
        None => {
            // a campaign that cannot be prepared holds nobody, and what is in doubt can be settled all the same
            let (held, findings) = match open.people(screen, arguments) {
                Ok((held, _)) => (held, Vec::new()),
                Err(failure) => (Vec::new(), failure.into_findings()),
            };
            tell_open(workspace, screen, &open.sent.campaign, &open.in_doubt, &held, &findings)
        }
        Some(word) => open.settle(screen, word, arguments),
    }
}

/// Lists what is in doubt and who is held, and how to settle it.
fn tell_open(
    workspace: &Workspace,
    screen: &Screen,
    campaign: &str,
    in_doubt: &[Standing],
    held: &[Held],
    findings: &[Finding],
) -> Result<Exit, Failure> {
    screen.warnings(findings);
    let zone = workspace.zone()?;
    for standing in in_doubt {
        screen.result(&screen.standing(standing, &zone));
        screen.result(&format!("    Message-ID: <{}>", standing.message_id));
    }
    let facts = |count: usize| [("count", Fact::from(count)), ("campaign", campaign.into())];
    if !in_doubt.is_empty() {
        screen.result(&screen.say("resolve-how", &facts(in_doubt.len())));
    }
    for held in held {
        screen.result(&screen.held(held));
    }
    if !held.is_empty() {
        screen.result(&screen.say("resolve-held", &facts(held.len())));
    }
    let nothing = in_doubt.is_empty() && held.is_empty();
    if nothing {
        screen.result(&screen.say("resolve-nothing", &facts(0)));
    }
    let told = screen.findings_json(findings);
    screen.json(&json!({ "campaign": campaign, "in_doubt": in_doubt, "held": held, "findings": told }));
    Ok(if nothing && findings.is_empty() { Exit::Done } else { Exit::Look })
}

impl Open<'_> {
    /// Who is held, and the addresses about which a person can decide, those included who were decided about and have
    /// got nothing yet.
    fn people(&self, screen: &Screen, arguments: &ResolveArgs) -> Result<(Vec<Held>, Vec<String>), Failure> {
        let lists = self.workspace.lists(screen)?;
        let mut prepared = prepare(self.workspace, &lists, &arguments.campaign, Incomplete::LeaveOut)?;
        let keys = Keys::load_or_create(&self.workspace.keys_file()?)?;
        send::hold(self.workspace, &mut prepared, &self.ledger, &keys, &self.here)?;
        let address = |number| prepared.lists.contacts.get(number).email().to_owned();
        Ok((prepared.held(), prepared.namesakes.iter().map(|namesake| address(namesake.number)).collect()))
    }

    fn settle(&self, screen: &Screen, word: Word, arguments: &ResolveArgs) -> Result<Exit, Failure> {
        let Some(by) = arguments.by.as_deref().filter(|by| !by.trim().is_empty()) else {
            return Err(Finding::new(Code::OptionsUnclear).with("options", "--by NAME").into());
        };
        if !arguments.all && arguments.addresses.is_empty() {
            return Err(Finding::new(Code::OptionsUnclear).with("options", "EMAIL, --all").into());
        }
        let (mails, people) = self.meant(screen, word, arguments)?;
        let now = self.workspace.clock.now();
        for mail in &mails {
            self.ledger.resolve(&self.sent, mail, word.state(), by, now)?;
        }
        for person in &people {
            self.ledger.decide(&self.here, person, word.decision(), by, now)?;
        }
        self.tell_settled(screen, word, &mails, &people);
        Ok(Exit::Done)
    }

    /// The mails and the people that are meant: who is in doubt or held, and to be sent again by name also who was
    /// rejected. All are looked at first, so that a typing error settles nothing.
    fn meant(
        &self,
        screen: &Screen,
        word: Word,
        arguments: &ResolveArgs,
    ) -> Result<(Vec<String>, Vec<String>), Failure> {
        if arguments.all {
            return Ok((self.in_doubt.iter().map(|standing| standing.address.clone()).collect(), Vec::new()));
        }
        let named = arguments.addresses.iter().map(|written| address(written)).collect::<Result<Vec<_>, _>>()?;
        let rejected = match word {
            Word::Resend => self.ledger.standings(&self.sent, Some(State::Rejected))?,
            Word::Accepted => Vec::new(),
        };
        let is_open =
            |address: &String| self.in_doubt.iter().chain(&rejected).any(|standing| standing.address == *address);
        let (mails, others): (Vec<_>, Vec<_>) = named.into_iter().partition(is_open);
        if others.is_empty() {
            return Ok((mails, others));
        }
        let (_, people) = self.people(screen, arguments)?;
        match others.iter().find(|address| !people.contains(address)) {
            Some(unknown) => {
                let finding = Finding::new(Code::NothingInDoubt).with("address", unknown);
                Err(finding.with("campaign", &self.sent.campaign).into())
            }
            None => Ok((mails, others)),
        }
    }

    fn tell_settled(&self, screen: &Screen, word: Word, mails: &[String], people: &[String]) {
        let campaign = &self.sent.campaign;
        let keys = match word {
            Word::Accepted => ["resolved-accepted", "decided-leave"],
            Word::Resend => ["resolved-resend", "decided-send"],
        };
        for (key, count) in keys.into_iter().zip([mails.len(), people.len()]) {
            if count > 0 || (people.is_empty() && key == keys[0]) {
                let facts = [("count", Fact::from(count)), ("campaign", campaign.as_str().into())];
                screen.result(&screen.say(key, &facts));
            }
        }
        screen.json(&json!({
            "campaign": campaign, "resolved": mails, "state": word.state(),
            "decided": people, "decision": word.decision(),
        }));
    }
}

/// An address as a person writes it.
pub(super) fn address(written: &str) -> Result<String, Finding> {
    Address::parse(written)
        .map(String::from)
        .map_err(|error| Finding::new(Code::ArgumentAddress).with("address", written).with("reason", error))
}
