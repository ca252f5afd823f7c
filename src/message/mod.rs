//! Messages: a campaign compiled once, then rendered for each contact with Tera alone.

mod assemble;
mod body;
mod brand;
mod calendar;
mod content;
mod enclosure;
mod foreign;
mod guard;
mod layout;
mod links;
mod lint;
mod markdown;
mod mime;
mod names;
mod notice;
mod outline;
#[cfg(test)]
mod proof;
mod quoted_printable;
mod signature;
mod wrap;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::address::Address;
use crate::campaign::{Byline, Campaign};
use crate::digest::{Digest, Digester};
use crate::event::Event;
use crate::finding::{Code, Finding};
use crate::list::Fields;
use crate::media::Shelf;
use crate::template::protect::Restored;
use crate::template::{self, Fault, Language, Past, Scope, Source, Templates, Value};

use assemble::assemble;
use content::compose;
use enclosure::Carried;

pub use brand::{Brand, Pair};
pub use calendar::{Card, CardDay, Invitation};
pub use content::{Composed, Rendered};
pub use enclosure::Enclosed;
pub use foreign::dropped_links;
pub use layout::unknown_attributes;
pub use links::Links;
pub use lint::{Flaw, PARTS, flaws};
pub use mime::{Head, Letterhead};
pub use names::{unknown_in_condition, unused as unused_names};
pub use notice::{NAME as NOTICES, Occasion, has_place as has_notice_place, missing as missing_for_notices, notices};
pub use outline::{Form, Measures, Outline};
pub use signature::{Algorithm, Record, Selector, Settings as SignatureSettings, Signer, make as make_key};
pub use wrap::flowing;

/// `[sender]` of `rundbrief.toml`: who writes, and what the footer must tell (§ 5 DDG, Art. 13 DSGVO).
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Sender {
    /// The name beside the address.
    pub name: String,
    /// The address mails come from.
    pub address: Address,
    /// Where replies go.
    pub reply_to: Option<Address>,
    /// Who is responsible.
    pub organisation: Option<String>,
    /// Its postal address.
    pub postal_address: Option<String>,
    /// Its imprint.
    pub imprint_url: Option<String>,
    /// Its privacy notice.
    pub privacy_url: Option<String>,
    /// The name under which mailbox providers count complaints (`Feedback-ID`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feedback_id: Option<String>,
}

/// The names that `sender.` can be followed by.
const SENDER_NAMES: [&str; 7] =
    ["name", "address", "reply_to", "organisation", "postal_address", "imprint_url", "privacy_url"];

impl Sender {
    /// The sender of a campaign: itself, as far as the campaign names nobody else.
    #[must_use]
    pub fn of(&self, campaign: &Campaign) -> Self {
        let mut own = self.clone();
        if let Some(Byline { name, address }) = campaign.sender.clone() {
            own.name = name.unwrap_or(own.name);
            own.address = address.unwrap_or(own.address);
        }
        own
    }

    /// Name and address, as mail programs show them.
    pub fn shown(&self) -> String {
        format!("{} <{}>", self.name, self.address)
    }

    fn scope(&self) -> Value {
        Value::from(template::map([
            ("name", Some(self.name.as_str())),
            ("address", Some(self.address.as_str())),
            ("reply_to", self.reply_to.as_ref().map(Address::as_str)),
            ("organisation", self.organisation.as_deref()),
            ("postal_address", self.postal_address.as_deref()),
            ("imprint_url", self.imprint_url.as_deref()),
            ("privacy_url", self.privacy_url.as_deref()),
        ]))
    }
}

/// Everything a campaign is compiled from.
pub struct Parts<'a> {
    /// The campaign.
    pub campaign: &'a Campaign,
    /// Its event.
    pub event: &'a Event,
    /// The event after it.
    pub next: Option<&'a Event>,
    /// The layout: MJML, or HTML where its name ends so.
    pub layout: &'a Source,
    /// The hand-written text template; without one the text is the body and the footer.
    pub text: Option<&'a Source>,
    /// Who writes.
    pub sender: &'a Sender,
    /// How the house looks.
    pub brand: &'a Brand,
    /// The pictures and files of the workspace.
    pub media: &'a Arc<Shelf>,
    /// The language of dates.
    pub language: Language,
    /// What happened before.
    pub past: &'a Past,
    /// The extra columns of the lists.
    pub fields: &'a Fields,
    /// Whether some mails may have something to tell that the law asks for.
    pub notices: bool,
    /// Who reads it.
    pub reader: Reader,
}

/// Whom a text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// One person, as a mail.
    Person,
    /// Everybody, as a page: `public` is true for templates.
    Everybody,
}

