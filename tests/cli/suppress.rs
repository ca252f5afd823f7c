//! `suppress`: the list, the proposals, and that nobody on it is mailed.

use crate::double::{Double, Script};
use crate::workdir::{Workdir, outcome};

const BERT: &str = "bert@y.example";

fn with_a_rejection(reply: &str) -> (Workdir, Double) {
    let (work, double) = (Workdir::new(), Double::start(Script::new().rcpt(BERT, reply)));
    work.over_smtp(double.port(), "");
    work.ends_with(3, &["send", "thanks", "--yes"]);
    (work, double)
}

#[test]
fn an_address_that_does_not_exist_is_proposed_and_taken_over() {
    let (work, _double) = with_a_rejection("550 5.1.1 no such user");
    let status = work.ends_with(3, &["status"]);
    assert!(status.stdout.contains("One rejected address does not exist."), "{status:?}");
    let listed = work.json(&["suppress"]);
    assert_eq!(listed["proposals"][0]["address"], BERT);
    assert_eq!(
        (&listed["proposals"][0]["enhanced"], &listed["suppressions"]),
        (&"5.1.1".into(), &serde_json::json!([]))
    );
    work.ends_with(0, &["suppress", "--proposed", "--by", "Inken"]);
    let listed = work.json(&["suppress"]);
    let entry = &listed["suppressions"][0];
    assert_eq!((&entry["key"], &entry["reason"], &entry["by"]), (&BERT.into(), &"hard_bounce".into(), &"Inken".into()));
    assert_eq!((&entry["all"], &listed["proposals"]), (&true.into(), &serde_json::json!([])));
    assert_eq!(work.json(&["status"])["proposals"], 0);
}

#[test]
fn an_address_that_is_unknown_after_the_dot_is_proposed_too() {
    let (work, double) = (Workdir::new(), Double::start(Script::new().after_dot(BERT, "550 5.1.1 no such user")));
    work.over_smtp(double.port(), "");
    work.ends_with(3, &["send", "thanks", "--yes"]);
    assert_eq!(work.json(&["suppress"])["proposals"][0]["address"], BERT);
}

#[test]
fn rejections_that_say_nothing_about_the_address_are_no_proposals() {
    for reply in ["550 5.7.1 policy", "550 5.1.8 bad sender", "550 who knows", "552 5.2.2 full"] {
        let (work, _double) = with_a_rejection(reply);
        assert_eq!(work.json(&["suppress"])["proposals"], serde_json::json!([]), "{reply}");
    }
}

#[test]
fn whom_a_person_takes_off_is_not_proposed_again_and_the_record_stays() {
    let (work, _double) = with_a_rejection("550 5.1.1 no such user");
    work.ends_with(0, &["suppress", "--proposed", "--by", "Inken"]);
    work.ends_with(0, &["suppress", BERT, "--lift", "--by", "Jonas"]);
    let listed = work.json(&["suppress"]);
    assert_eq!(listed, serde_json::json!({ "suppressions": [], "proposals": [] }));
    let deeds = &work.json(&["person", "show", BERT])["deeds"];
    let told = [&deeds[0]["what"], &deeds[0]["by"], &deeds[1]["what"], &deeds[1]["by"]];
    assert_eq!(told, ["suppress", "Inken", "lift", "Jonas"]);
}

#[test]
fn nobody_on_the_list_is_mailed() {
    let work = Workdir::new();
    let double = Double::start(Script::new());
    work.over_smtp(double.port(), "");
    work.ends_with(0, &["suppress", " Y.Example ", "ANNA@x.example", "--by", "Inken"]);
    work.ends_with(0, &["send", "thanks", "--yes"]);
    let recipients: Vec<_> = double.mails().into_iter().flat_map(|mail| mail.recipients).collect();
    assert_eq!(recipients, ["cleo@z.example"]);
    let listed = work.ends_with(0, &["suppress"]);
    assert!(listed.stdout.contains("anna@x.example  all mail  by hand  since"), "{listed:?}");
}

