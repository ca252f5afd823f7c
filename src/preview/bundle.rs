//! What only the index shows of mails: some dozens in one page, which hands them over when somebody looks at one.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Before, Page, hash};
use crate::pieces::{Pieces, Ranges};

/// So many mails are in one page; the script counts the same way.
pub(super) const MAILS: usize = 50;

/// So much of a mail is shown as its source, in bytes; the rest is attachments, which nobody reads.
const SOURCE: usize = 256 * 1024;

/// Hands over what the page holds, and nothing else: who opened it decides what to make of it.
const SCRIPT: &str = include_str!("gallery/bundle.js");

/// Some mails, what they share written once.
#[derive(Default, Serialize)]
pub(super) struct Bundle {
    pieces: Kinds,
    mails: Vec<Mail>,
}

/// The pieces of texts that are alike.
#[derive(Default, Serialize)]
struct Kinds {
    html: Pieces,
    text: Pieces,
    source: Pieces,
}

#[derive(Serialize)]
struct Mail {
    html: Ranges,
    text: Ranges,
    source: Ranges,
    #[serde(skip_serializing_if = "Option::is_none")]
    approved: Option<Approved>,
    /// What differs from an earlier campaign: name, then, now.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    changes: Vec<[String; 3]>,
}

/// The mail as it was approved.
#[derive(Serialize)]
struct Approved {
    subject: String,
    html: Ranges,
    text: Ranges,
}

impl Bundle {
    pub(super) fn add(&mut self, page: &Page) {
        let source = String::from_utf8_lossy(&page.eml[..page.eml.len().min(SOURCE)]);
        let pieces = &mut self.pieces;
        let (html, text) = (pieces.html.add(&page.html), pieces.text.add(&page.text));
        let (source, changes) = (pieces.source.add(&source), page.changes.clone());
        let approved = page.approved.as_ref().map(|Before { subject, html, text }| Approved {
            subject: subject.clone(),
            html: pieces.html.add(html),
            text: pieces.text.add(text),
        });
        self.mails.push(Mail { html, text, source, approved, changes });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.mails.is_empty()
    }

    pub(super) fn is_full(&self) -> bool {
        self.mails.len() == MAILS
    }

    /// The page.
    pub(super) fn page(&self) -> serde_json::Result<String> {
        handing_over(self)
    }
}

/// The page of the pictures, by their Content-IDs.
pub(super) fn pictures(all: &BTreeMap<String, String>) -> serde_json::Result<String> {
    handing_over(all)
}

fn handing_over(data: &impl Serialize) -> serde_json::Result<String> {
    let (data, hash) = (as_script_data(data)?, hash(SCRIPT));
    let policy = format!("default-src 'none'; script-src '{hash}'; base-uri 'none'; form-action 'none'");
    Ok(format!(
        "<!doctype html>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <script type=\"application/json\" id=\"data\">{data}</script>\n<script>{SCRIPT}</script>\n"
    ))
}

/// JSON in which no `<` can end the element that holds it or begin a comment there.
pub(super) fn as_script_data(data: &impl Serialize) -> serde_json::Result<String> {
    Ok(serde_json::to_string(data)?.replace('<', "\\u003c"))
}
