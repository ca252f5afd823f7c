//! Workbooks with what real ones hold.

use proptest::prelude::*;

use super::workbook::{packed, row, table, workbook};
use super::{Fault, Sheet, Workbook};

fn sheet(body: &str) -> Sheet {
    let bytes = workbook(&[("Blatt", "", body)]);
    Workbook::open(&bytes).expect("a workbook").read(0).expect("a sheet")
}

/// Line, how it is held, and the cells, for each row.
fn rows(sheet: &Sheet) -> Vec<(u32, Option<&'static str>, String)> {
    let shown = sheet.grid.rows().map(|row| (row.line, row.held, row.cells().collect::<Vec<_>>().join("|")));
    shown.collect()
}

fn one(cells: &str) -> String {
    rows(&sheet(&format!("<sheetData><row r=\"1\">{cells}</row></sheetData>")))[0].2.clone()
}

#[test]
fn values_are_what_excel_shows() {
    for (cell, value) in [
        ("<c t=\"s\"><v>0</v></c>", "Größe & Maß"),
        ("<c t=\"s\"><v>1</v></c>", "Anna Klein"),
        ("<c t=\"inlineStr\"><is><r><t>In </t></r><r><t>Runs</t></r></is></c>", "In Runs"),
        ("<c t=\"s\"><v>2</v></c>", "Neu"),
        (
            "<c t=\"inlineStr\"><is><r><rPr><strike/></rPr><t>alt@b.example</t></r><r><t> neu@b.example</t></r></is></c>",
            " neu@b.example",
        ),
        ("<c t=\"inlineStr\"><is><r><t>- </t></r><r><rPr><strike/></rPr><t>A&amp;B</t></r></is></c>", "- A&B"),
        ("<c t=\"str\"><f>A1&amp;B1</f><v>x_x000D_y &lt;z&gt;</v></c>", "x\ry <z>"),
        ("<c><f>1+1</f><v>2</v></c>", "2"),
        ("<c s=\"1\"><v>45414</v></c>", "2024-05-02"),
        ("<c s=\"4\"><v>45414.375</v></c>", "2024-05-02T09:00"),
        ("<c t=\"d\"><v>2024-05-02T00:00:00</v></c>", "2024-05-02"),
        ("<c s=\"2\"><v>1067</v></c>", "01067"),
        ("<c><v>1067.0</v></c>", "1067"),
        ("<c t=\"b\"><v>0</v></c>", "FALSE"),
        ("<c r=\"C1\"><v>1</v></c><c><v>2</v></c>", "||1|2"),
        ("<c><v>1</v></c><c t=\"s\"><v>99</v></c><c r=\"A1\"><v>2</v></c>", "1"),
    ] {
        assert_eq!(one(cell), value, "{cell}");
    }
}

#[test]
fn cells_that_nobody_computed_and_errors_are_named() {
    let cells = "<c><v>1</v></c><c><f>A1</f></c><c><f>A1</f><v></v></c><c t=\"e\"><f>A1/0</f><v>#DIV/0!</v></c>\
        <c t=\"str\"><f>\"\"</f><v></v></c>";
    let sheet = sheet(&format!("<sheetData><row r=\"7\">{cells}</row></sheetData>"));
    let named: Vec<&str> = sheet.without_value.iter().map(|(_, cell)| cell.as_str()).collect();
    assert_eq!(named, ["B7", "C7", "D7"]);
    assert_eq!(rows(&sheet), [(7, None, "1".to_owned())]);
}

#[test]
fn hidden_and_struck_rows_are_marked_and_blank_ones_are_none() {
    let body = [
        "<sheetData>".to_owned(),
        row(1, "", &["a"]),
        row(2, "hidden=\"1\"", &["b"]),
        row(3, "ht=\"0\" customHeight=\"1\"", &["c"]),
        row(4, "", &[]),
        "<row r=\"5\"><c t=\"s\"><v>2</v></c></row><row><c s=\"3\"><v>1</v></c></row><row><c s=\"3\"/><c><v>2</v></c></row>"
            .to_owned(),
        "</sheetData>".to_owned(),
    ];
    let shown = rows(&sheet(&body.concat()));
    let held: Vec<(u32, Option<&str>)> = shown.iter().map(|(line, held, _)| (*line, *held)).collect();
    let struck = Some("struck");
    assert_eq!(held, [(1, None), (2, Some("hidden")), (3, Some("hidden")), (5, struck), (6, struck), (7, None)]);
}

