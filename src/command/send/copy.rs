//! Test copies: a mail to oneself, as somebody in the audience gets it.

use std::thread;
use std::time::{Duration, Instant};

use super::super::audience::{Envelope, Prepared};
use super::super::before::Before;
use super::super::workspace::Workspace;
use super::super::{Exit, Failure, real};
use super::return_path::return_path;
use super::way;
use crate::address::Address;
use crate::delivery::{Blocked, Mail};
use crate::finding::{Code, Finding, Place};
use crate::ledger::{Copied, Ledger, Lock, Planning as _, Realm};
use crate::terminal::{Fact, Screen};
use crate::token::{Keys, Purpose};

/// A mail to oneself: inert tokens, a Message-ID of its own; of it the ledger knows only that it took a slot.
pub(super) fn send(
    workspace: &Workspace,
    screen: &Screen,
    prepared: &Prepared<'_>,
    address: &str,
) -> Result<Exit, Failure> {
    let to = Address::parse(address)
        .map_err(|error| Finding::new(Code::ArgumentAddress).with("address", address).with("reason", error))?;
    let keys = Keys::demonstration();
    let Some(&number) = prepared.audience.included.first() else {
        return Err(Finding::new(Code::AudienceEmpty).at(Place::file(&prepared.campaign.file)).into());
    };
    let contact = &prepared.lists.contacts.get(number);
    let mut composed =
        prepared.compose(workspace, &keys, true, contact).map_err(crate::message::Failure::into_finding)?;
    composed.subject = format!("[Test] {}", composed.subject);
    let moment = workspace.clock.now().as_nanosecond().to_string();
    let unique = keys.digest(Purpose::Demonstration, &[&prepared.campaign.id, to.as_str(), &moment]);
    let message_id = format!("test.{unique}@{}", workspace.config.sender.address.domain());
    let envelope = Envelope { to: &to, message_id: &message_id, inert: true };
    let dated = workspace.clock.now();
    let bytes = prepared.mime(&composed, contact, &envelope, dated)?;
    // no delivery has this number, and the key is everybody's: what bounces concerns nobody
    let from = return_path(workspace, &keys, (0, &prepared.campaign.id, to.as_str()))?;
    let mail = Mail { from, to: to.clone(), bytes, dated };
    let way = way(workspace)?;
    let slot = Account::open(workspace, screen)?;
    if let Some(account) = &slot {
        account.wait_for_slot(workspace, screen, to.domain())?;
    }
    let sent = way.send_copy(&format!("test-{}", prepared.campaign.id), &mail);
    if let Some(account) = &slot {
        account.record(workspace, to.domain(), &sent)?;
    }
    sent?;
    let facts = [("address", Fact::from(to.as_str())), ("name", contact.display_name().into())];
    screen.result(&screen.say("test-copy-sent", &facts));
    screen.json(
        &serde_json::json!({ "campaign": prepared.campaign.id, "test_copy_to": to.as_str(), "as": contact.email() }),
    );
    Ok(Exit::Done)
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