/// A campaign ready to be rendered.
pub struct Compiled {
    templates: Templates,
    restored: Vec<(&'static str, Restored)>,
    /// The same without what is the same in all mails, the HTML quoted-printable; not every template allows it.
    shortened: Option<Templates>,
    carried: Carried,
}

/// Why a mail cannot be rendered for a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// A known field that this contact lacks, such as `contact.title`, with the place of the tag.
    Missing(String, Box<Finding>),
    /// Anything else.
    Broken(Box<Finding>),
}

impl Failure {
    /// What is to be told.
    pub fn into_finding(self) -> Finding {
        match self {
            Self::Missing(_, finding) | Self::Broken(finding) => *finding,
        }
    }
}

const SUBJECT: &str = "subject.txt";
const HTML: &str = "mail.html";
const TEXT: &str = "mail.txt";
const ATTACHMENTS: &str = "attachments.txt";

/// What the text part is made from where nobody wrote a template for it.
fn plain_layout(language: Language) -> &'static str {
    match language {
        Language::De => include_str!("plain/de.txt"),
        Language::En => include_str!("plain/en.txt"),
    }
}

/// Reads everything, checks every name, and makes the templates that Tera renders.
///
/// # Errors
/// All faults found, each at its place in the author's files.
pub fn compile(parts: &Parts<'_>) -> Result<Compiled, Vec<Finding>> {
    let plain = Source::new("text", plain_layout(parts.language), 1);
    let campaign = parts.campaign;
    let written = parts.text.unwrap_or(&plain);
    let told = !parts.notices || [written, &campaign.body].into_iter().any(notice::has_place);
    let telling = (!told).then(|| written.followed_by(notice::TEXT));
    let text_layout = telling.as_ref().unwrap_or(written);
    let sources = [&campaign.subject, &campaign.preheader, &campaign.body, parts.layout, text_layout];
    let sources: Vec<&Source> = sources.into_iter().chain(&campaign.attachments).collect();
    let mut findings: Vec<Finding> = sources.iter().flat_map(|source| source.check_tags(parts.language)).collect();
    findings.extend(sources.iter().flat_map(|source| names::unknown_names(source, parts.fields)));
    let layouts = [parts.layout, text_layout];
    let is_layout = |source: &Source| layouts.iter().any(|layout| std::ptr::eq(*layout, source));
    findings.extend(sources.iter().flat_map(|source| names::misused_slots(source, is_layout(source))));
    findings.extend(layouts.into_iter().filter_map(names::body_slot_missing));
    findings.extend([&campaign.body, parts.layout].into_iter().flat_map(foreign::content));
    if !findings.is_empty() {
        return Err(findings);
    }
    let compiled = assemble(parts, text_layout).map_err(|finding| vec![finding])?;
    let expected = [SUBJECT, HTML, TEXT, ATTACHMENTS].iter().flat_map(|name| compiled.templates.names(name)).collect();
    let unknown = names::unknown_roots(&expected, &sources);
    if unknown.is_empty() { Ok(compiled) } else { Err(unknown) }
}

fn scope(contact: Value, links: Value) -> Scope {
    let mut scope = Scope::default();
    scope.set("contact", contact);
    scope.set("links", links);
    scope
}

impl Compiled {
    fn add(&mut self, name: &'static str, restored: Restored) -> Result<(), Finding> {
        let result = self.templates.add(name, &restored.text);
        let placed = result.map_err(|fault| {
            let finding = Finding::new(Code::TagMisplaced).with("tag", &fault);
            match restored.place(&fault) {
                Some(place) => finding.at(place),
                None => finding,
            }
        });
        self.restored.push((name, restored));
        placed
    }

    /// All templates without constants, the HTML one encoded; `None` if one does not allow it.
    fn shorten(&self, mut shortened: Templates) -> Option<Templates> {
        for (name, restored) in &self.restored {
            let text = if *name == HTML {
                self.templates.without_constants(name, &restored.text, quoted_printable::encode_literal)
            } else {
                self.templates.without_constants(name, &restored.text, template::plain_literal)
            };
            shortened.add(name, &text?).ok()?;
        }
        Some(shortened)
    }

