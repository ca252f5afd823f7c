//! `check FILE` on a list that nobody adopted yet: what it would change.

use serde_json::json;

use crate::check::told;
use crate::workbook::{table, workbook};
use crate::workdir::Workdir;

/// A workspace whose list `people` has three people, one of them suppressed.
fn work() -> Workdir {
    let work = Workdir::new();
    work.campaign("Dear all\n");
    work.ends_with(0, &["suppress", "bert@y.example", "--reason", "unsubscribed", "--by", "Ina"]);
    work
}

const NEWER: &str = "E-Mail;Anrede;Nachname;PLZ\n\
    anna@x.example;Frau;Klein;10115\n\
    bert@y.example;Frau;bert;\n\
    dora@x.example;Frau;Dorn;\n";

#[test]
fn a_newer_copy_of_a_list_tells_what_it_would_change() {
    let work = work();
    work.write("data/lists/people-2025.csv", NEWER);
    insta::assert_snapshot!(told(&work, &["check", "data/lists/people-2025.csv"]), @r"
    data/lists/people-2025.csv: 3 rows, UTF-8, delimiter ;
      columns: E-Mail → email, Anrede → form_of_address, Nachname → last_name, PLZ → postal_code
    compared with the list `people`, data/lists/people-2025.csv would bring new: 1, changed values: 2, gone: 1, suppressed: 1, without legal basis: 0
      new: dora@x.example
      changed: anna@x.example, `last_name`: anna → Klein
      changed: anna@x.example, `postal_code`: – → 10115
      gone: cleo@z.example
      suppressed: bert@y.example
    data/lists/people-2025.csv: warning[list-uncovered]: the file lies among the lists, but no `[[lists]]` names it, so it is not used
      help: add it to `rundbrief.toml` with a name and a basis, or keep it elsewhere
    errors: 0, warnings: 1, notes: 0
    [stderr]
    [exit 3]
    ");
    let changes = &work.json(&["check", "data/lists/people-2025.csv"])["changes"][0];
    assert_eq!((&changes["list"], &changes["new"]), (&json!("people"), &json!(["dora@x.example"])));
    assert_eq!(changes["gone"], json!(["cleo@z.example"]));
    assert_eq!(changes["suppressed"], json!(["bert@y.example"]));
    assert_eq!(
        changes["changed"][0],
        json!({ "email": "anna@x.example", "field": "last_name", "old": "anna", "new": "Klein" })
    );
    assert_eq!(changes["basis_missing"], json!([]), "it has that of the list");
}

#[test]
fn a_list_from_elsewhere_is_compared_with_all_lists() {
    let work = work();
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let file = elsewhere.path().join("messe.xlsx");
    let rows: [&[&str]; 4] =
        [&["Besucher der Messe"], &["Mail", "Rechtsgrundlage"], &["dora@x.example", "consent"], &["cleo@z.example"]];
    std::fs::write(&file, workbook(&[("Messe", "", &table(&rows))])).expect("writable");
    let changes = &work.json(&["check", &file.display().to_string()])["changes"][0];
    assert_eq!(changes["list"], json!(null));
    assert_eq!((&changes["new"], &changes["gone"]), (&json!(["dora@x.example"]), &json!([])));
    assert_eq!(changes["basis_missing"], json!(["cleo@z.example"]));
}

#[test]
fn suppressed_domains_and_municipalities_count_too() {
    let work = work();
    work.ends_with(0, &["suppress", "municipality:Köln", "q.example", "--by", "Ina"]);
    let rows = "eva@p.example;Klein;Stadt Köln\nfrieda@post.q.example;Frei;Ulm\ngerd@p.example;Groß;Ulm\n";
    work.write("data/lists/more.csv", format!("E-Mail;Nachname;Kommune\n{rows}bert@y.example;Bär;\n"));
    let changes = &work.json(&["check", "data/lists/more.csv"])["changes"][0];
    assert_eq!(changes["suppressed"], json!(["eva@p.example", "frieda@post.q.example", "bert@y.example"]));
}

#[test]
fn an_adopted_list_is_checked_as_before() {
    let work = work();
    assert_eq!(work.json(&["check", "data/lists/people.csv"])["changes"], json!([]));
}

#[test]
fn a_torn_file_is_told_and_stops_nothing() {
    let work = work();
    work.write("data/lists/torn.xlsx", b"PK\x03\x04");
    let outcome = work.json(&["check", "data/lists/torn.xlsx"]);
    let codes: Vec<&str> =
        outcome["findings"].as_array().expect("a list").iter().filter_map(|f| f["code"].as_str()).collect();
    assert_eq!(codes, ["list-uncovered", "workbook-damaged"]);
}

#[test]
fn answers_may_be_a_workbook_and_never_two_files() {
    let work = Workdir::new();
    work.campaign("Dear {% if coming('summit') %}guest{% else %}friend{% endif %}\n");
    let rows: [&[&str]; 4] = [
        &["Rückmeldungen"],
        &["Name", "E-Mail", "Antwort"],
        &["A", "anna@x.example", "Zusage"],
        &["B", "bert@y.example", "?"],
    ];
    work.write("data/answers/summit.xlsx", workbook(&[("Antworten", "", &table(&rows))]));
    insta::assert_snapshot!(told(&work, &["check", "data/answers/summit.xlsx"]), @r"
    data/answers/summit.xlsx:Antworten:4: warning[answers-invalid]: this answer cannot be understood
      help: one mail address a row, and coming, declined, tentative or attended
    errors: 0, warnings: 1, notes: 0
    [stderr]
    [exit 3]
    ");
    let sent = work.run(&["send", "thanks", "--yes"]);
    let mails: Vec<String> =
        work.files("outbox/new").iter().map(|name| work.read(&format!("outbox/new/{name}"))).collect();
    assert_eq!(mails.iter().filter(|mail| mail.contains("Dear guest")).count(), 1, "{sent:?}");
    work.write("data/answers/summit.csv", "E-Mail;Antwort\n");
    insta::assert_snapshot!(told(&work, &["check", "data/answers"]), @r"
    data/answers/summit.xlsx: error[answers-twice]: the answers to `summit` stand in two files
      help: keep one of data/answers/summit.csv, data/answers/summit.xlsx and delete the other
    errors: 1, warnings: 0, notes: 0
    [stderr]
    [exit 3]
    ");
}

#[test]
fn an_answer_that_is_hidden_or_struck_through_does_not_count_and_is_told() {
    let work = Workdir::new();
    work.campaign("Dear {% if coming('summit') %}guest{% else %}friend{% endif %}\n");
    let rows: [&[&str]; 4] = [
        &["E-Mail", "Antwort"],
        &["anna@x.example", "Zusage"],
        &["bert@y.example", "Zusage"],
        &["cleo@z.example", "Zusage"],
    ];
    let plain = table(&rows);
    let hidden = plain.replace("<row r=\"3\"", "<row hidden=\"1\" r=\"3\"");
    let struck = hidden.replace("<c r=\"A4\"", "<c s=\"3\" r=\"A4\"");
    assert!(struck != hidden && hidden != plain, "{plain}");
    work.write("data/answers/summit.xlsx", workbook(&[("Antworten", "", &struck)]));
    insta::assert_snapshot!(told(&work, &["check", "data/answers/summit.xlsx"]), @r"
    data/answers/summit.xlsx:Antworten:3: warning[answers-held]: this answer does not count: the row is hidden or filtered out
      help: if it is meant, show the row or take the line off it; if not, delete the row
    data/answers/summit.xlsx:Antworten:4: warning[answers-held]: this answer does not count: the row is struck through
      help: if it is meant, show the row or take the line off it; if not, delete the row
    errors: 0, warnings: 2, notes: 0
    [stderr]
    [exit 3]
    ");
    work.run(&["send", "thanks", "--yes"]);
    let mails = work.files("outbox/new").into_iter().map(|name| work.read(&format!("outbox/new/{name}")));
    assert_eq!(mails.filter(|mail| mail.contains("Dear guest")).count(), 1);
}

#[test]
fn a_copy_of_a_list_changes_nothing_whatever_its_rows_say_of_one_person_and_however_its_name_is_written() {
    let work = Workdir::new();
    let rows = "E-Mail;Anrede;Nachname\nanna@x.example;Frau;ANNA\nanna@x.example;Frau;Anna\nanna@x.example;Frau;Anna\n";
    work.write("data/lists/people.csv", rows);
    std::fs::create_dir(work.path("new")).expect("a folder");
    for name in ["new/people (1).csv", "new/People-2025.csv"] {
        work.write(name, rows);
        let changes = work.json(&["check", name])["changes"][0].clone();
        assert_eq!(
            (&changes["list"], &changes["changed"], &changes["new"]),
            (&json!("people"), &json!([]), &json!([]))
        );
    }
}

#[test]
fn what_a_row_says_of_its_basis_is_read_before_the_list_is_adopted() {
    let work = Workdir::new();
    std::fs::create_dir(work.path("new")).expect("a folder");
    let rows = "E-Mail;Rechtsgrundlage;Einwilligung am\na@n.example;keine;\nb@n.example;Quatsch;\nc@n.example;;\n\
                d@n.example;Einwilligung;\n";
    work.write("new/cards.csv", rows);
    let told = told(&work, &["check", "new/cards.csv"]);
    for line in ["without legal basis: 3", "  without legal basis: a@n.example", "  without legal basis: b@n.example"] {
        assert!(told.contains(line), "{line}: {told}");
    }
    for line in ["cards.csv:3: warning[basis-unknown]: `Quatsch`", "cards.csv:5: warning[consent-unproven]", "[exit 3]"]
    {
        assert!(told.contains(line), "{line}: {told}");
    }
}

/// The codes of what is told about arguments, with the files.
fn codes(work: &Workdir, arguments: &[&str]) -> Vec<(String, String)> {
    let told = work.json(&[&["check"], arguments].concat());
    let text = |finding: &serde_json::Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    let findings = told["findings"].as_array().expect("a list").clone();
    findings.iter().map(|finding| (text(finding, "code"), text(finding, "file"))).collect()
}

fn told_once(code: &str, file: &str) -> Vec<(String, String)> {
    vec![(code.to_owned(), file.to_owned())]
}

#[test]
fn files_among_the_lists_that_are_not_named_like_one_are_told() {
    let work = work();
    let others = ["contacts.vcf", "cdos.csv.bak", "noext", "people.dat", "people.numbers"];
    for name in others {
        work.write(&format!("data/lists/{name}"), "E-Mail\neva@p.example\n");
    }
    for name in [".hidden", "~$people.xlsx", "thumbs.db", "Desktop.ini", "README", "LiesMich.txt", "readme.md"] {
        work.write(&format!("data/lists/{name}"), "");
    }
    let told = |work: &Workdir| {
        let mut told = codes(work, &[]);
        told.retain(|(code, _)| code == "list-unrecognised");
        told.into_iter().map(|(_, file)| file).collect::<Vec<_>>()
    };
    let mut expected = others.map(|name| format!("data/lists/{name}"));
    expected.sort();
    assert_eq!(told(&work), expected);
    let settings = work.read("rundbrief.toml");
    work.write("rundbrief.toml", format!("{settings}[[lists]]\nname = \"n\"\npath = \"data/lists/noext\"\n"));
    assert!(!told(&work).contains(&"data/lists/noext".to_owned()), "an entry covers it");
    work.write("rundbrief.toml", settings.split("[[lists]]").next().expect("the settings"));
    assert_eq!(told(&work), expected, "without any entry they are told, too");
}

#[test]
fn whatever_a_file_is_called_it_is_read_or_told_to_be_none() {
    let work = work();
    work.write("data/lists/noext", "E-Mail;Nachname\neva@p.example;Klein\n");
    let read = work.json(&["check", "data/lists/noext"]);
    assert_eq!(read["changes"][0]["new"], json!(["eva@p.example"]));
    std::fs::remove_file(work.path("data/lists/noext")).expect("is there");
    work.write("data/lists/people.csv.pdf", "%PDF-1.7\n\0\0");
    assert_eq!(codes(&work, &["data/lists/people.csv"]), [], "the name of another file begins like it");
    let pdf = "data/lists/people.csv.pdf";
    assert_eq!(codes(&work, &[pdf]), told_once("list-unrecognised", pdf));
    std::fs::remove_file(work.path(pdf)).expect("is there");
    for (name, bytes) in [
        ("README.md", b"# Lists\n\nAsk Ina.\n".as_slice()),
        ("brief.pdf", b"%PDF-1.7\n\0\0"),
        ("brief.zip", b"PK\x03\x04"),
        ("data/campaigns/draft.md.bak", b"Dear all"),
    ] {
        work.write(name, bytes);
        assert_eq!(codes(&work, &[name]), told_once("file-unrecognised", name));
    }
    insta::assert_snapshot!(told(&work, &["check", "README.md"]), @r"
    README.md: error[file-unrecognised]: this file cannot be checked: it cannot be read as a list, and is no campaign, event, template or other file of the workspace
      help: save a list as CSV or as an Excel workbook (.xlsx)
    errors: 1, warnings: 0, notes: 0
    [stderr]
    [exit 3]
    ");
    work.write("new.csv", "");
    assert_eq!(codes(&work, &["new.csv"]), told_once("list-empty", "new.csv"));
    work.write("new.csv", "E-Mail\n");
    assert_eq!(codes(&work, &["new.csv"]), told_once("list-empty", "new.csv"));
}

#[test]
fn a_folder_means_the_lists_in_it() {
    let work = work();
    for name in ["fresh/a.csv", "fresh/b.tab"] {
        work.write(name, format!("E-Mail\n{}@p.example\n", &name[6..7]));
    }
    work.write("data/lists/c.csv", "E-Mail\nc@p.example\n");
    let new = |folder: &str| {
        let changes = work.json(&["check", folder])["changes"].as_array().expect("a list").clone();
        changes.iter().map(|file| file["new"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(new("fresh"), [json!(["a@p.example"]), json!(["b@p.example"])]);
    assert_eq!(new("data/../fresh/"), new("fresh"));
    assert_eq!(new("data/lists"), [json!(["c@p.example"])], "the others are adopted");
    assert_eq!(new("data"), [] as [serde_json::Value; 0]);
    std::fs::create_dir(work.path("empty")).expect("writable");
    assert_eq!(codes(&work, &["empty"]), told_once("file-unrecognised", "empty"));
}

#[test]
fn the_workspace_itself_means_everything() {
    let work = work();
    work.write("data/lists/people.csv", "E-Mail;Nachname\nbroken;A\nb@x.example;B\n");
    let all = told(&work, &["check"]);
    assert!(all.contains("address-invalid"), "{all}");
    for itself in [".", "./", "data/..", &work.root().display().to_string()] {
        assert_eq!(told(&work, &["check", itself]), all, "{itself}");
    }
    assert_eq!(
        codes(&work, &["data/events/../lists/people.csv"]),
        told_once("address-invalid", "data/lists/people.csv")
    );
}

#[test]
fn answers_that_are_called_like_no_event_are_told_with_the_nearest_one() {
    let work = work();
    work.write("data/answers/sumit.csv", "E-Mail;Antwort\na@x.example;ja\n");
    work.write("data/answers/summit.csv", "E-Mail;Antwort\na@x.example;ja\n");
    let told = told(&work, &["check"]);
    assert!(told.contains("data/answers/sumit.csv: warning[answers-unclaimed]: there is no event `sumit`"), "{told}");
    assert!(told.contains("perhaps `summit` is meant"), "{told}");
    assert_eq!(told.matches("answers-unclaimed").count(), 1, "{told}");
}