#[test]
fn reason_and_scope_are_kept() {
    let work = Workdir::new();
    work.ends_with(0, &["suppress", BERT, "--reason", "unsubscribed", "--by", "Inken"]);
    work.ends_with(0, &["suppress", "z.example", "--scope", "advertising", "--by", "Inken"]);
    let listed = work.json(&["suppress"]);
    let entries: Vec<_> = (0..2)
        .map(|at| &listed["suppressions"][at])
        .map(|entry| (entry["key"].as_str(), entry["all"].as_bool(), entry["reason"].as_str()))
        .collect();
    assert_eq!(
        entries,
        [(Some(BERT), Some(false), Some("unsubscribed")), (Some("z.example"), Some(false), Some("manual"))]
    );
}

#[test]
fn a_typing_error_changes_nothing() {
    let work = Workdir::new();
    work.ends_with(0, &["suppress", BERT, "--by", "Inken"]);
    for (arguments, code) in [
        (&["suppress", "anna@x.example", "two words", "--by", "Inken"][..], "argument-key"),
        (&["suppress", BERT, "anna@x.example", "--lift", "--by", "Inken"], "suppression-unknown"),
    ] {
        let refused = work.ends_with(2, arguments);
        assert!(refused.stderr.contains(&format!("error[{code}]")), "{refused:?}");
    }
    work.ends_with(2, &["suppress", "anna@x.example"]);
    work.ends_with(2, &["suppress", "--by", "Inken"]);
    work.ends_with(2, &["suppress", "--proposed", "anna@x.example", "--by", "Inken"]);
    work.ends_with(2, &["suppress", "anna@x.example", "--by", " "]);
    assert_eq!(work.json(&["suppress"])["suppressions"].as_array().map(Vec::len), Some(1));
}

#[test]
fn an_entry_in_a_ledger_that_is_not_the_real_one_is_refused() {
    let (work, _double) = with_a_rejection("550 5.1.1 no such user");
    std::fs::remove_dir_all(work.path(".rundbrief")).expect("it was there");
    let refused = work.ends_with(2, &["suppress", BERT, "--by", "Inken"]);
    assert!(refused.stderr.contains("error[ledger-other]"), "{refused:?}");
}

#[test]
fn a_suppressed_municipality_gets_no_mail_however_its_name_is_written() {
    let work = Workdir::new();
    let double = Double::start(Script::new());
    work.over_smtp(double.port(), "");
    let rows = "anna@x.example;Stadt Lindenbrück\nbert@y.example;LINDENBRUECK\ncleo@z.example;Lindenau\n";
    work.write("data/lists/people.csv", format!("E-Mail;Kommune\n{rows}"));
    work.campaign("Hello {{ contact.email }}.\n");
    work.ends_with(0, &["suppress", "municipality: Lindenbrück, Stadt", "--note", "asked by phone", "--by", "Inken"]);
    work.ends_with(0, &["send", "thanks", "--yes"]);
    let recipients: Vec<_> = double.mails().into_iter().flat_map(|mail| mail.recipients).collect();
    assert_eq!(recipients, ["cleo@z.example"]);
    let shown = work.json(&["person", "show", "anna@x.example"]);
    assert_eq!(shown["suppressions"][0]["key"], "municipality:lindenbrueck");
    assert_eq!(shown["suppressions"][0]["note"], "asked by phone");
    work.ends_with(2, &["suppress", "municipality: ", "--by", "Inken"]);
}

#[test]
fn what_was_there_before_an_entry_was_widened_stays_on_record() {
    let work = Workdir::new();
    work.ends_with(0, &["suppress", BERT, "--reason", "unsubscribed", "--note", "by mail", "--by", "Inken"]);
    work.ends_with(0, &["suppress", BERT, "--reason", "complaint", "--note", "by letter", "--by", "Jonas"]);
    let shown = work.json(&["person", "show", BERT]);
    let entry = &shown["suppressions"][0];
    let told = [&entry["scope"], &entry["reason"], &entry["by"], &entry["note"]];
    assert_eq!(
        (told, &entry["all"]),
        (["all", "unsubscribed", "Inken", "by mail"].map(Into::into).each_ref(), &true.into())
    );
    let details = [&shown["deeds"][0]["detail"], &shown["deeds"][1]["detail"]];
    assert_eq!(details, ["unsubscribed advertising: by mail", "complaint all: by letter"]);
}

