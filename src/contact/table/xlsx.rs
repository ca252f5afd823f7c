//! Tables as an Excel workbook of one sheet (ECMA-376): every cell is a text, so that none is computed and none loses
//! its zeros.

use std::fmt::Write as _;
use std::io::{self, Seek, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::Sheet;

/// What a sheet can hold.
const ROWS: u32 = 1_048_576;
const COLUMNS: usize = 16_384;
const CHARACTERS: usize = 32_767;

const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>"#;
const PACKAGE: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="rundbrief" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const WORKBOOK_PARTS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
/// Style 1 is text (number format 49), 2 the same in bold.
const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"#;
const SHEET: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>"#;

/// A table on its way into a workbook, row by row: a large one is never in memory as a whole.
pub(super) struct XlsxSheet<W: Write + Seek> {
    zip: ZipWriter<W>,
    row: String,
    number: u32,
    column: usize,
}

impl<W: Write + Seek> XlsxSheet<W> {
    pub fn begin(sink: W, columns: usize) -> io::Result<Self> {
        let mut zip = ZipWriter::new(sink);
        for (name, text) in [
            ("[Content_Types].xml", CONTENT_TYPES),
            ("_rels/.rels", PACKAGE),
            ("xl/workbook.xml", WORKBOOK),
            ("xl/_rels/workbook.xml.rels", WORKBOOK_PARTS),
            ("xl/styles.xml", STYLES),
        ] {
            zip.start_file(name, SimpleFileOptions::default())?;
            zip.write_all(text.as_bytes())?;
        }
        zip.start_file("xl/worksheets/sheet1.xml", SimpleFileOptions::default().large_file(true))?;
        let columns = columns.clamp(1, COLUMNS);
        let widths = format!(r#"<cols><col min="1" max="{columns}" width="22" style="1" customWidth="1"/></cols>"#);
        write!(zip, "{SHEET}{widths}<sheetData>")?;
        Ok(Self { zip, row: String::new(), number: 1, column: 0 })
    }

    pub fn finish(mut self) -> io::Result<()> {
        self.zip.write_all(b"</sheetData></worksheet>")?;
        self.zip.finish()?.flush()
    }
}

impl<W: Write + Seek> Sheet for XlsxSheet<W> {
    fn cell(&mut self, text: &str) -> io::Result<()> {
        if self.column >= COLUMNS || text.chars().count() > CHARACTERS {
            return Err(TooLarge.into());
        }
        if !text.is_empty() {
            let style = if self.number == 1 { 2 } else { 1 };
            let (column, number) = (letters(self.column), self.number);
            // a text never fails to grow
            let _ =
                write!(self.row, r#"<c r="{column}{number}" s="{style}" t="inlineStr"><is><t xml:space="preserve">"#);
            escape_into(&mut self.row, text);
            self.row.push_str("</t></is></c>");
        }
        self.column += 1;
        Ok(())
    }

    fn end_row(&mut self) -> io::Result<()> {
        if self.number > ROWS {
            return Err(TooLarge.into());
        }
        write!(self.zip, r#"<row r="{}">{}</row>"#, self.number, self.row)?;
        self.row.clear();
        self.column = 0;
        self.number += 1;
        Ok(())
    }
}

/// Why a table cannot be a workbook.
#[derive(Debug, thiserror::Error)]
#[error("more than a workbook can hold")]
struct TooLarge;

impl From<TooLarge> for io::Error {
    fn from(reason: TooLarge) -> Self {
        Self::other(reason)
    }
}

/// Whether a table could not be written because it is larger than any workbook.
pub(super) fn is_too_large(error: &io::Error) -> bool {
    matches!(error.get_ref(), Some(reason) if reason.is::<TooLarge>())
}

/// `A` to `XFD`.
fn letters(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or(0)));
        if column < 26 {
            return letters.into_iter().rev().collect();
        }
        column = column / 26 - 1;
    }
}

/// What XML 1.0 cannot hold is left out; `_x000D_` and its like would be read as a control character.
fn escape_into(out: &mut String, text: &str) {
    for (at, c) in text.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '_' if is_escape(&text[at..]) => out.push_str("_x005F_"),
            '\t' | '\n' => out.push(c),
            '\r' => out.push_str("&#13;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
}

fn is_escape(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 7 && bytes[1] == b'x' && bytes[6] == b'_' && bytes[2..6].iter().all(u8::is_ascii_hexdigit)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use super::*;

    fn sheet_of(rows: &[&[&str]]) -> String {
        let mut file = Cursor::new(Vec::new());
        let mut sheet = XlsxSheet::begin(&mut file, 2).expect("in memory");
        for row in rows {
            row.iter().for_each(|cell| sheet.cell(cell).expect("small"));
            sheet.end_row().expect("small");
        }
        sheet.finish().expect("in memory");
        let mut zip = zip::ZipArchive::new(file).expect("a workbook");
        let mut text = String::new();
        zip.by_name("xl/worksheets/sheet1.xml").expect("a sheet").read_to_string(&mut text).expect("UTF-8");
        text
    }

    #[test]
    fn every_cell_is_a_text_that_keeps_its_zeros_and_computes_nothing() {
        let text = sheet_of(&[&["PLZ", "x"], &["01067", "=1+1"], &["", " <b>&\u{1} _x000D_"]]);
        assert!(
            text.contains(r#"<c r="A2" s="1" t="inlineStr"><is><t xml:space="preserve">01067</t></is></c>"#),
            "{text}"
        );
        assert!(text.contains("preserve\">=1+1</t>") && !text.contains("<f>"), "{text}");
        assert!(text.contains(r#"<row r="3"><c r="B3""#), "an empty cell is none: {text}");
        assert!(text.contains("> &lt;b&gt;&amp; _x005F_x000D_</t>"), "{text}");
    }

    #[test]
    fn columns_are_named_as_spreadsheets_do() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")] {
            assert_eq!(letters(column), name);
        }
    }

    #[test]
    fn what_no_workbook_can_hold_is_refused() {
        let mut sheet = XlsxSheet::begin(Cursor::new(Vec::new()), 1).expect("in memory");
        let error = sheet.cell(&"x".repeat(CHARACTERS + 1)).expect_err("too long");
        assert!(is_too_large(&error) && !is_too_large(&io::Error::other("full")));
    }
}
