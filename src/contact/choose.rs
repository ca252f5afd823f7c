//! Which of several values stays: by the priority of its list, then by the row's own date, then the one that most rows
//! carry, then the smallest bytes. So neither the order of files nor that of rows makes a difference.

use std::borrow::Cow;
use std::cmp::Reverse;

use jiff::civil::{Date, DateTime};

use super::office::Office;
use super::store::{Batch, Values};
use super::{FormOfAddress, Land, name, title};
use crate::folding::{is_double_of, is_nearly};
use crate::list::Field;

/// How early the rows of a list decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// What people know better than their lists.
    Correction,
    /// A list: the smaller, the earlier.
    List(u32),
}

/// A row of a contact that has several.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate<'a> {
    pub values: Values<'a>,
    pub priority: Priority,
    /// When somebody last saw to the row, if it says so.
    pub updated: Option<DateTime>,
    /// First and last name.
    name: [Option<&'a str>; 2],
    greeting: Option<&'a str>,
    /// The form of address, or a whole salutation in its column.
    form: Option<&'a str>,
}

/// A value that was not taken: its field, and the row's number.
pub(super) type Lost<'a> = (Field, &'a str, u16);

impl<'a> Candidate<'a> {
    pub(super) fn new(values: Values<'a>, priority: Priority) -> Self {
        let mut this = Self { values, priority, updated: None, name: [None, None], greeting: None, form: None };
        for (field, value, _) in values.iter() {
            match field {
                Field::Updated => this.updated = this.updated.or_else(|| read_date(value)),
                Field::FirstName => this.name[0] = this.name[0].or(Some(value)),
                Field::LastName => this.name[1] = this.name[1].or(Some(value)),
                Field::Salutation => this.greeting = this.greeting.or(Some(value)),
                Field::FormOfAddress => this.form = this.form.or(Some(value)),
                _ => {}
            }
        }
        this
    }

    /// What comes first decides; a row without a date is older than any.
    fn rank(&self) -> (Priority, Reverse<Option<DateTime>>) {
        (self.priority, Reverse(self.updated))
    }

    fn names_nobody(&self) -> bool {
        self.name == [None, None]
    }

    /// Whether the row can be about the person of this name: where it names one, it is this.
    fn fits(&self, person: &Person<'_>) -> bool {
        if let (None, Some(last)) = (self.name[1], person.name[1]) {
            let form = self.form.filter(|form| person.is_corrected && names_somebody(form));
            let mut greetings = self.greeting.into_iter().chain(form);
            // `Sehr geehrte Frau Neu` greets nobody called Alt
            if greetings.any(|greeting| greets_another(greeting, last)) {
                return false;
            }
        }
        let is_married = |own, name| person.name[1] == Some(name) && is_double_of(name, own);
        self.name.into_iter().zip(person.name).all(|(own, name)| {
            let (Some(own), Some(name)) = (own, name) else { return true };
            let is_mended = || person.is_corrected && (is_nearly(own, name) || is_married(own, name));
            own == name || fold_name(&name::bare(own)) == fold_name(&name::bare(name)) || is_mended()
        })
    }

    /// Whether the row's own salutation does not greet by a name that a correction mended.
    fn greets(&self, person: &Person<'_>) -> bool {
        let (Some(greeting), Some(own), Some(name)) = (self.greeting, self.name[1], person.name[1]) else {
            return true;
        };
        greets_by(greeting, own, name)
    }

    /// The form of address as the row has it; a whole salutation by a name that a correction mended gets the right one.
    fn mended_form(&self, form: &'a str, person: &Person<'_>) -> Cow<'a, str> {
        let (Some(own), Some(name)) = (self.name[1], person.name[1]) else { return form.into() };
        if own == name || greets_by(form, own, name) {
            return form.into();
        }
        if let Some((before, behind)) = form.rsplit_once(own) {
            return format!("{before}{name}{behind}").into();
        }
        // the old name in another spelling: the rest is enough to make a salutation of
        let rest = form.split_whitespace().filter(|word| FormOfAddress::is_word(word) || is_title(word));
        rest.collect::<Vec<_>>().join(" ").into()
    }
}

/// Whether a greeting is not by the person's old name, or by the new one as well.
fn greets_by(greeting: &str, old: &str, new: &str) -> bool {
    let greeting = fold_name(greeting);
    !greeting.contains(&fold_name(old)) || greeting.contains(&fold_name(new))
}

fn greets_another(greeting: &str, last: &str) -> bool {
    matches!(FormOfAddress::read(greeting), Some(FormOfAddress::Female | FormOfAddress::Male))
        && !fold_name(greeting).contains(&fold_name(last))
}

/// Whether a form of address goes on to a name: `Sehr geehrte Frau Dr. Groß`.
fn names_somebody(form: &str) -> bool {
    let is_name = |word: &str| !FormOfAddress::is_word(word) && !is_title(word) && Office::read(word).is_none();
    FormOfAddress::is_greeting(form) && form.split_whitespace().any(is_name)
}

