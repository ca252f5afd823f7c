//! Reasons in the words of the language: what libraries, the system and the ledger say in English.
//!
//! What the ledger and JSON keep stays as it was said; only what people read goes through here. Whatever is not in the
//! table, above all the words of mail servers, is shown as it is.

use super::sentences::{Fact, Sentences};
use crate::ledger::{HELD_BACK, INTERRUPTED};
use crate::template::Language;

/// What is said, and the sentence for it. `{}` stands for any words, which the sentence has as `one` and `two`.
const KNOWN: &[(&str, &str)] = &[
    // of the line to a server
    ("Connection refused", "reason-connection-refused"),
    ("Connection reset by peer", "reason-connection-lost"),
    ("Broken pipe", "reason-connection-lost"),
    ("incomplete response", "reason-connection-lost"),
    ("Connection timed out", "reason-timeout"),
    ("timeout: global", "reason-timeout"),
    ("no reply within {} s", "reason-no-reply"),
    ("Network is unreachable", "reason-no-network"),
    ("No route to host", "reason-no-network"),
    ("failed to lookup address information{}", "reason-host-unknown"),
    ("No compatible authentication mechanism was found", "reason-no-mechanism"),
    ("HTTP {}", "reason-http"),
    ("the answer is no token (RFC 6749)", "reason-no-token"),
    ("no refresh token came; `scope` may need `offline_access`", "reason-no-refresh-token"),
    // of certificates
    ("invalid peer certificate: UnknownIssuer", "reason-issuer-unknown"),
    ("invalid peer certificate: certificate expired{}", "reason-certificate-expired"),
    ("invalid peer certificate: Expired{}", "reason-certificate-expired"),
    ("invalid peer certificate: certificate not valid for name{}", "reason-certificate-name"),
    ("invalid peer certificate: NotValidForName{}", "reason-certificate-name"),
    ("no certificate (PEM)", "reason-no-certificate"),
    // of what became of a mail
    (INTERRUPTED, "reason-interrupted"),
    (HELD_BACK, "reason-held-back"),
    ("the run ended before the answer", "reason-run-ended"),
    ("the server answered before the final dot", "reason-early-answer"),
    ("given up: {}", "reason-given-up"),
    ("ledger restored by {} from a backup of {}: may have been sent since", "reason-restored"),
    ("ledger adopted by {}: another one may have sent it", "reason-adopted"),
    // of files and programs
    ("No such file or directory", "reason-missing"),
    ("Permission denied", "reason-forbidden"),
    ("Is a directory", "reason-folder"),
    ("Not a directory", "reason-no-folder"),
    ("No space left on device", "reason-disk-full"),
    ("database or disk is full", "reason-disk-full"),
    ("File too large", "reason-too-large"),
    ("Read-only file system", "reason-read-only"),
    ("attempt to write a readonly database", "reason-read-only"),
    ("file is not a database", "reason-no-ledger"),
    ("not a ledger of rundbrief", "reason-no-ledger"),
    ("no end within {} s", "reason-no-end"),
    ("exit status: {}", "reason-exit-status"),
    ("not set", "reason-not-set"),
    ("not UTF-8", "reason-not-utf8"),
    ("empty", "reason-empty"),
    ("the writer ended", "reason-fault-of-ours"),
    ("panic", "reason-fault-of-ours"),
    ("not a workbook", "reason-no-workbook"),
    ("the archive is torn", "reason-torn"),
    ("a part cannot be read", "reason-part-unreadable"),
    ("a part is missing", "reason-part-missing"),
    // of keys
    ("not a regular file", "reason-no-file"),
    ("no private key in PEM", "reason-no-key"),
    ("an EC key", "reason-ec-key"),
    ("TooSmall", "reason-key-too-short"),
    ("Address already in use", "reason-port-taken"),
    ("File exists", "reason-exists"),
    // of approvals
    ("hash", "reason-seal-changed"),
    ("mails", "reason-seal-changed"),
    ("missing field `{}`", "reason-key-missing"),
    // of rows that wait for a decision
    ("hidden", "reason-row-hidden"),
    ("struck", "reason-row-struck"),
    ("garbled", "reason-row-garbled"),
    ("refusals", "reason-row-refusals"),
    ("headings", "reason-row-headings"),
    // of Tera
    ("Found {} but expected the end.", "reason-end-expected"),
    ("it ends before {}", "reason-ends-before"),
    ("String opened with {} is missing its closing {}", "reason-quote-open"),
    ("Invalid type for the value, expected `{}` but got `undefined`", "reason-value-absent"),
    ("Invalid type for the value, expected `{}` but got `none`", "reason-value-absent"),
    ("Invalid type for the value, expected `{}` but got `{}`", "reason-type"),
    ("Found {} but expected {}.", "reason-tag-found"),
    ("Unknown function `{}`", "reason-function-unknown"),
    ("Unknown filter `{}`", "reason-filter-unknown"),
    ("Unknown test `{}`", "reason-test-unknown"),
    ("Variable `{}` is not defined{}", "reason-variable-undefined"),
    ("Field `{}` is not defined{}", "reason-field-undefined"),
    ("Cannot compare `{}` with `{}`", "reason-not-comparable"),
    ("Argument `{}` missing.", "reason-argument-missing"),
    ("Argument `{}` (type: `{}`) missing.", "reason-argument-missing"),
    ("Iteration not possible on type `{}`", "reason-no-loop"),
    ("Cannot divide by 0", "reason-division"),
    ("`{}` is no date", "reason-no-date"),
    ("date format `{}`: {}", "reason-date-format"),
    // of MJML
    ("unknown element {}", "reason-element-unknown"),
    ("element {} is not closed", "reason-element-open"),
    ("end tag {} closes nothing", "reason-end-tag"),
    ("a second element {}", "reason-element-twice"),
    ("a brace of a style is not closed", "reason-brace-open"),
    ("a brace of a style closes nothing", "reason-brace-surplus"),
    ("an element that has no place here", "reason-element-misplaced"),
    ("something that has no place here", "reason-token-misplaced"),
    ("an attribute that cannot be read", "reason-attribute"),
    ("a value that cannot be read", "reason-value"),
    ("it is not well formed", "reason-not-well-formed"),
    ("it ends too early", "reason-ends-early"),
    // of TOML
    ("string values must be quoted{}", "reason-quotes"),
    ("invalid boolean{}", "reason-quotes"),
    ("invalid basic string{}", "reason-string-end"),
    ("unclosed {}", "reason-bracket"),
    ("invalid date{}", "reason-date"),
    ("invalid time{}", "reason-time"),
    ("invalid offset{}", "reason-time"),
    ("unexpected leading zero{}", "reason-leading-zero"),
    ("missing comma{}", "reason-comma"),
    ("key with no value{}", "reason-no-equals"),
    ("missing value{}", "reason-no-value"),
    ("unquoted keys cannot be empty{}", "reason-no-key-name"),
    ("invalid unquoted key{}", "reason-key-name"),
    ("unexpected key or value{}", "reason-line-end"),
    ("missing escaped value{}", "reason-escape"),
    ("invalid multi-line basic string{}", "reason-string-end"),
    ("invalid literal string{}", "reason-string-end"),
    ("invalid multi-line literal string{}", "reason-string-end"),
    ("cannot extend value of type {}", "reason-extended"),
    // of addresses
    ("at-sign-missing", "reason-at-sign-missing"),
    ("several-at-signs", "reason-several-at-signs"),
    ("blank-inside", "reason-blank-inside"),
    ("local-part-missing", "reason-local-part-missing"),
    ("local-part-character", "reason-local-part-character"),
    ("local-part-dots", "reason-local-part-dots"),
    ("local-part-quoted", "reason-local-part-quoted"),
    ("local-part-not-ascii", "reason-local-part-not-ascii"),
    ("local-part-too-long", "reason-local-part-too-long"),
    ("domain-missing", "reason-domain-missing"),
    ("domain-without-dot", "reason-domain-without-dot"),
    ("domain-dots", "reason-domain-dots"),
    ("domain-hyphen", "reason-domain-hyphen"),
    ("domain-character", "reason-domain-character"),
    ("domain-is-ip-address", "reason-domain-is-ip-address"),
    ("top-level-domain", "reason-top-level-domain"),
    ("domain-part-too-long", "reason-domain-part-too-long"),
    ("address-too-long", "reason-address-too-long"),
];

