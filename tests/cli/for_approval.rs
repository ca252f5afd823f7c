//! `preview --for-approval`, `--only` and `--open`: a page for the boss, one mail as text, and the browser.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::check::told;
use crate::process::until;
use crate::sample::sample;
use crate::workdir::{Workdir, outcome};

const PAGE: [&str; 4] = ["preview", "thanks", "--for-approval", "page.html"];

#[test]
fn the_page_for_approval_tells_plan_people_and_mails_and_needs_nothing_else() {
    let work = sample();
    let told = work.ends_with(0, &["preview", "recap-2024", "--for-approval", "freigabe.html"]);
    let page = work.read("freigabe.html");
    let fingerprint =
        told.stdout.lines().find_map(|line| line.trim().strip_prefix("Kennung: ")).expect("a fingerprint");
    let groups = format!("<span>{}</span>", fingerprint.replace('-', "</span><span>"));
    for shown in [
        "Zur Freigabe",
        "Rückblick für Entscheidungsträger*innen: Digitaler Aufbruch 2024",
        &groups,
        "<dd>50</dd><dt>bekommen die Mail</dt>",
        "<td class=\"number\">8</td><th scope=\"row\">auf keiner der Listen dieser Kampagne</th>",
        "<li>längster Name</li>",
        "<span>k…@lindenbrueck.example</span>",
        "default-src 'none'",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"de\">") && !page.contains("<script"));
    for loads in [" src=\"http", "@import", "url(http", "<link"] {
        assert!(!page.contains(loads), "{loads}");
    }
    let addresses = work.json(&["preview", "recap-2024"]);
    assert!(addresses["recipients"] == 50 && !work.path("outbox").exists());
    let index = work.read("preview/recap-2024/index.html");
    let tokens = page.split("x0.").skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_')?;
        Some(String::from_utf8_lossy(&URL_SAFE_NO_PAD.decode(&rest[..end]).ok()?).into_owned())
    });
    let said: String = tokens.collect();
    assert!(said.contains("recap-2024"), "tokens are read: {said}");
    for address in crate::preview::reached(&index) {
        assert!(!page.contains(&address), "{address} is not masked");
        assert!(!said.contains(&address), "{address} stands in a token");
    }
}

/// What stands in the page between two marks, at their first places.
fn between<'a>(page: &'a str, begin: &str, end: &str) -> &'a str {
    let (_, rest) = page.split_once(begin).unwrap_or_else(|| panic!("{begin}: {page}"));
    rest.split_once(end).map_or(rest, |(found, _)| found)
}

#[test]
fn the_page_for_approval_names_what_each_mail_carries() {
    let event = "name = \"Summit\"\nstart = 2027-04-22T10:00:00\nrevision = 2\n[venue]\nname = \"Hall\"\n";
    let work = crate::calendars::workspace("request", event);
    let front = "attachments = [\"{% if contact.last_name == 'bert' %}bert@y.example.pdf{% endif %}\", \"all.txt\"]\n";
    let body = "{% if contact.last_name == 'bert' %}Your own plan is attached.{% endif %}\n";
    let campaign = work.read("data/campaigns/thanks.md");
    work.write("data/campaigns/thanks.md", campaign.replacen("+++\n", &format!("+++\n{front}"), 1) + body);
    work.write("data/media/bert@y.example.pdf", vec![b'%'; 1_234_567]);
    work.write("data/media/all.txt", "the plan");
    work.ends_with(0, &PAGE);
    let page = work.read("page.html");
    let card = between(&page, "<section class=\"calendar\">", "</section>");
    for shown in [
        "Invitation in the calendar, to be answered",
        "Revision 2 of this entry: it replaces the earlier one in calendars",
        "<h3>Summit</h3>",
        "<li><b>Thursday, 22 April 2027</b> <span>from 10:00</span></li>",
        "<td>Hall</td>",
        "<span>Accept</span>",
    ] {
        assert!(card.contains(shown), "{shown}: {card}");
    }
    let entry = "<li>invite.ics <span>application/ics, Summit: Invitation in the calendar, to be answered; \
        Revision 2 of this entry: it replaces the earlier one in calendars</span></li>";
    let everybody = format!("<li>all.txt <span>text/plain, 8 bytes</span></li>{entry}</ul>");
    let articles: Vec<&str> = page.split("<article>").skip(1).collect();
    assert!(articles.len() > 1 && articles.iter().all(|mail| mail.contains(&everybody)), "{page}");
    let files = format!("<ul><li>b…@y.example.pdf <span>application/pdf, 1.2 MB</span></li>{}", &everybody);
    let carry: Vec<&&str> = articles.iter().filter(|mail| mail.contains(&files)).collect();
    assert_eq!(carry.len(), 1, "{page}");
    assert!(!page.contains("bert@y.example"), "not even in the name of a file");
}

