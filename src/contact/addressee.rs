//! The person of a contact as a letter addresses it: what the cells for form of address, title and name say together.

use super::title::{self, Noble, Spoken};
use super::{Contact, FormOfAddress, behind, people};
use crate::list::Field;

/// Who is addressed.
#[derive(Debug, Default)]
pub(super) struct Addressee<'a> {
    pub form: Option<FormOfAddress>,
    pub spoken: Spoken,
    pub noble: Option<Noble<'a>>,
    /// First names, without titles.
    pub first: Vec<&'a str>,
    /// The last name with its particles, without titles.
    pub last: Vec<&'a str>,
    /// A whole salutation that somebody wrote into the column for the form of address.
    pub written: Option<&'a str>,
}

impl<'a> Addressee<'a> {
    pub fn of(contact: &'a Contact) -> Self {
        let mut person = Self::default();
        let cell = |field| contact.value(field).unwrap_or_default();
        person.read_form(cell(Field::FormOfAddress));
        let mut particles = person.read_title(cell(Field::Title));
        person.first = title::names(cell(Field::FirstName)).collect();
        let (last, tail) = behind::of_last(cell(Field::LastName));
        person.last = title::names(last).collect();
        person.strip();
        person.read_behind(behind::bare(tail));
        if person.last.is_empty() {
            return person;
        }
        let from_first = person.particles_behind_first();
        if person.last.first().is_none_or(|word| !title::is_particle(word)) {
            particles.extend(from_first);
            particles.append(&mut person.last);
            person.last = particles;
        }
        if let Some(noble) = title::noble_before(&person.last) {
            person.noble = Some(noble);
            person.last.remove(0);
        }
        person
    }

    /// Whether the form of address and a title of nobility say different things.
    pub fn is_contradictory(&self) -> bool {
        let female = self.form == Some(FormOfAddress::Female);
        self.noble.is_some_and(|noble| noble.is_female != female)
    }

    /// `Herr Dr.`, `Sehr geehrte Frau`, `Sehr geehrte Frau Dr. Groß,`.
    fn read_form(&mut self, cell: &'a str) {
        if cell.is_empty() {
            return;
        }
        self.form = FormOfAddress::read(cell);
        let greets = FormOfAddress::is_greeting(cell);
        let mut others = 0;
        for word in cell.split_whitespace() {
            let is_title = title::leading(&[word, "x"]) == 1;
            if is_title {
                self.spoken.hear(word);
            } else {
                others += usize::from(!FormOfAddress::is_word(word));
            }
        }
        let bare = cell.trim_end_matches([',', '!', ' ']);
        // `Frau / Herr` is a form that nobody filled in
        self.written = (greets && others > 0 && self.form.is_some() && !cell.contains('/')).then_some(bare);
    }

    /// Everything in that column is a title; the particles of `Graf von` belong to the name.
    fn read_title(&mut self, cell: &'a str) -> Vec<&'a str> {
        let mut particles = Vec::new();
        for word in cell.split_whitespace() {
            self.spoken.hear(word);
            if let Some(noble) = title::noble(word) {
                self.noble = Some(noble);
            } else if self.noble.is_some() && title::is_particle(word) {
                particles.push(word);
            }
        }
        particles
    }

    /// `Groß, Ph.D.`: what stands behind the name is no part of it. Titles may be spoken, but not those of others, as
    /// in `Groß, Büro Prof. Klein`.
    fn read_behind(&mut self, behind: &str) {
        let words: Vec<&str> = title::names(behind).collect();
        if title::are_titles(&words) {
            for word in &words {
                self.spoken.hear(word);
            }
        }
        let names_others = FormOfAddress::read_before(&words).is_some();
        if names_others || people::are_several(&self.first) || people::are_several(&self.last) {
            self.form = Some(FormOfAddress::Several);
        }
    }

    /// Takes forms of address and titles out of the columns for names.
    fn strip(&mut self) {
        let Self { form, spoken, noble, first, last, .. } = self;
        for words in [&mut *first, last] {
            if let Some((said, count)) = FormOfAddress::read_before(words) {
                *form = form.map(|form| form.and(said.unwrap_or(form))).or(said);
                words.drain(..count);
            }
            let titles = title::leading(words);
            words.drain(..titles).for_each(|word| spoken.hear(word));
            let behind = words.len() - title::trailing(words);
            words.drain(behind..).for_each(|word| spoken.hear(word));
        }
        // a title alone where a first name should be
        if let [only] = first[..]
            && title::leading(&[only, "x"]) == 1
        {
            spoken.hear(only);
            first.clear();
        }
        // the old order: `Graf Otto`
        if first.len() > 1
            && let Some(found) = title::noble(first[0])
        {
            *noble = Some(found);
            first.remove(0);
        }
    }

    /// `Otto Graf von` in the column for first names.
    fn particles_behind_first(&mut self) -> Vec<&'a str> {
        let belongs = |word: &&str| title::is_particle(word) || title::noble(word).is_some();
        let kept = 1 + self.first.iter().skip(1).position(belongs).unwrap_or(self.first.len());
        let mut moved = self.first.split_off(kept.min(self.first.len()));
        if let Some(noble) = moved.first().and_then(|word| title::noble(word)) {
            self.noble = Some(noble);
            moved.remove(0);
        }
        moved
    }
}