/// What libraries put before every reason, and nobody needs.
const BEFORE: [&str; 2] = ["Connection error: ", "io: "];

impl Sentences {
    /// A reason or an answer in words of the language, as far as they are known.
    pub fn reason(&self, words: &str) -> String {
        let words = BEFORE.iter().find_map(|before| words.strip_prefix(before)).unwrap_or(words);
        self.known(words).unwrap_or_else(|| words.to_owned())
    }

    /// The same of what is wrong in a file: whoever does not read English is not helped by words of a library.
    pub fn reason_in_file(&self, words: &str) -> String {
        match self.language() {
            Language::De => self.known(words).unwrap_or_else(|| self.say("reason-unreadable", &[])),
            Language::En => self.reason(words),
        }
    }

    /// A step of an attempt.
    pub fn phase(&self, name: &str) -> String {
        self.find(&format!("phase-{name}"), &[]).unwrap_or_else(|| name.to_owned())
    }

    fn known(&self, words: &str) -> Option<String> {
        let plain = without_number(words);
        let known = KNOWN.iter().find_map(|(pattern, key)| Some((key, fill(pattern, plain)?)));
        if let Some((key, parts)) = known {
            let parts = parts.into_iter().zip(["one", "two"]).map(|(part, name)| (name, Fact::from(self.reason(part))));
            return Some(self.say(key, &parts.collect::<Vec<_>>()));
        }
        // what it is about goes before: a variable, a file, a phase
        let (about, reason) = words.split_once(": ").filter(|(about, _)| !about.contains(' '))?;
        Some(format!("{}: {}", self.phase(about), self.known(reason)?))
    }
}

