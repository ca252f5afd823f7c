//! Which quotation mark closes a quoted cell, and whether one does: people leave them open.

use memchr::{memchr, memchr_iter, memchr2, memchr2_iter, memrchr2};

use super::csv::Format;

/// How far a quoted cell may reach, in bytes: a cell of Excel holds 32,767 characters.
const LONGEST: usize = 4 * 32_767;

/// The quote that closes the one at `open`; `None` where that one was left open.
///
/// A quote closes a cell if the cell ends there. One that does not, or behind which a whole row would lie inside the
/// cell, belongs to another cell: then it is ours that lacks its counterpart.
pub(super) fn close(bytes: &[u8], open: usize, format: Format) -> Option<usize> {
    let most = bytes.len().min(open + LONGEST);
    let mut at = open + 1;
    loop {
        let quote = at + memchr(b'"', &bytes[at..most])?;
        if bytes.get(quote + 1) == Some(&b'"') {
            at = quote + 2;
            continue;
        }
        let behind = bytes[quote + 1..].iter().find(|&&byte| byte != b' ');
        let ends = behind.is_none_or(|byte| matches!(byte, b'\r' | b'\n') || *byte == format.delimiter.byte());
        return (ends && !holds_row(bytes, open, quote, format)).then_some(quote);
    }
}

/// Whether one of the whole lines within a cell could be a row of the table, or the one on which it ends.
fn holds_row(bytes: &[u8], open: usize, quote: usize, format: Format) -> bool {
    let cell = &bytes[open + 1..quote];
    let mut ends = memchr2_iter(b'\n', b'\r', cell);
    // nearly all cells end on the line that they begin on
    let Some(mut begins) = ends.next() else { return false };
    let is_spaced = is_prose(&bytes[line_begin(bytes, open)..=open], format);
    let within = ends.any(|end| {
        let line = &cell[begins..end];
        begins = end;
        let delimiters = delimiters(line, format);
        let full = delimiters + 1 >= format.columns && delimiters > 0;
        full && (delimiters > 1 || memchr(b'@', line).is_some()) && (is_spaced || !is_prose(line, format))
    });
    within || ends_on_row(bytes, open, quote, format)
}

/// Whether the line on which a cell ends is a row by itself: it has all cells of one, as has the line on which the cell
/// begins, and its address in the same column, one of the two outside the cell.
///
/// A remark may end with a person, too: one written as prose, or without the quotes that the other cells of the table
/// have, stays in it.
fn ends_on_row(bytes: &[u8], open: usize, quote: usize, format: Format) -> bool {
    let begins = line_begin(bytes, open);
    let last_begins = line_begin(bytes, quote);
    let (first, last) = (line_from(bytes, begins), line_from(bytes, last_begins));
    let (Some(own), Some(other)) = (memchr(b'@', first), memchr(b'@', last)) else { return false };
    let is_beside = begins + own < open || last_begins + other > quote;
    let whole = format.columns.saturating_sub(1);
    let is_full = whole > 0 && [first, last].iter().all(|line| delimiters(line, format) == whole);
    let in_column = delimiters(&first[..own], format) == delimiters(&last[..other], format);
    let (before, behind) = (&bytes[begins..open], &bytes[quote + 1..last_begins + last.len()]);
    let is_prose = is_prose(last, format) && !is_prose(&bytes[begins..=open], format);
    let has_quotes = memchr(b'"', before).or(memchr(b'"', behind)).is_some();
    is_beside && is_full && in_column && !is_prose && !has_quotes
}

/// Whether all delimiters of a line have a blank behind them, as in a sentence.
fn is_prose(line: &[u8], format: Format) -> bool {
    let mut ends = memchr_iter(format.delimiter.byte(), line).peekable();
    ends.peek().is_some() && ends.all(|at| line.get(at + 1).is_none_or(|&byte| byte == b' '))
}

/// Where the line begins that holds a byte.
fn line_begin(bytes: &[u8], at: usize) -> usize {
    memrchr2(b'\n', b'\r', &bytes[..at]).map_or(0, |end| end + 1)
}

/// The line that begins at a byte.
fn line_from(bytes: &[u8], begins: usize) -> &[u8] {
    let line = &bytes[begins..];
    memchr2(b'\n', b'\r', line).map_or(line, |end| &line[..end])
}

fn delimiters(text: &[u8], format: Format) -> usize {
    memchr_iter(format.delimiter.byte(), text).count()
}

#[cfg(test)]
mod tests {
    use super::super::csv::Rows;
    use super::*;

