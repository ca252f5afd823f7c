//! The only rooms that print: results to standard output, progress and questions to standard error.

mod confirm;
mod coverage;
mod figures;
mod findings;
mod limit;
mod log;
mod person;
mod plan;
mod progress;
mod reasons;
mod sentences;
mod standing;

use std::io::Write;

use serde::Serialize;

pub use findings::shortened;
pub use limit::{Limit, What};
pub use plan::{Approved, Changes, Held, LeftOut, Plan, Route};
pub use progress::{Bar, Stand};
pub use sentences::{Fact, Sentences};
pub use standing::{Report, Situation, Version};

use crate::cli::Global;
use crate::finding::Finding;
use crate::template::Language;

/// How much is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verbosity {
    /// The result.
    Quiet,
    /// The result and the progress.
    Normal,
    /// What is done, too.
    Verbose,
}

/// Whom and how to tell.
pub struct Screen {
    sentences: Sentences,
    verbosity: Verbosity,
    json: bool,
}

impl Screen {
    /// A screen as the options ask for it; the language may change once the settings are known.
    pub fn new(global: &Global, language: Language) -> Self {
        let verbosity = match (global.quiet, global.verbose) {
            (true, _) => Verbosity::Quiet,
            (_, true) => Verbosity::Verbose,
            _ => Verbosity::Normal,
        };
        Self { sentences: Sentences::new(language), verbosity, json: global.json }
    }

    /// Speaks another language from now on.
    pub fn speak(&mut self, language: Language) {
        self.sentences = Sentences::new(language);
    }

    /// The sentence of a key.
    pub fn say(&self, key: &str, facts: &[(&str, Fact)]) -> String {
        self.sentences.say(key, facts)
    }

    /// All sentences, for pages.
    pub fn sentences(&self) -> &Sentences {
        &self.sentences
    }

    /// Whether the result is to be JSON.
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// A line of the result; nothing when the result is JSON.
    pub fn result(&self, line: &str) {
        if !self.json {
            self.write(line);
        }
    }

    /// The result as JSON, when that is asked for.
    pub fn json(&self, value: &impl Serialize) {
        if self.json {
            // what is serialised here are our own structs, which always can be
            self.write(&serde_json::to_string(value).unwrap_or_default());
        }
    }

    /// Bytes of the result as they are.
    ///
    /// # Errors
    /// Standard output is closed or full.
    pub fn raw(&self, bytes: &[u8]) -> std::io::Result<()> {
        std::io::stdout().lock().write_all(bytes)
    }

    /// Something to know while it runs.
    pub fn note(&self, line: &str) {
        if self.verbosity >= Verbosity::Normal {
            self.aside(line);
        }
    }

    /// Something for those who want to know more.
    pub fn detail(&self, line: &str) {
        if self.verbosity >= Verbosity::Verbose {
            self.aside(line);
        }
    }

    /// What stops the command: always told, in the words of the locale, and with JSON as an object on standard
    /// output too.
    pub fn failure(&self, findings: &[Finding]) {
        self.alert(findings);
        self.json(&serde_json::json!({ "error": findings::as_json(&self.sentences, findings) }));
    }

    /// Findings beside the result, however quiet the screen is to be.
    pub fn alert(&self, findings: &[Finding]) {
        for finding in findings {
            self.aside(&findings::worded(&self.sentences, finding));
        }
    }

    /// Findings as the result.
    pub fn findings(&self, findings: &[Finding]) {
        for finding in findings {
            self.result(&findings::worded(&self.sentences, finding));
        }
    }

    /// Findings beside the result.
    pub fn warnings(&self, findings: &[Finding]) {
        for finding in findings {
            self.note(&findings::worded(&self.sentences, finding));
        }
    }

    /// A finding in words, where it stands and what helps with it, for a page.
    pub fn worded(&self, finding: &Finding) -> String {
        findings::worded(&self.sentences, finding)
    }

    /// Findings for a JSON result.
    pub fn findings_json(&self, findings: &[Finding]) -> serde_json::Value {
        findings::as_json(&self.sentences, findings)
    }

    #[expect(clippy::unused_self, reason = "only a screen writes")]
    fn write(&self, line: &str) {
        // a closed pipe (`| head`) is no reason to fail
        let _ = writeln!(std::io::stdout().lock(), "{}", tame(line));
    }

    #[expect(clippy::unused_self, reason = "only a screen writes")]
    fn aside(&self, line: &str) {
        let _ = writeln!(std::io::stderr().lock(), "{}", tame(line));
    }
}

/// The command line cannot be understood: says so before the English words of its parser, where people read another
/// language.
pub fn misunderstood(language: Language) {
    let words = Sentences::new(language).say("misunderstood", &[]);
    if !words.is_empty() {
        let _ = writeln!(std::io::stderr().lock(), "{words}");
    }
}

/// Foreign text must not steer the terminal.
fn tame(line: &str) -> String {
    let steers = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    line.chars().map(|c| if steers(c) { '\u{fffd}' } else { c }).collect()
}

/// The language of the environment (POSIX: `LC_ALL`, then `LC_MESSAGES`, then `LANG`); German where it says neither.
pub fn language_of_environment() -> Language {
    let named = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    match named {
        Some(locale) if locale.starts_with("en") => Language::En,
        _ => Language::De,
    }
}
