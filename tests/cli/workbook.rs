//! Workbooks made by hand, so that each oddity of real ones can be in them.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;

/// The looks that cells of [`workbook`] can have: `s="1"` a date, `2` five digits, `3` struck through, `4` a date and time.
const STYLES: &str = "<styleSheet><numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"00000\"/>\
    <numFmt numFmtId=\"165\" formatCode=\"dd\\.mm\\.yyyy\\ hh:mm\"/></numFmts>\
    <fonts><font><sz val=\"11\"/></font><font><strike/></font><font><strike val=\"0\"/></font></fonts>\
    <cellStyleXfs><xf numFmtId=\"14\" fontId=\"1\"/></cellStyleXfs>\
    <cellXfs><xf numFmtId=\"0\" fontId=\"0\"/><xf numFmtId=\"14\" fontId=\"2\"/><xf numFmtId=\"164\" fontId=\"0\"/>\
    <xf numFmtId=\"0\" fontId=\"1\"/><xf numFmtId=\"165\" fontId=\"0\"/></cellXfs></styleSheet>";

/// Shared texts: 0 plain, 1 of two runs with a spoken form, 2 struck through in part.
const STRINGS: &str = "<sst><si><t>Gr&#246;&#xDF;e &amp; Ma&#223;</t></si>\
    <si><r><t xml:space=\"preserve\">Anna </t></r><r><rPr><b/></rPr><t>Klein</t></r><rPh><t>anna</t></rPh></si>\
    <si><r><rPr><strike/></rPr><t>Alt</t></r><r><t>Neu</t></r></si></sst>";

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook of sheets: the name of each, attributes of its entry, and what stands inside `worksheet`.
pub fn workbook(sheets: &[(&str, &str, &str)]) -> Vec<u8> {
    let (mut entries, mut targets, mut parts) = (Vec::new(), Vec::new(), Vec::new());
    for (number, (name, attributes, body)) in (1..).zip(sheets) {
        entries.push(format!("<sheet name=\"{name}\" sheetId=\"{number}\" {attributes} r:id=\"rId{number}\"/>"));
        targets.push(format!(
            "<Relationship Id=\"rId{number}\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        ));
        parts.push((format!("xl/worksheets/sheet{number}.xml"), format!("<worksheet>{body}</worksheet>")));
        parts.push((format!("xl/worksheets/_rels/sheet{number}.xml.rels"), links()));
    }
    targets.push(format!("<Relationship Id=\"rId98\" Type=\"{RELATIONS}/styles\" Target=\"/xl/styles.xml\"/>"));
    targets
        .push(format!("<Relationship Id=\"rId99\" Type=\"{RELATIONS}/sharedStrings\" Target=\"sharedStrings.xml\"/>"));
    let (entries, targets) = (entries.concat(), targets.concat());
    parts.push(("xl/styles.xml".to_owned(), STYLES.to_owned()));
    parts.push(("xl/sharedStrings.xml".to_owned(), STRINGS.to_owned()));
    parts
        .push(("xl/workbook.xml".to_owned(), format!("<workbook xmlns:r=\"r\"><sheets>{entries}</sheets></workbook>")));
    parts.push(("xl/_rels/workbook.xml.rels".to_owned(), format!("<Relationships>{targets}</Relationships>")));
    packed(&parts)
}

/// `rId1` writes to Max.
fn links() -> String {
    format!(
        "<Relationships><Relationship Id=\"rId1\" Type=\"{RELATIONS}/hyperlink\" \
         Target=\"mailto:max@stadt.example?subject=Hallo\" TargetMode=\"External\"/></Relationships>"
    )
}

/// An archive of these parts.
pub fn packed(parts: &[(String, String)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(name, SimpleFileOptions::default()).expect("a new part");
        archive.write_all(text.as_bytes()).expect("in memory");
    }
    archive.finish().expect("in memory").into_inner()
}

/// A row of texts, with attributes of the row.
pub fn row(number: usize, attributes: &str, cells: &[&str]) -> String {
    let cells = (b'A'..).zip(cells).filter(|(_, cell)| !cell.is_empty()).map(|(column, cell)| {
        format!("<c r=\"{}{number}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>", char::from(column))
    });
    format!("<row r=\"{number}\" {attributes}>{}</row>", cells.collect::<String>())
}

/// A sheet of such rows, from the first line on.
pub fn table(rows: &[&[&str]]) -> String {
    let rows = (1..).zip(rows).map(|(number, cells)| row(number, "", cells));
    format!("<sheetData>{}</sheetData>", rows.collect::<String>())
}
