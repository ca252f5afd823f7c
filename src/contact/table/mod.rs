//! Tables for Excel and other programs, in which no cell can become a formula.

mod csv;
mod draft;
mod lists;
#[cfg(feature = "xlsx")]
mod xlsx;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;

use self::csv::CsvSheet;
pub use self::draft::Draft;
use self::lists::ListNames;
#[cfg(feature = "xlsx")]
use self::xlsx::XlsxSheet;
use super::{Contact, Contacts};
use crate::cores::in_turn;
use crate::finding::{Code, Finding, Place};
use crate::list::Field;

/// How many contacts a core writes at a time.
const SHARE: u32 = 512;

/// Room for a contact, in bytes: few need more.
const USUAL: usize = 192;

/// What stands between the reasons for which a contact is held.
const REASONS: &str = "; ";

/// Rows that are made while they are written.
type Rows<'a> = Box<dyn Iterator<Item = Vec<Cow<'a, str>>> + Send + 'a>;

/// What a table is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Semicolons and UTF-8.
    Csv,
    /// The same with a byte order mark, by which Excel knows that it is UTF-8.
    CsvForExcel,
    /// An Excel workbook in which every cell is text.
    #[cfg(feature = "xlsx")]
    Xlsx,
}

impl Format {
    /// What a file's name asks for; `None` for anything but a CSV or a workbook.
    pub fn of(path: &Path, for_excel: bool) -> Option<Self> {
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
        match extension.as_deref() {
            #[cfg(feature = "xlsx")]
            Some("xlsx") => Some(Self::Xlsx),
            #[cfg(not(feature = "xlsx"))]
            Some("xlsx") => None,
            Some("csv") if for_excel => Some(Self::CsvForExcel),
            Some("csv") => Some(Self::Csv),
            _ => None,
        }
    }
}

/// What to tell of a table that could not be written into this file.
pub fn unwritable(path: &Path, error: &io::Error) -> Finding {
    let place = Place::file(path.display().to_string());
    #[cfg(feature = "xlsx")]
    if xlsx::is_too_large(error) {
        return Finding::new(Code::TableTooLarge).at(place);
    }
    Finding::new(Code::FileUnwritable).at(place).with("reason", error)
}

/// Takes a table cell by cell.
trait Sheet {
    fn cell(&mut self, text: &str) -> io::Result<()>;
    fn end_row(&mut self) -> io::Result<()>;
}

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
        let of_lists = std::iter::once(&Field::Lists);
        let headings = columns.fields.iter().chain(of_lists).map(|&field| contacts.fields().written(field)).collect();
        Self { headings, body: Body::Contacts { contacts, columns, lists } }
    }

    /// Any rows.
    pub fn of_rows(headings: &[&str], rows: Rows<'a>) -> Self {
        Self { headings: headings.iter().map(|&heading| heading.to_owned()).collect(), body: Body::Rows(rows) }
    }

    /// Writes the table into a file, which is there whole or not at all.
    ///
    /// # Errors
    /// The file cannot be written, or the table is larger than a workbook can be.
    pub fn save(self, path: &Path, format: Format) -> io::Result<()> {
        self.draft(path, format)?.keep()
    }

    /// Writes the table beside the place of a file, which it takes with [`Draft::keep`]. Inside of a
    /// [`crate::signals::Heard`] a signal ends the writing, and nothing of it stays.
    ///
    /// # Errors
    /// As [`Table::save`].
    pub fn draft(self, path: &Path, format: Format) -> io::Result<Draft> {
        let (draft, file) = Draft::begin(path)?;
        self.write_into(file, format)?;
        Ok(draft)
    }

    fn write_into(self, sink: impl Write + io::Seek, format: Format) -> io::Result<()> {
        match format {
            #[cfg(feature = "xlsx")]
            Format::Xlsx => {
                let mut sheet = XlsxSheet::begin(sink, self.headings.len())?;
                self.fill(&mut sheet)?;
                sheet.finish()
            }
            _ => self.write(sink, format == Format::CsvForExcel),
        }
    }

    /// Writes the table as CSV, with a byte order mark if it is for Excel.
    ///
    /// # Errors
    /// The sink cannot be written.
    pub fn write(self, mut sink: impl Write, for_excel: bool) -> io::Result<()> {
        let mut sheet = CsvSheet::begin(&mut sink, for_excel)?;
        match self.body {
            Body::Rows(_) => self.fill(&mut sheet)?,
            Body::Contacts { contacts, columns, lists } => {
                write_row(&mut sheet, &self.headings)?;
                sheet.finish()?;
                return write_contacts(sink, contacts, &columns, &lists);
            }
        }
        sheet.finish()
    }

    fn fill(self, sheet: &mut impl Sheet) -> io::Result<()> {
        write_row(sheet, &self.headings)?;
        match self.body {
            Body::Contacts { contacts, columns, lists } => {
                let (mut cells, mut lists) = (Vec::new(), ListNames::new(&lists, columns.says_lists));
                contacts.iter().try_for_each(|contact| write_contact(sheet, &contact, &columns, &mut cells, &mut lists))
            }
            Body::Rows(mut rows) => rows.try_for_each(|row| write_row(sheet, &row)),
        }
    }
}