#[test]
fn the_list_goes_through_a_table_and_comes_back_as_it_was() {
    let work = Workdir::new();
    let unsubscribe = ["suppress", BERT, "--reason", "unsubscribed", "--by", "=Inken", "--note"];
    work.ends_with(0, &[&unsubscribe[..], &["=1+1; \"quoted\""]].concat());
    work.ends_with(0, &["suppress", "z.example", "--by", "Jonas", "--note", "'=x"]);
    work.ends_with(0, &["suppress", "municipality:Seedorf", "--by", "Jonas", "--note", "'t was so"]);
    work.ends_with(0, &["suppress", "--export", "list.csv"]);
    assert!(work.read("list.csv").contains("\"'=1+1; \"\"quoted\"\"\""), "{}", work.read("list.csv"));
    let before = work.json(&["suppress"]);
    let other = Workdir::new();
    other.write("list.csv", work.read("list.csv"));
    for _ in 0..2 {
        other.ends_with(0, &["suppress", "--import", "list.csv", "--by", "Somebody"]);
    }
    assert_eq!(other.json(&["suppress"]), before);
    assert_eq!(other.json(&["person", "show", BERT])["deeds"].as_array().map(Vec::len), Some(1), "once on record");
}

#[test]
fn bad_rows_of_an_imported_list_are_told_by_line_and_stop_no_others() {
    let work = Workdir::new();
    work.write(
        "list.csv",
        "E-Mail;Grund;Umfang;at\nbert@y.example;;;\ntwo words;;;\nanna@x.example;whim;;\n\nc@z.example;;half;\n\
         d@z.example;;;yesterday\nx.example;complaint;advertising;2026-01-02T03:04:05Z\n\
         e@z.example;;;01.02.2130\n;complaint;;\n",
    );
    let imported = work.ends_with(3, &["suppress", "--import", "list.csv", "--by", "Inken", "--json"]);
    let imported: serde_json::Value = serde_json::from_str(&imported.stdout).expect("JSON");
    let findings = imported["findings"].as_array().expect("findings");
    let told: Vec<_> = findings.iter().map(|f| (f["code"].as_str(), f["line"].as_u64())).collect();
    let row = Some("suppression-row");
    assert_eq!(
        told,
        [
            (Some("argument-key"), Some(3)),
            (row, Some(4)),
            (row, Some(6)),
            (row, Some(7)),
            (row, Some(9)),
            (Some("address-missing"), Some(10))
        ]
    );
    let listed = work.json(&["suppress"])["suppressions"].clone();
    let keys: Vec<_> = listed.as_array().expect("a list").iter().map(|entry| entry["key"].as_str()).collect();
    let everybody = ["anna@x.example", BERT, "c@z.example", "d@z.example", "e@z.example", "x.example"];
    assert_eq!(keys, everybody.map(Some), "who can be told is suppressed");
    assert_eq!(listed[4]["at"], listed[3]["at"], "now, in place of a day to come");
    assert_eq!((&listed[1]["by"], &listed[2]["scope"]), (&"Inken".into(), &"all".into()));
    assert_eq!(listed[5]["at"], "2026-01-02T03:04:05Z");
}