    fn rows(text: &str) -> (Vec<Vec<String>>, Vec<u32>) {
        let mut rows = Rows::new(text, Format::find(text), 0, 1);
        let mut told = Vec::new();
        while let Some(row) = rows.next() {
            told.push(row.cells().map(str::to_owned).collect());
        }
        (told, rows.quotes.open)
    }

    #[test]
    fn a_quote_left_open_costs_no_row_and_is_told_with_its_line() {
        let cases = [
            // up to the end of the file
            ("a;b;c\n1;\"x;2\n3;4;5\n", vec![2]),
            // up to a quote that opens another cell
            ("a;b;c\n1;\"x;2\n3;\"y\";5\n", vec![2]),
            // up to one that would end a cell, with a whole row between
            ("a;b;c\n1;\"x;2\n3;4;5\n6;y\";7\n", vec![2]),
            ("a;b\n1;\"x\nm@b.example;4\n6;y\"\n", vec![2]),
            // up to one that would end a cell, with a row before it that is as long as ours
            ("E-Mail;b\na@b.example;\"x\nb@b.example;y\"\nc@b.example;z\n", vec![2]),
            ("E-Mail;b;c\na@b.example;\"x;1\nb@b.example;y\";2\n", vec![2]),
            ("a;b;E-Mail\n\"x;1;a@b.example\ny\";2;b@b.example\n", vec![2]),
            // up to an empty cell
            ("a;b;c\n1;\"x;2\n3;\"\";5\n", vec![2]),
        ];
        for (text, lines) in cases {
            let (rows, open) = rows(text);
            assert_eq!((rows.len(), open), (text.lines().count(), lines), "{text}");
            assert!(rows[1].iter().any(|cell| cell.starts_with('x')), "{rows:?}");
        }
    }

    #[test]
    fn a_cell_may_hold_lines_that_are_no_rows() {
        let (rows, open) = rows("a;b;c\n\"Rathaus\nMarkt 1; links\n12345 Ort\";2;3\n");
        assert_eq!((rows.len(), open.len()), (2, 0));
        assert_eq!(rows[1][0], "Rathaus\nMarkt 1; links\n12345 Ort");
    }

    #[test]
    fn a_remark_may_end_with_another_person() {
        for cell in ["Vertretung:\nEva; e@b.example", "Vertretung:\ne@b.example", "siehe\nMarkt 1; links"] {
            for text in [format!("E-Mail;b\na@b.example;\"{cell}\"\n"), format!("b;E-Mail\n\"{cell}\";a@b.example\n")] {
                let (rows, open) = rows(&text);
                assert!(rows.len() == 2 && rows[1].iter().any(|told| told == cell), "{text}: {rows:?}");
                assert!(open.is_empty(), "{text}");
            }
        }
        for text in [
            // with too many cells for a row
            "Name,Ort,E-Mail,b\nEva,Ulm,a@b.example,\"Vertretung, siehe\nIda, Ulm, i@b.example, Tel. 1\"\n",
            "E-Mail,b\na@b.example,\"Vertretung, ab Mai:\ni@b.example,Ida\"\n",
            // as prose
            "Name,Ort,E-Mail,b\nEva,Ulm,a@b.example,\"Vertretung siehe\nIda, Ulm, i@b.example, Tel. 1\"\n",
            "E-Mail,b,c\na@b.example,\"Stadt\nMarkt 1, Haus A, links\n89073 Ulm\",x\n",
            // without the quotes that the other cells have
            "E-Mail;b;c\n\"a@b.example\";\"Eva\";\"siehe\ne@b.example;Ida;x\"\n",
            // with too few for one
            "E-Mail;b;c;d;e\na@b.example;Eva;\"siehe\ne@b.example; Ida; x\"\n",
        ] {
            let (rows, open) = rows(text);
            assert_eq!((rows.len(), open.len()), (2, 0), "{text}: {rows:?}");
        }
        let two = "E-Mail;b;c;d;e;f\na@b.example;\"a\nBcc: e@b.example\";\"a\nBcc: e@b.example\";x\n";
        let (told, open) = rows(two);
        assert_eq!((told[1].len(), open.len()), (4, 0), "several cells have lines");
        let cell = "\"a@b.example; Eva <e@b.example>\nc@b.example\"";
        let (told, open) = rows(&format!("E-Mail;b\n{cell};x\n"));
        assert_eq!((told[1].len(), open.len()), (2, 0), "they are the addresses of one");
        let (rows, open) = rows("E-Mail;b;c;d\na@b.example;\"bei\ne@b.example; bis Mai\";x;y\n");
        assert_eq!((rows[1].len(), open.len()), (4, 0), "the row has all its cells");
    }
}
