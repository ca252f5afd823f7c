//! `preview --only`: one mail as text, for a look without a browser.

use serde_json::json;

use super::super::audience::{Prepared, addressee};
use super::super::extremes::named;
use super::super::workspace::Workspace;
use super::super::{Exit, Failure};
use crate::message::{self, Rendered};
use crate::terminal::Screen;
use crate::token::Keys;

/// What people want to know of a mail's head.
struct Head {
    from: String,
    to: String,
    reply_to: Option<String>,
    /// The names of the files.
    attachments: Vec<String>,
}

/// Prints the mail to a contact of the audience; writes nothing.
pub(super) fn print(
    workspace: &Workspace,
    screen: &Screen,
    prepared: &Prepared<'_>,
    address: &str,
) -> Result<Exit, Failure> {
    let contact = &prepared.lists.contacts.get(named(prepared, address)?);
    let mail = prepared.render(workspace, &Keys::demonstration(), true, contact);
    let mail = mail.map_err(message::Failure::into_finding)?;
    let head = head(workspace, prepared, (&addressee(contact), contact.email()), &mail);
    for line in lines(screen, &head, &mail) {
        screen.result(&line);
    }
    screen.result(&format!("\n{}", mail.text.trim_end()));
    screen.json(&json!({ "campaign": prepared.campaign.id, "only": {
        "from": head.from, "to": head.to, "reply_to": head.reply_to, "subject": mail.subject, "text": mail.text,
        "attachments": head.attachments,
    }}));
    Ok(Exit::Done)
}

fn head(workspace: &Workspace, prepared: &Prepared<'_>, (name, email): (&str, &str), mail: &Rendered) -> Head {
    let sender = workspace.config.sender.of(&prepared.campaign);
    let mailbox = |name: &str, address: &str| {
        if name.is_empty() { address.to_owned() } else { format!("{name} <{address}>") }
    };
    let reply_to = prepared.campaign.reply_to.as_ref().or(sender.reply_to.as_ref());
    let calendar = prepared.campaign.calendar.map(|_| "invite.ics".to_owned()).into_iter();
    let files = mail.enclosed.attachments.iter().map(|file| file.title().to_owned());
    Head {
        from: sender.shown(),
        to: mailbox(name, email),
        reply_to: reply_to.map(|address| mailbox(&sender.name, address.as_str())),
        attachments: calendar.chain(files).collect(),
    }
}

fn lines(screen: &Screen, head: &Head, mail: &Rendered) -> Vec<String> {
    let say = |key: &str, value: &str| screen.say(key, &[("value", value.into())]);
    let mut lines = vec![say("only-from", &head.from), say("only-to", &head.to)];
    lines.extend(head.reply_to.as_deref().map(|address| say("only-reply-to", address)));
    lines.push(say("only-subject", &mail.subject));
    lines.extend((!head.attachments.is_empty()).then(|| say("only-attachments", &head.attachments.join(", "))));
    lines
}
