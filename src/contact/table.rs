//! Tables for Excel and other programs: CSV in which no cell can become a formula.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::{Contact, Contacts};
use crate::list::Field;

/// The heading of the column that names the lists of a contact.
const LISTS: &str = "lists";

/// Rows that are made while they are written.
type Rows<'a> = Box<dyn Iterator<Item = Vec<Cow<'a, str>>> + 'a>;

/// A table on its way to a file.
pub struct Table<'a> {
    headings: Vec<String>,
    body: Body<'a>,
}

enum Body<'a> {
    Contacts { contacts: &'a Contacts, columns: Columns, lists: Vec<&'a str> },
    Rows(Rows<'a>),
}

impl<'a> Table<'a> {
    /// All contacts: every column that some contact fills, and the lists each one is on.
    pub fn of_contacts(contacts: &'a Contacts, lists: Vec<&'a str>) -> Self {
        let columns = Columns::used(contacts);
        let mut headings: Vec<String> = columns
            .fields
            .iter()
            .map(|&field| match field {
                Field::Extra(number) => contacts.fields().heading(number).to_owned(),
                field => contacts.fields().name(field),
            })
            .collect();
        headings.push(LISTS.to_owned());
        Self { headings, body: Body::Contacts { contacts, columns, lists } }
    }

    /// Any rows.
    pub fn of_rows(headings: &[&str], rows: Rows<'a>) -> Self {
        Self { headings: headings.iter().map(|&heading| heading.to_owned()).collect(), body: Body::Rows(rows) }
    }

    /// Writes the table into a file, which is there whole or not at all.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn save(self, path: &Path) -> io::Result<()> {
        let draft = path.with_extension("csv.part");
        let written = File::create(&draft)
            .and_then(|file| self.write(BufWriter::with_capacity(1 << 16, file)))
            .and_then(|()| std::fs::rename(&draft, path));
        if written.is_err() {
            // the error is told; what is left of the draft helps nobody
            let _ = std::fs::remove_file(&draft);
        }
        written
    }

    /// Writes the table.
    ///
    /// # Errors
    /// The sink cannot be written.
    pub fn write(self, sink: impl Write) -> io::Result<()> {
        let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(sink);
        self.headings.iter().try_for_each(|heading| write_cell(&mut writer, heading))?;
        writer.write_record(None::<&[u8]>)?;
        match self.body {
            Body::Contacts { contacts, columns, lists } => {
                let mut cells = Vec::new();
                for contact in contacts.iter() {
                    write_contact(&mut writer, contact, &columns, &mut cells, &lists)?;
                }
            }
            Body::Rows(rows) => {
                for row in rows {
                    row.iter().try_for_each(|cell| write_cell(&mut writer, cell))?;
                    writer.write_record(None::<&[u8]>)?;
                }
            }
        }
        writer.flush()
    }
}

/// Which column a field stands in.
struct Columns {
    fields: Vec<Field>,
    /// By the number of the field.
    places: Vec<Option<usize>>,
}

impl Columns {
    /// One for every field that some contact fills.
    fn used(contacts: &Contacts) -> Self {
        // a merged list that is merged again gets a new column of lists
        let extra = (0..).zip(contacts.fields().headings()).filter(|(_, heading)| *heading != LISTS);
        let extra = extra.map(|(number, _)| Field::Extra(number));
        let candidates: Vec<Field> = Field::known().chain(extra).collect();
        let ids = candidates.iter().map(|field| usize::from(field.to_id()) + 1).max().unwrap_or(0);
        let mut filled = vec![false; ids];
        for (field, ..) in contacts.iter().flat_map(|contact| contact.values()) {
            if let Some(filled) = filled.get_mut(usize::from(field.to_id())) {
                *filled = true;
            }
        }
        let mut columns = Self { fields: Vec::new(), places: vec![None; ids] };
        for field in candidates.into_iter().filter(|field| filled[usize::from(field.to_id())]) {
            columns.places[usize::from(field.to_id())] = Some(columns.fields.len());
            columns.fields.push(field);
        }
        columns
    }
}

fn write_contact<'a>(
    writer: &mut csv::Writer<impl Write>,
    contact: Contact<'a>,
    columns: &Columns,
    cells: &mut Vec<&'a str>,
    lists: &[&str],
) -> io::Result<()> {
    cells.clear();
    cells.resize(columns.fields.len(), "");
    for (field, text, _) in contact.values() {
        let place = columns.places.get(usize::from(field.to_id())).copied().flatten();
        if let Some(at) = place {
            cells[at] = text;
        }
    }
    for cell in cells.iter() {
        write_cell(writer, cell)?;
    }
    let mut on: Vec<u16> = contact.rows().map(|row| row.list).collect();
    on.sort_unstable();
    let mut names: Vec<&str> = on.iter().filter_map(|&list| lists.get(usize::from(list)).copied()).collect();
    // the sheets of a workbook have one name
    names.dedup();
    if let [one] = names[..] {
        writer.write_field(one)?;
    } else {
        writer.write_field(names.join(", "))?;
    }
    Ok(writer.write_record(None::<&[u8]>)?)
}

/// Excel and its like run a cell that begins so: an apostrophe makes it text (OWASP, CSV injection).
fn write_cell(writer: &mut csv::Writer<impl Write>, cell: &str) -> io::Result<()> {
    let starts_formula = cell.starts_with(['=', '@', '\t', '\r'])
        || (cell.starts_with(['+', '-']) && !cell[1..].bytes().all(|b| b.is_ascii_digit() || b" ()/-.".contains(&b)));
    if starts_formula { Ok(writer.write_field(format!("'{cell}"))?) } else { Ok(writer.write_field(cell)?) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_becomes_a_formula() {
        let cells = ["=HYPERLINK(\"x\")", "@SUM(A1)", "-1+1|cmd", "+49 40 66969-100", "-5", "Max"];
        let rows = cells.iter().map(|cell| vec![Cow::from(*cell)]);
        let mut out = Vec::new();
        Table::of_rows(&["x"], Box::new(rows)).write(&mut out).expect("in memory");
        insta::assert_snapshot!(String::from_utf8(out).expect("UTF-8"), @r#"
        x
        "'=HYPERLINK(""x"")"
        '@SUM(A1)
        '-1+1|cmd
        +49 40 66969-100
        -5
        Max
        "#);
    }
}
