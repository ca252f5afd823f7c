//! One mail's content: as people read it, and as it stands in the mail.

use super::enclosure::Enclosed;
use super::{HTML, SUBJECT, TEXT, mime, quoted_printable, wrap};
use crate::template::{Fault, Scope, Templates};

/// One mail's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The subject line.
    pub subject: String,
    /// The HTML part.
    pub html: String,
    /// The plain-text part.
    pub text: String,
    /// The target of the List-Unsubscribe header (RFC 2369 §3.2).
    pub unsubscribe: String,
    /// What it carries.
    pub enclosed: Enclosed,
}

/// One mail's content, both parts quoted-printable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    /// The subject line.
    pub subject: String,
    pub(super) html: Vec<u8>,
    pub(super) text: Vec<u8>,
    pub(super) unsubscribe: String,
    pub(super) enclosed: Enclosed,
}

impl Rendered {
    /// The content as it stands in a mail.
    pub fn compose(&self) -> Composed {
        Composed {
            subject: self.subject.clone(),
            html: quoted_printable::encode(&self.html),
            text: quoted_printable::encode(&self.text),
            unsubscribe: self.unsubscribe.clone(),
            enclosed: self.enclosed.clone(),
        }
    }
}

/// Most HTML parts fit; others let it grow.
const HTML_ROOM: usize = 32 * 1024;

/// Renders the shortened templates.
pub(super) fn compose(templates: &Templates, scope: &Scope, unsubscribe: &str) -> Result<Composed, Fault> {
    let text = templates.render(TEXT, scope)?;
    let mut encoded = Vec::with_capacity(text.len() * 5 / 4);
    wrap::each_line(&text, |line| quoted_printable::encode_whole_line(line, &mut encoded));
    let mut html = Vec::with_capacity(HTML_ROOM);
    templates.render_into(HTML, scope, &mut html)?;
    let subject = mime::one_line(&templates.render(SUBJECT, scope)?);
    Ok(Composed { subject, html, text: encoded, unsubscribe: unsubscribe.to_owned(), enclosed: Enclosed::default() })
}