/// The system's words without its number for them.
fn without_number(words: &str) -> &str {
    words.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (os error ")).map_or(words, |(plain, _)| plain)
}

/// What stands for each `{}` of a pattern, if the words are those of the pattern.
fn fill<'a>(pattern: &str, words: &'a str) -> Option<Vec<&'a str>> {
    let mut pieces = pattern.split("{}");
    let mut rest = words.strip_prefix(pieces.next()?)?;
    let mut parts = Vec::new();
    let mut open = false;
    for piece in pieces {
        let at = if piece.is_empty() { rest.len() } else { rest.find(piece)? };
        parts.push(&rest[..at]);
        rest = &rest[at + piece.len()..];
        open = true;
    }
    (rest.is_empty() && (open || pattern == words)).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_told_in_german_and_what_is_not_as_it_was_said() {
        let german = Sentences::new(Language::De);
        for (said, told) in [
            ("timeout: global", "keine Antwort in der erlaubten Zeit"),
            ("Connection refused (os error 111)", "dort nimmt niemand Verbindungen an"),
            ("PW: empty", "PW: leer"),
            ("client_secret: PW: not set", "client_secret: PW: nicht gesetzt"),
            ("sh: exit status: 2", "sh: mit Fehler beendet (Status 2)"),
            ("dot: no reply within 1 s", "Übergabe: keine Antwort innerhalb von 1 s"),
            ("given up: dot: no reply within 1 s", "aufgegeben, zuletzt: Übergabe: keine Antwort innerhalb von 1 s"),
            ("given up: 4.2.2 mailbox full", "aufgegeben, zuletzt: 4.2.2 mailbox full"),
            (
                "ledger adopted by Inken: another one may have sent it",
                "Inken hat dieses Versandbuch zum echten gemacht: vielleicht ging die Mail aus einem anderen hinaus",
            ),
            ("5.1.1 no such user: interrupted", "5.1.1 no such user: interrupted"),
            ("interrupted by a storm", "interrupted by a storm"),
            ("Connection error: invalid peer certificate: Expired", "das Zertifikat ist abgelaufen"),
            ("", ""),
        ] {
            assert_eq!(german.reason(said), told);
        }
    }

    #[test]
    fn every_reason_of_the_table_has_its_sentence() {
        for language in [Language::De, Language::En] {
            let sentences = Sentences::new(language);
            for (pattern, key) in KNOWN {
                let said = pattern.replacen("{}", "a", 1).replace("{}", "b");
                let told = sentences.reason(&said);
                assert!(sentences.find(key, &[]).is_some() && !told.contains("{$"), "{said}: {told}");
            }
        }
    }
}