#[test]
fn only_a_later_consent_of_the_person_lifts_what_the_person_unsubscribed() {
    let work = Workdir::new();
    let at = |arguments: &[&str]| {
        outcome(work.command(arguments).env("SOURCE_DATE_EPOCH", "1800000000").output().expect("it runs")).code
    };
    let lift = ["suppress", BERT, "--lift", "--by", "Jonas"];
    at(&["suppress", BERT, "--reason", "unsubscribed", "--by", "Inken"]);
    // another reason over it takes nothing away from it
    at(&["suppress", BERT, "--reason", "manual", "--by", "Inken"]);
    let later = |date: &'static str| [&lift[..], &["--consent", date, "--proof", "form 7"]].concat();
    assert_eq!(at(&lift), Some(2));
    assert_eq!(at(&later("2027-01-15")), Some(2), "the day itself");
    let now = |arguments: &[&str]| {
        outcome(work.command(arguments).env("SOURCE_DATE_EPOCH", "1800864000").output().expect("it runs")).code
    };
    assert_eq!(now(&later("2027-02-28")), Some(2), "the future");
    assert_eq!(now(&later("2027-01-16")), Some(0));
    let deeds = &work.json(&["person", "show", BERT])["deeds"];
    assert_eq!((&deeds[2]["what"], &deeds[2]["detail"]), (&"lift".into(), &"consent 2027-01-16: form 7".into()));
}

#[test]
fn a_row_with_date_and_source_of_a_later_consent_lifts_too() {
    let work = Workdir::new();
    let run = |moment: &str, arguments: &[&str]| {
        outcome(work.command(arguments).env("SOURCE_DATE_EPOCH", moment).output().expect("it runs")).code
    };
    run("1800000000", &["suppress", BERT, "--reason", "unsubscribed", "--by", "Inken"]);
    let lift = ["suppress", BERT, "--lift", "--by", "Jonas"];
    for (row, code) in [(";20.01.2027;", 2), (";10.01.2027;form", 2), (";20.01.2027;form", 0)] {
        work.write("data/lists/people.csv", format!("E-Mail;consent_date;consent_source\n{BERT}{row}\n"));
        let row = row.replace(';', "|");
        assert_eq!(run("1800864000", &lift), Some(code), "{row}");
    }
    assert_eq!(
        work.json(&["person", "show", BERT])["deeds"][1]["detail"],
        "consent 2027-01-20: form (data/lists/people.csv:2)"
    );
}

#[test]
fn a_new_ledger_that_is_adopted_says_that_its_suppression_list_is_empty() {
    let (work, _double) = with_a_rejection("550 5.1.1 no such user");
    std::fs::remove_dir_all(work.path(".rundbrief")).expect("it was there");
    let adopted = work.run(&["ledger", "adopt", "--by", "Inken"]);
    assert!(adopted.stdout.contains("The suppression list is empty."), "{adopted:?}");
}

#[test]
fn the_lists_of_other_tools_are_taken_in_whole() {
    let work = Workdir::new();
    for (list, key, reason) in [
        ("anna@x.example\n", "anna@x.example", "manual"),
        ("Email Address,Status\nbert@y.example,Unsubscribed\n", BERT, "unsubscribed"),
        ("E-Mail-Adressen;Grund;Datum\ncleo@z.example;Abmeldung;01.05.2024\n", "cleo@z.example", "unsubscribed"),
    ] {
        work.write("list.csv", list);
        work.ends_with(0, &["suppress", "--import", "list.csv", "--by", "Inken"]);
        let listed = work.json(&["suppress"])["suppressions"].clone();
        let entry =
            listed.as_array().expect("a list").iter().find(|entry| entry["key"] == key).expect("is on it").clone();
        assert_eq!(entry["reason"], reason, "{list}");
    }
    for key in ["*@x.example", "*.x.example", "municipality:0531", "municipality:Neustadt (Hessen)"] {
        assert!(work.ends_with(2, &["suppress", key, "--by", "Inken"]).stderr.contains("argument-key"), "{key}");
    }
}

#[test]
fn that_a_person_unsubscribed_goes_through_the_table_under_another_reason_too() {
    let (work, other) = (Workdir::new(), Workdir::new());
    work.ends_with(0, &["suppress", BERT, "--by", "Inken"]);
    work.ends_with(0, &["suppress", BERT, "--reason", "unsubscribed", "--by", "Inken"]);
    work.ends_with(0, &["suppress", "--export", "list.csv"]);
    other.write("list.csv", work.read("list.csv"));
    other.ends_with(0, &["suppress", "--import", "list.csv", "--by", "Jonas"]);
    let refused = other.ends_with(2, &["suppress", BERT, "--lift", "--by", "Jonas"]).stderr;
    assert!(refused.contains("error[consent-needed]"), "{refused}");
}

