//! The preview while people work at its files: what its pages have beside those on disk, and what they are told.

use serde::Serialize;

/// The name of the page that shows what stands in the way.
pub const FAULTS: &str = "faults.html";

pub(super) const SCRIPT: &str = include_str!("live.js");

/// What an index has beside that of a folder: nothing, by default.
#[derive(Debug, Clone, Copy, Default)]
pub struct Live {
    pub(super) script: &'static str,
    pub(super) style: &'static str,
    pub(super) policy: &'static str,
}

impl Live {
    /// Of an index that is served: it asks its own server for news, and nobody else.
    pub fn served() -> Self {
        Self { script: SCRIPT, style: include_str!("live.css"), policy: "; connect-src 'self'" }
    }
}

/// What the pages are told as soon as something has changed.
#[derive(Debug, Default, Serialize)]
pub struct News {
    /// Counts the states of the files, from 1.
    pub version: u64,
    /// Names who gets the mail, in their order: while it stays the same, so do the names of the mails' files.
    pub people: String,
    /// How many faults stand in the way of the mails; with any, there are none.
    pub faults: usize,
    /// The same in words.
    pub words: String,
    /// What to say when the server is gone, in words.
    pub gone: String,
}
