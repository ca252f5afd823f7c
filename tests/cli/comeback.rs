//! People who were erased and come back by a consent of their own.

use crate::workdir::{Outcome, Workdir, outcome};

const ANNA: &str = "anna@x.example";

/// Runs a command at noon of a day.
fn at(work: &Workdir, day: &str, arguments: &[&str]) -> Outcome {
    let moment: jiff::Timestamp = format!("{day}T12:00:00Z").parse().expect("a moment");
    outcome(work.command(arguments).env("SOURCE_DATE_EPOCH", moment.as_second().to_string()).output().expect("it runs"))
}

/// Anna comes back by this consent, or her day of consent is corrected; gives what was told.
fn lift(work: &Workdir, code: i32, day: &str, consent: &str) -> String {
    let proof = ["--consent", consent, "--proof", "form 17", "--by", "Inken"];
    let outcome = at(work, day, &[&["suppress", ANNA, "--lift"], &proof[..]].concat());
    assert_eq!(outcome.code, Some(code), "{consent}: {outcome:#?}");
    outcome.stdout + &outcome.stderr
}

/// A workspace in which Anna was erased on the tenth of February.
fn erased() -> Workdir {
    let work = Workdir::new();
    let outcome = at(&work, "2026-02-10", &["person", "erase", ANNA, "--by", "Inken", "--yes"]);
    assert_eq!(outcome.code, Some(0), "{outcome:#?}");
    work
}

fn german(work: &Workdir) {
    work.write("rundbrief.toml", work.read("rundbrief.toml").replace("language = \"en\"", "language = \"de\""));
}

#[test]
fn an_erased_person_comes_back_by_a_later_proven_consent_alone() {
    let work = Workdir::new();
    let run = |code, day: &str, arguments: &[&str]| {
        let moment: jiff::Timestamp = format!("{day}T12:00:00Z").parse().expect("a moment");
        let output = work.command(arguments).env("SOURCE_DATE_EPOCH", moment.as_second().to_string()).output();
        let outcome = outcome(output.expect("it runs"));
        assert_eq!(outcome.code, Some(code), "{arguments:?}: {outcome:#?}");
        outcome.stderr
    };
    let lift = |code, day: &str, consent: &str| {
        let proof = ["--consent", consent, "--proof", "form 17", "--by", "Inken"];
        run(code, day, &[&["suppress", ANNA, "--lift"], &proof[..]].concat())
    };
    run(0, "2026-01-05", &["send", "thanks", "--yes"]);
    run(0, "2026-01-05", &["ledger", "backup", "before.db"]);
    run(0, "2026-02-10", &["person", "erase", ANNA, "--by", "Inken", "--yes"]);
    let refused = run(2, "2026-03-01", &["suppress", ANNA, "--lift", "--by", "Inken"]);
    assert!(refused.contains("[erased-consent-needed]") && refused.contains("on 2026-02-10"), "{refused}");
    lift(2, "2026-03-01", "2026-02-10");
    lift(2, "2026-03-01", "2026-03-02");
    lift(0, "2026-03-01", "2026-02-28");
    work.write(
        "data/lists/people.csv",
        format!("E-Mail;Nachname;Einwilligung am\n{ANNA};Alt;\n{ANNA};Zuvor;27.02.2026\n{ANNA};Neu;28.02.2026\n"),
    );
    let table = || work.run(&["merge"]).stdout;
    let back = format!("email;last_name;consent_date;lists\n{ANNA};Neu;28.02.2026;people\n");
    assert_eq!(table(), back);
    assert_eq!(work.json(&["person", "show", ANNA])["deeds"][0]["detail"], "consent 2026-02-28: form 17");
    // a backup from before the erasure knows neither, and the ledger that is there knows both
    run(0, "2026-03-02", &["ledger", "restore", "before.db", "--by", "Inken"]);
    assert_eq!(table(), back);
    let shown = work.json(&["person", "show", ANNA]);
    assert_eq!((&shown["mails"], &shown["deeds"][0]["by"]), (&serde_json::json!([]), &"Inken".into()), "{shown}");
    // what is newer counts
    run(0, "2026-03-03", &["ledger", "backup", "back.db"]);
    run(0, "2026-03-04", &["person", "erase", ANNA, "--by", "Inken", "--yes"]);
    work.write("data/lists/people.csv", format!("E-Mail;Nachname;Einwilligung am\n{ANNA};Neu;28.02.2026\n"));
    run(0, "2026-03-05", &["ledger", "restore", "back.db", "--by", "Inken"]);
    assert_eq!(work.json(&["merge"])["totals"]["contacts"], 0);
    assert_eq!(work.json(&["person", "show", ANNA])["deeds"], serde_json::json!([]));
    lift(2, "2026-03-06", "2026-02-28");
}