#[test]
fn a_page_for_approval_says_that_an_event_is_called_off_and_nothing_of_what_mails_do_not_carry() {
    let event = "name = \"Summit\"\nstart = 2027-04-22\nrevision = 1\n";
    let work = crate::calendars::workspace("cancel", event);
    work.ends_with(0, &PAGE);
    let page = work.read("page.html");
    let card = between(&page, "<section class=\"calendar\">", "</section>");
    assert!(card.contains("Cancellation: the entry goes from the calendar") && card.contains("all day"), "{card}");
    assert!(!card.contains("Revision 1") && !card.contains("Accept"), "{card}");
    let bare = Workdir::new();
    bare.ends_with(0, &PAGE);
    let page = bare.read("page.html");
    assert!(!page.contains("invite.ics") && !page.contains("class=\"files\"") && !page.contains("class=\"card"));
}

#[test]
fn the_same_content_has_the_same_fingerprint_and_other_content_or_people_another() {
    let work = Workdir::new();
    let said = |work: &Workdir| work.json(&PAGE)["fingerprint"].as_str().expect("one").to_owned();
    let first = said(&work);
    let later = outcome(work.command(&PAGE).env("SOURCE_DATE_EPOCH", "1900000000").output().expect("runs"));
    assert!(later.stdout.contains(&format!("Fingerprint: {first}")), "{later:?}");
    assert_eq!(work.json(&["approve", "thanks", "--by", "Inken", "--yes"])["fingerprint"], first.as_str());
    work.people(&["anna@x.example", "bert@y.example"]);
    let fewer = said(&work);
    work.campaign("Dear {{ contact.last_name }},\n\nother words.\n");
    assert!(fewer != first && said(&work) != fewer);
}

#[test]
fn the_page_speaks_english_too_and_replaces_only_its_like() {
    let work = Workdir::new();
    let settings = work.read("rundbrief.toml");
    let refused = work.ends_with(2, &["preview", "thanks", "--for-approval", "rundbrief.toml"]);
    assert!(refused.stderr.starts_with("rundbrief.toml: error[file-foreign]"), "{refused:?}");
    assert_eq!(work.read("rundbrief.toml"), settings);
    work.ends_with(0, &PAGE);
    work.ends_with(0, &PAGE);
    let page = work.read("page.html");
    assert!(page.contains("<p class=\"kicker\">For approval</p>") && page.contains("Nobody is left out."), "{page}");
    assert!(page.ends_with("<!-- rundbrief preview --for-approval -->\n"));
    assert!(work.files("preview").is_empty() && !work.path(".rundbrief").exists(), "nothing else is written");
}

