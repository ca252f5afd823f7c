//! The house rules that no compiler knows: which room may name which crate and which other room, and that every
//! sentence exists in both languages.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A crate and the rooms that may name it, as beginnings of paths below `src`.
const CRATES: &[(&str, &[&str])] = &[
    ("tera", &["template/"]),
    ("csv", &["list/csv.rs", "contact/table/"]),
    ("encoding_rs", &["list/encoding.rs", "list/garbled.rs"]),
    ("simdutf8", &["list/encoding.rs"]),
    (
        "memchr",
        &[
            "address",
            "contact/table/csv.rs",
            "list/cell.rs",
            "list/closing.rs",
            "list/csv.rs",
            "list/dos.rs",
            "list/garbled.rs",
            "list/mac.rs",
            "list/xlsx/",
            "delivery/smtp/",
        ],
    ),
    ("html5ever", &["message/lint/", "message/markdown/"]),
    ("icalendar", &["message/calendar.rs"]),
    ("idna", &["address.rs"]),
    ("hashbrown", &["contact/"]),
    ("strsim", &["nearest.rs", "folding.rs"]),
    ("toml", &["frontmatter.rs", "event", "campaign.rs"]),
    ("toml_edit", &["decision/file.rs"]),
    ("url", &["event/value.rs"]),
    ("unicode_normalization", &["folding.rs", "list/cell.rs"]),
    ("hmac", &["token.rs"]),
    ("sha2", &["token.rs", "digest.rs"]),
    ("base64", &["token.rs", "digest.rs", "approval/", "media.rs", "message/signature"]),
    ("image", &["media/"]),
    ("percent_encoding", &["message/enclosure.rs", "message/lint/", "command/preview/opened.rs"]),
    ("open", &["command/preview/opened.rs"]),
    ("mail_parser", &["address/recipients.rs", "approval/", "message/proof.rs", "message/quoted_printable.rs"]),
    ("getrandom", &["token.rs"]),
    ("secrecy", &["credential"]),
    ("oauth2", &["credential/"]),
    ("ureq", &["credential/http.rs"]),
    ("rustls", &["credential/http.rs"]),
    ("hickory_resolver", &["dns.rs"]),
    ("pulldown_cmark", &["message/markdown"]),
    ("mrml", &["message/layout.rs"]),
    ("htmlparser", &["message/layout/"]),
    ("css_inline", &["message/layout.rs"]),
    ("lettre", &["message/mime.rs", "delivery/smtp"]),
    ("mail_auth", &["message/signature"]),
    ("rustls_pki_types", &["message/signature", "delivery/smtp"]),
    ("rustls_platform_verifier", &["delivery/smtp"]),
    ("quick_xml", &["list/xlsx/"]),
    ("zip", &["list/xlsx/", "contact/table/xlsx.rs"]),
    ("rusqlite", &["ledger/"]),
    ("rustix", &["ledger/"]),
    ("governor", &["delivery/pace"]),
    ("backon", &["delivery/retry.rs"]),
    ("holiday_de", &["delivery/holiday.rs"]),
    ("tokio_rustls", &["delivery/smtp"]),
    ("tokio", &["delivery/", "ledger/", "credential/login.rs", "dns.rs", "web/"]),
    ("axum", &["web/"]),
    ("notify", &["watch.rs"]),
    ("signal_hook", &["signals.rs"]),
    ("wait_timeout", &["credential/mod.rs"]),
    ("futures_util", &["delivery/control.rs", "delivery/engine.rs", "delivery/groups.rs", "delivery/smtp/", "web/"]),
    ("clap", &["cli", "main.rs"]),
    ("indicatif", &["terminal/progress.rs"]),
    ("fluent_bundle", &["terminal/sentences.rs"]),
    ("unic_langid", &["terminal/sentences.rs"]),
];

