//! The links of one mail: each carries a signed token, so that what comes back can be told apart from forgery.

use std::fmt::Write as _;

use crate::address::Address;
use crate::event::Event;
use crate::template::{Language, Map, Value};
use crate::token::{Keys, Purpose};

/// What is the same in the links of all mails of a campaign.
#[derive(Debug, Clone)]
pub struct Links {
    campaign: String,
    answers_to: Address,
    share: Option<String>,
    pass_on: String,
    words: &'static Words,
}

/// The names that `links.` can be followed by.
pub const NAMES: [&str; 6] = ["unsubscribe", "accept", "decline", "tentative", "share", "pass_on"];

#[derive(Debug)]
struct Words {
    unsubscribe: &'static str,
    accept: &'static str,
    decline: &'static str,
    tentative: &'static str,
    pass_on: &'static str,
}

const GERMAN: Words = Words {
    unsubscribe: "Abmeldung",
    accept: "Zusage",
    decline: "Absage",
    tentative: "Vielleicht",
    pass_on: "Das könnte für Sie oder Ihre Digitalisierungsbeauftragten (CDO) interessant sein:",
};
const ENGLISH: Words = Words {
    unsubscribe: "Unsubscribe",
    accept: "Accepted",
    decline: "Declined",
    tentative: "Tentative",
    pass_on: "This may be of interest to you or your chief digital officer:",
};

impl Links {
    /// Answers go to `answers_to`.
    pub fn new(campaign: &str, event: &Event, answers_to: &Address, language: Language) -> Self {
        let words = match language {
            Language::De => &GERMAN,
            Language::En => &ENGLISH,
        };
        let url = event.facts.url.clone();
        let body = [Some(words.pass_on), None, url.as_deref()].map(Option::unwrap_or_default).join("\r\n");
        let pass_on = format!("mailto:?subject={}&body={}", encode(&event.facts.name), encode(&body));
        Self { campaign: campaign.to_owned(), answers_to: answers_to.clone(), share: url, pass_on, words }
    }

    /// What templates see as `links` in the mail to one address.
    pub fn scope(&self, keys: &Keys, inert: bool, address: &str) -> Value {
        let mut scope = Map::default();
        for (name, purpose, word) in [
            ("unsubscribe", Purpose::Unsubscribe, self.words.unsubscribe),
            ("accept", Purpose::Accept, self.words.accept),
            ("decline", Purpose::Decline, self.words.decline),
            ("tentative", Purpose::Tentative, self.words.tentative),
        ] {
            scope.insert(name.into(), Value::from(self.mailto(keys, inert, purpose, word, address)));
        }
        scope.insert("pass_on".into(), Value::from(self.pass_on.as_str()));
        if let Some(share) = &self.share {
            scope.insert("share".into(), Value::from(share.as_str()));
        }
        Value::from(scope)
    }

    /// The target of the List-Unsubscribe header (RFC 2369 §3.2).
    pub fn unsubscribe(&self, keys: &Keys, inert: bool, address: &str) -> String {
        self.mailto(keys, inert, Purpose::Unsubscribe, self.words.unsubscribe, address)
    }

    fn mailto(&self, keys: &Keys, inert: bool, purpose: Purpose, word: &str, address: &str) -> String {
        let purpose = if inert { Purpose::Demonstration } else { purpose };
        let token = keys.sign(purpose, &self.campaign, address);
        format!("mailto:{}?subject={word}%20{token}", self.answers_to)
    }
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
