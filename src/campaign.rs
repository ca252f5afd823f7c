//! Campaigns: one mailing about an event, front matter and body.

mod byline;

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

pub use byline::Byline;

use crate::address::Address;
use crate::event;
use crate::finding::{Code, Finding, Place};
use crate::frontmatter::{self, Document};
use crate::nearest::nearest;
use crate::template::Source;

/// What a mailing is for; decides which legal basis carries it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Purpose {
    /// News: advertising in the sense of § 7 UWG.
    #[default]
    Newsletter,
    /// An invitation to people who have not registered: advertising too.
    Invitation,
    /// What registered participants need to know.
    Organisation,
}

impl Purpose {
    /// The name, as the front matter has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Newsletter => "newsletter",
            Self::Invitation => "invitation",
            Self::Organisation => "organisation",
        }
    }
}

/// What a mail says to programs that answer for people who are away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum AutoReplies {
    /// That they need not answer (`X-Auto-Response-Suppress`, which Exchange heeds).
    Suppress,
    /// Nothing.
    Welcome,
}

impl AutoReplies {
    /// Nobody needs to know who of the readers of news is on leave; who is invited may be.
    fn usual(purpose: Purpose) -> Self {
        if purpose == Purpose::Newsletter { Self::Suppress } else { Self::Welcome }
    }
}

/// How an event goes into the readers' calendars (RFC 5546 §1.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CalendarMethod {
    /// An invitation that is answered.
    Request,
    /// A date to note, without an answer.
    Publish,
    /// Word that it does not take place.
    Cancel,
}

impl CalendarMethod {
    /// The name, as the front matter and templates have it.
    pub fn written(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Publish => "publish",
            Self::Cancel => "cancel",
        }
    }

    /// The name as calendars have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Request => "REQUEST",
            Self::Publish => "PUBLISH",
            Self::Cancel => "CANCEL",
        }
    }
}

/// Whom a campaign is for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AudienceRule {
    /// Names of lists; absent: all.
    pub lists: Option<Vec<String>>,
    /// A condition in Tera's language; absent: everyone.
    #[serde(rename = "where")]
    pub condition: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Front {
    subject: String,
    event: String,
    template: String,
    id: Option<String>,
    #[serde(default)]
    purpose: Purpose,
    preheader: Option<String>,
    not_before: Option<toml::value::Datetime>,
    not_after: Option<toml::value::Datetime>,
    sender: Option<Byline>,
    reply_to: Option<Address>,
    auto_replies: Option<AutoReplies>,
    calendar: Option<CalendarMethod>,
    replies_to: Option<String>,
    #[serde(default)]
    attachments: Vec<toml::Spanned<String>>,
    #[serde(default)]
    audience: AudienceRule,
    #[serde(default)]
    allow: BTreeMap<String, String>,
}

/// A campaign with the places of what its author wrote.
#[derive(Debug)]
pub struct Campaign {
    /// The file's stem.
    pub slug: String,
    /// The file, relative to the workspace.
    pub file: String,
    /// The permanent id under which the ledger knows it.
    pub id: String,
    /// The subject line, a template.
    pub subject: Source,
    /// What mail programs show beside the subject, a template.
    pub preheader: Source,
    /// The body, Markdown with tags.
    pub body: Source,
    /// The slug of its event, and where that stands.
    pub event: (String, Place),
    /// The name of its template, and where that stands.
    pub template: (String, Place),
    /// What it is for.
    pub purpose: Purpose,
    /// Local time before which nothing is sent.
    pub not_before: Option<jiff::civil::DateTime>,
    /// Local time after which no run begins.
    pub not_after: Option<jiff::civil::DateTime>,
    /// Who signs it, unless the sender of all mails.
    pub sender: Option<Byline>,
    /// Where replies to it go, unless where the sender wants them.
    pub reply_to: Option<Address>,
    /// What it says to programs that answer for people who are away.
    pub auto_replies: AutoReplies,
    /// How its event goes into calendars, if it does.
    pub calendar: Option<CalendarMethod>,
    /// The id of the campaign whose mails its own reply to, if they do.
    pub replies_to: Option<String>,
    /// The paths of attached files within `data/media`, each a template.
    pub attachments: Vec<Source>,
    /// Whom it is for.
    pub audience: AudienceRule,
    /// Codes of findings about its mails that are meant so, each with the reason.
    pub allow: BTreeMap<String, String>,
    /// Where the audience's condition begins.
    pub condition: Source,
    /// The front matter as written.
    toml: String,
}