#[test]
fn neither_a_list_as_a_whole_nor_somebody_elses_row_lifts_what_a_person_unsubscribed() {
    let work = Workdir::new();
    let at = |moment: &str, arguments: &[&str]| {
        outcome(work.command(arguments).env("SOURCE_DATE_EPOCH", moment).output().expect("it runs")).code
    };
    at("1800000000", &["suppress", BERT, "--reason", "unsubscribed", "--by", "Inken"]);
    let settings = work.read("rundbrief.toml").replace("2020-05-01", "2027-01-20");
    work.write("rundbrief.toml", settings);
    let heading = "E-Mail;Vorname;Nachname;consent_date;consent_source\n";
    for rows in [
        "bert@y.example;Bert;Klein;;\n",
        "bert@y.example;Bert;Klein;2026-01-01;form\nbert@y.example;Eva;Groß;2027-01-20;form\n",
    ] {
        work.write("data/lists/people.csv", format!("{heading}{rows}"));
        assert_eq!(at("1800864000", &["suppress", BERT, "--lift", "--by", "Jonas"]), Some(2), "{rows}");
    }
}

#[test]
fn a_suppressed_domain_reaches_those_below_it() {
    let work = Workdir::new();
    work.people(&["anna@x.example", "bert@post.x.example", "cleo@max.example"]);
    work.ends_with(0, &["suppress", "x.example", "--by", "Inken"]);
    work.ends_with(0, &["send", "thanks", "--yes"]);
    let standings = work.json(&["preview", "thanks"]);
    let excluded: Vec<_> =
        standings["excluded"].as_array().expect("a list").iter().map(|one| &one["address"]).collect();
    assert_eq!(excluded, ["anna@x.example", "bert@post.x.example"], "{standings}");
    assert_eq!(work.count("accepted"), 1);
    assert_eq!(work.json(&["person", "show", "bert@post.x.example"])["suppressions"][0]["key"], "x.example");
}

#[test]
fn an_entry_that_nobody_has_is_told_and_kept() {
    let work = Workdir::new();
    work.write("data/lists/people.csv", "E-Mail;Nachname;Kommune\nanna@post.x.example;Adam;Stadt Seedorf\n");
    let known = ["anna@post.x.example", "x.example", "municipality:Seedorf"];
    let outcome = work.ends_with(0, &[&["suppress", "--by", "Inken"], &known[..]].concat());
    assert_eq!(outcome.stderr, "");
    let outcome = work.ends_with(0, &["suppress", "ana@post.x.example", "max.example", "--by", "Inken"]);
    assert_eq!(
        outcome.stderr,
        "No contact in the lists has ana@post.x.example at present; the entry holds for later ones too.\n\
         No contact in the lists has max.example at present; the entry holds for later ones too.\n"
    );
    let told = work.json(&["suppress", "ana@post.x.example", "anna@post.x.example", "--by", "Inken"]);
    assert_eq!(told["of_nobody"], serde_json::json!(["ana@post.x.example"]));
    assert_eq!(work.json(&["suppress"])["suppressions"].as_array().map(Vec::len), Some(5));
}

#[test]
fn a_table_takes_the_place_of_no_list_and_of_nothing_else_that_is_kept() {
    let work = Workdir::new();
    work.ends_with(0, &["suppress", BERT, "--by", "Inken"]);
    let people = work.read("data/lists/people.csv");
    for (file, code) in [
        ("data/lists/people.csv", "output-is-list"),
        ("data/lists/more.csv", "output-among-lists"),
        ("data/answers.csv", "output-among-lists"),
        ("list.txt", "output-format"),
    ] {
        for arguments in [["suppress", "--export", file], ["status", "--coverage", file]] {
            let refused = work.ends_with(2, &arguments).stderr;
            assert!(refused.contains(&format!("error[{code}]")), "{arguments:?}: {refused}");
        }
    }
    assert_eq!((work.read("data/lists/people.csv"), work.files("data/lists").len()), (people, 1));
}

