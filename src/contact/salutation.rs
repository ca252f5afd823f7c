//! Formal salutations. Nobody's gender is guessed: without a form of address the salutation is neutral.

use super::addressee::Addressee;
use super::office::Office;
use super::title::Spoken;
use super::{Contact, FormOfAddress};
use crate::list::Field;
use crate::template::Language;

/// The salutation of a contact: the list's own, else made from name and form of address, else neutral.
pub(super) fn of(contact: &Contact, language: Language) -> String {
    written(contact).map_or_else(|| plain(&Addressee::of(contact), language), str::to_owned)
}

/// The same, and the one with the person's office (`Sehr geehrte Frau Landrätin Dr. Groß`) where role and gender are
/// certain.
pub(super) fn both(contact: &Contact, language: Language) -> [String; 2] {
    if let Some(written) = written(contact) {
        return [written.to_owned(), written.to_owned()];
    }
    let person = Addressee::of(contact);
    let plain = plain(&person, language);
    let office = office_of(contact).filter(|_| person.written.is_none() && !person.is_contradictory());
    let spoken = office.and_then(|office| with_office(&person, office, language));
    let spoken = spoken.unwrap_or_else(|| plain.clone());
    [plain, spoken]
}

/// How the person is addressed, where nothing in the contact says otherwise: where two cells contradict each other, the
/// salutation is neutral, and so is this.
pub(super) fn form(contact: &Contact) -> Option<FormOfAddress> {
    let person = Addressee::of(contact);
    person.form.filter(|_| !person.is_contradictory())
}

/// A role counts for the person beside whose name it stands: two people may share an address.
fn office_of(contact: &Contact) -> Option<Office> {
    let name = contact.origin(Field::LastName);
    let beside = name.is_none() || name == contact.origin(Field::Role);
    contact.value(Field::Role).filter(|_| beside).and_then(Office::read)
}

fn written<'a>(contact: &Contact<'a>) -> Option<&'a str> {
    let bare = contact.value(Field::Salutation)?.trim_end_matches([',', '!', ' ']);
    (!bare.is_empty()).then_some(bare)
}

fn plain(person: &Addressee<'_>, language: Language) -> String {
    if let Some(written) = person.written {
        return written.to_owned();
    }
    match person.form {
        Some(FormOfAddress::Several) => everybody(language),
        _ if person.last.is_empty() => everybody(language),
        Some(form @ (FormOfAddress::Female | FormOfAddress::Male)) if !person.is_contradictory() => {
            formal(form, person, language)
        }
        _ => neutral(person, language),
    }
}

/// The salutation of people of whom nothing is known.
pub(super) fn everybody(language: Language) -> String {
    match language {
        Language::De => "Sehr geehrte Damen und Herren",
        Language::En => "Dear Sir or Madam",
    }
    .to_owned()
}

/// A spoken title of nobility takes the place of `Herr` or `Frau`, behind an academic one.
fn formal(form: FormOfAddress, person: &Addressee<'_>, language: Language) -> String {
    let noble = person.noble.filter(|noble| noble.is_spoken).map(|noble| noble.word);
    let title = spoken(person.spoken, language);
    let opening = match (language, form) {
        (Language::De, FormOfAddress::Female) => "Sehr geehrte",
        (Language::De, _) => "Sehr geehrter",
        (Language::En, _) => "Dear",
    };
    // an English title stands for `Ms` or `Mr` as well
    let replaced = noble.is_some() || (language == Language::En && title.is_some());
    let form = form.word(language).filter(|_| !replaced);
    join([Some(opening), form, title, noble], &person.last)
}

fn with_office(person: &Addressee<'_>, office: Office, language: Language) -> Option<String> {
    let form = person.form?;
    let said = office.said_of(form, language)?;
    let noble = person.noble.filter(|noble| noble.is_spoken).map(|noble| noble.word);
    let opening = match (language, form) {
        (Language::De, FormOfAddress::Female) => "Sehr geehrte",
        (Language::De, _) => "Sehr geehrter",
        (Language::En, _) => "Dear",
    };
    Some(match language {
        Language::De => {
            let title = spoken(person.spoken, language);
            join([Some(opening), form.word(language), Some(said), title, noble], &person.last)
        }
        Language::En => join([Some(opening), Some(said), noble], &person.last),
    })
}

fn neutral(person: &Addressee<'_>, language: Language) -> String {
    let greeting = match language {
        Language::De => "Guten Tag",
        Language::En => "Dear",
    };
    let title = spoken(person.spoken, language);
    let first = person.first.join(" ");
    let first = Some(first.as_str()).filter(|first| !first.is_empty());
    join([Some(greeting), title, first, person.noble.map(|noble| noble.word)], &person.last)
}

fn join<'a>(parts: impl IntoIterator<Item = Option<&'a str>>, last: &[&'a str]) -> String {
    parts.into_iter().flatten().chain(last.iter().copied()).collect::<Vec<_>>().join(" ")
}

/// In a German salutation stand `Dr.` and `Prof.` without their subject, each once, and no diploma; in an English one
/// the highest alone.
fn spoken(titles: Spoken, language: Language) -> Option<&'static str> {
    match (titles.professor, titles.doctor, language) {
        (true, true, Language::De) => Some("Prof. Dr."),
        (true, false, Language::De) => Some("Prof."),
        (false, true, Language::De) => Some("Dr."),
        (true, _, Language::En) => Some("Professor"),
        (false, true, Language::En) => Some("Dr"),
        (false, false, Language::En) if titles.philosopher => Some("Dr"),
        (false, false, _) => None,
    }
}

#[cfg(test)]
mod tests;