/// Where campaigns lie in a workspace.
pub const FOLDER: &str = "data/campaigns";

/// The names that `campaign.` can be followed by.
pub const NAMES: [&str; 7] = ["id", "subject", "preheader", "purpose", "calendar", "body", "event"];

/// What a campaign's file says that it is for; `None` for other files, and where it cannot be read.
pub fn purpose_of(file: &str, text: &str) -> Option<Purpose> {
    #[derive(Deserialize)]
    struct Front {
        #[serde(default)]
        purpose: Purpose,
    }
    let read = || frontmatter::read::<Front>(file, text).ok();
    file.starts_with(FOLDER).then(read).flatten().map(|document| document.front.purpose)
}

impl Campaign {
    /// Reads the campaign of a name: a file stem, a path to the file, or an id.
    ///
    /// # Errors
    /// Unknown campaign, unreadable file, TOML that does not fit.
    pub fn load(root: &Path, name: &str) -> Result<Self, Finding> {
        let bare = name.strip_prefix("./").unwrap_or(name);
        let bare = bare.strip_prefix(FOLDER).map_or(bare, |rest| rest.trim_start_matches('/'));
        let slug = bare.strip_suffix(".md").unwrap_or(bare);
        let known = known(root);
        if known.iter().any(|stem| stem == slug) {
            return Self::read(root, slug);
        }
        let by_id = known.iter().filter_map(|stem| Self::read(root, stem).ok()).find(|campaign| campaign.id == slug);
        by_id.ok_or_else(|| {
            let nearest = nearest(slug, &known);
            Finding::new(Code::CampaignUnknown)
                .with("campaign", slug)
                .with("known", known.join(", "))
                .with("nearest", nearest.unwrap_or_default())
        })
    }

    /// The file as it was read, with LF line ends.
    pub fn written(&self) -> String {
        frontmatter::written(&self.toml, self.body.template())
    }

    /// Where the value of a key begins.
    pub fn place_of_key(&self, key: &str) -> Place {
        frontmatter::value_place(&self.file, &self.toml, key).0
    }

    /// Where a value stands in the front matter, in quotes; the whole file where it does not.
    pub fn place_of(&self, value: &str) -> Place {
        frontmatter::place_of(&self.file, &self.toml, value)
    }

    fn read(root: &Path, slug: &str) -> Result<Self, Finding> {
        let file = format!("{FOLDER}/{slug}.md");
        let bytes = std::fs::read(root.join(&file))
            .map_err(|error| Finding::new(Code::FileUnreadable).at(Place::file(&file)).with("reason", error))?;
        let text = String::from_utf8(bytes).map_err(|_| Finding::new(Code::NotUtf8).at(Place::file(&file)))?;
        Self::parse(slug, &file, &text)
    }

    fn parse(slug: &str, file: &str, text: &str) -> Result<Self, Finding> {
        let Document { front, body, body_line, toml } = frontmatter::read::<Front>(file, text)?;
        let place = |key: &str| frontmatter::value_place(file, &toml, key).0;
        let template = |key, value: &str| in_toml(file, &toml, key, value);
        let moment = |key, moment: Option<_>| moment.map(|moment| local(moment, key, &place(key))).transpose();
        let (not_before, not_after) = (moment("not_before", front.not_before)?, moment("not_after", front.not_after)?);
        if let Some((since, until)) = not_before.zip(not_after).filter(|(since, until)| until <= since) {
            let finding = Finding::new(Code::PeriodReversed).at(place("not_after"));
            return Err(finding.with("since", since).with("until", until));
        }
        let condition = front.audience.condition.clone().unwrap_or_default();
        let id = front.id.unwrap_or_else(|| slug.to_owned());
        // a part of tokens, of file names and of commands to type
        if id.is_empty() || id.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(Finding::new(Code::ValueInvalid)
                .at(place("id"))
                .with("key", "id")
                .with("value", id.escape_debug()));
        }
        if let Some((code, _)) = front.allow.iter().find(|(_, reason)| reason.trim().is_empty()) {
            return Err(Finding::new(Code::AllowanceWithoutReason).at(place(code.as_str())).with("code", code));
        }
        Ok(Self {
            slug: slug.to_owned(),
            file: file.to_owned(),
            id,
            subject: template("subject", &front.subject),
            preheader: template("preheader", front.preheader.as_deref().unwrap_or_default()),
            body: Source::new(file, &body, body_line),
            event: (front.event, place("event")),
            template: (front.template, place("template")),
            purpose: front.purpose,
            not_before,
            not_after,
            sender: front.sender,
            reply_to: front.reply_to,
            calendar: front.calendar,
            replies_to: front.replies_to,
            attachments: front.attachments.iter().map(|path| spanned(file, &toml, path)).collect(),
            auto_replies: front.auto_replies.unwrap_or(AutoReplies::usual(front.purpose)),
            condition: template("where", &condition),
            audience: front.audience,
            allow: front.allow,
            toml,
        })
    }
}

