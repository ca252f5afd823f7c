//! The mail as bytes: headers and parts (RFC 5322, RFC 2045), the only room that builds MIME.

use std::io::Write as _;

use lettre::message::header::{self, Header, HeaderName, HeaderValue, Headers};
use lettre::message::{Mailbox, Mailboxes};

use super::Composed;
use super::calendar::{Attendee, Invitation};
use crate::address::Address;
use crate::campaign::{AutoReplies, Campaign};
use crate::finding::{Code, Finding};
use crate::media::{File, base64_lines};

/// What stands in the head of every mail of a campaign, written once.
#[derive(Debug, Clone)]
pub struct Letterhead {
    from: String,
    list_id: String,
    reply_to: String,
    /// The event for calendars.
    invitation: Option<Invitation>,
    /// Further headers that are the same in all mails, each with its line end.
    further: String,
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
    /// The Message-ID of the mail that it replies to, without angle brackets.
    pub replies_to: Option<&'a str>,
    /// When it is made.
    pub date: jiff::Timestamp,
    /// Whether it is a preview or a test copy: no answer to it counts.
    pub inert: bool,
}

/// The longest line of a head that needs no folding (RFC 5322 §2.1.1 recommends 78 or less).
const LINE: usize = 76;

/// Room for the head and what stands between the parts.
const ROOM: usize = 2048;

const ENCODED: &str = "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n";

const BASE64: &str = "; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";

const FILE: &str = "Content-Transfer-Encoding: base64\r\n\r\n";

impl Head<'_> {
    fn attendee(&self) -> Attendee<'_> {
        let Head { to: address, name, message_id, date, inert, .. } = *self;
        Attendee { address, name, message_id, inert, date }
    }
}

impl Letterhead {
    /// The head for a sender's campaign, also where somebody else signs that: readers find all mails of the sender in
    /// one list.
    ///
    /// # Errors
    /// `value-invalid` when lettre refuses an address that passed ours.
    pub fn new(sender: &super::Sender, campaign: &Campaign, invitation: Option<Invitation>) -> Result<Self, Finding> {
        let organisation = one_line(sender.organisation.as_deref().unwrap_or(&sender.name));
        let phrase: String = organisation.chars().filter(|c| c.is_ascii() && !"\"\\<>".contains(*c)).collect();
        let own = sender.of(campaign);
        let from = header::From::from(mailbox(Some(&own.name), &own.address)?);
        let reply_to = campaign.reply_to.as_ref().or(own.reply_to.as_ref());
        let reply_to = reply_to.map(|address| mailbox(Some(&own.name), address)).transpose()?;
        Ok(Self {
            from: line(from.display()),
            list_id: folded(format!("List-Id: \"{}\" <rundbrief.{}>\r\n", phrase.trim(), sender.address.domain())),
            reply_to: reply_to.map(|to| line(header::ReplyTo::from(to).display())).unwrap_or_default(),
            further: further(sender, campaign),
            invitation,
        })
    }

    /// What it puts into every mail, whoever reads it and whenever: what an approval holds beside the content.
    pub fn without_reader(&self) -> String {
        let Self { from, list_id, reply_to, further, invitation } = self;
        let entry = invitation.as_ref().map(Invitation::without_reader).unwrap_or_default();
        [from, list_id, reply_to, further, &entry].map(String::as_str).concat()
    }

    /// The whole mail, CRLF, ASCII only: text and HTML as alternatives.
    ///
    /// # Errors
    /// `value-invalid` when the address cannot be written down.
    pub fn write(&self, mail: &Composed, head: &Head<'_>) -> Result<Vec<u8>, Finding> {
        let mut out = Vec::with_capacity(mail.text.len() + mail.html.len() + ROOM);
        let date = head.date.strftime("%a, %d %b %Y %H:%M:%S +0000");
        let (to, subject) = (to(head.name, head.to)?, subject(one_line(&mail.subject)));
        let Self { from, list_id, reply_to, further, invitation } = self;
        let id = head.message_id;
        // the same mail has the same bytes: the boundary comes from the Message-ID
        let boundary: String = id.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
        // writing into memory cannot fail
        let _ = write!(out, "{from}{to}{subject}Date: {date}\r\nMessage-ID: <{id}>\r\n{list_id}");
        if let Some(before) = head.replies_to {
            // a thread of two: the first one has no references (RFC 5322 §3.6.4)
            let _ = write!(out, "In-Reply-To: <{before}>\r\nReferences: <{before}>\r\n");
        }
        let _ = write!(out, "List-Unsubscribe: <{}>\r\n{reply_to}{further}MIME-Version: 1.0\r\n", mail.unsubscribe);
        let calendar = invitation.as_ref().map(|invitation| (invitation.method(), invitation.write(&head.attendee())));
        let files = &mail.enclosed.attachments;
        let is_mixed = calendar.is_some() || !files.is_empty();
        if is_mixed {
            begin(&mut out, "mixed", &format!("=m{boundary}"));
            let _ = write!(out, "--=m{boundary}\r\n");
        }
        begin(&mut out, "alternative", &format!("={boundary}"));
        let _ = write!(out, "--={boundary}\r\nContent-Type: text/plain{ENCODED}");
        out.extend_from_slice(&mail.text);
        let _ = write!(out, "\r\n--={boundary}\r\n");
        page(&mut out, mail, &boundary);
        if let Some((method, entry)) = &calendar {
            // as a part, Outlook and Gmail show buttons; as a file, everything else can open it
            let _ = write!(out, "--={boundary}\r\nContent-Type: text/calendar; method={method}{BASE64}");
            out.extend_from_slice(&base64_lines(entry));
        }
        let _ = write!(out, "--={boundary}--\r\n");
        if let Some((_, entry)) = &calendar {
            let _ = write!(out, "--=m{boundary}\r\nContent-Type: application/ics; name=\"invite.ics\"\r\n");
            let _ = write!(out, "Content-Disposition: attachment; filename=\"invite.ics\"\r\n{FILE}");
            out.extend_from_slice(&base64_lines(entry));
        }
        for file in files {
            let disposition = line(header::ContentDisposition::attachment(&one_line(file.title())).display());
            let _ = write!(out, "--=m{boundary}\r\nContent-Type: {}\r\n{disposition}{FILE}", file.kind());
            out.extend_from_slice(file.as_attachment());
        }
        if is_mixed {
            let _ = write!(out, "--=m{boundary}--\r\n");
        }
        Ok(out)
    }
}