#[test]
fn a_mistyped_day_of_consent_is_corrected_and_both_stay_on_record() {
    let work = erased();
    work.write("data/lists/people.csv", format!("E-Mail;Nachname;Einwilligung am\n{ANNA};Neu;18.02.2026\n"));
    let merged = || work.json(&["merge"])["totals"]["contacts"].as_u64();
    assert!(lift(&work, 0, "2026-03-01", "2026-02-28").contains("from 2026-02-28 on"));
    assert_eq!(merged(), Some(0));
    german(&work);
    let told = lift(&work, 0, "2026-03-02", "18.2.2026");
    assert!(told.contains("einer Einwilligung vom 18.2.2026 zurück, nicht vom 28.2.2026"), "{told}");
    assert!(!told.contains("Sperre"), "there was none: {told}");
    assert_eq!(merged(), Some(1));
    assert!(lift(&work, 2, "2026-03-03", "2026-02-10").contains("am 10.2.2026 gelöscht"));
    assert!(lift(&work, 2, "2026-03-03", "2026-03-04").contains("Fehler[consent-future]: der 4.3.2026 liegt in"));
    let deeds = work.json(&["person", "show", ANNA])["deeds"].clone();
    let told: Vec<_> = deeds.as_array().expect("deeds").iter().map(|deed| (&deed["by"], &deed["detail"])).collect();
    let by = &"Inken".into();
    assert_eq!(told, [(by, &"consent 2026-02-28: form 17".into()), (by, &"consent 2026-02-18: form 17".into())]);
    let shown = work.run(&["person", "show", ANNA]).stdout;
    assert!(shown.contains("Sperre aufgehoben von Inken: Einwilligung vom 28.2.2026, form 17"), "{shown}");
    // a correction can make the day later as well, and takes along what was suppressed by hand
    at(&work, "2026-03-04", &["suppress", ANNA, "--by", "Inken"]);
    assert!(lift(&work, 0, "2026-03-05", "2026-02-20").contains("Eine Sperre aufgehoben."));
    assert_eq!((merged(), &work.json(&["suppress"])["suppressions"]), (Some(0), &serde_json::json!([])));
}

#[test]
fn a_correction_and_what_it_corrects_outlive_a_restore() {
    let work = Workdir::new();
    at(&work, "2026-01-05", &["suppress", "bert@y.example", "--by", "Inken"]);
    at(&work, "2026-01-05", &["ledger", "backup", "before.db"]);
    at(&work, "2026-02-10", &["person", "erase", ANNA, "--by", "Inken", "--yes"]);
    lift(&work, 0, "2026-03-01", "2026-02-28");
    lift(&work, 0, "2026-03-02", "2026-02-18");
    at(&work, "2026-03-03", &["ledger", "restore", "before.db", "--by", "Inken"]);
    assert_eq!(work.json(&["person", "show", ANNA])["deeds"].as_array().map(Vec::len), Some(2));
    work.write("data/lists/people.csv", format!("E-Mail;Einwilligung am\n{ANNA};18.02.2026\n"));
    assert_eq!(work.json(&["merge"])["totals"]["contacts"], 1);
}

#[test]
fn whoever_unsubscribes_after_coming_back_needs_a_later_consent_again() {
    let work = erased();
    lift(&work, 0, "2026-03-01", "2026-02-20");
    at(&work, "2026-03-10", &["suppress", ANNA, "--reason", "unsubscribed", "--by", "Inken"]);
    assert!(lift(&work, 2, "2026-03-20", "2026-03-09").contains("[consent-needed]"));
    lift(&work, 0, "2026-03-20", "2026-03-11");
    let again = erased();
    at(&again, "2026-02-20", &["suppress", ANNA, "--reason", "unsubscribed", "--by", "Inken"]);
    assert!(lift(&again, 2, "2026-03-20", "2026-02-15").contains("on 2026-02-20"));
    lift(&again, 0, "2026-03-20", "2026-02-21");
}

