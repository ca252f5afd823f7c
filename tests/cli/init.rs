//! `init`: a workspace that works at once, and keeps people out of git.

use std::process::{Command, Stdio};

use crate::workdir::{Outcome, Workdir};

fn made(language: &str) -> Workdir {
    let work = Workdir::new();
    std::fs::remove_file(work.path("rundbrief.toml")).expect("is there");
    work.ends_with(0, &["init", "new", "--language", language]);
    work
}

#[test]
fn a_new_workspace_can_be_checked_previewed_and_sent_in_both_languages() {
    for (language, campaign, greeting) in
        [("de", "einladung", "Sehr geehrte Frau Dr. Muster"), ("en", "invitation", "Dear Ms Dr Sample")]
    {
        let work = made(language);
        let check = work.ends_with(0, &["-w", "new", "check"]);
        assert!(!check.stdout.contains('['), "{check:?}");
        work.ends_with(0, &["-w", "new", "preview", campaign]);
        work.ends_with(0, &["-w", "new", "send", campaign, "--yes"]);
        let mails = work.files("new/outbox/new");
        assert_eq!(mails.len(), 2, "{mails:?}");
        let index = work.read(&format!("new/preview/{campaign}/index.html"));
        assert!(index.contains("lindenbrueck.example"), "{greeting}: {index}");
        let page = work.read(&format!("new/preview/{campaign}/mails/0001.html"));
        assert!(page.contains(&format!("<html lang=\"{language}\"")), "screen readers need it: {page}");
    }
}

#[test]
fn the_language_is_that_of_the_environment_unless_it_is_named() {
    let work = Workdir::new();
    for (locale, sign) in [("de_DE.UTF-8", "language = \"de\""), ("en_GB.UTF-8", "language = \"en\"")] {
        let folder = format!("new-{}", &locale[..2]);
        let told = work.command(&["init", &folder]).env("LANG", locale).output().expect("starts");
        assert!(told.status.success(), "{told:?}");
        assert!(work.read(&format!("{folder}/rundbrief.toml")).contains(sign));
    }
}

#[test]
fn a_folder_with_a_workspace_is_refused_and_stays_as_it_is() {
    let work = Workdir::new();
    let before = work.read("rundbrief.toml");
    let Outcome { stderr, .. } = work.ends_with(2, &["init", "."]);
    assert!(stderr.contains("error[workspace-exists]"), "{stderr}");
    assert_eq!(work.read("rundbrief.toml"), before);
    assert!(!work.path(".gitignore").exists());
}

#[test]
fn what_git_is_to_ignore_is_appended_to_the_list_of_a_repository() {
    let work = Workdir::new();
    for (folder, before, end) in [("lf", "# mine\n/target\ndata/lists/", "\n"), ("crlf", "/target\r\n", "\r\n")] {
        let file = format!("{folder}/.gitignore");
        work.write(&file, before);
        let told = work.command(&["init", "."]).current_dir(work.path(folder)).output().expect("starts");
        assert!(told.status.success(), "{told:?}");
        assert!(String::from_utf8_lossy(&told.stdout).contains("/data/answers/ /data/decisions.toml"), "{told:?}");
        let after = work.read(&file);
        let added = after.strip_prefix(before).expect("nothing is overwritten");
        assert!(added.ends_with(&format!("/.rundbrief/{end}*.part{end}")), "{after:?}");
        assert_eq!(after.matches("data/lists/").count(), 1, "{after:?}");
        assert!(after.lines().any(|line| line.trim_start_matches('/') == "data/lists/"), "{after:?}");
        assert!(!added.replace(end, "").contains(['\r', '\n']), "{after:?}");
    }
    work.write("whole/.gitignore", work.read("crlf/.gitignore"));
    let whole = work.json(&["init", "whole"]);
    assert_eq!(whole["ignored"], serde_json::json!([]));
    assert_eq!(work.read("whole/.gitignore"), work.read("crlf/.gitignore"));
}

#[test]
fn a_file_in_the_way_is_named_as_people_write_it() {
    let work = Workdir::new();
    let refused = work.ends_with(2, &["init", "./."]);
    assert!(refused.stderr.contains("/rundbrief.toml") && !refused.stderr.contains("/./"), "{refused:?}");
}

/// Runs git in the folder of a workspace; `false` where there is no git.
fn git(work: &Workdir, arguments: &[&str]) -> bool {
    let mut git = Command::new("git");
    git.arg("-C").arg(work.root()).args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    git.status().is_ok_and(|status| status.success())
}

#[test]
fn nothing_of_a_person_gets_into_git() {
    let work = made("en");
    assert!(git(&work, &["init", "-q", "new"]));
    work.ends_with(0, &["-w", "new", "send", "invitation", "--yes"]);
    work.ends_with(0, &["-w", "new", "preview", "invitation"]);
    let mut listed = Command::new("git");
    listed.arg("-C").arg(work.path("new")).args(["status", "--porcelain", "-uall"]);
    let listed = String::from_utf8(listed.output().expect("git runs").stdout).expect("UTF-8");
    assert!(listed.contains("data/campaigns/invitation.md"), "{listed}");
    for folder in ["data/lists", "outbox", "preview", ".rundbrief", "data/answers"] {
        assert!(!listed.contains(&format!(" {folder}/")), "{folder}: {listed}");
    }
}