fn write_row(sheet: &mut impl Sheet, cells: &[impl AsRef<str>]) -> io::Result<()> {
    cells.iter().try_for_each(|cell| sheet.cell(cell.as_ref()))?;
    sheet.end_row()
}

/// Contacts as CSV, some thousand at a time on each core, in their order.
fn write_contacts(mut sink: impl Write, contacts: &Contacts, columns: &Columns, lists: &[&str]) -> io::Result<()> {
    let count = u32::try_from(contacts.len()).unwrap_or(u32::MAX);
    let write = |begin: u32| {
        let (mut cells, mut lists) = (Vec::new(), ListNames::new(lists, columns.says_lists));
        let mut out = Vec::with_capacity(SHARE as usize * USUAL);
        let mut sheet = CsvSheet::begin(&mut out, false)?;
        for number in begin..count.min(begin + SHARE) {
            write_contact(&mut sheet, &contacts.get(number), columns, &mut cells, &mut lists)?;
        }
        sheet.finish()?;
        io::Result::Ok(out)
    };
    in_turn((0..count).step_by(SHARE as usize).collect(), write, |written| sink.write_all(&written?))?;
    sink.flush()
}

/// Which column a field stands in.
struct Columns {
    fields: Vec<Field>,
    /// By the number of the field.
    places: Vec<Option<usize>>,
    /// Whether a merged list among the lists says itself which ones its rows are from.
    says_lists: bool,
}

impl Columns {
    /// One for every field that some contact fills.
    fn used(contacts: &Contacts) -> Self {
        let extra = (0..).zip(contacts.fields().headings()).map(|(number, _)| Field::Extra(number));
        // a merged list that is merged again gets a new column of lists
        let candidates: Vec<Field> = Field::known().filter(|field| *field != Field::Lists).chain(extra).collect();
        let last = candidates.iter().chain([&Field::Lists]).map(|field| field.to_id()).max();
        let ids = last.map_or(0, |last| usize::from(last) + 1);
        let mut filled = vec![false; ids];
        // a list needs its column of addresses, even one without people
        filled[usize::from(Field::Email.to_id())] = true;
        // what no row says need not be looked for
        let said = contacts.said(ids);
        filled[usize::from(Field::Held.to_id())] = said[usize::from(Field::Held.to_id())];
        let mut wanted: Vec<bool> = said.iter().zip(&filled).map(|(said, filled)| *said && !filled).collect();
        wanted[usize::from(Field::Lists.to_id())] = false;
        let mut open = wanted.iter().filter(|wanted| **wanted).count();
        for (field, ..) in contacts.iter().flat_map(|contact| contact.values()) {
            let id = usize::from(field.to_id());
            if wanted.get_mut(id).is_some_and(std::mem::take) {
                filled[id] = true;
                open -= 1;
                if open == 0 {
                    break;
                }
            }
        }
        let says_lists = said[usize::from(Field::Lists.to_id())];
        let mut columns = Self { fields: Vec::new(), places: vec![None; ids], says_lists };
        for field in candidates.into_iter().filter(|field| filled[usize::from(field.to_id())]) {
            columns.places[usize::from(field.to_id())] = Some(columns.fields.len());
            columns.fields.push(field);
        }
        columns
    }
}

fn write_contact<'a>(
    sheet: &mut impl Sheet,
    contact: &Contact<'a>,
    columns: &Columns,
    cells: &mut Vec<&'a str>,
    lists: &mut ListNames<'_>,
) -> io::Result<()> {
    cells.clear();
    cells.resize(columns.fields.len(), "");
    let place = |field: Field| columns.places.get(usize::from(field.to_id())).copied().flatten();
    // a basis or a consent of one row is none of a contact that has several
    for (field, text, _) in contact.values() {
        if let Some(at) = place(field) {
            cells[at] = text;
        }
    }
    // but who is held stays so
    let held_at = place(Field::Held);
    let held = held_at.map(|_| held(contact)).unwrap_or_default();
    for (at, cell) in cells.iter().enumerate() {
        sheet.cell(if Some(at) == held_at { &held } else { cell })?;
    }
    sheet.cell(lists.of(contact))?;
    sheet.end_row()
}

