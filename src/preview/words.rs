//! What the pages say besides the mails.

use std::collections::BTreeMap;

use super::index::escape;
use crate::template::Language;

/// The words of the pages, in the language of the reader.
#[derive(Debug)]
pub struct Words {
    /// The language of the page.
    pub language: Language,
    /// What was asked for, such as [`WORDS`].
    pub said: BTreeMap<&'static str, String>,
}

impl Words {
    /// A sentence as HTML; nothing for one that is not known.
    pub(super) fn html(&self, key: &str) -> String {
        self.said.get(key).map(|text| escape(text)).unwrap_or_default()
    }
}

/// By the names of the sentences; those of the calendar entry stand in `CARD_WORDS`.
pub const WORDS: [&str; 67] = [
    "preview-title",
    "preview-notice",
    "preview-plan",
    "preview-who",
    "preview-recipients",
    "preview-excluded",
    "preview-search",
    "preview-keys",
    "preview-hits",
    "preview-all",
    "preview-list",
    "preview-land",
    "preview-language",
    "preview-first",
    "preview-others",
    "preview-findings",
    "preview-mark-longest-name",
    "preview-mark-neutral",
    "preview-mark-most",
    "preview-mark-least",
    "preview-mark-version",
    "preview-mark-shape",
    "preview-back",
    "preview-script",
    "preview-part",
    "preview-part-mail",
    "preview-text",
    "preview-headers",
    "preview-source",
    "preview-files",
    "preview-calendar",
    "preview-width",
    "preview-desktop",
    "preview-tablet",
    "preview-phone",
    "preview-look",
    "preview-dark",
    "preview-images",
    "preview-size",
    "preview-load-failed",
    "preview-name",
    "preview-kind",
    "preview-attached",
    "preview-pictured",
    "preview-whole",
    "preview-no-files",
    "preview-card-invited",
    "preview-compare",
    "preview-compare-choose",
    "preview-compare-approved",
    "preview-compare-this",
    "preview-compare-together",
    "preview-compare-none",
    "preview-compare-one",
    "preview-compare-many",
    "preview-compare-too-many",
    "preview-standing",
    "preview-standing-same",
    "preview-standing-changed",
    "preview-standing-new",
    "preview-standing-alike",
    "preview-since",
    "preview-since-new",
    "preview-since-changed",
    "preview-since-gone",
    "preview-limits",
    "preview-binds",
];
