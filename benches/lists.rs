//! W2: three lists of different make whose rows hold three duplicates in ten.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use crate::Attempt;
use crate::folder::Folder;
use crate::generator::{Person, Random};
use crate::workspace::configuration;

/// Rows in every ten that repeat the address of an earlier row.
const DUPLICATES_IN_TEN: u64 = 3;

/// The three lists: UTF-8 with semicolons, UTF-8 with commas, Windows-1252 with semicolons.
pub const FILES: [&str; 3] = ["data/lists/cdos.csv", "data/lists/gemeinden.csv", "data/lists/verwaltung.csv"];

/// Writes the three lists and their configuration; returns how many addresses they hold.
pub fn write(folder: &Folder, rows: usize) -> Attempt<u64> {
    let [cdos, gemeinden, verwaltung] = FILES;
    let lists = [("cdos", cdos), ("gemeinden", gemeinden), ("verwaltung", verwaltung)];
    folder.write("rundbrief.toml", configuration(25, 8, &lists))?;
    let mut people = People::default();
    let (most, rest) = (rows - rows * 6 / 10, rows * 3 / 10);
    write_semicolons(&folder.place(cdos)?, &mut people, most)?;
    write_commas(&folder.place(gemeinden)?, &mut people, rest)?;
    write_windows_1252(&folder.place(verwaltung)?, &mut people, rest)?;
    Ok(people.addresses)
}

/// People for row after row, some of whom have been there before.
#[derive(Debug, Default)]
struct People {
    rows: u64,
    addresses: u64,
}

impl People {
    fn next(&mut self) -> Person {
        self.rows += 1;
        let again = self.rows * DUPLICATES_IN_TEN / 10 > (self.rows - 1) * DUPLICATES_IN_TEN / 10;
        if again {
            let mut random = Random::of(u64::MAX - self.rows);
            return altered(Person::number(random.below(self.addresses)), &mut random);
        }
        self.addresses += 1;
        Person::number(self.addresses - 1)
    }
}

/// A duplicate as lists have them: mostly the same, at times spelt differently, at times in conflict.
fn altered(mut person: Person, random: &mut Random) -> Person {
    match random.below(8) {
        0 => person.role = "Digitallots*in",
        1 => person.email.push(' '),
        2 => {
            if let Some((name, domain)) = person.email.split_once('@') {
                person.email = format!("{name}@{}", domain.to_uppercase());
            }
        }
        _ => {}
    }
    person
}

fn write_semicolons(path: &Path, people: &mut People, rows: usize) -> Attempt<()> {
    let mut list = BufWriter::new(File::create(path)?);
    writeln!(list, "E-Mail;Anrede;Titel;Vorname;Nachname;Funktion;Kommune;Bundesland;PLZ;Teilnahme 2023")?;
    for _ in 0..rows {
        writeln!(list, "{}", semicolons(&people.next()))?;
    }
    Ok(list.flush()?)
}

fn semicolons(p: &Person) -> String {
    [
        &p.email,
        p.form_of_address,
        p.title,
        p.first_name,
        p.last_name,
        p.role,
        &p.municipality,
        p.state,
        &p.postal_code,
        p.came_last_year,
    ]
    .join(";")
}

/// Another order of columns, fewer of them, and the office in quotes, with a comma inside.
fn write_commas(path: &Path, people: &mut People, rows: usize) -> Attempt<()> {
    let mut list = BufWriter::new(File::create(path)?);
    writeln!(list, "Nachname,Vorname,Anrede,E-Mail,Funktion,Kommune,PLZ")?;
    for _ in 0..rows {
        let p = people.next();
        writeln!(
            list,
            "{},{},{},{},\"{}, {}\",{},{}",
            p.last_name,
            p.first_name,
            p.form_of_address,
            p.email,
            p.role,
            p.municipality,
            p.municipality,
            p.postal_code
        )?;
    }
    Ok(list.flush()?)
}

/// As Excel on Windows saves it: Windows-1252 and CRLF.
fn write_windows_1252(path: &Path, people: &mut People, rows: usize) -> Attempt<()> {
    let mut list = BufWriter::new(File::create(path)?);
    list.write_all(b"E-Mail;Anrede;Titel;Vorname;Nachname;Funktion;Kommune;Bundesland;PLZ;Teilnahme 2023\r\n")?;
    for _ in 0..rows {
        list.write_all(&windows_1252(&semicolons(&people.next())))?;
        list.write_all(b"\r\n")?;
    }
    Ok(list.flush()?)
}

/// The generator's letters are all in Latin-1, where both tables agree.
fn windows_1252(text: &str) -> Vec<u8> {
    text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?')).collect()
}
