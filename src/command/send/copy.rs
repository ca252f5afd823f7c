//! Test copies: a mail to oneself, as somebody in the audience gets it.

use super::super::audience::{Envelope, Prepared};
use super::super::workspace::Workspace;
use super::super::{Exit, Failure};
use super::way;
use crate::address::Address;
use crate::delivery::Mail;
use crate::finding::{Code, Finding, Place};
use crate::terminal::{Fact, Screen};
use crate::token::{Keys, Purpose};

/// A mail to oneself: inert tokens, a Message-ID of its own, no record.
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
    let contact = prepared.lists.contacts.get(number);
    let mut composed =
        prepared.compose(workspace, &keys, true, contact).map_err(crate::message::Failure::into_finding)?;
    composed.subject = format!("[Test] {}", composed.subject);
    let moment = workspace.clock.now().as_nanosecond().to_string();
    let unique = keys.digest(Purpose::Demonstration, &[&prepared.campaign.id, to.as_str(), &moment]);
    let message_id = format!("test.{unique}@{}", workspace.config.sender.address.domain());
    let envelope = Envelope { to: &to, message_id: &message_id };
    let dated = workspace.clock.now();
    let bytes = prepared.mime(&composed, contact, &envelope, dated)?;
    let mail = Mail { from: workspace.config.sender.address.clone(), to: to.clone(), bytes, dated };
    let way = way(workspace)?;
    way.send_copy(&format!("test-{}", prepared.campaign.id), &mail)?;
    let facts = [("address", Fact::from(to.as_str())), ("name", contact.display_name().into())];
    screen.result(&screen.say("test-copy-sent", &facts));
    screen.json(
        &serde_json::json!({ "campaign": prepared.campaign.id, "test_copy_to": to.as_str(), "as": contact.email() }),
    );
    Ok(Exit::Done)
}
