//! The reply of somebody who approves, read from the file of a mail (RFC 5322).

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use jiff::Timestamp;
use mail_parser::decoders::html::html_to_text;
use mail_parser::{Message, MessageParser, PartType};

use super::Fingerprint;
use crate::address::Address;
use crate::digest;
use crate::finding::{Code, Finding, Place};

/// What a seal keeps of a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Who wrote it, as its `From` says.
    pub from: String,
    /// When, as its `Date` says, in UTC.
    pub date: Timestamp,
    /// Its Message-ID without angle brackets, if it has one.
    pub message_id: Option<String>,
    /// SHA-256 of the file, in hexadecimal digits.
    pub sha256: String,
}

/// A reply as people read it.
#[derive(Debug)]
pub struct Reply {
    /// What a seal keeps of it.
    pub evidence: Evidence,
    /// Subject and text, quoted parts too; of attachments nothing.
    words: String,
    /// The first line that is no quotation.
    first: String,
}

impl Reply {
    /// Reads the file of a mail.
    ///
    /// # Errors
    /// `file-unreadable`; `evidence-invalid` where it is no mail, a machine wrote it, or sender or date are missing.
    pub fn read(file: &Path) -> Result<Self, Finding> {
        let place = || Place::file(file.display().to_string());
        let unreadable = |error| Finding::new(Code::FileUnreadable).at(place()).with("reason", error);
        let bytes = fs::read(file).map_err(unreadable)?;
        Self::parse(&bytes).map_err(|lacks| Finding::new(Code::EvidenceInvalid).at(place()).with("lacks", lacks))
    }

    fn parse(bytes: &[u8]) -> Result<Self, &'static str> {
        let mail = MessageParser::default().parse(bytes).ok_or("mail")?;
        // what a machine answers proves nothing (RFC 3834 §5)
        let answered = mail.header("Auto-Submitted").and_then(|value| value.as_text()).map(str::to_lowercase);
        if answered.is_some_and(|value| value.trim() != "no") || mail.header("X-Autoreply").is_some() {
            return Err("person");
        }
        let from = mail.from().and_then(|from| from.first()).and_then(|one| one.address()).ok_or("from")?;
        let from = Address::parse(from).map_err(|_| "from")?.to_string();
        let date = mail.date().ok_or("date")?.to_timestamp();
        let date = Timestamp::from_second(date).map_err(|_| "date")?;
        let message_id = mail.message_id().map(str::to_owned);
        let texts = texts(&mail);
        let first = texts.iter().find_map(|text| own_line(text)).unwrap_or_default();
        let words = std::iter::once(mail.subject().unwrap_or_default().to_owned()).chain(texts);
        let words = words.collect::<Vec<_>>().join("\n\n");
        Ok(Self { evidence: Evidence { from, date, message_id, sha256: digest::hex(bytes) }, words, first })
    }

    /// Whether it names a fingerprint, in its subject or in its text.
    pub fn names(&self, fingerprint: &Fingerprint) -> bool {
        fingerprint.stands_in(&self.words)
    }

    /// The fingerprints that it names.
    pub fn fingerprints(&self) -> Vec<Fingerprint> {
        Fingerprint::all_in(&self.words)
    }

    /// How it begins, in its writer's own words; empty where all of it is quoted.
    pub fn beginning(&self) -> &str {
        &self.first
    }
}

/// The texts of a mail, those of HTML parts without their elements.
fn texts(mail: &Message<'_>) -> Vec<String> {
    let parts: BTreeSet<u32> = mail.text_body.iter().chain(&mail.html_body).copied().collect();
    let text = |part: u32| match &mail.part(part)?.body {
        PartType::Text(text) => Some(text.to_string()),
        PartType::Html(html) => Some(html_to_text(html)),
        _ => None,
    };
    parts.into_iter().filter_map(text).collect()
}