#[test]
fn the_list_goes_through_a_workbook_and_every_address_of_a_cell_is_suppressed() {
    let work = Workdir::new();
    work.ends_with(0, &["suppress", BERT, "--reason", "unsubscribed", "--by", "Inken", "--note", "=1+1"]);
    work.ends_with(0, &["suppress", "--export", "list.xlsx"]);
    let other = Workdir::new();
    other.write("list.xlsx", std::fs::read(work.path("list.xlsx")).expect("is there"));
    other.ends_with(0, &["suppress", "--import", "list.xlsx", "--by", "Jonas"]);
    assert_eq!(other.json(&["suppress"]), work.json(&["suppress"]));
    other.write("list.xlsx", b"PK\x03\x04");
    assert!(other.ends_with(2, &["suppress", "--import", "list.xlsx", "--by", "Jonas"]).stderr.contains("[workbook-"));
    let rows = "E-Mail;Abmeldedatum\n\"d@z.example; Eva <e@z.example>\nf@z.example\";01.02.2024\n\"Klein, g@z.example, h@z\";\n";
    other.write("list.csv", rows);
    let imported = other.ends_with(3, &["suppress", "--import", "list.csv", "--by", "Jonas"]).stdout;
    assert!(imported.contains("list.csv:4: error[argument-key]: `h@z` is"), "{imported}");
    let listed = other.json(&["suppress"])["suppressions"].clone();
    let keys: Vec<_> = listed.as_array().expect("a list").iter().map(|entry| entry["key"].as_str()).collect();
    assert_eq!(keys, [BERT, "d@z.example", "e@z.example", "f@z.example", "g@z.example"].map(Some));
    assert_eq!(listed[3]["at"], "2024-02-01T00:00:00Z");
}

#[test]
fn a_municipality_is_suppressed_by_name_or_number_for_all_who_are_known_by_either() {
    for key in ["municipality:Ulm", "municipality:Stadt Ulm", "municipality:08421000", "municipality:084210000000"] {
        let work = Workdir::new();
        work.write("data/municipalities.csv", "AGS;Name;Einwohner\n08421000;\"Ulm, Universitätsstadt\";126000\n");
        let rows = "E-Mail;Kommune;AGS;Bundesland\nnumber@x.example;;08421000;\noffice@x.example;Stadtverwaltung Ulm;;BW\n\
            name@x.example;ULM;;BW\nother@x.example;Neu-Ulm;09775135;BY\n";
        work.write("data/lists/people.csv", rows);
        work.campaign("Dear all\n");
        work.ends_with(0, &["suppress", key, "--by", "Inken"]);
        let preview = work.json(&["preview", "thanks"]);
        let left_out = preview["excluded"]
            .as_array()
            .unwrap_or_else(|| panic!("{preview}"))
            .iter()
            .map(|one| one["address"].as_str().unwrap_or_default().to_owned());
        let left_out: Vec<_> = left_out.collect();
        assert_eq!(left_out, ["number@x.example", "office@x.example", "name@x.example"], "{key}: {preview:#}");
        let shown = work.json(&["person", "show", "number@x.example"]);
        assert_eq!(shown["suppressions"].as_array().map(Vec::len), Some(1), "{key}: {shown:#}");
    }
}

#[test]
fn nobody_who_was_erased_comes_back_in_words_by_an_imported_list() {
    let work = Workdir::new();
    work.ends_with(0, &["suppress", "gone@x.example", "here@x.example", "--reason", "unsubscribed", "--by", "Inken"]);
    work.ends_with(0, &["suppress", "--export", "old.csv"]);
    work.run(&["person", "erase", "gone@x.example", "--yes", "--by", "Inken"]);
    let told = work.ends_with(3, &["suppress", "--import", "old.csv", "--by", "Inken"]);
    assert!(told.stdout.contains("old.csv:2: warning[person-erased]"), "{told:?}");
    let listed = work.run(&["suppress"]).stdout;
    assert!(listed.contains("here@x.example") && !listed.contains("gone@x.example"), "{listed}");
}