#[test]
fn one_mail_is_printed_as_text_and_nothing_is_written() {
    let work = Workdir::new();
    let campaign = work.read("data/campaigns/thanks.md");
    work.write("data/events/summit.md", "+++\nname = \"Summit\"\nstart = 2027-05-11\n+++\n");
    work.write("data/campaigns/thanks.md", campaign.replace("event =", "calendar = \"request\"\nevent ="));
    insta::assert_snapshot!(told(&work, &["preview", "thanks", "--only", "Bert@y.example"]), @r"
    From:        Aufbruch <einladung@aufbruch.example>
    To:          bert <bert@y.example>
    Reply to:    Aufbruch <team@aufbruch.example>
    Subject:     Thanks
    Attachments: invite.ics

    Dear bert,

    thanks for coming.

    --
    Aufbruch e. V.

    Unsubscribe:
    mailto:team@aufbruch.example?subject=Unsubscribe%20x0.HBsSuhidQoWNRDALJlU_U3RoYW5rcwpiZXJ0QHkuZXhhbXBsZQ
    [stderr]
    [exit 0]
    ");
    assert!(work.files("preview").is_empty() && !work.path(".rundbrief").exists());
    let only = &work.json(&["preview", "thanks", "--only", "bert@y.example"])["only"];
    assert_eq!((&only["to"], &only["attachments"][0]), (&"bert <bert@y.example>".into(), &"invite.ics".into()));
    let unknown = work.ends_with(2, &["preview", "thanks", "--only", "brt@y.example"]);
    assert!(unknown.stderr.contains("did you mean `bert@y.example`?"), "{unknown:?}");
    work.ends_with(2, &["preview", "thanks", "--only", "bert@y.example", "--open"]);
}

/// A folder with a browser's launcher that writes down what it is to open, or fails.
fn launcher(work: &Workdir, script: &str) -> String {
    work.write("bin/xdg-open", format!("#!/bin/sh\n{script}\n"));
    fs::set_permissions(work.path("bin/xdg-open"), fs::Permissions::from_mode(0o755)).expect("ours");
    work.path("bin").display().to_string()
}

#[test]
fn what_was_written_is_opened_when_asked_for() {
    let work = Workdir::new();
    let path = launcher(&work, "echo \"$1\" > \"$RECORD.part\" && mv \"$RECORD.part\" \"$RECORD\"");
    for (arguments, page) in [(&["preview", "thanks"][..], "preview/thanks/index.html"), (&PAGE, "page.html")] {
        let opened = work.path("opened");
        let mut command = work.command(&[arguments, &["--open"]].concat());
        let path = format!("{path}:/bin:/usr/bin");
        let ended = outcome(command.env("PATH", path).env("RECORD", &opened).output().expect("runs"));
        assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
        until("the launcher has run", || opened.exists());
        let asked = fs::read_to_string(&opened).expect("written");
        assert_eq!(fs::canonicalize(asked.trim()).ok(), fs::canonicalize(work.path(page)).ok());
        fs::remove_file(opened).expect("ours");
    }
}

#[test]
fn without_a_browser_the_page_is_written_all_the_same() {
    let work = Workdir::new();
    let path = launcher(&work, "exit 3");
    let ended = outcome(work.command(&["preview", "thanks", "--open"]).env("PATH", path).output().expect("runs"));
    assert!(ended.stderr.contains("warning[browser-unopened]"), "{ended:?}");
    assert!(ended.code == Some(0) && work.path("preview/thanks/index.html").exists());
}

#[test]
fn after_a_preview_the_terminal_says_where_to_look_first() {
    let work = sample();
    let told = work.ends_with(0, &["preview", "recap-2024", "-o", "Größe 1"]);
    let lines: Vec<&str> = told.stdout.lines().collect();
    assert!(
        lines[0].starts_with("Vorschau mit 50 Mails: file:///")
            && !lines[0].contains("/../")
            && lines[0].ends_with("/Gr%C3%B6%C3%9Fe%201/index.html")
    );
    assert!(lines[1].starts_with("  zuerst:       ") && lines[1].ends_with(" Mails fallen auf"), "{told:?}");
    assert!(told.stdout.contains("8  auf keiner der Listen dieser Kampagne"), "{told:?}");
}

/// A workspace whose campaign leaves everybody out.
fn for_nobody() -> Workdir {
    let work = Workdir::new();
    let campaign = work.read("data/campaigns/thanks.md");
    let condition = "\n[audience]\nwhere = \"contact.last_name == 'nobody'\"\n+++\n";
    work.write("data/campaigns/thanks.md", campaign.replacen("\n+++\n", condition, 1));
    work
}

#[test]
fn where_nobody_gets_a_mail_every_command_says_why_and_that_it_did_nothing() {
    let work = for_nobody();
    for arguments in [
        &PAGE[..],
        &["approve", "thanks", "--by", "Inken", "--yes"],
        &["send", "thanks", "--to", "inken@aufbruch.example"],
        &["send", "thanks", "--yes"],
    ] {
        insta::allow_duplicates! {
            insta::assert_snapshot!(told(&work, arguments), @r"
            [stderr]
            data/campaigns/thanks.md: warning[audience-empty]: nobody gets this campaign
              help: `rundbrief preview` shows for every contact why
            data/campaigns/thanks.md: note[people-left-out]: 3 people do not get it: the campaign's condition does not hold
              help: `rundbrief preview` shows who it is
            Nothing was sent, and nothing was written.
            [exit 3]
            ");
        }
        let left_out = &work.json(arguments)["left_out"];
        assert_eq!(left_out.as_array().map(Vec::len), Some(3), "{arguments:?}: {left_out}");
    }
    assert!(!work.path("page.html").exists() && !work.path("data/approvals").exists());
    assert!(!work.path("outbox").exists() && !work.path(".rundbrief").exists());
}

#[test]
fn a_copy_of_an_unknown_mail_names_the_address_even_where_nobody_gets_the_campaign() {
    let work = for_nobody();
    let copy = |address| ["send", "thanks", "--to", "inken@aufbruch.example", "--as", address];
    let unknown = work.ends_with(2, &copy("brt@y.example"));
    assert!(
        unknown.stderr.contains("error[contact-unknown]") && unknown.stderr.contains("brt@y.example"),
        "{unknown:?}"
    );
    assert!(unknown.stderr.contains("did you mean `bert@y.example`?"), "{unknown:?}");
    let left_out = work.ends_with(2, &copy("bert@y.example"));
    assert!(left_out.stderr.contains("error[contact-left-out]"), "{left_out:?}");
}