#[test]
fn check_warns_of_people_who_exist_in_a_list_that_git_tracks() {
    let work = Workdir::new();
    let warned = |work: &Workdir| work.run(&["check"]).stdout.contains("people.csv: warning[addresses-tracked]");
    work.people(&["anna@x.example", "bert@stadt.test", "real@stadt-real.de"]);
    assert!(!warned(&work), "no repository");
    assert!(git(&work, &["init", "-q"]));
    assert!(!warned(&work), "not tracked");
    assert!(git(&work, &["add", "data/lists/people.csv"]));
    assert!(warned(&work));
    work.people(&["anna@x.example", "bert@stadt.test"]);
    assert!(!warned(&work), "invented people");
    work.write("data/events/summit.md", "+++\nname = \"Summit\"\n+++\n");
    work.write("data/answers/summit.csv", "E-Mail;Antwort\nreal@stadt-real.de;ja\n");
    let decision = "[[decisions]]\naddress = \"real@stadt-real.de\"\ndecision = \"send\"\nby = \"Inken\"\n";
    work.write("data/decisions.toml", format!("{decision}at = \"2026-11-23T12:00:00Z\"\n"));
    assert!(!work.run(&["check"]).stdout.contains("addresses-tracked"));
    assert!(git(&work, &["add", "data/answers", "data/decisions.toml"]));
    let check = work.run(&["check"]).stdout;
    for file in ["data/answers/summit.csv", "data/decisions.toml"] {
        assert!(check.contains(&format!("{file}: warning[addresses-tracked]: git tracks this file")), "{check}");
    }
}

#[test]
fn check_warns_of_people_in_tracked_tables_that_are_no_lists() {
    let work = Workdir::new();
    assert!(git(&work, &["init", "-q"]));
    work.write("data/lists/forgotten.csv", "E-Mail\nreal@stadt-real.de\n");
    work.write("sums.csv", "Land;Zahl\nHamburg;3\n");
    work.write("templates/plain.txt", "an real@stadt-real.de\n");
    work.people(&["real@stadt-real.de", "anna@x.example"]);
    work.ends_with(3, &["merge", "-o", "Alle 2026.CSV"]);
    assert!(git(&work, &["add", "."]));
    let check = work.run(&["check"]).stdout;
    let told: Vec<&str> = check.lines().filter(|line| line.contains("addresses-tracked")).collect();
    let names: Vec<&str> = told.iter().filter_map(|line| line.split_once(": ")).map(|(file, _)| file).collect();
    assert_eq!(names, ["Alle 2026.CSV", "data/lists/forgotten.csv", "data/lists/people.csv"], "{check}");
}

#[test]
fn check_warns_of_people_in_tracked_mails_previews_approvals_and_exports() {
    let work = Workdir::new();
    assert!(git(&work, &["init", "-q"]));
    work.write("data/lists/people.csv", "E-Mail;Nachname\nreal@stadt-real.de;Real\nanna@x.example;Anna\n");
    work.campaign("Dear {{ contact.last_name }}, ask team@aufbruch-real.de.\n");
    work.ends_with(0, &["preview", "thanks"]);
    work.ends_with(0, &["preview", "thanks", "-o", "elsewhere"]);
    work.ends_with(0, &["approve", "thanks", "--by", "Inken <inken@stadt-real.de>", "--yes"]);
    work.ends_with(0, &["send", "thanks", "--yes"]);
    work.ends_with(0, &["person", "export", "real@stadt-real.de", "-o", "told"]);
    work.write("site.html", "<a href=\"mailto:office@stadt-real.de\">team@aufbruch-real.de</a>");
    assert!(git(&work, &["add", "-f", "."]));
    let check = work.run(&["check"]).stdout;
    let told: Vec<&str> = check.lines().filter(|line| line.contains("addresses-tracked")).collect();
    let names: Vec<&str> = told.iter().filter_map(|line| line.split_once(": ")).map(|(file, _)| file).collect();
    insta::assert_debug_snapshot!(names, @r#"
    [
        "data/approvals/thanks.toml",
        "data/lists/people.csv",
        "elsewhere/index.html",
        "elsewhere/mails/0001.eml",
        "elsewhere/views/0001.html",
        "outbox/new/thanks_real@stadt-real.de.eml",
        "preview/thanks/index.html",
        "preview/thanks/mails/0001.eml",
        "preview/thanks/views/0001.html",
        "told/person.json",
        "told/person.txt",
    ]
    "#);
    assert!(told.iter().all(|line| line.contains("the address of somebody who exists")), "{told:#?}");
}