    /// Which of these `links` a template may ask for.
    fn asked_of(&self, links: &[&'static str]) -> Vec<&'static str> {
        let references = self.restored.iter().flat_map(|(_, restored)| template::references(&restored.text));
        let paths: Vec<Vec<String>> = references.map(|reference| reference.path).collect();
        let may_be = |path: &[String], link: &str| match path {
            [root] => root == "links" || root.starts_with("__tera"),
            [root, name, ..] => root == "links" && name == link,
            [] => false,
        };
        links.iter().copied().filter(|link| paths.iter().any(|path| may_be(path, link))).collect()
    }

    /// Renders the mail for one contact.
    ///
    /// # Errors
    /// A value the contact lacks, or a tag that fails.
    pub fn render(&self, contact: Value, links: Value) -> Result<Rendered, Failure> {
        let unsubscribe = links::unsubscribe(&links);
        self.render_scope(&scope(contact, links), unsubscribe)
    }

    /// Renders the HTML part as a page of its own.
    ///
    /// # Errors
    /// As [`Compiled::render`].
    pub fn page(&self, contact: Value, links: Value) -> Result<String, Failure> {
        let html = self.templates.render(HTML, &scope(contact, links)).map_err(|fault| self.failure(&fault))?;
        // MJML says to screen readers that the page is a mail
        let page = html.replace(" aria-roledescription=\"email\"", "");
        let shown = self.carried.shown(&page);
        Ok(shown
            .iter()
            .fold(page, |page, picture| page.replace(&format!("cid:{}", picture.content_id), &picture.as_target())))
    }

    fn render_scope(&self, scope: &Scope, unsubscribe: String) -> Result<Rendered, Failure> {
        let render = |name| self.templates.render(name, scope).map_err(|fault| self.failure(&fault));
        let html = render(HTML)?;
        let enclosed = Enclosed { pictures: self.carried.shown(&html), attachments: self.attachments(scope)? };
        let (subject, text) = (mime::one_line(&render(SUBJECT)?), wrap::wrap(&render(TEXT)?));
        Ok(Rendered { subject, html, text, unsubscribe, enclosed })
    }

    /// The mail for one contact as it will be sent, at a fraction of what rendering and encoding cost.
    ///
    /// # Errors
    /// As [`Compiled::render`].
    pub fn compose(&self, contact: Value, links: Value) -> Result<Composed, Failure> {
        let unsubscribe = links::unsubscribe(&links);
        let scope = scope(contact, links);
        // where the short way fails, the long one says why
        match self.shortened.as_ref().map(|templates| compose(templates, &scope, &unsubscribe)) {
            Some(Ok(mut composed)) => {
                composed.enclosed.pictures = self.carried.shown_encoded(&composed.html);
                composed.enclosed.attachments = self.attachments(&scope)?;
                Ok(composed)
            }
            _ => self.render_scope(&scope, unsubscribe).map(|rendered| rendered.compose()),
        }
    }

    /// Whether the mail can be rendered for a contact, and a digest of what it comes to, for comparing only.
    ///
    /// # Errors
    /// As [`Compiled::render`].
    pub fn try_out(&self, contact: Value, links: Value) -> Result<Digest, Failure> {
        let scope = scope(contact, links);
        let renders = |templates: &Templates| {
            let mut digest = Digester::default();
            for name in [SUBJECT, HTML, TEXT] {
                templates.render_into(name, &scope, &mut digest)?;
                digest.cut();
            }
            Ok(digest.end())
        };
        let digest = match self.shortened.as_ref().map(renders) {
            Some(Ok(digest)) => digest,
            _ => renders(&self.templates).map_err(|fault: Fault| self.failure(&fault))?,
        };
        Ok(enclosure::with_attachments(digest, &self.attachments(&scope)?))
    }

    fn failure(&self, fault: &Fault) -> Failure {
        let restored = self.restored.iter().find(|(name, _)| *name == fault.template).map(|(_, restored)| restored);
        let variable = restored.map(|restored| restored.variable(fault)).unwrap_or_default();
        let place = restored.and_then(|restored| restored.place(fault));
        let placed = |finding: Finding| {
            Box::new(match &place {
                Some(place) => finding.at(place.clone()),
                None => finding,
            })
        };
        let undefined = fault.message.contains("not defined") || fault.message.contains("undefined");
        if undefined && variable.starts_with("contact.") {
            let finding = Finding::new(Code::ValueMissing).with("variable", &variable);
            return Failure::Missing(variable, placed(finding));
        }
        if undefined && variable.starts_with("sender.") {
            return Failure::Broken(placed(Finding::new(Code::KeyMissing).with("key", &variable)));
        }
        if let Some(date) = fault.message.strip_prefix(template::NO_TIME) {
            return Failure::Broken(placed(Finding::new(Code::TimeUnknown).with("time", date)));
        }
        let code = if undefined { Code::FactMissing } else { Code::RenderFailed };
        // Tera has no condition for an entry that is not there
        let what = if variable.contains('[') { "entry" } else { "fact" };
        let finding = Finding::new(code).with("variable", &variable).with("reason", fault).with("what", what);
        Failure::Broken(placed(finding))
    }
}