/// The head of a part that has parts.
fn begin(out: &mut Vec<u8>, kind: &str, boundary: &str) {
    // writing into memory cannot fail
    let _ = write!(out, "Content-Type: multipart/{kind};\r\n boundary=\"{boundary}\"\r\n\r\n");
}

/// The HTML part, with its pictures if it has any (RFC 2387).
fn page(out: &mut Vec<u8>, mail: &Composed, boundary: &str) {
    let pictures = &mail.enclosed.pictures;
    let boundary = format!("=r{boundary}");
    if !pictures.is_empty() {
        begin(out, "related", &boundary);
        let _ = write!(out, "--{boundary}\r\n");
    }
    let _ = write!(out, "Content-Type: text/html{ENCODED}");
    out.extend_from_slice(&mail.html);
    out.extend_from_slice(b"\r\n");
    for picture in pictures {
        let _ = write!(out, "--{boundary}\r\nContent-Type: {}\r\n{}", picture.kind(), inline(picture));
        out.extend_from_slice(picture.as_picture());
    }
    if !pictures.is_empty() {
        let _ = write!(out, "--{boundary}--\r\n");
    }
}

/// The head of a picture below its type.
fn inline(picture: &File) -> String {
    let name = one_line(picture.title());
    let disposition = line(header::ContentDisposition::inline_with_name(&name).display());
    format!("Content-ID: <{}>\r\n{disposition}{FILE}", picture.content_id)
}

/// What programs read: whether to answer for somebody who is away, and whose mail of which kind a complaint is about.
fn further(sender: &super::Sender, campaign: &Campaign) -> String {
    let mut further = String::new();
    if campaign.auto_replies == AutoReplies::Suppress {
        further.push_str("X-Auto-Response-Suppress: OOF, AutoReply\r\n");
    }
    if let Some(id) = &sender.feedback_id {
        // four fields with colons between them, as Google reads it
        let field = |text: &str| text.replace(|c: char| !c.is_ascii_graphic() || c == ':', "-");
        let (campaign_id, id) = (field(&campaign.id), field(id));
        further.extend(["Feedback-ID: ", &campaign_id, ":", campaign.purpose.name(), "::", &id, "\r\n"]);
    }
    further
}

fn mailbox(name: Option<&str>, address: &Address) -> Result<Mailboxes, Finding> {
    let name = name.map(one_line).filter(|name| !name.is_empty());
    let address = address.as_str().parse().map_err(|error| refused(address, &error))?;
    Ok(Mailbox::new(name, address).into())
}

fn refused(address: &Address, error: &dyn std::fmt::Display) -> Finding {
    Finding::new(Code::ValueInvalid).with("key", "email").with("value", format!("{address}: {error}"))
}

fn line(value: HeaderValue) -> String {
    let mut headers = Headers::with_capacity(1);
    headers.insert_raw(value);
    folded(headers.to_string())
}

/// A header of one mailbox, with the address on a line of its own where both do not fit on one (RFC 5322 §2.2.3).
fn folded(header: String) -> String {
    let last = header.trim_end().rfind("\r\n").map_or(0, |at| at + 2);
    match header[last..].rfind(" <") {
        Some(at) if at > 0 && header[last..].trim_end().len() > LINE => {
            format!("{}\r\n{}", &header[..last + at], &header[last + at..])
        }
        _ => header,
    }
}

/// Lettre is asked where something is to be encoded or folded.
fn to(name: Option<&str>, address: &Address) -> Result<String, Finding> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '.' | '-');
    let name = name.map(one_line).filter(|name| !name.is_empty());
    if let Some(name) = name.as_ref().filter(|name| name.contains(' ') && name.chars().all(plain)) {
        let written = format!("To: \"{name}\" <{address}>\r\n");
        if written.len() <= LINE {
            return Ok(written);
        }
    }
    Ok(line(header::To::from(mailbox(name.as_deref(), address)?).display()))
}

/// lettre writes ASCII as it is, and a reader would take `=?…?=` for an encoded word (RFC 2047).
fn subject(subject: String) -> String {
    const NAME: HeaderName = HeaderName::new_from_ascii_str("Subject");
    if subject.contains("=?") {
        format!("Subject: {}\r\n", encoded_words(&subject))
    } else if subject.is_ascii() && "Subject: ".len() + subject.len() <= LINE {
        format!("Subject: {subject}\r\n")
    } else {
        line(HeaderValue::new(NAME, subject))
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
    let breaks = |c: char| c.is_control() || c == '\u{2028}' || c == '\u{2029}';
    if !text.contains(breaks) && !text.contains("  ") && !text.starts_with(' ') && !text.ends_with(' ') {
        return text.to_owned();
    }
    let tame = text.replace(breaks, " ");
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
