//! `merge`: many lists into one, with nothing lost on the way and nothing decided in silence.

use std::fs;

use serde_json::json;

use crate::check::told;
use crate::workdir::{CONSENTED, CONSENTS, Outcome, Workdir};

/// A workspace with these lists, in the order of their priority.
fn workspace(lists: &[(&str, &[u8])]) -> Workdir {
    let work = Workdir::new();
    fs::remove_file(work.path("data/lists/people.csv")).expect("is there");
    for (name, bytes) in lists {
        work.write(&format!("data/lists/{name}"), bytes);
    }
    order(&work, &lists.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    work
}

/// Puts the lists into this order of priority.
fn order(work: &Workdir, files: &[&str]) {
    let entry = |file: &&str| {
        let name = &file[..file.find('.').unwrap_or(file.len())];
        format!("[[lists]]\nname = \"{name}\"\npath = \"data/lists/{file}\"\n{CONSENTED}")
    };
    let lists: String = files.iter().map(entry).collect();
    let sender = "[sender]\nname = \"Aufbruch\"\naddress = \"einladung@aufbruch.example\"\n";
    work.write("rundbrief.toml", format!("language = \"en\"\n{sender}{CONSENTS}{lists}"));
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Three lists as three offices keep them: UTF-8 with BOM, Windows-1252 and UTF-16, with one person on all of them.
fn three_lists() -> Workdir {
    let excel = "\u{feff}E-Mail;Anrede;Titel;Vorname;Nachname;Kommune;Telefon\r\n\
        Max.Mueller@grünstadt.example;Herr;;Max;Müller;Grünstadt;+49 40 428-0\r\n\
        anna@x.example;Frau;Dr.;Anna;\"von der\r\nHeide\";Köln;\r\n\
        ;;;;;;\r\n\
        berta.example;Frau;;Berta;Klein;Ulm;=HYPERLINK(\"http://x\")\r\n";
    let old = b"Name;Mail;Beh\xF6rde\n\"Mueller, Max\";mailto:max.mueller@xn--grnstadt-75a.example;Stadt Gr\xFCnstadt\n;;Poststelle\n";
    let unicode = utf16(
        "\u{feff}Family name\tE-Mail-Adresse\tTisch\r\nMüller\tMAX.MUELLER@GRÜNSTADT.EXAMPLE \t=1+1\r\nCelik\tCem <cem@y.example>\t@SUM(A1)\r\n",
    );
    workspace(&[("excel.csv", excel.as_bytes()), ("old.csv", old), ("unicode.tsv", &unicode)])
}

#[test]
fn three_lists_in_three_encodings_become_one() {
    let work = three_lists();
    insta::assert_snapshot!(told(&work, &["merge", "-o", "all.csv"]), @r"
    [stderr]
    data/lists/excel.csv: 4 rows, UTF-8 with BOM, delimiter ;
      columns: E-Mail → email, Anrede → form_of_address, Titel → title, Vorname → first_name, Nachname → last_name, Kommune → municipality, Telefon → extra.Telefon
      example: Max.Mueller@grünstadt.example · Herr ·  · Max · Müller · Grünstadt · +49 40 428-0
    data/lists/old.csv: 2 rows, Windows-1252, delimiter ;
      columns: Name → title first_name last_name, Mail → email, Behörde → organisation
      example: Mueller, Max · mailto:max.mueller@xn--grnstadt-75a.example · Stadt Grünstadt
    data/lists/unicode.tsv: 2 rows, UTF-16LE, delimiter tab
      columns: Family name → last_name, E-Mail-Adresse → email, Tisch → extra.Tisch
      example: Müller · MAX.MUELLER@GRÜNSTADT.EXAMPLE · =1+1
    8 rows: 3 contacts, 2 merged, 3 set aside; conflicts: 1
    written: all.csv
    written: all.conflicts.csv
    written: all.set-aside.csv
    written: all.duplicates.csv
    [exit 3]
    ");
    insta::assert_snapshot!(work.read("all.csv"), @r"
    email;form_of_address;title;first_name;last_name;organisation;municipality;Telefon;Tisch;lists
    max.mueller@xn--grnstadt-75a.example;Herr;;Max;Müller;Stadt Grünstadt;Grünstadt;+49 40 428-0;'=1+1;excel, old, unicode
    anna@x.example;Frau;Dr.;Anna;von der Heide;;Köln;;;excel
    cem@y.example;;;;Celik;;;;'@SUM(A1);unicode
    ");
    insta::assert_snapshot!(work.read("all.conflicts.csv"), @r"
    email;field;kept;kept_from;other;other_from
    max.mueller@xn--grnstadt-75a.example;last_name;Müller;data/lists/excel.csv:2;Mueller;data/lists/old.csv:2
    ");
    insta::assert_snapshot!(work.read("all.set-aside.csv"), @r"
    file;line;reason;cell;why
    data/lists/excel.csv;5;row-blank;;
    data/lists/excel.csv;6;address-invalid;berta.example;at-sign-missing
    data/lists/old.csv;3;address-missing;;
    ");
    assert_eq!(
        work.files("."),
        [
            "all.conflicts.csv",
            "all.csv",
            "all.duplicates.csv",
            "all.set-aside.csv",
            "data",
            "rundbrief.toml",
            "templates"
        ]
    );
}

#[test]
fn rows_in_are_contacts_and_merged_and_set_aside() {
    let work = three_lists();
    let told = work.json(&["merge", "-o", "all.csv"]);
    assert_eq!(told["totals"], json!({ "rows": 8, "contacts": 3, "merged": 2, "set_aside": 3 }));
    assert_eq!((&told["conflicts"], &told["findings"]), (&json!(1), &json!([])));
    assert_eq!(told["files"], json!(["all.csv", "all.conflicts.csv", "all.set-aside.csv", "all.duplicates.csv"]));
    let rows: Vec<_> = told["lists"].as_array().expect("lists").iter().map(|list| list["rows"].as_u64()).collect();
    assert_eq!(rows, [Some(4), Some(2), Some(2)]);
    let lines = |name: &str| work.read(name).lines().count() - 1;
    assert_eq!([lines("all.csv"), lines("all.set-aside.csv"), lines("all.conflicts.csv")], [3, 3, 1]);
}

#[test]
fn addresses_merge_across_case_umlaut_domains_mailto_names_and_blanks() {
    let written = [
        "max@grünstadt.example",
        "MAX@GRÜNSTADT.Example",
        "max@xn--grnstadt-75a.example",
        "mailto:max@grünstadt.example",
        "MAILTO:max@grünstadt.example?subject=Hallo",
        "\u{a0} max@grünstadt.example\t",
        "\"Müller, Max\" <max@grünstadt.example>",
        "<max@grünstadt.example>",
        "max@grünstadt.example.",
        "\u{200b}max@grünstadt.example\u{feff}",
        "max@gru\u{308}nstadt.example",
    ];
    let cells = written.iter().map(|cell| format!("\"{}\"\n", cell.replace('"', "\"\"")));
    let cells = cells.collect::<String>();
    let work = workspace(&[("people.csv", format!("E-Mail\n{cells}max.m@grünstadt.example\n").as_bytes())]);
    let Outcome { stdout, code, .. } = work.run(&["merge"]);
    assert_eq!(stdout, "email;lists\nmax@xn--grnstadt-75a.example;people\nmax.m@xn--grnstadt-75a.example;people\n");
    assert_eq!(code, Some(0));
}

#[test]
fn of_several_addresses_in_a_cell_the_first_usable_one_is_used_and_the_others_are_named() {
    let list =
        "E-Mail;Nachname\n\"a@x.example; Eva <b@x.example>\";A\nkeine@x, c@x.example;C\nd@x.example/e@x.example;D\n";
    let work = workspace(&[("people.csv", list.as_bytes())]);
    let told = work.ends_with(3, &["check"]).stdout;
    let told: Vec<&str> = told.lines().filter(|line| line.contains("address-several")).collect();
    assert_eq!(
        told,
        [
            "data/lists/people.csv:2: warning[address-several]: the cell holds several addresses: `a@x.example` is used, not Eva <b@x.example>",
            "data/lists/people.csv:3: warning[address-several]: the cell holds several addresses: `c@x.example` is used, not keine@x",
            "data/lists/people.csv:4: warning[address-several]: the cell holds several addresses: `d@x.example` is used, not e@x.example",
        ]
    );
    let shown = work.ends_with(0, &["person", "show", "d@x.example"]).stdout;
    assert!(shown.contains("other addresses: e@x.example"), "{shown}");
}

#[test]
fn the_list_that_comes_first_holds_and_the_others_fill_gaps() {
    let first: (&str, &[u8]) = ("first.csv", b"E-Mail;Vorname;Funktion\na@x.example;;Alt\n");
    let second: (&str, &[u8]) = ("second.csv", b"E-Mail;Vorname;Funktion\nA@X.example;Anna;Neu\n");
    let work = workspace(&[first, second]);
    let merged = |work: &Workdir| work.run(&["merge", "-q"]).stdout;
    assert_eq!(merged(&work), "email;first_name;role;lists\na@x.example;Anna;Alt;first, second\n");
    order(&work, &["second.csv", "first.csv"]);
    assert_eq!(merged(&work), "email;first_name;role;lists\na@x.example;Anna;Neu;second, first\n");
}

#[test]
fn what_nobody_sees_in_a_value_makes_no_conflict_and_control_characters_are_told_once_a_list() {
    let work = workspace(&[
        (
            "one.csv",
            "E-Mail;Vorname;Nachname\na@x.example;Jö\0rg;Müller\u{a0}Groß\nb@x.example;A\u{1}nna;Öz\n".as_bytes(),
        ),
        ("two.csv", "E-Mail;Vorname;Nachname\na@x.example;Jörg;Mül\u{ad}ler Groß\nb@x.example;Anna;Öz\n".as_bytes()),
    ]);
    let outcome = work.run(&["merge", "-o", "all.csv"]);
    assert!(outcome.stderr.contains("conflicts: 0"), "{}", outcome.stderr);
    assert_eq!(outcome.stderr.matches("control-characters").count(), 1, "{}", outcome.stderr);
    let told = "data/lists/one.csv:2: warning[control-characters]: from here on 2 rows hold control characters";
    assert!(outcome.stderr.contains(told), "{}", outcome.stderr);
    assert_eq!(
        work.read("all.csv"),
        "email;first_name;last_name;lists\na@x.example;Jörg;Müller\u{a0}Groß;one, two\nb@x.example;Anna;Öz;one, two\n"
    );
}

#[test]
fn a_land_and_its_code_are_no_conflict() {
    let rows = "E-Mail;Bundesland\na@x.example;NW\na@x.example;Nordrhein-Westfalen\na@x.example;Hessen\n";
    let work = workspace(&[("people.csv", rows.as_bytes())]);
    work.ends_with(3, &["merge", "-o", "all.csv"]);
    assert_eq!(
        work.read("all.conflicts.csv"),
        "email;field;kept;kept_from;other;other_from\na@x.example;state;NW;data/lists/people.csv:2;Hessen;data/lists/people.csv:4\n"
    );
}

#[test]
fn without_a_file_the_merged_list_goes_to_standard_output_and_the_rest_to_standard_error() {
    let work = workspace(&[("people.csv", b"E-Mail;Ort\na@x.example;K\xF6ln\n\nb@x.example\n")]);
    insta::assert_snapshot!(told(&work, &["merge"]), @r"
    email;municipality;lists
    a@x.example;Köln;people
    b@x.example;;people
    [stderr]
    data/lists/people.csv: 2 rows, Windows-1252, delimiter ;
      columns: E-Mail → email, Ort → municipality
      example: a@x.example · Köln
    2 rows: 2 contacts, 0 merged, 0 set aside; conflicts: 0
    [exit 0]
    ");
    insta::assert_snapshot!(told(&work, &["merge", "--quiet"]), @r"
    email;municipality;lists
    a@x.example;Köln;people
    b@x.example;;people
    [stderr]
    [exit 0]
    ");
    assert_eq!(work.files("."), ["data", "rundbrief.toml", "templates"]);
}

#[test]
fn no_cell_of_the_three_files_is_a_formula() {
    let formulas =
        ["=HYPERLINK(\"http://x\")", "@SUM(A1)", "+1+cmd|' /C calc'!A0", "-1+1", "\t=1+1", "\u{feff}=1", "=1;=2"];
    let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
    let rows = |(number, formula): (usize, &&str)| {
        let cell = quoted(formula);
        let other = quoted(&format!("{formula}x"));
        format!("a{number}@x.example;{cell};{cell};{cell}\na{number}@x.example;{other};;\n{cell};;;\n")
    };
    let rows = formulas.iter().enumerate().map(rows).collect::<String>();
    let list = format!("E-Mail;Nachname;=1+1;Ort\n{rows}");
    let work = workspace(&[("people.csv", list.as_bytes())]);
    work.ends_with(3, &["merge", "-o", "all.csv"]);
    for (file, rows) in [("all.csv", 7), ("all.conflicts.csv", 7), ("all.set-aside.csv", 7)] {
        let text = work.read(file);
        assert_eq!(text.lines().count(), rows + 1, "{file}: {text}");
        let starts = |cell: &str| cell.trim_matches('"').starts_with(['=', '@', '+', '-', '\t', '\r']);
        let dangerous: Vec<_> = text.lines().flat_map(|line| line.split(';')).filter(|cell| starts(cell)).collect();
        // the second half of `=1;=2` stands inside quotes
        let left: Vec<_> = dangerous.into_iter().filter(|cell| !["=2\"", "=2x\""].contains(cell)).collect();
        assert!(left.is_empty(), "{file}: {left:?} in {text}");
    }
}

#[test]
fn telephone_numbers_and_negative_numbers_stay_as_they_are() {
    let work = workspace(&[("people.csv", b"E-Mail;Telefon;Saldo\na@x.example;+49 (40) 428-0;-12\n")]);
    assert_eq!(work.run(&["merge"]).stdout, "email;Telefon;Saldo;lists\na@x.example;+49 (40) 428-0;-12;people\n");
}

#[test]
fn merging_the_merged_file_again_gives_the_same_contacts() {
    let work = three_lists();
    work.ends_with(3, &["merge", "-o", "all.csv"]);
    let again = workspace(&[("all.csv", work.read("all.csv").as_bytes())]);
    again.ends_with(0, &["merge", "-o", "again.csv"]);
    assert_eq!(again.json(&["merge"])["totals"], json!({ "rows": 3, "contacts": 3, "merged": 0, "set_aside": 0 }));
    let table = |text: String| {
        let rows: Vec<Vec<String>> = text.lines().map(|line| line.split(';').map(str::to_owned).collect()).collect();
        let lists = rows[0].iter().position(|heading| heading == "lists").expect("a column");
        rows.into_iter()
            .map(|row| row.into_iter().enumerate().filter(|(at, _)| *at < lists).map(|(_, cell)| cell).collect())
            .collect::<Vec<Vec<_>>>()
    };
    assert_eq!(table(again.read("again.csv")), table(work.read("all.csv")));
}

#[test]
fn merging_again_adds_no_second_column_of_lists() {
    let work = three_lists();
    work.ends_with(3, &["merge", "-o", "all.csv"]);
    let again = workspace(&[("all.csv", work.read("all.csv").as_bytes())]);
    let headings = again.run(&["merge"]).stdout.lines().next().map(str::to_owned).expect("headings");
    assert_eq!(headings.matches("lists").count(), 1, "{headings}");
}

#[test]
fn a_list_that_cannot_be_read_does_not_stop_the_others() {
    let work = workspace(&[
        ("good.csv", b"E-Mail\na@x.example\nb@x.example\n"),
        ("bad.csv", b"Vorname\nAnna\n"),
        ("empty.csv", b"E-Mail\n"),
    ]);
    order(&work, &["bad.csv", "gone.csv", "empty.csv", "good.csv"]);
    insta::assert_snapshot!(told(&work, &["merge"]), @r#"
    email;lists
    a@x.example;good
    b@x.example;good
    [stderr]
    data/lists/empty.csv: 0 rows, UTF-8, delimiter ;
      columns: E-Mail → email
    data/lists/good.csv: 2 rows, UTF-8, delimiter ;
      columns: E-Mail → email
    data/lists/bad.csv:1: error[address-column-missing]: no column is named like a mail address or holds any; found: Vorname
      help: name the column `E-Mail`, or write `columns = { "Heading" = "email" }` in the `[[lists]]` entry
    data/lists/gone.csv: error[list-missing]: the list does not exist
      help: put the file there, or mend `path` in `rundbrief.toml`
    data/lists/empty.csv: warning[list-empty]: the list has no rows
      help: was it saved empty? There must be something below the headings
    2 rows: 2 contacts, 0 merged, 0 set aside; conflicts: 0
    [exit 3]
    "#);
}

#[test]
fn lists_are_never_rewritten() {
    let work = three_lists();
    let bytes = || {
        ["excel.csv", "old.csv", "unicode.tsv"]
            .map(|name| fs::read(work.path(&format!("data/lists/{name}"))).expect("is there"))
    };
    let before = bytes();
    work.ends_with(3, &["merge", "-o", "all.csv"]);
    assert!(!work.read("all.csv").is_empty());
    assert_eq!(bytes(), before);
    assert_eq!(work.files("data/lists"), ["excel.csv", "old.csv", "unicode.tsv"]);
}

#[test]
fn a_place_that_cannot_be_written_is_told_and_leaves_no_draft_behind() {
    let work = three_lists();
    insta::assert_snapshot!(told(&work, &["merge", "-q", "-o", "data/nowhere/all.csv"]), @r"
    [stderr]
    data/nowhere/all.csv: error[file-unwritable]: cannot write here: the file or folder is missing
      help: check permissions and free space, or whether the file is open in Excel
    [exit 1]
    ");
    fs::create_dir(work.path("all.conflicts.csv")).expect("a folder in the way");
    insta::assert_snapshot!(told(&work, &["merge", "-q", "-o", "all.csv"]), @r"
    [stderr]
    all.conflicts.csv: error[file-unwritable]: cannot write here: it is a folder
      help: check permissions and free space, or whether the file is open in Excel
    [exit 1]
    ");
    assert_eq!(work.files("."), ["all.conflicts.csv", "all.csv", "data", "rundbrief.toml", "templates"]);
}

#[test]
fn a_list_cannot_be_overwritten_by_its_own_merge() {
    let work = three_lists();
    let before = fs::read(work.path("data/lists/old.csv")).expect("is there");
    let Outcome { code, stderr, .. } = work.run(&["merge", "-q", "-o", "data/lists/old.csv"]);
    let after = fs::read(work.path("data/lists/old.csv")).expect("is there");
    assert!(after == before, "rewritten: {}", String::from_utf8_lossy(&after));
    assert!(stderr.contains("data/lists/old.csv") && code == Some(2), "{stderr}");
}

#[test]
fn without_entries_every_file_among_the_lists_is_one_and_office_leftovers_are_passed_over() {
    let work = Workdir::new();
    work.write("rundbrief.toml", "language = \"en\"\n[sender]\nname = \"A\"\naddress = \"a@x.example\"\n");
    work.write("data/lists/people.csv", "E-Mail\nb@x.example\n");
    work.write("data/lists/more.TSV", "E-Mail\tOrt\na@x.example\tUlm\n");
    for leftover in ["~$people.xlsx", "Thumbs.db", ".~lock.people.csv#", "notes.md", "desktop.ini"] {
        work.write(&format!("data/lists/{leftover}"), "x");
    }
    assert_eq!(work.run(&["merge"]).stdout, "email;municipality;lists\na@x.example;Ulm;more\nb@x.example;;people\n");
}

#[test]
fn a_date_that_cannot_be_read_is_told_once_for_a_list_and_decides_nothing() {
    let list = "E-Mail;Funktion;Stand\na@x.example;old;1.2.2023\na@x.example;new;2024-05-01\na@x.example;odd;bald\nb@x.example;;demnächst\n";
    let work = workspace(&[("people.csv", list.as_bytes())]);
    let findings = work.json(&["check"])["findings"].clone();
    let told: Vec<_> = findings.as_array().expect("a list").iter().filter(|f| f["code"] == "date-unreadable").collect();
    assert_eq!(told.len(), 1, "{findings}");
    assert_eq!(told[0]["line"], 4);
    assert_eq!(
        told[0]["message"],
        "`bald` is no date that can be read (2 rows of this list); the row counts as undated"
    );
    assert!(work.run(&["merge"]).stdout.contains("a@x.example;new;"));
}

/// A workspace with one list, and these corrections.
fn corrected(corrections: &str) -> Workdir {
    let list = "E-Mail;Anrede;Vorname;Nachname\na@x.example;Frau;Anna;Mueler\nb@x.example;Herr;Bert;Klein\n";
    let work = workspace(&[("people.csv", list.as_bytes())]);
    work.write("data/lists/corrections.csv", corrections);
    work
}

#[test]
fn a_correction_comes_before_every_list_and_is_no_conflict_and_needs_no_basis() {
    let work = corrected("E-Mail;Nachname\nA@x.example;Müller\n");
    assert_eq!(
        work.ends_with(0, &["merge", "-q"]).stdout.lines().next_back(),
        Some("b@x.example;Herr;Bert;Klein;people")
    );
    let merged = work.run(&["merge", "-q"]).stdout;
    assert!(merged.contains("a@x.example;Frau;Anna;Müller;people, corrections"), "{merged}");
    let check = work.run(&["check"]).stdout;
    for code in ["list-uncovered", "basis-missing", "value-conflict", "correction-"] {
        assert!(!check.contains(code), "{code}: {check}");
    }
    let shown = work.ends_with(0, &["person", "show", "a@x.example"]).stdout;
    assert!(shown.contains("last name: Müller  (data/lists/corrections.csv:2)"), "{shown}");
    assert!(shown.contains("last name: Mueler  (data/lists/people.csv:2, not used)"), "{shown}");
}

#[test]
fn a_correction_for_nobody_or_without_effect_is_named_and_makes_no_contact() {
    let work = corrected("E-Mail;Nachname\nb@x.example;Klein\nnew@x.example;Neu\n");
    let check = work.ends_with(3, &["check"]).stdout;
    assert!(check.contains("data/lists/corrections.csv:2: note[correction-idle]"), "{check}");
    assert!(check.contains("data/lists/corrections.csv:3: warning[correction-unknown]"), "{check}");
    let merged = work.json(&["merge"])["totals"].clone();
    assert_eq!(merged, json!({ "rows": 4, "contacts": 2, "merged": 1, "set_aside": 1 }));
    let preview = work.json(&["preview", "thanks"]);
    assert_eq!((&preview["recipients"], &preview["excluded"]), (&2.into(), &json!([])), "{preview}");
    assert_eq!(preview["set_aside"][0]["cell"], "new@x.example");
    let pages = work.read("preview/thanks/index.html");
    assert!(pages.contains("a correction of an address that no list has"), "{pages}");
}

#[test]
fn possible_duplicates_go_into_a_table_of_their_own_and_both_stay() {
    let list = "E-Mail;Vorname;Nachname;Kommune\nb@x.example;Eva;Klein;Ulm\na@x.example;E.;Klein;Stadt Ulm\n";
    let work = workspace(&[("people.csv", list.as_bytes())]);
    work.ends_with(0, &["merge", "-o", "all.csv"]);
    assert_eq!(work.read("all.csv").lines().count(), 3);
    insta::assert_snapshot!(work.read("all.duplicates.csv"), @r"
    kind;email;name;from;other;other_name;other_from
    same-person;a@x.example;E. Klein;data/lists/people.csv:3;b@x.example;Eva Klein;data/lists/people.csv:2
    ");
}

#[test]
fn a_mended_name_keeps_its_consent_and_another_person_inherits_none() {
    let list = "E-Mail;Anrede;Vorname;Nachname\na@x.example;Herr;Anna;Mueler\nb@x.example;Herr;Bert;Klein\n";
    let work = workspace(&[("people.csv", list.as_bytes())]);
    work.campaign("{{ contact.salutation }},\n");
    work.write("data/lists/corrections.csv", "E-Mail;Anrede;Nachname\na@x.example;Frau;Müller\nb@x.example;;Groß\n");
    let preview = work.json(&["preview", "thanks"]);
    let excluded = &preview["excluded"][0];
    assert_eq!(
        (&preview["recipients"], &excluded["address"], &excluded["reason"]),
        (&json!(1), &json!("b@x.example"), &json!("no-basis"))
    );
    let mail = work.read("preview/thanks/mails/0001.txt");
    assert!(mail.contains("Dear Ms Müller"), "{mail}");
}

#[test]
fn who_is_held_stays_held_when_the_merged_list_is_merged_again() {
    let one = "E-Mail;Nachname;Newsletter;Stand\na@x.example;A;nein;2023-01-01\nb@x.example;B;ja;2023-01-01\n";
    let work = workspace(&[
        ("one.csv", one.as_bytes()),
        ("two.csv", b"E-Mail;Nachname;Newsletter;Stand\na@x.example;A;ja;2024-01-01\n"),
    ]);
    work.ends_with(3, &["merge", "-o", "all.csv"]);
    assert!(work.read("all.csv").contains("Newsletter: nein"), "{}", work.read("all.csv"));
    let first = work.read("all.csv");
    fs::remove_file(work.path("data/lists/two.csv")).expect("is there");
    work.write("data/lists/one.csv", &first);
    order(&work, &["one.csv"]);
    assert!(work.run(&["check"]).stdout.contains("warning[row-held]: a@x.example"));
    work.run(&["merge", "-o", "again.csv"]);
    assert_eq!(work.read("again.csv"), first);
}

#[test]
fn nothing_that_the_workspace_lives_from_is_written_over() {
    let work = workspace(&[("people.csv", b"E-Mail\na@x.example\n")]);
    work.write("data/answers/summit.csv", "E-Mail;Antwort\na@x.example;ja\n");
    let settings = work.read("rundbrief.toml");
    for file in [
        "rundbrief.toml",
        "data/answers/summit.csv",
        "data/all.csv",
        "templates/all.csv",
        ".rundbrief/ledger.db",
        "all.tsv",
        "-",
    ] {
        let refused = work.ends_with(2, &["merge", "-o", file]).stderr;
        assert!(refused.contains("error[output-"), "{file}: {refused}");
    }
    assert_eq!((work.read("rundbrief.toml"), work.files("data/answers").len()), (settings, 1));
}

#[test]
fn letters_and_their_marks_apart_are_the_same_letters() {
    let row = |name: &str| format!("E-Mail;Vorname;Nachname\na@x.example;J{name}rg;M\u{fc}ller\n");
    let work = workspace(&[("nfc.csv", row("\u{f6}").as_bytes()), ("nfd.csv", row("o\u{308}").as_bytes())]);
    assert_eq!(work.json(&["merge"])["conflicts"], 0);
    assert!(work.run(&["merge"]).stdout.contains("a@x.example;J\u{f6}rg;M\u{fc}ller"));
}

#[test]
fn two_corrections_that_differ_are_a_conflict() {
    let work = corrected("E-Mail;Nachname\na@x.example;Müller\na@x.example;Muller\n");
    let check = work.run(&["check"]).stdout;
    assert!(check.contains("data/lists/corrections.csv:2: note[value-conflict]"), "{check}");
}
