//! Eleven thousand municipalities in five formats, with known duplicates and invalid rows: they come out exactly.

use encoding_rs::{Encoding, ISO_8859_15, UTF_8, WINDOWS_1252};
use serde_json::json;

use crate::workbook::workbook;
use crate::workdir::Workdir;

/// As many as Germany has, about.
const MUNICIPALITIES: usize = 11_000;
/// How often a row that cannot be used stands between the others.
const SPOILT: usize = 100;
const HEADINGS: [&str; 6] = ["E-Mail", "Funktion", "Organisation", "Gemeinde", "Bundesland", "AGS"];
const LAENDER: [&str; 4] = ["Schleswig-Holstein", "Hamburg", "Niedersachsen", "Bremen"];
/// Quoted where they hold a delimiter; Budyšin is Sorbian, and its š another byte in each of the old encodings.
const NAMES: [&str; 7] = ["Grünstadt", "Budyšin", "Köln, Stadt", "Weißensee", "Ähren; Markt", "Übersee", "Ulm"];

/// One of the five lists.
struct Format {
    file: &'static str,
    /// Encoding and delimiter; a workbook has neither.
    told: Option<[&'static str; 2]>,
    /// A NUL for the workbook, which puts each cell into an element of its own.
    delimiter: char,
    line_end: &'static str,
    bytes: fn(&str) -> Vec<u8>,
}

impl Format {
    /// The file as places name it, with the sheet of a workbook.
    fn place(&self) -> String {
        let sheet = if self.told.is_none() { ":Gemeinden" } else { "" };
        format!("data/lists/{}{sheet}", self.file)
    }
}

const FORMATS: [Format; 5] = [
    Format {
        file: "a.csv",
        told: Some(["UTF-8", ";"]),
        delimiter: ';',
        line_end: "\n",
        bytes: |text| encoded(text, UTF_8),
    },
    Format {
        file: "b.csv",
        told: Some(["Windows-1252", ","]),
        delimiter: ',',
        line_end: "\r\n",
        bytes: |text| encoded(text, WINDOWS_1252),
    },
    Format { file: "c.tsv", told: Some(["UTF-16LE", "tab"]), delimiter: '\t', line_end: "\r\n", bytes: utf16 },
    Format {
        file: "d.xlsx",
        told: None,
        delimiter: '\0',
        line_end: "",
        bytes: |rows| workbook(&[("Gemeinden", "", &format!("<sheetData>{rows}</sheetData>"))]),
    },
    Format {
        file: "e.csv",
        told: Some(["ISO-8859-15", ","]),
        delimiter: ',',
        line_end: "\r",
        bytes: |text| encoded(text, ISO_8859_15),
    },
];

fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    let (bytes, _, lossy) = encoding.encode(text);
    assert!(!lossy, "a letter that {} lacks", encoding.name());
    bytes.into_owned()
}

