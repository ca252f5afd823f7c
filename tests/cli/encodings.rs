//! The encodings that lists come in.

use serde_json::json;

use crate::check::told;
use crate::reading::with;
use crate::workdir::Workdir;

#[test]
fn a_file_in_utf_16_that_is_cut_in_the_middle_of_a_character_is_told_so() {
    let text = "\u{feff}E-Mail\tOrt\na@x.example\tKöln\n";
    let mut bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let told = |bytes: &[u8]| with("people.csv", bytes, "").run(&["check"]).stdout;
    bytes.push(b'x');
    assert!(told(&bytes).contains("people.csv:3: warning[bytes-broken]: the file ends in the middle of a character"));
    bytes.push(0xd8);
    let check = told(&bytes);
    assert!(check.contains("not UTF-16LE (one place); what stood there is lost\n  help: look at the rows"), "{check}");
}

#[test]
fn a_long_code_page_is_read_as_the_same_list_in_utf_8() {
    let rows: Vec<String> = (0..60_000).map(|n| format!("p{n}@x.example;Jörg;Ä\r")).collect();
    let rows = rows.concat();
    for above in [
        "sep=;\r\nE-Mail;Vorname;Nachname\r",
        "E-Mail;\"Vor\nname\";Nachname\r",
        "\n\nListe\r\rE-Mail;Vorname;Nachname\r",
    ] {
        let text = format!("{above}{rows}");
        let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect();
        let merged = |bytes: &[u8]| {
            let work = Workdir::new();
            work.write("data/lists/people.csv", bytes);
            work.run(&["merge", "-o", "merged.csv"]);
            work.read("merged.csv")
        };
        let (one, other) = (merged(&latin), merged(text.as_bytes()));
        assert!(one == other && one.lines().count() > 60_000, "{above}: {} rows", one.lines().count());
    }
}

#[test]
fn encoding_and_delimiter_are_named_in_the_language_of_the_reader() {
    let work = with("people.csv", "\u{feff}Verteiler\nE-Mail,Nachname\na@x.example,Öz\n", "");
    let settings = work.read("rundbrief.toml").replace("\"en\"", "\"de\"");
    work.write("rundbrief.toml", settings);
    let check = told(&work, &["check"]);
    let line = "eine Zeile, UTF-8 mit BOM, Trennzeichen Komma, Überschriften in Zeile 2\n";
    assert!(check.contains(line), "{check}");
    work.write("data/lists/people.csv", "E-Mail\tNachname\na@x.example\tGroß\n");
    let check = told(&work, &["check"]);
    assert!(check.contains("eine Zeile, UTF-8, Trennzeichen Tabulator\n"), "{check}");
}

#[test]
fn a_text_in_utf_32_is_refused_by_its_name() {
    for (mark, big) in [("\u{feff}", false), ("\u{feff}", true), ("", false), ("", true)] {
        let text = format!("{mark}E-Mail;Nachname\na@x.example;Größe\n");
        let bytes = text.chars().map(|c| if big { u32::from(c).to_be_bytes() } else { u32::from(c).to_le_bytes() });
        let work = with("people.csv", bytes.collect::<Vec<_>>().concat(), "");
        let told = told(&work, &["check"]);
        let refusal = "data/lists/people.csv: error[list-format]: the text is in UTF-32, which is not read\n  help: save it as UTF-8";
        assert!(told.contains(refusal), "{told}");
        assert!(!told.contains("address-invalid"), "{told}");
    }
}

#[test]
fn the_umlauts_of_dos_are_right_and_bytes_without_meaning_are_told() {
    let work = with("people.csv", b"E-Mail;Nachname\na@b.example;M\x81ller\nb@b.example;Gro\xE1\n", "");
    work.ends_with(0, &["check", "data/lists/people.csv"]);
    let shape = &work.json(&["check"])["lists"][0];
    assert_eq!((&shape["encoding"], &shape["sample"]), (&json!("CP850"), &json!("a@b.example · Müller")));
    let work = with("people.csv", b"E-Mail;Nachname\na@b.example;M\xFCller\nb@b.example;K\x8Fhn\n", "");
    insta::assert_snapshot!(told(&work, &["check", "data/lists/people.csv"]), @r"
    data/lists/people.csv:3: warning[bytes-broken]: from here on there are characters that are not Windows-1252 (one place); they are missing, since they mean nothing in this encoding
      help: which program is the file from? Export it there as UTF-8, or fill in the umlauts of these rows
    errors: 0, warnings: 1, notes: 0
    [stderr]
    [exit 3]
    ");
}

#[test]
fn an_address_with_control_characters_is_shown_with_them() {
    let work = with("people.csv", "E-Mail;Nachname\na\u{1}nna@x.example;Öz\n", "");
    let check = told(&work, &["check"]);
    let reason = "`a\u{fffd}nna@x.example` is no address that can be sent to: ";
    let told = check.split(reason).nth(1).unwrap_or_default();
    assert!(!told.is_empty() && !told.starts_with(';'), "with a reason: {check}");
}