fn is_title(word: &str) -> bool {
    title::leading(&[word, "x"]) == 1
}

/// Whose the contact is.
struct Person<'a> {
    /// First and last name.
    name: [Option<&'a str>; 2],
    /// Whether a correction says so: rows that misspell the name are about the same person.
    is_corrected: bool,
}

/// Dates as Germans and programs write them, with or without a time. Of a year with two digits nobody knows the century.
pub fn read_date(text: &str) -> Option<DateTime> {
    let text = text.trim();
    let day = |format| Date::strptime(format, text).ok().map(|date| date.to_datetime(jiff::civil::Time::midnight()));
    let time = |format| DateTime::strptime(format, text).ok();
    text.parse()
        .ok()
        .or_else(|| day("%d.%m.%Y"))
        .or_else(|| time("%d.%m.%Y %H:%M"))
        .or_else(|| time("%d.%m.%Y %H:%M:%S"))
        .filter(|date: &DateTime| date.year() >= 1000)
}

/// All values of a contact by their fields, those of one field by their rows; values of one row keep their order.
#[derive(Debug, Default)]
pub(super) struct ByField<'a> {
    all: Vec<Value<'a>>,
    order: Vec<u64>,
    sorted: Vec<Value<'a>>,
    /// Whether each row may say something of the person.
    theirs: Vec<bool>,
}

/// The lower half of a number.
const PLACE: u64 = u32::MAX as u64;

/// A value with its field and the number of its row.
type Value<'a> = (Field, u16, &'a str);

impl<'a> ByField<'a> {
    /// Takes in the values of these rows, of which each may say something of the person or not.
    fn fill(&mut self, rows: &[Candidate<'a>], person: &Person<'_>) {
        self.theirs.clear();
        self.theirs.extend(rows.iter().map(|row| row.fits(person)));
        // of whom a row speaks that names nobody, nobody knows where rows name several
        let names_another = |(row, fits): (&Candidate<'_>, &bool)| !fits && !row.names_nobody();
        if rows.iter().zip(&self.theirs).any(names_another) {
            self.theirs.iter_mut().zip(rows).for_each(|(theirs, row)| *theirs &= !row.names_nobody());
        }
        self.all.clear();
        for (number, row) in (0..).zip(rows) {
            self.all.extend(row.values.iter().map(|(field, value, _)| (field, number, value)));
        }
        // numbers are quicker to put in order than values: the field, and in the lower half the place
        self.order.clear();
        self.order.extend((0..).zip(&self.all).map(|(at, (field, ..)): (u64, _)| u64::from(field.to_id()) << 32 | at));
        self.order.sort_unstable();
        self.sorted.clear();
        self.sorted.extend(self.order.iter().map(|order| self.all[usize::try_from(order & PLACE).unwrap_or_default()]));
    }
}

/// Makes one row of several, at the end of the batch, and tells what was not taken. `values` is room to work in.
pub(super) fn choose<'a>(rows: &[Candidate<'a>], values: &mut ByField<'a>, into: &mut Batch, lost: &mut Vec<Lost<'a>>) {
    let person = person(rows);
    values.fill(rows, &person);
    let theirs = &values.theirs;
    for values in values.sorted.chunk_by(|one, other| one.0 == other.0) {
        let field = values[0].0;
        if field.is_of_row() {
            continue;
        }
        let may = |number: u16| {
            let row = &rows[usize::from(number)];
            let greets = || field != Field::Salutation || row.greets(&person);
            !is_personal(field) || (theirs[usize::from(number)] && greets())
        };
        let found = match (field, person.name) {
            (Field::FirstName, [given, _]) => given.map(|name| (name, number_of(rows, values, name))),
            (Field::LastName, [_, family]) => family.map(|name| (name, number_of(rows, values, name))),
            _ => best(rows, values, may),
        };
        let is_torn = field == Field::FormOfAddress && found.is_some_and(|found| is_torn(rows, values, found, may));
        let best = found.filter(|_| !is_torn);
        let kept = best.map(|(value, _)| value);
        if let Some((value, number)) = best {
            match field {
                Field::FormOfAddress => into.text.push_str(&rows[usize::from(number)].mended_form(value, &person)),
                _ => into.text.push_str(value),
            }
            into.part(field, number);
        }
        let differs = |value: &str| kept.map_or(is_torn, |kept| !same(field, kept, value));
        lost.extend(
            values.iter().filter(|(.., value)| differs(value)).map(|&(_, number, value)| (field, value, number)),
        );
    }
    into.end_row(0);
}