/// The first line that holds words and is no quotation.
fn own_line(text: &str) -> Option<String> {
    let own = |line: &&str| !line.is_empty() && !line.starts_with('>');
    text.lines().map(str::trim).find(own).map(|line| line.chars().take(LINE).collect())
}

/// So much of a line is shown, in characters.
const LINE: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::approval::Mark;

    fn fingerprint() -> Fingerprint {
        Fingerprint::of("thanks", &[Mark::new("thanks", "a@x.example", &[b"a"])])
    }

    fn reply(head: &str, body: &str) -> Result<Reply, &'static str> {
        let head = format!("From: Chef <Chef@Stadt.example>\r\nDate: Mon, 23 Nov 2026 13:00:00 +0100\r\n{head}");
        Reply::parse(format!("{head}\r\n\r\n{body}").as_bytes())
    }

    #[test]
    fn sender_date_and_message_id_are_kept_as_the_mail_has_them() {
        let reply = reply("Message-ID: <1@stadt.example>", "Freigegeben.\r\n\r\n> quoted\r\n").expect("a mail");
        let Evidence { from, date, message_id, sha256 } = &reply.evidence;
        assert_eq!((from.as_str(), date.to_string().as_str()), ("chef@stadt.example", "2026-11-23T12:00:00Z"));
        assert_eq!((message_id.as_deref(), sha256.len()), (Some("1@stadt.example"), 64));
        assert_eq!(reply.beginning(), "Freigegeben.");
    }

    #[test]
    fn the_fingerprint_is_found_whatever_the_encoding() {
        let said = fingerprint().to_string();
        let (one, two) = said.split_at(9);
        let quoted = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable";
        let coded = "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64";
        let html = format!("<p>Ja</p><blockquote>Kennung <b>{one}</b><wbr>{two}</blockquote>");
        for (head, body) in [
            ("Subject: x", format!("ok\r\n> {one}\r\n> {two}\r\n")),
            (quoted, format!("Geh=C3=B6rt: {one}=\r\n{two}\r\n")),
            (coded, base64(&html)),
            (&*format!("Subject: =?utf-8?Q?Freigabe_{}?=", said.replace('-', "=2D")), "ok\r\n".to_owned()),
        ] {
            let reply = reply(head, &body).expect("a mail");
            assert!(reply.names(&fingerprint()), "{head}: {:?}", reply.words);
        }
    }

    fn base64(text: &str) -> String {
        use base64::Engine as _;
        base64::engine::general_purpose::STANDARD.encode(text)
    }

    #[test]
    fn what_an_attachment_says_is_no_reply() {
        let head = "Content-Type: multipart/mixed; boundary=b";
        let page = "--b\r\nContent-Type: text/html\r\nContent-Disposition: attachment; filename=a.html\r\n\r\n";
        let body = format!("--b\r\nContent-Type: text/plain\r\n\r\nno\r\n{page}{}\r\n--b--\r\n", fingerprint());
        assert!(!reply(head, &body).expect("a mail").names(&fingerprint()));
    }

    #[test]
    fn what_has_no_sender_or_no_date_is_no_evidence() {
        let lacks = |mail: &str| Reply::parse(mail.as_bytes()).expect_err(mail);
        assert_eq!(lacks("Date: Mon, 23 Nov 2026 13:00:00 +0100\r\n\r\nok"), "from");
        assert_eq!(lacks("From: chef@stadt.example\r\n\r\nok"), "date");
        let automatic =
            "From: chef@stadt.example\r\nDate: Mon, 23 Nov 2026 13:00:00 +0100\r\nAuto-Submitted: auto-replied";
        assert_eq!(lacks(&format!("{automatic}\r\n\r\nout of office")), "person");
        assert!(Reply::parse(format!("{}\r\n\r\nok", automatic.replace("auto-replied", "no")).as_bytes()).is_ok());
        assert_eq!(lacks("From: chef\r\nDate: Mon, 23 Nov 2026 13:00:00 +0100\r\n\r\nok"), "from");
    }
}
