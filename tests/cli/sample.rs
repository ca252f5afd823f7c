//! The repository is the sample workspace: what the README promises works in a copy of it.

use std::path::Path;
use std::process::Command;

use crate::preview::reached;
use crate::workdir::{Workdir, outcome};

/// The campaigns of the sample, and how many people get each at least.
pub const CAMPAIGNS: [(&str, usize); 6] = [
    ("save-the-date", 45),
    ("invitation", 45),
    ("reminder", 35),
    ("last-information", 8),
    ("change-notice", 8),
    ("recap-2024", 45),
];

/// A copy of the sample, without what earlier runs left in the repository.
pub fn sample() -> Workdir {
    let work = Workdir::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for part in ["data", "templates"] {
        std::fs::remove_dir_all(work.path(part)).expect("the small workspace has it");
        let copied = Command::new("cp").arg("-r").arg(root.join(part)).arg(work.root()).status().expect("cp runs");
        assert!(copied.success());
    }
    let settings = std::fs::read_to_string(root.join("rundbrief.toml")).expect("readable");
    // the pace is proven elsewhere
    work.write("rundbrief.toml", settings.replace("\"600/min\", ", ""));
    work
}

#[test]
fn the_lists_are_what_the_documents_say() {
    let work = sample();
    let totals = &work.json(&["check"])["totals"];
    let number = |name: &str| totals[name].as_u64().expect("a number");
    assert_eq!((number("rows"), number("contacts"), number("merged"), number("set_aside")), (91, 58, 27, 6));
}

#[test]
fn the_sample_has_no_error() {
    let check = sample().json(&["check"]);
    assert_eq!(check["errors"], 0, "{check:#}");
    let encodings: Vec<_> = check["lists"].as_array().expect("lists").iter().map(|list| &list["encoding"]).collect();
    assert_eq!(encodings, ["UTF-8 with BOM", "UTF-8", "Windows-1252", "UTF-8"]);
}

#[test]
fn nothing_is_wrong_with_events_campaigns_templates_and_settings() {
    let check = sample().json(&["check"]);
    let findings = check["findings"].as_array().expect("findings");
    let written = |finding: &&serde_json::Value| {
        let file = finding["file"].as_str().unwrap_or_default();
        !file.starts_with("data/lists") && file != "data/decisions.toml"
    };
    assert_eq!(findings.iter().find(written), None);
}

#[test]
fn every_campaign_is_previewed_and_sent_into_the_outbox() {
    let work = sample();
    for (campaign, least) in CAMPAIGNS {
        work.ends_with(0, &["preview", campaign]);
        assert!(work.files(&format!("preview/{campaign}/mails")).len() >= 3 * least, "{campaign}");
        let sent = work.ends_with(0, &["send", campaign, "--yes"]);
        assert!(sent.stdout.contains("Probe fertig."), "{sent:?}");
    }
    let mails = work.files("outbox/new");
    let recap = mails.iter().filter(|name| name.starts_with("recap-2024_")).count();
    assert!(recap >= 45, "{recap}");
    assert_eq!(
        mails.iter().filter(|name| name.rsplit_once('.').is_some_and(|(_, end)| end == "eml")).count(),
        mails.len()
    );
}

#[test]
fn the_mails_read_as_they_were_written() {
    let work = sample();
    for (campaign, _) in CAMPAIGNS {
        let previewed =
            work.command(&["preview", campaign]).env("SOURCE_DATE_EPOCH", "1795431600").output().expect("runs");
        assert_eq!(outcome(previewed).code, Some(0));
        let text = work.read(&format!("preview/{campaign}/mails/0001.txt"));
        insta::assert_snapshot!(format!("{campaign}-text"), text);
        let mail = std::fs::read(work.path(&format!("preview/{campaign}/mails/0001.eml"))).expect("readable");
        let mail = mail_parser::MessageParser::default().parse(&mail).expect("a mail");
        insta::assert_snapshot!(format!("{campaign}-subject"), mail.subject().expect("a subject"));
        let html = mail.body_html(0).expect("an HTML part").into_owned();
        // a line for each element, so that a change shows where it is
        insta::assert_snapshot!(format!("{campaign}-html"), html.replace("><", ">\n<"));
        assert!(html.contains("*innen"), "{campaign}: gender stars stay");
        for foreign in ["src=\"http", "url(http", "@import", "fonts.googleapis", "<script", "<link"] {
            assert!(!html.contains(foreign), "{campaign} loads {foreign}");
        }
    }
}