/// First and last name of the person whose the contact is: those of the row that decides, filled from rows that can be
/// about the same person. Where two people share an address, no value of one may address the other.
fn person<'a>(rows: &[Candidate<'a>]) -> Person<'a> {
    if rows.iter().all(|row| row.name == rows[0].name) {
        return Person { name: rows[0].name, is_corrected: false };
    }
    let names: Vec<[Option<&str>; 2]> = rows.iter().map(|row| row.name).collect();
    let folded: Vec<String> =
        names.iter().map(|name| name.map(Option::unwrap_or_default).map(fold_name).join(" ")).collect();
    let carried = Carried::of(folded.iter().map(String::as_str));
    let usable = (0..rows.len()).filter(|&at| names[at] != [None, None]);
    let known = |at: usize| names[at].iter().flatten().count();
    let lead =
        usable.min_by_key(|&at| (rows[at].rank(), Reverse(known(at)), Reverse(carried.count(&folded[at])), names[at]));
    let is_corrected = lead.is_some_and(|lead| rows[lead].priority == Priority::Correction);
    let mut person = Person { name: lead.map_or([None, None], |lead| names[lead]), is_corrected };
    for (at, field) in [(1, Field::LastName), (0, Field::FirstName)] {
        let values: Vec<_> = (0..).zip(rows).filter_map(|(number, row)| Some((field, number, row.name[at]?))).collect();
        let best = best(rows, &values, |number| rows[usize::from(number)].fits(&person));
        person.name[at] = best.map(|(value, _)| value);
    }
    person
}

/// How many rows carry each value.
struct Carried<'a>(Vec<&'a str>);

impl<'a> Carried<'a> {
    fn of(values: impl Iterator<Item = &'a str>) -> Self {
        let mut values: Vec<&str> = values.collect();
        values.sort_unstable();
        Self(values)
    }

    fn count(&self, value: &str) -> usize {
        self.0.partition_point(|other| *other <= value) - self.0.partition_point(|other| *other < value)
    }
}

/// The value that stays, of those rows that may say it, and the first of its rows.
fn best<'a>(rows: &[Candidate<'a>], values: &[Value<'a>], may: impl Fn(u16) -> bool) -> Option<(&'a str, u16)> {
    let rank = |number: u16| (rows[usize::from(number)].rank(), number);
    let mut usable = values.iter().filter(|(_, number, _)| may(*number));
    let &(field, _, first) = usable.clone().next()?;
    if values.iter().all(|(.., value)| *value == first) {
        return usable.map(|&(_, number, value)| (value, number)).min_by_key(|&(_, number)| rank(number));
    }
    let carried = Carried::of(values.iter().map(|(.., value)| meaning(field, value)));
    let best = usable.by_ref().min_by_key(|&&(field, number, value)| {
        (rows[usize::from(number)].rank(), Reverse(carried.count(meaning(field, value))), value, number)
    });
    best.map(|&(_, number, value)| (value, number))
}

/// Whether rows that decide as much as the best one, and as many, give the other form of address: then nobody knows which
/// is right, and no order of letters may say it.
fn is_torn(rows: &[Candidate<'_>], values: &[Value<'_>], best: (&str, u16), may: impl Fn(u16) -> bool) -> bool {
    if values.iter().all(|(.., value)| *value == best.0) {
        return false;
    }
    let rank = |number: u16| rows[usize::from(number)].rank();
    let form = FormOfAddress::read(best.0);
    let deciding = || values.iter().filter(|(_, number, _)| may(*number) && rank(*number) == rank(best.1));
    let count =
        |form: Option<FormOfAddress>| deciding().filter(|(.., value)| FormOfAddress::read(value) == form).count();
    let mut others = deciding().map(|(.., value)| FormOfAddress::read(value)).filter(|other| *other != form);
    form.is_some() && others.any(|other| other.is_some() && count(other) >= count(form))
}

/// The row that decides of those that carry a value.
fn number_of(rows: &[Candidate<'_>], values: &[(Field, u16, &str)], value: &str) -> u16 {
    let carrying = values.iter().filter(|(.., other)| *other == value).map(|&(_, number, _)| number);
    carrying.min_by_key(|&number| (rows[usize::from(number)].rank(), number)).unwrap_or(0)
}

/// Whether a field is about the person and not about the office.
fn is_personal(field: Field) -> bool {
    matches!(field, Field::Salutation | Field::FormOfAddress | Field::Title | Field::FirstName | Field::LastName)
}

/// Names without what spelling changes: `Müller` and `MUELLER` are one.
pub fn fold_name(name: &str) -> String {
    let lower = name.to_lowercase().replace('ä', "ae").replace('ö', "oe").replace('ü', "ue").replace('ß', "ss");
    lower.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether two values of a field say the same: `NW` and `Nordrhein-Westfalen` do.
fn same(field: Field, one: &str, other: &str) -> bool {
    one == other || meaning(field, one) == meaning(field, other) || look_alike(one, other)
}

/// Whether two values differ only in blanks and hyphens at which no line may break: nobody sees that.
fn look_alike(one: &str, other: &str) -> bool {
    let seen = |c: char| match c {
        '\u{a0}' | '\u{202f}' => ' ',
        '\u{2010}' | '\u{2011}' => '-',
        c => c,
    };
    one.chars().map(seen).eq(other.chars().map(seen))
}

/// What a value says, free of how it is written.
fn meaning(field: Field, value: &str) -> &str {
    let land = if field == Field::State { Land::read(value) } else { None };
    land.map_or(value, |land| land.code())
}