/// A template that stands as a string in the front matter. Where TOML escapes make the written text differ from
/// the value, places are those of the key's line.
fn in_toml(file: &str, toml: &str, key: &str, value: &str) -> Source {
    let (place, start) = frontmatter::value_place(file, toml, key);
    if toml[start..].starts_with(value) {
        return Source::within(file, toml, 2, start..start + value.len());
    }
    Source::new(file, value, place.line)
}

/// The same where the reader of TOML says where the string stands, quotes included.
fn spanned(file: &str, toml: &str, value: &toml::Spanned<String>) -> Source {
    let (value, span) = (value.get_ref(), value.span());
    let within = toml[span.clone()].find(value.as_str()).map(|at| span.start + at..span.start + at + value.len());
    match within {
        Some(within) => Source::within(file, toml, 2, within),
        None => Source::new(file, value, Place::of_offset(file, toml, span.start, 2).line),
    }
}

fn local(moment: toml::value::Datetime, key: &str, place: &Place) -> Result<jiff::civil::DateTime, Finding> {
    let text = moment.to_string();
    let date_only = || Some(text.parse::<jiff::civil::Date>().ok()?.to_datetime(jiff::civil::Time::MIN));
    let read = text.parse::<jiff::civil::DateTime>().ok().or_else(date_only);
    read.ok_or_else(|| Finding::new(Code::ValueInvalid).at(place.clone()).with("key", key).with("value", &text))
}

/// The stems of all campaign files.
pub fn known(root: &Path) -> Vec<String> {
    event::stems(root, FOLDER)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "+++\nsubject = \"Rückblick: {{ event.name }}\"\nevent = \"e\"\ntemplate = \"recap\"\n[audience]\nwhere = \"contact.state_code == 'HH'\"\n+++\nHallo {{ x }}\n";

    #[test]
    fn defaults_are_the_careful_ones() {
        let campaign = Campaign::parse("recap", "c.md", TEXT).expect("fits");
        assert_eq!(campaign.id, "recap");
        assert_eq!(campaign.purpose, Purpose::Newsletter);
        assert!(campaign.audience.lists.is_none());
    }

    #[test]
    fn places_in_subject_body_and_condition_are_those_of_the_file() {
        let campaign = Campaign::parse("recap", "c.md", TEXT).expect("fits");
        assert_eq!(campaign.subject.place("Rückblick: ".len()).to_string(), "c.md:2:23");
        assert_eq!(campaign.body.place(6).to_string(), "c.md:8:7");
        assert_eq!(campaign.condition.place(0).to_string(), "c.md:6:10");
        assert_eq!(campaign.event.1.to_string(), "c.md:3:10");
        let quoted = TEXT.replace("contact.state_code == 'HH'", "'cdos' in lists");
        let campaign = Campaign::parse("recap", "c.md", &quoted).expect("fits");
        assert_eq!(campaign.condition.place(0).to_string(), "c.md:6:10");
    }

    #[test]
    fn an_id_that_could_not_be_typed_is_refused() {
        for id in ["", "a b", "a\\nb"] {
            let text = TEXT.replace("event =", &format!("id = \"{id}\"\nevent ="));
            let refused = Campaign::parse("recap", "c.md", &text).expect_err("no id");
            assert_eq!((refused.code, refused.place.expect("placed").line), (Code::ValueInvalid, 3), "{id:?}");
        }
    }
}
