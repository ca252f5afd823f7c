//! Test copies: mails to oneself, as people in the audience get them.

use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use super::super::audience::{Envelope, Prepared};
use super::super::before::Before;
use super::super::extremes::{Chosen, extremes, named};
use super::super::workspace::Workspace;
use super::super::{Exit, Failure, left_out, real};
use super::return_path::return_path;
use super::way;
use crate::address::Address;
use crate::delivery::{Blocked, Mail};
use crate::finding::{Code, Finding};
use crate::ledger::{Copied, Ledger, Lock, Planning as _, Realm};
use crate::terminal::{Fact, Screen};
use crate::token::{Keys, Purpose};

/// Mails to oneself: inert tokens, a Message-ID of their own; of them the ledger knows only that each took a slot.
pub(super) fn send(
    workspace: &Workspace,
    screen: &Screen,
    prepared: &Prepared<'_>,
    (address, shown): (&str, &[String]),
) -> Result<Exit, Failure> {
    let to = Address::parse(address)
        .map_err(|error| Finding::new(Code::ArgumentAddress).with("address", address).with("reason", error))?;
    let copies = if shown.is_empty() { extremes(workspace, prepared)? } else { chosen(prepared, shown)? };
    if copies.is_empty() {
        return Ok(left_out::nobody(screen, prepared));
    }
    let way = way(workspace)?;
    let account = Account::open(workspace, screen)?;
    for (place, copy) in copies.iter().enumerate() {
        if let Some(account) = &account {
            account.wait_for_slot(workspace, screen, to.domain())?;
        }
        let mail = mail(workspace, prepared, copy.number, &to)?;
        let sent = way.send_copy(&batch_name(prepared, place), &mail);
        if let Some(account) = &account {
            account.record(workspace, to.domain(), &sent)?;
        }
        sent?;
        tell(screen, prepared, copy, &to);
    }
    if copies.len() > 1 {
        let facts = [("count", Fact::from(copies.len())), ("address", to.as_str().into())];
        screen.result(&screen.say("test-copies-sent", &facts));
    }
    let email = |copy: &Chosen| prepared.lists.contacts.get(copy.number).email().to_owned();
    let copies: Vec<_> = copies.iter().map(|copy| json!({ "as": email(copy), "why": copy.reasons() })).collect();
    screen.json(&json!({ "campaign": prepared.campaign.id, "test_copy_to": to.as_str(), "copies": copies }));
    Ok(Exit::Done)
}

/// Those whom somebody named, each once.
fn chosen(prepared: &Prepared<'_>, shown: &[String]) -> Result<Vec<Chosen>, Vec<Finding>> {
    let (mut chosen, mut faults) = (Vec::<Chosen>::new(), Vec::new());
    for written in shown {
        match named(prepared, written) {
            Ok(number) if chosen.iter().any(|known| known.number == number) => {}
            Ok(number) => chosen.push(Chosen { number, why: Vec::new() }),
            Err(finding) => faults.push(finding),
        }
    }
    if faults.is_empty() { Ok(chosen) } else { Err(faults) }
}

/// A name of its own for each copy: in the outbox, one of two to the same address would replace the other.
fn batch_name(prepared: &Prepared<'_>, place: usize) -> String {
    let campaign = &prepared.campaign.id;
    if place == 0 { format!("test-{campaign}") } else { format!("test-{campaign}.{}", place + 1) }
}

fn mail(workspace: &Workspace, prepared: &Prepared<'_>, number: u32, to: &Address) -> Result<Mail, Finding> {
    let keys = Keys::demonstration();
    let contact = &prepared.lists.contacts.get(number);
    let mut composed =
        prepared.compose(workspace, &keys, true, contact).map_err(crate::message::Failure::into_finding)?;
    composed.subject = format!("[Test] {}", composed.subject);
    let dated = workspace.clock.now();
    let moment = dated.as_nanosecond().to_string();
    let unique = keys.digest(Purpose::Demonstration, &[&prepared.campaign.id, to.as_str(), contact.email(), &moment]);
    let message_id = format!("test.{unique}@{}", workspace.config.sender.address.domain());
    let envelope = Envelope { to, message_id: &message_id, inert: true };
    let bytes = prepared.mime(&composed, contact, &envelope, dated)?;
    // no delivery has this number, and the key is everybody's: what bounces concerns nobody
    let from = return_path(workspace, &keys, (0, &prepared.campaign.id, to.as_str()))?;
    Ok(Mail { from, to: to.clone(), bytes, dated })
}

fn tell(screen: &Screen, prepared: &Prepared<'_>, copy: &Chosen, to: &Address) {
    let name = prepared.lists.contacts.get(copy.number).display_name();
    let why: Vec<String> = copy.why.iter().map(|name| screen.say(name, &[])).collect();
    let key = if why.is_empty() { "test-copy-sent" } else { "test-copy-extreme" };
    let facts = [("address", Fact::from(to.as_str())), ("name", name.into()), ("why", why.join(", ").into())];
    screen.result(&screen.say(key, &facts));
}

/// The account whose pace a test copy keeps too: nobody else sends meanwhile.
struct Account {
    ledger: Ledger,
    _lock: Lock,
}

impl Account {
    /// `None` in the rehearsal, and on a machine whose ledger is not the real one: what left elsewhere is not known
    /// there.
    fn open(workspace: &Workspace, screen: &Screen) -> Result<Option<Self>, Finding> {
        if workspace.realm() == Realm::Outbox {
            return Ok(None);
        }
        if let Err(elsewhere) = real::check(workspace) {
            screen.warnings(&[elsewhere]);
            return Ok(None);
        }
        let location = workspace.ledger_location()?;
        location.check()?;
        let lock = Lock::take(&location)?;
        Ok(Some(Self { ledger: Ledger::open(&location)?, _lock: lock }))
    }

    /// Waits until every window of the account has room, and says so if that takes time.
    fn wait_for_slot(&self, workspace: &Workspace, screen: &Screen, domain: &str) -> Result<(), Finding> {
        let before = Before::of(workspace, screen, Some(&self.ledger), std::iter::once(domain.to_owned()))?;
        let mut pace = before.pace(workspace, workspace.clock.now());
        let group = before.group(domain);
        let mut told = false;
        while let Err(Blocked::Account(until) | Blocked::Group(until)) = pace.take(group, Instant::now()) {
            let wait = until.map_or(Duration::ZERO, |until| until.saturating_duration_since(Instant::now()));
            if !told {
                told = true;
                let duration = screen.sentences().duration(wait);
                screen.note(&screen.say("test-copy-waits", &[("duration", duration.into())]));
            }
            thread::sleep(wait.max(Duration::from_millis(1)));
        }
        Ok(())
    }

    /// Notes the slot down, unless no server was asked.
    fn record(&self, workspace: &Workspace, domain: &str, sent: &Result<u16, Finding>) -> Result<(), Finding> {
        let code = match sent {
            Ok(code) => *code,
            Err(finding) if finding.code == Code::ServerRefuses => 0,
            Err(_) => return Ok(()),
        };
        let (account, at) = (workspace.config.transport.account(), workspace.clock.now());
        self.ledger.copied(Copied { account, domain: domain.to_owned(), code, at })
    }
}