#[test]
fn a_linked_name_brings_its_address() {
    let body = table(&[&["Max Müller", "x"], &["max@alt.example"], &["Ina"]])
        + "<hyperlinks><hyperlink ref=\"A1:A2\" r:id=\"rId1\"/><hyperlink ref=\"A3\" location=\"Blatt2!A1\"/></hyperlinks>";
    let shown: Vec<String> = rows(&sheet(&body)).into_iter().map(|(_, _, cells)| cells).collect();
    assert_eq!(shown, ["Max Müller <max@stadt.example>|x", "max@alt.example", "Ina"]);
    let formula = "<c t=\"str\"><f>HYPERLINK(\"mailto:ina@stadt.example\",\"Ina\")</f><v>Ina</v></c>";
    assert_eq!(one(formula), "Ina <ina@stadt.example>");
}

#[test]
fn sheets_are_listed_as_tabs_and_hidden_ones_marked() {
    let bytes = workbook(&[("Eins &amp; zwei", "", "<sheetData/>"), ("Alt", "state=\"veryHidden\"", "<sheetData/>")]);
    let opened = Workbook::open(&bytes).expect("a workbook");
    let listed: Vec<(&str, bool)> = opened.sheets().iter().map(|named| (named.name.as_str(), named.hidden)).collect();
    assert_eq!(listed, [("Eins & zwei", false), ("Alt", true)]);
}

fn fault(bytes: &[u8]) -> Fault {
    let read = Workbook::open(bytes).and_then(|mut opened| opened.read(0));
    read.expect_err("not readable")
}

#[test]
fn what_is_no_workbook_is_named_as_what_it_is() {
    let compound = |name: &str| {
        let name = name.encode_utf16().flat_map(u16::to_le_bytes);
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1].into_iter().chain(name).collect::<Vec<u8>>()
    };
    let part = |name: &str| (name.to_owned(), String::new());
    assert_eq!(fault(&compound("Workbook")), Fault::Format("xls"));
    assert_eq!(fault(&compound("EncryptedPackage")), Fault::Protected);
    assert_eq!(fault(&packed(&[part("mimetype"), part("content.xml")])), Fault::Format("ods"));
    assert_eq!(fault(&packed(&[part("xl/workbook.bin")])), Fault::Format("xlsb"));
    for damaged in [b"PK\x03\x04".to_vec(), packed(&[]), packed(&[part("x")]), workbook(&[("a", "", "<sheetData>")])] {
        assert!(matches!(fault(&damaged), Fault::Damaged(_)));
    }
    let whole = workbook(&[("a", "", "<sheetData/>")]);
    assert!(matches!(fault(&whole[..whole.len() - 9]), Fault::Damaged(_)));
}

#[test]
fn a_few_bytes_cannot_fill_the_memory() {
    let far = |line| format!("<row r=\"{line}\"><c r=\"XFD{line}\"><v>1</v></c></row>");
    let far = workbook(&[("a", "", &format!("<sheetData>{}</sheetData>", (1..3000).map(far).collect::<String>()))]);
    assert!(far.len() < 100_000);
    assert_eq!(fault(&far), Fault::TooLarge);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_workbook_with_any_bytes_changed_never_panics(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
        cut in any::<prop::sample::Index>(),
        torn in any::<bool>(),
    ) {
        let body = table(&[&["E-Mail", "Name"], &["a@b.example", "A"]]);
        let mut bytes = workbook(&[("a", "", &body)]);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if torn {
            bytes.truncate(cut.index(bytes.len()));
        }
        let _ = Workbook::open(&bytes).and_then(|mut opened| opened.read(0));
    }

    #[test]
    fn a_sheet_with_any_xml_never_panics(
        pieces in proptest::collection::vec(prop::sample::select(vec![
            "<row r=\"2\">", "<row r=\"x\">", "</row>", "<c r=\"B2\" t=\"s\">", "<c s=\"9\" t=\"inlineStr\">", "</c>", "<v>",
            "</v>", "1e999", "-5", "<is><t>", "</t></is>", "&amp;", "&#0;", "&x;", "<f>", "</f>", "<sheetData>",
            "</sheetData>", "<hyperlinks><hyperlink ref=\"A1:ZZ9\" r:id=\"rId1\"/></hyperlinks>", "HYPERLINK(\"mailto:@",
            "<c r=\"ZZZ4294967295\">", "<row r=\"4294967295\" hidden=\"1\">", "<![CDATA[ä]]>", "<!-- x -->", "_x000D_",
        ]), 0..40)
    ) {
        let bytes = workbook(&[("a", "", &pieces.concat())]);
        let _ = Workbook::open(&bytes).and_then(|mut opened| opened.read(0));
    }
}
