//! The links of one mail: each carries a signed token, so that what comes back can be told apart from forgery.

use std::fmt::Write as _;

use super::{Compiled, Rendered};
use crate::address::Address;
use crate::event::Event;
use crate::template::{self, Language, Map, Value};
use crate::token::{Keys, Purpose};

/// What is the same in the links of all mails of a campaign.
#[derive(Debug, Clone)]
pub struct Links {
    campaign: String,
    answers_to: Address,
    share: Option<String>,
    pass_on: String,
    signed: Vec<(&'static str, Purpose, &'static str)>,
}

/// The names that `links.` can be followed by.
pub const NAMES: [&str; 6] = ["unsubscribe", "accept", "decline", "tentative", "share", "pass_on"];

/// The name in templates, what following the link means, and the first word of the answer's subject.
const GERMAN: [(&str, Purpose, &str); 4] = [
    (UNSUBSCRIBE, Purpose::Unsubscribe, "Abmeldung"),
    ("accept", Purpose::Accept, "Zusage"),
    ("decline", Purpose::Decline, "Absage"),
    ("tentative", Purpose::Tentative, "Vielleicht"),
];
const ENGLISH: [(&str, Purpose, &str); 4] = [
    (UNSUBSCRIBE, Purpose::Unsubscribe, "Unsubscribe"),
    ("accept", Purpose::Accept, "Accepted"),
    ("decline", Purpose::Decline, "Declined"),
    ("tentative", Purpose::Tentative, "Tentative"),
];

const UNSUBSCRIBE: &str = "unsubscribe";

/// Links that only a web server of ours could answer.
pub(super) const UNAVAILABLE: [&str; 2] = ["browser", "calendar"];

/// A mail to a colleague, put into the reader's own mail program: its subject, and what stands before and behind the
/// event and its public page.
struct PassOn {
    subject: &'static str,
    before: &'static str,
    behind: &'static str,
}

const PASS_ON_GERMAN: PassOn = PassOn {
    subject: "Empfehlung:",
    before: "Guten Tag,\r\n\r\ndas könnte für Sie, Ihre Leitung oder Ihre Digitalisierungsbeauftragten (CDO) interessant sein:",
    behind: "Mit freundlichen Grüßen",
};
const PASS_ON_ENGLISH: PassOn = PassOn {
    subject: "For you:",
    before: "Hello,\r\n\r\nthis may be of interest to you, your leadership or your chief digital officer:",
    behind: "Kind regards",
};

impl Links {
    /// Answers go to `answers_to`.
    pub fn new(campaign: &str, event: &Event, answers_to: &Address, language: Language) -> Self {
        let (signed, pass_on) = match language {
            Language::De => (GERMAN, PASS_ON_GERMAN),
            Language::En => (ENGLISH, PASS_ON_ENGLISH),
        };
        let url = event.facts.url.clone();
        let pass_on = pass_on.link(event, url.as_deref());
        let (campaign, answers_to) = (campaign.to_owned(), answers_to.clone());
        Self { campaign, answers_to, share: url, pass_on, signed: signed.into() }
    }

    /// Signs no more than a campaign's templates ask for, and what every head needs.
    #[must_use]
    pub fn for_campaign(mut self, compiled: &Compiled) -> Self {
        let asked = compiled.asked_of(&NAMES);
        self.signed.retain(|(name, ..)| *name == UNSUBSCRIBE || asked.contains(name));
        self
    }

    /// Whether the mails may ask for an answer.
    pub fn ask(&self) -> bool {
        self.signed.iter().any(|(name, ..)| *name != UNSUBSCRIBE)
    }

    /// The first link for an answer that stands in a mail, by its name in templates.
    pub fn asked_in(&self, mail: &Rendered) -> Option<&'static str> {
        let stands = |(name, _, word): &&(&'static str, Purpose, &'static str)| {
            let begin = format!("{}%20", self.to(word));
            *name != UNSUBSCRIBE && (mail.html.contains(&begin) || mail.text.contains(&begin))
        };
        self.signed.iter().find(stands).map(|(name, ..)| *name)
    }

    /// The beginning of a link whose answer's subject begins with a word.
    fn to(&self, word: &str) -> String {
        format!("mailto:{}?subject={word}", self.answers_to)
    }

    /// What templates see as `links` on a page for everybody: nothing that answers for one person.
    pub fn for_everybody(&self) -> Value {
        let entries = [("pass_on", Some(self.pass_on.as_str())), ("share", self.share.as_deref())];
        Value::from(template::map(entries))
    }

    /// What templates see as `links` in the mail to one address.
    pub fn scope(&self, keys: &Keys, inert: bool, address: &str) -> Value {
        let mut scope = Map::default();
        for &(name, purpose, word) in &self.signed {
            let purpose = if inert { Purpose::Demonstration } else { purpose };
            let token = keys.sign(purpose, &self.campaign, address);
            let link = format!("{}%20{token}", self.to(word));
            scope.insert(name.into(), Value::from(link));
        }
        scope.insert("pass_on".into(), Value::from(self.pass_on.as_str()));
        if let Some(share) = &self.share {
            scope.insert("share".into(), Value::from(share.as_str()));
        }
        Value::from(scope)
    }
}

impl PassOn {
    /// A mail without a recipient (RFC 6068 §2).
    fn link(&self, event: &Event, url: Option<&str>) -> String {
        let (name, motto) = (event.facts.name.as_str(), event.facts.motto.as_deref());
        let what = motto.map_or_else(|| name.to_owned(), |motto| format!("{name} – {motto}"));
        let parts = [Some(self.before), Some(&what), url, Some(self.behind)];
        let body = parts.into_iter().flatten().collect::<Vec<_>>().join("\r\n\r\n");
        format!("mailto:?subject={}&body={}", encode(&format!("{} {name}", self.subject)), encode(&body))
    }
}

/// The link that stands in the head as well.
pub(super) fn unsubscribe(links: &Value) -> String {
    links.get_from_path(UNSUBSCRIBE).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Percent-encoding for the parts of a mailto link (RFC 6068 §2).
fn encode(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // writing into a string cannot fail
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}