fn utf16(text: &str) -> Vec<u8> {
    format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// What a municipality's row says, in the order of the headings.
fn municipality(number: usize) -> [String; 6] {
    let land = number % LAENDER.len();
    [
        format!("rathaus@gemeinde-{number:05}.example"),
        "Bürgermeister".to_owned(),
        if number.is_multiple_of(41) { "Rathaus\nAm Markt 1".to_owned() } else { String::new() },
        format!("{} {number}", NAMES[number % NAMES.len()]),
        LAENDER[land].to_owned(),
        format!("{:02}{number:06}", land + 1),
    ]
}

/// The same municipality once more, its address written otherwise; some have another head by now.
fn repeated(number: usize) -> [String; 6] {
    let mut row = municipality(number);
    row[0] = match number % 3 {
        0 => row[0].to_uppercase(),
        1 => format!("mailto:{}", row[0]),
        _ => format!("Rathaus <{}>", row[0]),
    };
    if has_another_head(number) {
        "Bürgermeisterin".clone_into(&mut row[1]);
    }
    row
}

/// Every tenth municipality stands in the next list too; the last list repeats its own.
fn is_repeated(number: usize) -> bool {
    number % 50 < FORMATS.len()
}

fn has_another_head(number: usize) -> bool {
    number % 250 < FORMATS.len()
}

/// The list whose first rows hold the municipality.
fn home(number: usize) -> usize {
    number % FORMATS.len()
}

/// A row of a workbook, blank cells among the others.
fn row_of_cells(number: usize, cells: &[String]) -> String {
    let escaped = |cell: &String| cell.replace('&', "&amp;").replace('<', "&lt;");
    let cells = ('A'..).zip(cells).map(|(column, cell)| {
        let text = format!("<is><t xml:space=\"preserve\">{}</t></is>", escaped(cell));
        format!("<c r=\"{column}{number}\" t=\"inlineStr\">{text}</c>")
    });
    format!("<row r=\"{number}\">{}</row>", cells.collect::<String>())
}

/// A list on its way, and what must come of it.
#[derive(Default)]
struct List {
    text: String,
    line: usize,
    rows: usize,
    set_aside: Vec<String>,
    /// Each municipality with its line.
    lines: Vec<(usize, usize)>,
}

impl List {
    /// Gives the line on which the row begins.
    fn row(&mut self, format: &Format, cells: &[String]) -> usize {
        let line = self.line + 1;
        self.rows += 1;
        if format.told.is_none() {
            self.text += &row_of_cells(line, cells);
            self.line = line;
            return line;
        }
        let quoted = |cell: &String| {
            let plain = !cell.contains([format.delimiter, '\n']);
            if plain { cell.clone() } else { format!("\"{cell}\"") }
        };
        let cells: Vec<String> = cells.iter().map(quoted).collect();
        self.text += &cells.join(&format.delimiter.to_string());
        self.text += format.line_end;
        self.line = line + cells.iter().filter(|cell| cell.contains('\n')).count();
        line
    }

    /// A row that cannot be used, each kind in its turn.
    fn spoilt(&mut self, format: &Format, turn: usize) {
        let mut cells = municipality(turn).to_vec();
        let (code, detail, why) = match turn % 4 {
            // in a workbook a row without a text is none
            0 if format.told.is_some() => {
                cells = vec![String::new(); HEADINGS.len()];
                ("row-blank", "", "")
            }
            0 | 1 => {
                " ".clone_into(&mut cells[0]);
                ("address-missing", "", "")
            }
            2 => {
                "rathaus(at)ulm.example".clone_into(&mut cells[0]);
                ("address-invalid", "rathaus(at)ulm.example", "at-sign-missing")
            }
            3 if format.told.is_some() => {
                cells.push("Köln".to_owned());
                ("row-ragged", "1", "")
            }
            // in a workbook no cell slips into the next column
            _ => {
                "rathaus@ulm".clone_into(&mut cells[0]);
                ("address-invalid", "rathaus@ulm", "domain-without-dot")
            }
        };
        let line = self.row(format, &cells);
        self.set_aside.push(format!("{};{line};{code};{detail};{why}\n", format.place()));
    }

    fn write(number: usize) -> Self {
        let (mut list, format) = (Self::default(), &FORMATS[number]);
        list.row(format, &HEADINGS.map(str::to_owned));
        list.rows = 0;
        let own = (0..MUNICIPALITIES).filter(|&municipality| home(municipality) == number);
        for (turn, place) in own.clone().enumerate() {
            if turn % SPOILT == 0 {
                list.spoilt(format, turn / SPOILT);
            }
            let line = list.row(format, &municipality(place));
            list.lines.push((place, line));
        }
        let before = (0..MUNICIPALITIES).filter(|&municipality| home(municipality) + 1 == number);
        let again = own.filter(|_| number + 1 == FORMATS.len());
        for place in before.chain(again).filter(|&place| is_repeated(place)) {
            let line = list.row(format, &repeated(place));
            list.lines.push((place, line));
        }
        list
    }
}

fn workspace(lists: &[List]) -> Workdir {
    let work = Workdir::new();
    std::fs::remove_file(work.path("data/lists/people.csv")).expect("is there");
    let mut settings = "language = \"en\"\n[sender]\nname = \"A\"\naddress = \"a@x.example\"\n".to_owned();
    for (list, format) in lists.iter().zip(FORMATS) {
        let file = format.file;
        work.write(&format!("data/lists/{file}"), (format.bytes)(&list.text));
        let name = &file[..1];
        settings.extend(["[[lists]]\nbasis = \"consent\"\nname = \"", name, "\"\npath = \"data/lists/", file, "\"\n"]);
    }
    work.write("rundbrief.toml", settings);
    work
}

/// The merged list: municipalities in the order of their first rows.
fn expected() -> String {
    let mut text = "email;role;organisation;municipality;state;ags;lists\n".to_owned();
    for list in 0..FORMATS.len() {
        for number in (0..MUNICIPALITIES).filter(|&number| home(number) == list) {
            let cells = municipality(number).map(|cell| {
                let cell = cell.replace('\n', " ");
                if cell.contains(';') { format!("\"{cell}\"") } else { cell }
            });
            let next = (list + 1).min(FORMATS.len() - 1);
            let lists: &[usize] = if is_repeated(number) && next > list { &[list, next] } else { &[list] };
            let names: Vec<&str> = lists.iter().map(|&list| &FORMATS[list].file[..1]).collect();
            text.extend([&cells.join(";"), ";", &names.join(", "), "\n"]);
        }
    }
    text
}

/// The conflicts: one for each municipality that has another head by now.
fn expected_conflicts(lists: &[List]) -> String {
    let mut text = "email;field;kept;kept_from;other;other_from\n".to_owned();
    for list in 0..FORMATS.len() {
        for number in (0..MUNICIPALITIES).filter(|&number| home(number) == list && has_another_head(number)) {
            let mut places = (0..).zip(lists).flat_map(|(at, list): (usize, &List)| {
                let lines = list.lines.iter().filter(move |(place, _)| *place == number);
                lines.map(move |(_, line)| format!("{}:{line}", FORMATS[at].place()))
            });
            let (kept, other) = (places.next().expect("at home"), places.next().expect("once more"));
            let [email, head, ..] = municipality(number);
            text.extend([&email, ";role;", &head, ";", &kept, ";Bürgermeisterin;", &other, "\n"]);
        }
    }
    text
}

#[test]
fn eleven_thousand_municipalities_in_five_formats_come_out_exactly() {
    let lists: Vec<List> = (0..FORMATS.len()).map(List::write).collect();
    let work = workspace(&lists);
    let told = work.json(&["merge", "-o", "all.csv"]);
    for (number, format) in FORMATS.iter().enumerate() {
        let shape = &told["lists"][number];
        let found = [&shape["encoding"], &shape["delimiter"]];
        let told = format.told.map_or([json!(null), json!(null)], |told| told.map(|word| json!(word)));
        assert_eq!(found, told.each_ref(), "{}", format.file);
        assert_eq!(shape["rows"], json!(lists[number].rows), "{}", format.file);
    }
    let repeated = (0..MUNICIPALITIES).filter(|&number| is_repeated(number)).count();
    let spoilt: usize = lists.iter().map(|list| list.set_aside.len()).sum();
    assert_eq!((repeated, spoilt), (1100, 110));
    let rows = MUNICIPALITIES + repeated + spoilt;
    let totals = json!({ "rows": rows, "contacts": MUNICIPALITIES, "merged": repeated, "set_aside": spoilt });
    assert_eq!(told["totals"], totals);
    assert_lines(&work.read("all.csv"), &expected());
    assert_lines(&work.read("all.conflicts.csv"), &expected_conflicts(&lists));
    let aside: String = lists.iter().flat_map(|list| list.set_aside.iter().map(String::as_str)).collect();
    assert_lines(&work.read("all.set-aside.csv"), &format!("file;line;reason;cell;why\n{aside}"));
}

#[test]
fn the_municipalities_once_merged_are_not_changed_by_another_merge() {
    let lists: Vec<List> = (0..FORMATS.len()).map(List::write).collect();
    let work = workspace(&lists);
    work.ends_with(3, &["merge", "-o", "all.csv"]);
    let sender = "[sender]\nname = \"A\"\naddress = \"a@x.example\"\n";
    work.write(
        "rundbrief.toml",
        format!("{sender}[[lists]]\nname = \"all\"\npath = \"all.csv\"\nbasis = \"consent\"\n"),
    );
    work.run(&["merge", "-o", "again.csv"]);
    let without_lists = |name: &str| {
        let text = work.read(name);
        let rows: Vec<&str> = text.lines().map(|line| line.rsplit_once(';').map_or(line, |(row, _)| row)).collect();
        rows.join("\n")
    };
    assert_lines(&without_lists("again.csv"), &without_lists("all.csv"));
    assert_eq!(work.read("again.conflicts.csv").lines().count(), 1);
}

/// Names the first line that differs instead of printing a megabyte.
fn assert_lines(found: &str, wanted: &str) {
    for (line, (found, wanted)) in (1..).zip(found.lines().zip(wanted.lines())) {
        assert_eq!(found, wanted, "line {line}");
    }
    assert_eq!(found.len(), wanted.len());
}
