//! Lists as people really have them: workbooks, titles above the headings, odd headings, rows that refuse mails.

use std::fmt::Write as _;

use serde_json::json;

use crate::check::told;
use crate::workbook::{row, table, workbook};
use crate::workdir::{CONSENTED, CONSENTS, Workdir};

/// A workspace with one list file and further keys of its `[[lists]]` entry.
pub fn with(file: &str, bytes: impl AsRef<[u8]>, more: &str) -> Workdir {
    let work = Workdir::new();
    std::fs::remove_file(work.path("data/lists/people.csv")).expect("is there");
    work.write(&format!("data/lists/{file}"), bytes);
    let list = format!("[[lists]]\nname = \"people\"\npath = \"data/lists/{file}\"\n{CONSENTED}{more}\n");
    work.write(
        "rundbrief.toml",
        format!("language = \"en\"\n[sender]\nname = \"A\"\naddress = \"a@aufbruch.example\"\n{CONSENTS}{list}"),
    );
    work.campaign("Dear all\n");
    work
}

#[test]
fn a_workbook_is_read_sheet_by_sheet() {
    let town = [
        "<sheetData>".to_owned(),
        row(1, "", &["Stadt Musterhausen: Verteiler 2024"]),
        row(3, "", &["Name", "E-Mail", "PLZ", "Stand"]),
        "<row r=\"4\"><c t=\"s\"><v>1</v></c><c t=\"inlineStr\"><is><t>anna@x.example</t></is></c><c><v>1067</v></c><c s=\"1\"><v>45414</v></c></row>".to_owned(),
        "<row r=\"5\"><c t=\"inlineStr\"><is><t>Jörg Weiß</t></is></c><c t=\"inlineStr\"><is><t>joerg@x.example</t></is></c><c><v>50667</v></c><c><f>TODAY()</f></c></row>".to_owned(),
        row(6, "hidden=\"1\"", &["Bea Alt", "bea@x.example"]),
        "</sheetData><mergeCells><mergeCell ref=\"A1:D1\"/><mergeCell ref=\"C5:C6\"/><mergeCell ref=\"D6:D7\"/></mergeCells>".to_owned(),
    ];
    let work = with(
        "people.xlsx",
        workbook(&[
            ("Stadt", "", &town.concat()),
            ("Kreis", "", &table(&[&["Mail", "Ort"], &["cleo@y.example", "Köln"]])),
            ("Notizen", "", &table(&[&["Wer", "Was"], &["A", "B"]])),
            ("Alt", "state=\"hidden\"", &table(&[&["Mail"], &["dora@y.example"]])),
            ("Tabelle5", "", "<sheetData/>"),
        ]),
        "",
    );
    insta::assert_snapshot!(told(&work, &["check"]), @r"
    data/lists/people.xlsx, sheet `Stadt`: 3 rows, headings in line 3
      columns: Name → title first_name last_name, E-Mail → email, PLZ → postal_code, Stand → updated
      example: Jörg Weiß · joerg@x.example · 50667
    data/lists/people.xlsx, sheet `Kreis`: one row
      columns: Mail → email, Ort → municipality
      example: cleo@y.example · Köln
    data/decisions.toml: note[review-waiting]: one question about contacts waits for a decision
      help: `rundbrief review` lists what waits, with the commands that decide
    data/lists/people.xlsx:Alt: note[sheet-passed-over]: the sheet `Alt` is not read: it is hidden
    data/lists/people.xlsx:Notizen: note[sheet-passed-over]: the sheet `Notizen` is not read: it has no column of mail addresses
    data/lists/people.xlsx:Stadt:4: note[zeros-restored]: one value of `postal_code` was stored as a number; it got its zeros in front back: 01067
    data/lists/people.xlsx:Stadt:5: warning[cells-without-value]: the cell D5 has a formula without a value, or an error, and counts as blank
      help: open the workbook in Excel, mend the formulas and save it
    data/lists/people.xlsx:Stadt:5: warning[cells-merged]: the cells C5:C6 are merged over several rows: the value counts for the first one only, the others are blank
      help: unmerge them in Excel and write the value into each row that it is meant for
    data/lists/people.xlsx:Stadt:6: warning[row-held]: bea@x.example gets no mail until you have decided: the row is hidden or filtered out
      help: look at the row; then `rundbrief review bea@x.example --send`, or `--leave-out`
    data/lists/people.xlsx:Tabelle5: note[sheet-passed-over]: the sheet `Tabelle5` is not read: it is blank
    errors: 0, warnings: 3, notes: 5
    [stderr]
    [exit 3]
    ");
    let merged = work.run(&["merge"]).stdout;
    assert!(merged.contains("01067") && merged.contains("cleo@y.example"), "{merged}");
    assert!(!merged.contains("dora@y.example"), "{merged}");
    let shapes = &work.json(&["check"])["lists"];
    assert_eq!(shapes[0]["sheet"], "Stadt");
    assert_eq!((&shapes[0]["heading_row"], &shapes[0]["encoding"]), (&json!(3), &json!(null)));
    assert_eq!(shapes[0]["headings"][1], json!({ "name": "E-Mail", "means": "email", "reason": "name" }));
}

#[test]
fn the_settings_choose_the_sheets() {
    let book = workbook(&[
        ("Alt", "", &table(&[&["Mail"], &["anna@x.example"]])),
        ("Neu", "state=\"hidden\"", &table(&[&["Mail"], &["bert@x.example"]])),
    ]);
    let work = with("people.xlsx", &book, "sheet = \"Neu\"");
    assert!(work.run(&["merge"]).stdout.contains("bert@x.example"));
    assert!(!work.run(&["merge"]).stdout.contains("anna@x.example"));
    let work = with("people.xlsx", &book, "sheets = [\"Neu\", \"Nue\"]");
    insta::assert_snapshot!(told(&work, &["check", "data/lists/people.xlsx"]), @r"
    data/lists/people.xlsx: error[sheet-unknown]: the workbook has no sheet `Nue`; it has: Alt, Neu
      help: mend `sheet` or `sheets` in the `[[lists]]` entry
    errors: 1, warnings: 0, notes: 0
    [stderr]
    [exit 3]
    ");
}

#[test]
fn what_is_no_workbook_is_named_as_what_it_is() {
    let compound = |name: &str| {
        let name = name.encode_utf16().flat_map(u16::to_le_bytes);
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1].into_iter().chain(name).collect::<Vec<u8>>()
    };
    let all: String = [
        ("old.xls", compound("Workbook")),
        ("locked.xlsx", compound("EncryptedPackage")),
        ("torn.xlsx", workbook(&[("a", "", "<sheetData/>")])[..200].to_vec()),
        ("text.xlsx", b"Mail\na@b.example\n".to_vec()),
    ]
    .into_iter()
    .map(|(name, bytes)| told(&with(name, bytes, ""), &["check", &format!("data/lists/{name}")]))
    .collect();
    insta::assert_snapshot!(all, @r#"
    data/lists/old.xls: error[list-format]: the file is an old Excel workbook (.xls), which is not read
      help: open the file and save it as "Excel workbook (.xlsx)" or "CSV UTF-8 (comma delimited)"
    errors: 1, warnings: 0, notes: 0
    [stderr]
    [exit 3]data/lists/locked.xlsx: error[workbook-protected]: the workbook is protected by a password and cannot be read
      help: open it and take the password away under File > Info > Protect workbook; better: keep it in a folder that only you can open
    errors: 1, warnings: 0, notes: 0
    [stderr]
    [exit 3]data/lists/torn.xlsx: error[workbook-damaged]: the workbook is damaged: it is torn
      help: open it in Excel, let it repair the file, and save it; or take an older copy
    errors: 1, warnings: 0, notes: 0
    [stderr]
    [exit 3]data/lists/text.xlsx: error[workbook-damaged]: the workbook is damaged: it is no workbook
      help: open it in Excel, let it repair the file, and save it; or take an older copy
    errors: 1, warnings: 0, notes: 0
    [stderr]
    [exit 3]
    "#);
}

#[test]
fn headings_are_found_below_titles_and_by_content() {
    let text = "Verteiler Köln, Bonn, Aachen und Umland, Stand Mai\n\nWer;Wohin;;Raum\nA;anna@x.example;Frau;1\nB;bert@x.example;Herr;2\n";
    let work = with("people.csv", text, "");
    insta::assert_snapshot!(told(&work, &["check"]), @r#"
    data/lists/people.csv: 2 rows, UTF-8, delimiter ;, headings in line 3
      columns: Wer → extra.Wer, Wohin → email (from its cells), #3 → form_of_address (from its cells), Raum → extra.Raum
    All is well.
    [stderr]
    [exit 0]
    "#);
    let shape = &work.json(&["check"])["lists"][0];
    assert_eq!((&shape["heading_row"], &shape["delimiter"]), (&json!(3), &json!(";")));
}

#[test]
fn a_list_without_headings_is_read_and_told() {
    let work = with("people.csv", "anna@x.example;Frau\nbert@x.example;Herr\n", "");
    insta::assert_snapshot!(told(&work, &["check"]), @r"
    data/lists/people.csv: 2 rows, UTF-8, delimiter ;, no headings
      columns: #1 → email (from its cells), #2 → form_of_address (from its cells)
    All is well.
    [stderr]
    [exit 0]
    ");
}

#[test]
fn an_address_above_the_headings_is_told() {
    let work = with("people.csv", "Fragen an;info@x.example\nName;E-Mail\nA;anna@x.example\n", "");
    insta::assert_snapshot!(told(&work, &["check"]), @r"
    data/lists/people.csv: one row, UTF-8, delimiter ;, headings in line 2
      columns: Name → title first_name last_name, E-Mail → email
    data/lists/people.csv:1: warning[row-above-headings]: the row holds a mail address, but stands above the headings and is not read
      help: if it is a person, move the row below the headings
    errors: 0, warnings: 1, notes: 0
    [stderr]
    [exit 3]
    ");
}

#[test]
fn the_settings_say_what_a_column_is() {
    let text = "Wohin;Wer;Info\nanna@x.example;Klein;x\n";
    let work = with(
        "people.csv",
        text,
        "columns = { \"Wohin\" = \"email\", \"Wer\" = \"last_name\", \"Inof\" = \"ignored\" }",
    );
    insta::assert_snapshot!(told(&work, &["check"]), @r"
    data/lists/people.csv: one row, UTF-8, delimiter ;
      columns: Wohin → email (from `columns`), Wer → last_name (from `columns`), Info → extra.Info
    rundbrief.toml:16:54: warning[column-unknown]: `columns` names a column `Inof` that people does not have
      help: did you mean `Info`?
    errors: 0, warnings: 1, notes: 0
    [stderr]
    [exit 3]
    ");
    let work = with("people.csv", text, "columns = { \"Wohin\" = \"emial\" }");
    insta::assert_snapshot!(told(&work, &["check"]), @r"
    [stderr]
    rundbrief.toml:16:23: error[choice-unknown]: `emial` is not possible here
      help: did you mean `email`? Possible are: email, salutation, form_of_address, title, first_name, last_name, role, organisation, municipality, state, postal_code, ags, language, tags, population, updated, basis, consent_date, consent_source, consent_wording, lists, held, name, extra, ignored
    [exit 2]
    ");
}

#[test]
fn rows_that_refuse_mails_are_held_and_told() {
    let text = "E-Mail;Nachname;Newsletter;Bemerkung;Teilnahme\n\
        anna@x.example;Klein;ja;;nein\n\
        bert@x.example;Berg;nein;;ja\n\
        cleo@x.example;Cramer;;hat sich am 3.5. abgemeldet;ja\n\
        dora@x.example;Dorn;;verstorben;\n";
    let work = with("people.csv", text, "");
    insta::assert_snapshot!(told(&work, &["check"]), @r"
    data/lists/people.csv: 4 rows, UTF-8, delimiter ;
      columns: E-Mail → email, Nachname → last_name, Newsletter → extra.Newsletter, Bemerkung → extra.Bemerkung, Teilnahme → extra.Teilnahme
    data/decisions.toml: note[review-waiting]: 3 questions about contacts wait for a decision
      help: `rundbrief review` lists what waits, with the commands that decide
    data/lists/people.csv:3: warning[row-held]: bert@x.example gets no mail until you have decided: the row says “Newsletter: nein”
      help: look at the row; then `rundbrief review bert@x.example --send`, or `--leave-out`
    data/lists/people.csv:4: warning[row-held]: cleo@x.example gets no mail until you have decided: the row says “Bemerkung: hat sich am 3.5. abgemeldet”
      help: look at the row; then `rundbrief review cleo@x.example --send`, or `--leave-out`
    data/lists/people.csv:5: warning[row-held]: dora@x.example gets no mail until you have decided: the row says “Bemerkung: verstorben”
      help: look at the row; then `rundbrief review dora@x.example --send`, or `--leave-out`
    errors: 0, warnings: 3, notes: 1
    [stderr]
    [exit 3]
    ");
}

#[test]
fn whoever_has_garbled_umlauts_gets_no_mail_before_somebody_has_looked() {
    let list = "E-Mail;Nachname;Ort\nanna@x.example;MÃ¼ller;Hof\nbert@x.example;Müller;Hof\ncleo@x.example;João;SÃO\n";
    let work = with("people.csv", list, "");
    let told = work.run(&["check"]).stdout;
    let garbled = "data/lists/people.csv:2: warning[row-held]: anna@x.example gets no mail until you have decided: its \
                   umlauts are garbled (`Ã¼` or `�` in place of `ü`)\n  help: save the list again";
    assert!(told.contains(garbled), "{told}");
    assert_eq!(told.matches("row-held").count(), 1, "{told}");
    let waiting = work.run(&["review"]).stdout;
    assert!(waiting.contains("anna@x.example>: garbled umlauts (data/lists/people.csv:2)"), "{waiting}");
    assert_eq!(work.json(&["preview", "thanks"])["plan"]["excluded"], json!([["row-held", 1]]));
}

#[test]
fn whoever_has_a_row_that_is_held_gets_no_mail_whatever_other_rows_say() {
    let list =
        "E-Mail;Nachname;Newsletter\nanna@x.example;Klein;ja\nbert@x.example;Groß;nein\nbert@x.example;Groß;ja\n";
    let work = with("people.csv", list, "");
    let preview = work.json(&["preview", "thanks"]);
    assert_eq!((&preview["recipients"], &preview["plan"]["excluded"]), (&json!(1), &json!([["row-held", 1]])));
    work.ends_with(0, &["send", "thanks", "--yes"]);
    assert_eq!(work.files("outbox/new").len(), 1);
}

#[test]
fn a_list_of_a_hundred_megabytes_is_read_to_its_last_row() {
    let work = Workdir::new();
    let remark = "Auf der Tagung länger gesprochen. ".repeat(75);
    let mut list = "E-Mail;Nachname;Bemerkung\n".to_owned();
    let mut rows = 0;
    while list.len() < 100_000_000 {
        writeln!(list, "p{rows}@d{}.example;Müller-{rows};{remark}", rows % 7).expect("into memory");
        rows += 1;
    }
    work.write("data/lists/people.csv", &list);
    drop(list);
    let merged = work.json(&["merge", "-o", "all.csv"]);
    assert_eq!(merged["totals"]["contacts"], rows);
    let written = work.read("all.csv");
    let end = written.lines().next_back().expect("rows");
    assert!(end.contains(&format!(";Müller-{};Auf der Tagung länger", rows - 1)), "{end}");
}

#[test]
fn quotes_that_are_not_closed_or_not_doubled_are_named_with_their_line_in_headings_too() {
    let work = with("people.csv", "E-Mail;\"Organisation;Ort\na@x.example;\"Stadt \"Neu\" Burg\";Ulm\n", "");
    let check = work.ends_with(3, &["check"]).stdout;
    assert!(check.contains("people.csv:1: warning[quote-open]"), "{check}");
    assert!(check.contains("people.csv:2: warning[quote-inside]"), "{check}");
    let person = work.json(&["person", "show", "a@x.example"]);
    let values: Vec<_> = person["values"].as_array().expect("values").iter().map(|value| &value["value"]).collect();
    assert_eq!(values, ["a@x.example", "\"Stadt \"Neu\" Burg\"", "Ulm"]);
}

#[test]
fn a_workbook_without_rows_is_told_as_one() {
    let work = with("people.xlsx", workbook(&[("Tabelle1", "", "<sheetData/>")]), "");
    let check = work.ends_with(3, &["check"]).stdout;
    assert!(check.starts_with("data/lists/people.xlsx: a workbook without rows\n"), "{check}");
}

#[test]
fn cells_that_hold_a_book_are_told_by_their_beginning() {
    let book = "Ä".repeat(50_000);
    let rows = |name: &str| {
        format!("E-Mail;Nachname;Abgemeldet;Tisch;Stand\na@x.example;{name};{book};{book};{book}\n{book}@x;B;;;\n")
    };
    let work = with("people.csv", rows(&format!("1{book}")), "");
    work.write("data/lists/more.csv", rows(&format!("2{book}")));
    work.write("data/lists/none.csv", format!("Vorname;{book}\nA;B\n"));
    for list in ["more", "none"] {
        let settings = work.read("rundbrief.toml");
        work.write("rundbrief.toml", settings + &crate::workdir::list(list));
    }
    work.write("data/lists/newer.csv", rows(&book));
    let told = work.run(&["check", "data/lists/newer.csv"]).stdout + &work.run(&["check"]).stdout;
    for code in ["address-column-missing", "address-invalid", "value-conflict", "row-held", "date-unreadable"] {
        let line = told.lines().find(|line| line.contains(code)).expect(code);
        assert!(line.contains("ÄÄÄ…") && line.chars().count() < 1000, "{code}: {line:.500}");
    }
    assert_eq!(told.lines().find(|line| line.chars().count() > 2000), None);
}

#[test]
fn one_stray_value_far_to_the_right_fills_no_pages() {
    let sheet = "<sheetData><row r=\"1\"><c t=\"inlineStr\"><is><t>E-Mail</t></is></c></row>\
        <row r=\"2\"><c t=\"inlineStr\"><is><t>a@x.example</t></is></c><c r=\"XFD2\"><v>1</v></c></row></sheetData>";
    let work = with("people.xlsx", workbook(&[("a", "", sheet)]), "");
    let told = told(&work, &["check"]);
    assert!(told.contains("columns: E-Mail → email, #2–#16384 → –"), "{told}");
    assert!(told.len() < 2000, "{told}");
}

#[test]
fn corrections_in_a_workbook_are_to_become_a_csv_and_no_list() {
    let work = with("people.csv", "E-Mail;Nachname\na@x.example;Öz\n", "");
    work.write("data/lists/Corrections.xlsx", workbook(&[("a", "", &table(&[&["E-Mail"], &["a@x.example"]]))]));
    let told = told(&work, &["check"]);
    assert!(told.contains("Corrections.xlsx: warning[list-uncovered]"), "{told}");
    assert!(told.contains("save the sheet as `data/lists/corrections.csv`"), "{told}");
    let settings = work.read("rundbrief.toml");
    work.write("rundbrief.toml", settings.split("[[lists]]").next().unwrap_or_default());
    let told = crate::check::told(&work, &["check"]);
    assert!(told.contains("Corrections.xlsx: warning[list-uncovered]"), "where no list has settings, too: {told}");
    assert!(!told.contains("Corrections.xlsx: 1 row"), "{told}");
}

#[test]
fn columns_of_a_list_without_headings_go_by_their_numbers() {
    let rows = "a@b.example;Frau;Eva;Groß\nb@b.example;Herr;Jan;Klein\n";
    let work = with("people.csv", rows, "");
    insta::assert_snapshot!(told(&work, &["check", "data/lists/people.csv"]), @r##"
    data/lists/people.csv:1: warning[column-unnamed]: the columns #3, #4 have no headings and are not used
      help: write headings above, or say in the `[[lists]]` entry what they hold: `columns = { "#3" = "last_name" }`; `"ignored"` leaves a column out
    errors: 0, warnings: 1, notes: 0
    [stderr]
    [exit 3]
    "##);
    let work =
        with("people.csv", rows, "columns = { \"#3\" = \"first_name\", \"#4\" = \"last_name\", \"#5\" = \"role\" }");
    insta::assert_snapshot!(told(&work, &["check"]), @r"
    data/lists/people.csv: 2 rows, UTF-8, delimiter ;, no headings
      columns: #1 → email (from its cells), #2 → form_of_address (from its cells), #3 → first_name (from `columns`), #4 → last_name (from `columns`)
      example: a@b.example · Frau · Eva · Groß
    rundbrief.toml:16:55: warning[column-unknown]: `columns` names a column `#5` that people does not have
      help: the columns are: #1, #2, #3, #4
    errors: 0, warnings: 1, notes: 0
    [stderr]
    [exit 3]
    ");
}

#[test]
fn a_second_table_in_a_list_is_named_and_whoever_stands_in_it_waits() {
    let again = "Nachname;Vorname;E-Mail;Kommune\n";
    let other = "Vorname;Nachname;E-Mail;Kommune\n";
    let table = format!(
        "{again}Groß;Eva;eva@a.example;Aurich\n{again}Alt;Ute;ute@a.example;Aurich\n\n{other}Kai;Müller;kai@b.example;Emden\n{again}Neu;Ida;ida@a.example;Leer\n"
    );
    let work = with("people.csv", table, "");
    let check = work.run(&["check"]).stdout;
    for told in [
        "people.csv:3: warning[headings-again]",
        "people.csv:6: warning[headings-again]",
        "people.csv:7: warning[row-held]: kai@b.example gets no mail until you have decided: it stands below other headings",
    ] {
        assert!(check.contains(told), "{told}: {check}");
    }
    for line in ["people.csv:4", "people.csv:9"] {
        assert!(!check.contains(line), "below the list's own headings all is well: {check}");
    }
}

#[test]
fn a_sheet_that_is_called_like_one_of_refusals_holds_its_people_on_every_sheet() {
    let people = table(&[&["Name", "E-Mail"], &["Eva Groß", "eva@a.example"], &["Kai Alt", "kai@a.example"]]);
    let gone = table(&[&["Name", "E-Mail"], &["Kai Alt", "kai@a.example"], &["Uwe Neu", "uwe@a.example"]]);
    let work = with("people.xlsx", workbook(&[("Verteiler", "", &people), ("Abgemeldet", "", &gone)]), "");
    let check = work.run(&["check"]).stdout;
    for address in ["kai@a.example", "uwe@a.example"] {
        let told = format!("{address} gets no mail until you have decided: the sheet or the file is called like");
        assert!(check.contains(&told), "{check}");
    }
    assert!(!check.contains("eva@a.example gets no mail"), "{check}");
}

#[test]
fn names_beside_addresses_that_no_column_reads_are_named() {
    let list =
        "E-Mail;Nachname\n\"Groß, Eva <eva@a.example>\";\nJan Öz <jan@a.example>;\nKai Alt <kai@a.example>;Alt\n";
    let check = with("people.csv", list, "").run(&["check"]).stdout;
    assert!(check.contains("people.csv:2: warning[name-unused]: names stand beside 2 addresses"), "{check}");
}

#[test]
fn values_of_a_workbook_are_told_with_their_sheet_everywhere() {
    let sheet = |last: &str| table(&[&["Nachname", "E-Mail"], &[last, "eva@a.example"], &["Alt", "kaputt"]]);
    let work = with("people.xlsx", workbook(&[("NI", "", &sheet("Groß")), ("NW", "", &sheet("Gross"))]), "");
    work.ends_with(3, &["merge", "-o", "out.csv"]);
    let conflicts = work.read("out.conflicts.csv");
    assert!(conflicts.contains("people.xlsx:NI:2") && conflicts.contains("people.xlsx:NW:2"), "{conflicts}");
    let aside = work.read("out.set-aside.csv");
    assert!(aside.contains("people.xlsx:NI;3;") && aside.contains("people.xlsx:NW;3;"), "{aside}");
    let shown = work.run(&["person", "show", "eva@a.example"]).stdout;
    assert!(shown.contains("people.xlsx:NI:2") && shown.contains("people.xlsx:NW:2"), "{shown}");
    assert_eq!(work.json(&["person", "show", "eva@a.example"])["values"][0]["sheet"], "NI");
}