/// Every reason for which a row of the contact waits, whatever the order of the rows.
fn held(contact: &Contact<'_>) -> String {
    let values = contact.each_row().flat_map(|row| row.values().filter(|(field, _)| *field == Field::Held));
    let reasons: BTreeSet<&str> = values.flat_map(|(_, value)| value.split(REASONS)).collect();
    reasons.into_iter().collect::<Vec<_>>().join(REASONS)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::contact::Merged;
    use crate::contact::merge::tests::merged;

    fn merged_as_csv(lists: &[String], names: &[&str]) -> String {
        let mut out = Vec::new();
        let Merged { contacts, .. } = merged(lists);
        Table::of_contacts(&contacts, names.to_vec()).write(&mut out, false).expect("in memory");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn a_file_asks_for_its_format_by_its_name() {
        let of = |name: &str, for_excel| Format::of(Path::new(name), for_excel);
        assert_eq!(of("all.csv", false), Some(Format::Csv));
        assert_eq!(of("all.csv", true), Some(Format::CsvForExcel));
        assert_eq!((of("all.ods", false), of("all.XLS", false)), (None, None));
        #[cfg(feature = "xlsx")]
        assert_eq!(of("all.XLSX", false), Some(Format::Xlsx));
    }

    #[test]
    fn what_one_row_says_of_itself_is_not_said_of_a_merged_one() {
        let one =
            "Mail;Rechtsgrundlage;Einwilligung am\na@b.example;consent;2024-05-01\nc@d.example;consent;2024-05-02\n";
        let other = "Mail;Nachname\na@b.example;Kurz\n";
        let table = merged_as_csv(&[one.to_owned(), other.to_owned()], &["one", "other"]);
        insta::assert_snapshot!(table, @r"
        email;last_name;basis;consent_date;lists
        a@b.example;Kurz;;;one, other
        c@d.example;;consent;2024-05-02;one
        ");
    }

    #[test]
    fn whoever_is_held_for_several_reasons_is_so_in_a_merged_list_whatever_the_order_of_rows() {
        let rows = ["a@b.example;abgemeldet;", "a@b.example;verstorben;nein"];
        let list = |rows: [&str; 2]| format!("Mail;Notiz;Newsletter\n{}\n", rows.join("\n"));
        let merged = |list: &str| merged_as_csv(&[list.to_owned()], &["one"]);
        let once = merged(&list(rows));
        assert!(once.contains("\"Newsletter: nein; Notiz: abgemeldet; Notiz: verstorben\""), "{once}");
        let held =
            |text: &str| text.lines().nth(1).and_then(|row| row.split_once(";\"")).map(|(_, held)| held.to_owned());
        assert_eq!(held(&once), held(&merged(&list([rows[1], rows[0]]))));
        assert_eq!(merged(&once), once);
    }

    #[test]
    fn columns_of_people_s_own_that_are_called_as_one_of_a_merged_list_stay_their_own() {
        let one = "E-Mail;Nachname;lists;extra.Raum\na@b.example;Kurz;red, blue;7\nc@d.example;Lang;;8\n";
        let other =
            "Mail;Kontakt;lists;Verteiler\nja;a@b.example;red, blue;x\nnein;e@f.example;green;y\nja;g@h.example;;z\n";
        let written = merged_as_csv(&[one.to_owned(), other.to_owned()], &["one", "other"]);
        insta::assert_snapshot!(written, @r"
        email;last_name;extra.lists;Raum;extra.Mail;Verteiler;lists
        a@b.example;Kurz;red, blue;7;ja;x;one, other
        c@d.example;Lang;;8;;;one
        e@f.example;;green;;nein;y;other
        g@h.example;;;;ja;z;other
        ");
        assert_eq!(merged_as_csv(std::slice::from_ref(&written), &["all"]), written);
        let further = "E-Mail;lists\nc@d.example;violet\n";
        let third = merged_as_csv(&[written.clone(), written, further.to_owned()], &["all", "copy", "further"]);
        assert!(third.contains("\nc@d.example;Lang;violet;8;;;one, further\n"), "{third}");
    }

    proptest! {
        #[test]
        fn a_merged_list_that_is_merged_again_stays_as_it_is(
            rows in prop::collection::vec(("[a-d]@[xy]\\.example", "[=+@'A-Cä ]{0,4}", "[0-9;\"\n＝-]{0,4}", "[ab, ]{0,3}"), 0..12),
            cut in 0_usize..12,
        ) {
            let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
            let lists: Vec<String> = [&rows[..cut.min(rows.len())], &rows[cut.min(rows.len())..]]
                .iter()
                .map(|rows| {
                    let lines = rows.iter().map(|(mail, name, plz, tags)| {
                        format!("{mail};{};{};{};{}\n", quoted(name), quoted(plz), quoted(tags), quoted(name))
                    });
                    format!("Mail;Nachname;PLZ;Tags;Telefon\n{}", lines.collect::<String>())
                })
                .collect();
            let once = merged_as_csv(&lists, &["eins", "zwei"]);
            prop_assert_eq!(merged_as_csv(std::slice::from_ref(&once), &["merged"]), once);
        }
    }
}
