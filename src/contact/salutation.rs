//! Formal salutations. Nobody's gender is guessed: without a form of address the salutation is neutral.

use super::Contact;
use crate::list::Field;
use crate::template::Language;

/// `Frau` or `Herr`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormOfAddress {
    /// Frau.
    Female,
    /// Herr.
    Male,
    /// Neither, or the person wants none.
    Neutral,
}

impl FormOfAddress {
    /// Reads what lists hold in that column.
    pub fn read(written: &str) -> Option<Self> {
        match written.trim_end_matches('.').to_lowercase().as_str() {
            "frau" | "fr" | "f" | "w" | "weiblich" | "female" | "ms" | "mrs" => Some(Self::Female),
            "herr" | "herrn" | "hr" | "m" | "männlich" | "male" | "mr" => Some(Self::Male),
            "divers" | "d" | "x" | "neutral" | "keine" | "mx" => Some(Self::Neutral),
            _ => None,
        }
    }

    /// The word templates see; none for neutral.
    pub fn word(self, language: Language) -> Option<&'static str> {
        match (self, language) {
            (Self::Female, Language::De) => Some("Frau"),
            (Self::Male, Language::De) => Some("Herr"),
            (Self::Female, Language::En) => Some("Ms"),
            (Self::Male, Language::En) => Some("Mr"),
            (Self::Neutral, _) => None,
        }
    }
}

/// The salutation of a contact: the list's own, else made from name and form of address, else neutral.
pub(super) fn of(contact: &Contact, language: Language) -> String {
    if let Some(written) = contact.value(Field::Salutation) {
        let bare = written.trim_end_matches([',', '!', ' ']);
        if !bare.is_empty() {
            return bare.to_owned();
        }
    }
    let title = contact.value(Field::Title);
    let last = contact.value(Field::LastName);
    match (contact.form_of_address(), last) {
        (Some(form @ (FormOfAddress::Female | FormOfAddress::Male)), Some(last)) => formal(form, title, last, language),
        (_, Some(last)) => neutral(title, contact.value(Field::FirstName), last, language),
        _ => match language {
            Language::De => "Sehr geehrte Damen und Herren".to_owned(),
            Language::En => "Dear Sir or Madam".to_owned(),
        },
    }
}

fn formal(form: FormOfAddress, title: Option<&str>, last: &str, language: Language) -> String {
    let opening = match (form, language) {
        (FormOfAddress::Female, Language::De) => "Sehr geehrte Frau",
        (_, Language::De) => "Sehr geehrter Herr",
        (FormOfAddress::Female, Language::En) => "Dear Ms",
        (_, Language::En) => "Dear Mr",
    };
    let title = title.map(|title| spoken_title(title, language)).unwrap_or_default();
    match (title.is_empty(), language) {
        (true, _) => format!("{opening} {last}"),
        (false, Language::De) => format!("{opening} {title} {last}"),
        (false, Language::En) => format!("Dear {title} {last}"),
    }
}

fn neutral(title: Option<&str>, first: Option<&str>, last: &str, language: Language) -> String {
    let greeting = match language {
        Language::De => "Guten Tag",
        Language::En => "Dear",
    };
    let title = title.map(|title| spoken_title(title, language)).filter(|title| !title.is_empty());
    let words = [Some(greeting), title.as_deref(), first, Some(last)];
    words.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// In a German salutation stand `Dr.` and `Prof.` without their subject, and no diploma; in an English one the
/// highest alone.
fn spoken_title(title: &str, language: Language) -> String {
    let words: Vec<&str> = title.split_whitespace().collect();
    let professor = words.iter().any(|word| word.to_lowercase().starts_with("prof"));
    let doctor = words.iter().any(|word| word.to_lowercase().starts_with("dr"));
    match (professor, doctor, language) {
        (true, true, Language::De) => "Prof. Dr.",
        (true, false, Language::De) => "Prof.",
        (false, true, Language::De) => "Dr.",
        (true, _, Language::En) => "Professor",
        (false, true, Language::En) => "Dr",
        (false, false, _) => "",
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::merge::tests::contact;

    #[test]
    fn salutations_are_formal_where_the_form_is_known_and_neutral_where_not() {
        for (cells, expected) in [
            ("Frau;Dr.;Katrin;Müller;", "Sehr geehrte Frau Dr. Müller"),
            ("Herr;;Jan;von der Heide;", "Sehr geehrter Herr von der Heide"),
            ("Herr;Dr.-Ing.;Jan;Öz;", "Sehr geehrter Herr Dr. Öz"),
            ("Herr;Dipl.-Ing.;Jan;Öz;", "Sehr geehrter Herr Öz"),
            ("Frau;Prof. Dr. med.;Ada;Groß;", "Sehr geehrte Frau Prof. Dr. Groß"),
            (";;Kim;Müller;", "Guten Tag Kim Müller"),
            ("divers;Dr.;Kim;Müller;", "Guten Tag Dr. Kim Müller"),
            (";;;Müller;", "Guten Tag Müller"),
            ("Frau;;;;", "Sehr geehrte Damen und Herren"),
            (";;;;", "Sehr geehrte Damen und Herren"),
            ("Frau;;Eva;Kurz;Liebe Frau Kurz,", "Liebe Frau Kurz"),
        ] {
            let contact = contact("Anrede;Titel;Vorname;Nachname;Briefanrede", cells);
            assert_eq!(contact.salutation(Language::De), expected);
        }
        let contact = contact("Anrede;Titel;Vorname;Nachname", "Frau;Prof. Dr.;Ada;Groß");
        assert_eq!(contact.salutation(Language::En), "Dear Professor Groß");
    }
}
