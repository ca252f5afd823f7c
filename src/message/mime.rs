//! The mail as bytes: headers and parts (RFC 5322, RFC 2045), the only room that builds MIME.

use lettre::message::header::{ContentTransferEncoding, ContentType, Date, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, MessageBuilder, MultiPart, SinglePart};

use super::{Rendered, quoted_printable};
use crate::address::Address;
use crate::finding::{Code, Finding};

/// What stands in the head of every mail of a campaign.
#[derive(Debug, Clone)]
pub struct Letterhead {
    from: Mailbox,
    reply_to: Option<Mailbox>,
    list_id: HeaderValue,
}

/// What stands in the head of one mail.
#[derive(Debug)]
pub struct Head<'a> {
    /// Whom it is for.
    pub to: &'a Address,
    /// Their name, shown beside the address.
    pub name: Option<&'a str>,
    /// Without angle brackets.
    pub message_id: &'a str,
    /// A mailto link.
    pub unsubscribe: &'a str,
    /// When it is made.
    pub date: jiff::Timestamp,
}

impl Letterhead {
    /// The head for a sender.
    ///
    /// # Errors
    /// `value-invalid` when lettre refuses an address that passed ours.
    pub fn new(sender: &super::Sender) -> Result<Self, Finding> {
        let organisation = one_line(sender.organisation.as_deref().unwrap_or(&sender.name));
        let phrase: String = organisation.chars().filter(|c| c.is_ascii() && !"\"\\<>".contains(*c)).collect();
        let id = format!("\"{}\" <rundbrief.{}>", phrase.trim(), sender.address.domain());
        Ok(Self {
            from: mailbox(Some(&sender.name), &sender.address)?,
            reply_to: sender.reply_to.as_ref().map(|address| mailbox(Some(&sender.name), address)).transpose()?,
            list_id: raw("List-Id", id),
        })
    }

    /// The whole mail, CRLF, ASCII only: text and HTML as alternatives.
    ///
    /// # Errors
    /// `value-invalid` when the address cannot be written down.
    pub fn write(&self, rendered: &Rendered, head: &Head<'_>) -> Result<Vec<u8>, Finding> {
        let builder = lettre::Message::builder().from(self.from.clone()).to(mailbox(head.name, head.to)?);
        let mut builder = with_subject(builder, one_line(&rendered.subject))
            .header(Date::new(head.date.into()))
            .message_id(Some(format!("<{}>", head.message_id)))
            .raw_header(self.list_id.clone())
            .raw_header(raw("List-Unsubscribe", format!("<{}>", head.unsubscribe)));
        if let Some(reply_to) = &self.reply_to {
            builder = builder.reply_to(reply_to.clone());
        }
        // the same mail has the same bytes: the boundary comes from the Message-ID
        let boundary: String = head.message_id.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
        let parts = MultiPart::builder()
            .kind(lettre::message::MultiPartKind::Alternative)
            .boundary(format!("={boundary}"))
            .singlepart(part(ContentType::TEXT_PLAIN, &rendered.text))
            .singlepart(part(ContentType::TEXT_HTML, &rendered.html));
        let message = builder.multipart(parts).map_err(|error| refused(head.to, &error))?;
        Ok(message.formatted())
    }
}

fn part(kind: ContentType, text: &str) -> SinglePart {
    let encoding = ContentTransferEncoding::QuotedPrintable;
    let body = Body::dangerous_pre_encoded(quoted_printable::encode(text), encoding);
    SinglePart::builder().header(kind).body(body)
}

fn mailbox(name: Option<&str>, address: &Address) -> Result<Mailbox, Finding> {
    let name = name.map(one_line).filter(|name| !name.is_empty());
    let address = address.as_str().parse().map_err(|error| refused(address, &error))?;
    Ok(Mailbox::new(name, address))
}

fn refused(address: &Address, error: &dyn std::fmt::Display) -> Finding {
    Finding::new(Code::ValueInvalid).with("key", "email").with("value", format!("{address}: {error}"))
}

fn raw(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(name), value.clone(), value)
}

/// lettre writes ASCII as it is, and a reader would take `=?…?=` for an encoded word (RFC 2047).
fn with_subject(builder: MessageBuilder, subject: String) -> MessageBuilder {
    if subject.contains("=?") {
        builder.raw_header(raw("Subject", encoded_words(&subject)))
    } else {
        builder.subject(subject)
    }
}

/// Every byte as a Q-encoded word (RFC 2047 §4.2), characters whole, lines folded.
fn encoded_words(text: &str) -> String {
    let mut words = vec![String::new()];
    for c in text.chars() {
        let mut bytes = [0; 4];
        let encoded: String =
            c.encode_utf8(&mut bytes).bytes().fold(String::new(), |word, byte| word + &format!("={byte:02X}"));
        let full = words.last().is_some_and(|word| word.len() + encoded.len() > 60);
        if full {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push_str(&encoded);
        }
    }
    words.iter().map(|word| format!("=?utf-8?Q?{word}?=")).collect::<Vec<_>>().join("\r\n ")
}

/// Control characters in a header would begin another one (and lettre panics on them in names).
pub(super) fn one_line(text: &str) -> String {
    let tame: String =
        text.chars().map(|c| if c.is_control() || c == '\u{2028}' || c == '\u{2029}' { ' ' } else { c }).collect();
    // a no-break space is meant
    tame.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_stays_on_its_line() {
        assert_eq!(one_line("Einladung\r\nBcc: x@y.example\0  "), "Einladung Bcc: x@y.example");
    }
}