/// A room and the rooms it must not know.
const FORBIDDEN: &[(&str, &[&str])] = &[
    ("message", &["ledger", "response", "delivery"]),
    ("audience", &["ledger"]),
    ("delivery", &["list", "audience", "campaign", "template"]),
    ("ledger", &["list", "contact", "audience", "event", "campaign", "message", "delivery", "preview"]),
    ("list", &["contact", "audience", "event", "campaign", "message", "ledger", "delivery", "preview"]),
    ("contact", &["audience", "event", "campaign", "message", "ledger", "delivery", "preview"]),
    ("preview", &["ledger", "delivery", "list", "contact", "web"]),
    (
        "web",
        &[
            "list", "contact", "audience", "event", "campaign", "approval", "decision", "message", "ledger",
            "delivery", "preview",
        ],
    ),
    ("decision", &["list", "contact", "audience", "event", "campaign", "message", "ledger", "delivery", "preview"]),
    ("approval", &["list", "contact", "audience", "event", "campaign", "message", "ledger", "delivery", "preview"]),
];

/// Nobody but `command` and `main` reaches up to these.
const UPPER: &[&str] = &["cli", "config", "command", "terminal"];
const STAGES: &[&str] = &[
    "list", "contact", "audience", "event", "campaign", "approval", "decision", "message", "ledger", "delivery",
    "preview", "web",
];
const GROUND: &[&str] = &[
    "finding",
    "address",
    "token",
    "digest",
    "credential",
    "dns",
    "template",
    "frontmatter",
    "clock",
    "cores",
    "nearest",
    "refusal",
    "folding",
    "durable",
    "signals",
    "watch",
    "pieces",
];

fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("readable").flatten() {
            let path = entry.path();
            if path.is_dir() { walk(&path, found) } else { found.push(path) }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    walk(&root, &mut found);
    let rust = found.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let sources: Vec<_> = rust
        .map(|path| {
            let name = path.strip_prefix(&root).expect("below src").display().to_string();
            (name, fs::read_to_string(&path).expect("readable"))
        })
        .collect();
    assert!(sources.len() > 40, "the walker found {} files", sources.len());
    sources
}

/// Whether code (not a comment) holds a path that begins with `name::`.
fn names(text: &str, name: &str) -> bool {
    let path = format!("{name}::");
    text.lines().filter(|line| !line.trim_start().starts_with("//")).any(|line| {
        line.match_indices(&path).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':') || line[..at].ends_with("use ::")
        })
    })
}

fn knows(text: &str, room: &str) -> bool {
    names(text, &format!("crate::{room}")) || text.contains(&format!("use crate::{room};"))
}

fn room(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap_or_default()
}

#[test]
fn every_crate_stays_in_its_room() {
    for (file, text) in sources() {
        for (name, rooms) in CRATES {
            // our own modules of the same name: `csv::` inside list/ means list::csv
            let own = *name == "csv" && file.starts_with("list/");
            let at_home = rooms.iter().any(|room| file.starts_with(room));
            assert!(own || at_home || !names(&text, name), "{file} names the crate {name}");
        }
    }
}

#[test]
fn every_dependency_has_its_room_here() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).expect("readable");
    let section = manifest.split("[dependencies]").nth(1).and_then(|rest| rest.split("\n[").next()).expect("a section");
    let vocabulary = ["serde", "serde_json", "thiserror", "jiff"];
    let mut seen = 0;
    for line in section.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase())) {
        let name = line.split([' ', '=']).next().unwrap_or_default().replace('-', "_");
        seen += 1;
        let known = vocabulary.contains(&name.as_str()) || CRATES.iter().any(|(known, _)| *known == name);
        assert!(known, "give {name} a room");
    }
    assert!(seen > 20, "{seen} dependencies found");
}

#[test]
fn no_room_reaches_up_or_sideways() {
    for (file, text) in sources() {
        let here = room(&file);
        let upper = if STAGES.contains(&here) || GROUND.contains(&here) { UPPER } else { &[] };
        let beside = FORBIDDEN.iter().find(|(name, _)| *name == here).map_or(&[][..], |(_, rooms)| rooms);
        let above = if GROUND.contains(&here) { STAGES } else { &[] };
        for forbidden in upper.iter().chain(beside).chain(above) {
            assert!(!knows(&text, forbidden), "{file} knows {forbidden}");
        }
    }
}