/// The text parts of a campaign's previews.
fn texts(work: &Workdir, campaign: &str) -> Vec<String> {
    work.ends_with(0, &["preview", campaign]);
    let folder = format!("preview/{campaign}/mails");
    let texts =
        work.files(&folder).into_iter().filter(|name| name.rsplit_once('.').is_some_and(|(_, end)| end == "txt"));
    texts.map(|name| work.read(&format!("{folder}/{name}"))).collect()
}

#[test]
fn who_was_there_is_thanked_and_who_was_not_is_told_what_happened() {
    let work = sample();
    for (campaign, came, missed) in [
        ("recap-2024", "Dafür danken wir Ihnen herzlich", "Sie konnten nicht dabei sein?"),
        ("save-the-date", "2024 haben Sie mit uns", "Es geht um die Strecke nach dem Start"),
    ] {
        let texts = texts(&work, campaign);
        let with = |words: &str| {
            texts.iter().filter(|text| text.split_whitespace().collect::<Vec<_>>().join(" ").contains(words)).count()
        };
        let (came, missed) = (with(came), with(missed));
        assert!(came > 5 && missed > 5 && came + missed == texts.len(), "{campaign}: {came} {missed} {}", texts.len());
    }
}

#[test]
fn answers_decide_who_is_reminded_and_who_gets_the_last_information() {
    let work = sample();
    let answers = work.read("data/answers/digitaler-aufbruch-2027.csv");
    let (coming, others): (Vec<&str>, Vec<&str>) = answers.lines().skip(1).partition(|line| line.ends_with("Zusage"));
    let address = |line: &&str| line.split(';').next().unwrap_or_default().to_owned();
    let index = |campaign: &str| {
        work.ends_with(0, &["preview", campaign]);
        reached(&work.read(&format!("preview/{campaign}/index.html")))
    };
    let (reminded, informed) = (index("reminder"), index("last-information"));
    for line in coming.iter().chain(&others) {
        assert!(!reminded.contains(&address(line)), "{line}");
        assert_eq!(informed.contains(&address(line)), line.ends_with("Zusage"), "{line}");
    }
    assert!(reminded.contains(&"ayse.yildirim-brandt@rebenheim.example".to_owned()), "{reminded:?}");
}

#[test]
fn the_change_notice_calls_the_event_off_without_asking_who_comes() {
    let work = sample();
    let notice = work.read("data/campaigns/change-notice.md");
    work.write("data/campaigns/change-notice.md", notice.replace("calendar = \"request\"", "calendar = \"cancel\""));
    work.ends_with(0, &["preview", "change-notice"]);
    let mail = std::fs::read(work.path("preview/change-notice/mails/0001.eml")).expect("readable");
    let mail = mail_parser::MessageParser::default().parse(&mail).expect("a mail");
    assert_eq!(mail.subject(), Some("Absage: „Digitaler Aufbruch 2027“ findet nicht statt"));
    let (text, html) = (mail.body_text(0).expect("a text part"), mail.body_html(0).expect("an HTML part"));
    for part in [&text, &html] {
        let stated = "Die Veranstaltung findet nicht statt. Abgesagt ist:";
        assert!(part.contains(stated) && part.contains("leider absagen") && part.contains("Absage"), "{part}");
        for left in ["Kommen Sie?", "Bitte antworten", "Zusage%20", "verlegt", "Ab jetzt gilt", "&lt;!--"] {
            assert!(!part.contains(left), "{left}: {part}");
        }
    }
    let told = work.run(&["check", "change-notice"]);
    assert!(!told.stdout.contains("[cancel-asks]"), "{told:?}");
}

#[test]
fn an_event_of_days_alone_is_given_no_time_of_day() {
    let work = sample();
    let file = "data/events/digitaler-aufbruch-2027.md";
    let event = work.read(file);
    let days = event.replace("start = 2027-05-11T10:00:00", "start = 2027-05-11");
    work.write(file, days.replace("end = 2027-05-12T15:00:00", "end = 2027-05-12"));
    for (campaign, _) in CAMPAIGNS {
        for text in texts(&work, campaign) {
            assert!(!text.contains(" 0:00"), "{campaign}: {text}");
        }
    }
    let invitation = texts(&work, "invitation").remove(0).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(invitation.contains("beginnt am Dienstag; Tagungsort"), "{invitation}");
}