#[test]
fn a_row_that_does_not_bring_somebody_back_says_why() {
    let work = erased();
    german(&work);
    lift(&work, 0, "2026-03-01", "2026-02-20");
    let list =
        "[[lists]]\nname = \"guests\"\npath = \"data/lists/guests.csv\"\nbasis = \"contract\"\nevent = \"summit\"\n";
    work.write("rundbrief.toml", work.read("rundbrief.toml") + list);
    work.write("data/lists/guests.csv", format!("E-Mail;Einwilligung am\n{ANNA};20.02.2026\n"));
    let rows =
        [";", ";bald", ";01.01.2099", ";19.02.2026", "keine;20.02.2026", "Kunde;20.02.2026", "Einwilligung;20.02.2026"];
    let rows = rows.map(|row| format!("{ANNA};{row}\n")).concat();
    work.write("data/lists/people.csv", format!("E-Mail;Rechtsgrundlage;Einwilligung am\n{rows}"));
    let check = work.run(&["check"]).stdout;
    let told: Vec<&str> = check.lines().filter(|line| line.contains("[comeback-")).collect();
    let person = "die Zeile gehört zu einer Person, deren Daten gelöscht wurden und die mit einer Einwilligung";
    let expected = [
        ("guests.csv:2", "basis", "zurückkam, und steht auf einer anderen Grundlage (`contract`)"),
        ("people.csv:2", "date-missing", "vom 20.2.2026 zurückkam, nennt aber selbst kein Datum einer Einwilligung"),
        ("people.csv:3", "date-invalid", "zurückkam, und `bald` ist kein Datum, an dem jemand eingewilligt haben kann"),
        (
            "people.csv:4",
            "date-invalid",
            "zurückkam, und `01.01.2099` ist kein Datum, an dem jemand eingewilligt haben kann",
        ),
        ("people.csv:5", "date-early", "vom 20.2.2026 zurückkam, nennt aber eine ältere"),
        ("people.csv:6", "basis", "zurückkam, und steht auf einer anderen Grundlage (`keine`)"),
        ("people.csv:7", "basis", "zurückkam, und steht auf einer anderen Grundlage (`Kunde`)"),
    ];
    for (place, code, why) in expected {
        let line = format!("data/lists/{place}: Warnung[comeback-{code}]: {person} {why}; sie bleibt beiseite");
        assert!(told.contains(&line.as_str()), "{line}\n{told:#?}");
    }
    assert_eq!(told.len(), expected.len());
    work.campaign("Dear all\n");
    let preview = work.run(&["preview", "thanks"]);
    let page = work.read("preview/thanks/index.html");
    assert!(page.contains("die Zeile steht auf einer anderen Grundlage"), "{preview:?}");
    // a file that is not adopted yet says the same, and brings nobody back
    work.write("data/lists/newer.csv", format!("E-Mail;Rechtsgrundlage\n{ANNA};Einwilligung\n"));
    let changes = &work.json(&["check", "data/lists/newer.csv"]);
    assert_eq!(changes["changes"][0]["new"], serde_json::json!([]));
    assert!(changes["findings"].to_string().contains("comeback-date-missing"), "{changes}");
}

#[test]
fn what_is_typed_about_a_consent_is_refused_in_words_of_the_language() {
    let work = erased();
    german(&work);
    for (consent, proof, told) in [
        ("gestern", "form", "error[argument-date]: `gestern` ist kein Datum\n"),
        ("2026-02-30", "form", "error[argument-date]: `2026-02-30` ist kein Datum\n"),
        ("2026-02-20", "", "error[proof-blank]: `--proof` ist leer: womit lässt sich die Einwilligung belegen?\n"),
        ("2026-02-20", " \u{a0}", "error[proof-blank]"),
        ("2026-03-02", "form", "error[consent-future]: der 2.3.2026 liegt in der Zukunft"),
    ] {
        let told = told.replace("error", "Fehler");
        let arguments = ["suppress", ANNA, "--lift", "--by", "Ina", "--consent", consent, "--proof", proof];
        let outcome = at(&work, "2026-03-01", &arguments);
        assert!(outcome.code == Some(2) && outcome.stderr.starts_with(&told), "{consent}: {outcome:#?}");
    }
    let erase = ["person", "erase", "bert@y.example", "--by", "Ina", "--yes", "--restrict-until", "bald"];
    assert!(work.ends_with(2, &erase).stderr.contains("[argument-date]: `bald` ist kein Datum"));
}