#[test]
fn only_the_terminal_prints_and_only_the_ledger_speaks_sql() {
    for (file, text) in sources() {
        let prints = ["println!", "print!", "eprintln!", "eprint!", "stdout()", "stderr()"];
        assert!(room(&file) == "terminal" || !prints.iter().any(|word| text.contains(word)), "{file} prints");
        let sql = ["SELECT ", "INSERT INTO", "UPDATE delivery", "PRAGMA "];
        assert!(room(&file) == "ledger" || !sql.iter().any(|word| text.contains(word)), "{file} speaks SQL");
    }
}

#[test]
fn the_map_names_every_room() {
    let map = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).expect("readable");
    let rooms: BTreeSet<String> = sources()
        .iter()
        .map(|(file, _)| room(file).to_owned())
        .filter(|name| name != "lib" && name != "main")
        .collect();
    for room in rooms {
        assert!(map.contains(&format!("[`{room}`]")), "the map in lib.rs does not name {room}");
    }
}

type Sentences = BTreeMap<String, BTreeSet<String>>;

/// Keys (attributes as `key.attribute`) with the names of their placeables.
fn sentences(language: &str) -> Sentences {
    use fluent_syntax::ast::Entry;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("locales/{language}.ftl"));
    let text = fs::read_to_string(path).expect("readable");
    let resource = fluent_syntax::parser::parse(text.as_str()).unwrap_or_else(|(_, errors)| panic!("{errors:?}"));
    let mut found = Sentences::new();
    for entry in resource.body {
        let Entry::Message(message) = entry else { continue };
        let mut add = |key: String, pattern: &fluent_syntax::ast::Pattern<&str>| {
            let written = format!("{pattern:?}");
            let variables = written.split("VariableReference { id: Identifier { name: \"").skip(1);
            let names = variables.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect();
            assert!(found.insert(key.clone(), names).is_none(), "{language}: {key} stands twice");
        };
        if let Some(value) = &message.value {
            add(message.id.name.to_owned(), value);
        }
        for attribute in &message.attributes {
            add(format!("{}.{}", message.id.name, attribute.id.name), &attribute.value);
        }
    }
    assert!(found.len() > 100, "{language}: {} sentences", found.len());
    found
}

#[test]
fn both_languages_have_the_same_sentences_with_the_same_facts() {
    assert_eq!(sentences("de"), sentences("en"));
}

#[test]
fn every_finding_has_its_sentence() {
    let sentences = sentences("de");
    for code in rundbrief::finding::Code::ALL {
        let key = format!("finding-{}", code.name());
        assert!(sentences.contains_key(&key), "{key} is missing");
        let needs_help = code.severity() != rundbrief::finding::Severity::Note;
        assert!(!needs_help || sentences.contains_key(&format!("{key}.help")), "{key} has no help");
    }
}

#[test]
fn every_sentence_that_the_code_asks_for_exists_and_none_is_left_over() {
    let sentences = sentences("de");
    let code: String = sources().into_iter().map(|(_, text)| text).collect();
    let asked: BTreeSet<&str> = code.split("say(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    for key in asked {
        assert!(sentences.contains_key(key), "the code asks for {key}");
    }
    // keys that the code puts together from a beginning and a name of ours
    let composed = [
        "finding-",
        "excluded-",
        "answer-",
        "set-aside-",
        "state-",
        "state-word-",
        "realm-",
        "waiting-",
        "reviewed-",
        "ground-",
        "field-",
        "person-consent-",
        "sent-",
        "recovered-",
        "suppression-reason-",
        "phase-",
        "rate-",
        "size-",
    ];
    for key in sentences.keys().filter(|key| !key.contains('.')) {
        let used = code.contains(&format!("\"{key}\"")) || composed.iter().any(|begin| key.starts_with(begin));
        assert!(used, "nobody asks for {key}");
    }
}
