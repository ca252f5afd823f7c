//! Whole names taken apart.

use std::borrow::Cow;

use super::{FormOfAddress, behind, people, placeholder, title};

/// The parts of a whole name.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Name {
    pub form_of_address: Option<String>,
    pub title: Option<String>,
    pub first: Option<String>,
    pub last: Option<String>,
}

/// Takes apart `Dr. Katrin Bödeker`, `Bödeker, Katrin`, `Frau Prof. Dr. Anna von der Heide`, `Otto Graf von Berg, M.A.`.
///
/// What stands behind the name stays with the last name, behind a comma. Of several people, everything is the last name.
pub(super) fn parse(whole: &str) -> Name {
    let (before, tail) = behind::of_whole(whole);
    let mut name = Name::default();
    let mut words: Vec<&str> = title::words(before).collect();
    name.take_form(&mut words, tail.is_empty());
    name.take_titles(&mut words);
    if placeholder::is(&words.join(" ")) {
        name.last = joined(&words);
        return name;
    }
    let is_one = !people::are_several(&words) && name.take_names(&words, tail);
    if is_one { name } else { Name { last: Some(whole.to_owned()), ..Name::default() } }
}

/// What of a cell for first or last names is the name, without forms of address, titles and what stands behind it:
/// `Eva` of `Dr. Eva`, `Groß` of `Groß (CDO)`.
pub(super) fn bare(cell: &str) -> Cow<'_, str> {
    // of a million cells few hold more than a word
    if !cell.bytes().any(|byte| matches!(byte, b' ' | b'.' | b'(' | b'[' | b',' | b'|')) {
        return cell.into();
    }
    let mut words: Vec<&str> = title::names(behind::of_last(cell).0).collect();
    let forms = FormOfAddress::read_before(&words).map_or(0, |(_, count)| count);
    words.drain(..forms);
    words.drain(..title::leading(&words));
    words.truncate(words.len() - title::trailing(&words));
    if words.is_empty() { cell.into() } else { words.join(" ").into() }
}

impl Name {
    /// Beside a form of address in a column of its own, one that says something else stays with the name, where both are
    /// seen together.
    pub(super) fn leave_form(&mut self, own: Option<FormOfAddress>) {
        let Some(form) = self.form_of_address.take() else { return };
        if FormOfAddress::read(&form) != own {
            let name = if self.first.is_some() { &mut self.first } else { &mut self.last };
            *name = name.take().map(|name| format!("{form} {name}"));
        }
    }

    /// Takes the names out of what is left. Gives whether they are those of one person.
    fn take_names(&mut self, words: &[&str], tail: &str) -> bool {
        let names: Vec<&str> = words.iter().filter(|word| !title::is_bracketed(word)).copied().collect();
        let given = tail.strip_prefix(',').map(|given| behind::of_whole(given.trim()));
        if let Some((given, tail)) = given.filter(|(given, _)| is_last_name(&names) && behind::is_given(given, &names))
        {
            return self.take_given(given, words, tail);
        }
        let behind: Vec<&str> = title::words(behind::bare(tail)).collect();
        let begin = names.get(begin_of_last_name(&names));
        let last_at = begin.and_then(|begin| words.iter().position(|word| std::ptr::eq(*word, *begin))).unwrap_or(0);
        self.first = joined(&words[..last_at]);
        self.last = with_tail(&words[last_at..], tail);
        FormOfAddress::read_before(&behind).is_none()
    }

    /// `Bödeker, Dr. Katrin`: the first name stands behind the last name.
    fn take_given(&mut self, given: &str, last: &[&str], tail: &str) -> bool {
        let mut given: Vec<&str> = title::words(given).collect();
        let before = self.form_of_address.is_some();
        let behind = self.take_form(&mut given, false);
        self.take_titles(&mut given);
        self.first = joined(&given);
        self.last = with_tail(last, tail);
        let are_two = (before && behind) || people::are_several(&given);
        !are_two
    }

    /// Where nothing stands behind it, a form of address alone is no name.
    fn take_form(&mut self, words: &mut Vec<&str>, may_be_all: bool) -> bool {
        let count = match words[..] {
            [only] if may_be_all && FormOfAddress::read_before(&[only, "x"]).is_some() => 1,
            _ => FormOfAddress::read_before(words).map_or(0, |(_, count)| count),
        };
        self.form_of_address = joined(&words[..count]).or(self.form_of_address.take());
        words.drain(..count);
        count > 0
    }

    fn take_titles(&mut self, words: &mut Vec<&str>) {
        let titles = title::leading(words);
        self.title = joined(&words[..titles]).or(self.title.take());
        words.drain(..titles);
    }
}

/// Whether the words before a comma are a last name alone: one word, or one with its particles.
fn is_last_name(words: &[&str]) -> bool {
    let is_noble = title::noble_before(words).is_some() && begin_of_last_name(&words[1..]) == 0;
    !words.is_empty() && (begin_of_last_name(words) == 0 || is_noble)
}

/// The last name is the last word with its particles and what stands behind it.
fn begin_of_last_name(words: &[&str]) -> usize {
    let end = words.len() - title::trailing(words);
    let begins = |at: &usize| {
        let particle = title::is_particle(words[*at]);
        // a title of nobility before the first name begins no last name
        particle || (*at > 0 && title::noble_before(&words[*at..end]).is_some())
    };
    (0..end.saturating_sub(1)).find(begins).unwrap_or(end.saturating_sub(1))
}

fn with_tail(words: &[&str], tail: &str) -> Option<String> {
    let behind = behind::bare(tail);
    let mark = if behind.is_empty() { "" } else { ", " };
    joined(words).map(|last| last + mark + behind)
}

fn joined(words: &[&str]) -> Option<String> {
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart() {
        for (whole, form, title, first, last) in [
            ("Dr. Katrin Bödeker", None, Some("Dr."), Some("Katrin"), Some("Bödeker")),
            ("Bödeker, Katrin", None, None, Some("Katrin"), Some("Bödeker")),
            ("Bödeker, Dr. Katrin", None, Some("Dr."), Some("Katrin"), Some("Bödeker")),
            ("Frau Prof. Dr. Anna von der Heide", Some("Frau"), Some("Prof. Dr."), Some("Anna"), Some("von der Heide")),
            ("Hans Peter Müller-Lüdenscheidt", None, None, Some("Hans Peter"), Some("Müller-Lüdenscheidt")),
            ("Meyer", None, None, None, Some("Meyer")),
            ("von Berg", None, None, None, Some("von Berg")),
            ("Prof.Dr. Ada Groß, M.A.", None, Some("Prof.Dr."), Some("Ada"), Some("Groß, M.A.")),
            ("Dr. h. c. Otto Graf von Berg", None, Some("Dr. h. c."), Some("Otto"), Some("Graf von Berg")),
            ("Eva Graf", None, None, Some("Eva"), Some("Graf")),
            ("Graf Otto von Berg", None, None, Some("Graf Otto"), Some("von Berg")),
            ("Kim da Silva MdL", None, None, Some("Kim"), Some("da Silva MdL")),
            ("Eva Groß (CDO)", None, None, Some("Eva"), Some("Groß (CDO)")),
            ("Eva (Evi) Groß", None, None, Some("Eva (Evi)"), Some("Groß")),
            ("Eva Groß (in Elternzeit)", None, None, Some("Eva"), Some("Groß (in Elternzeit)")),
            ("Eva Groß geb. Klein", None, None, Some("Eva"), Some("Groß, geb. Klein")),
            ("Eva Groß - Bürgermeisterin", None, None, Some("Eva"), Some("Groß, Bürgermeisterin")),
            ("Jan Öz III.", None, None, Some("Jan"), Some("Öz III.")),
            ("Frau Groß und Herr Öz", None, None, None, Some("Frau Groß und Herr Öz")),
            ("Frau Groß, Herr Öz", None, None, None, Some("Frau Groß, Herr Öz")),
            ("Dr. Jan Öz / Eva Groß", None, None, None, Some("Dr. Jan Öz / Eva Groß")),
            ("Otto von und zu Stein", None, None, Some("Otto"), Some("von und zu Stein")),
            ("Eva Groß, Leiterin IT und Digitales", None, None, Some("Eva"), Some("Groß, Leiterin IT und Digitales")),
            ("Eva Groß, CDO", None, None, Some("Eva"), Some("Groß, CDO")),
            ("Groß, CDO", None, None, None, Some("Groß, CDO")),
            ("Groß, Frau Dr. Eva", Some("Frau"), Some("Dr."), Some("Eva"), Some("Groß")),
            ("Groß, Eva, CDO", None, None, Some("Eva"), Some("Groß, CDO")),
            ("Jan Öz, Dipl.-Ing.", None, None, Some("Jan"), Some("Öz, Dipl.-Ing.")),
            ("Dr. Eva Groß, LL.M. (Yale)", None, Some("Dr."), Some("Eva"), Some("Groß, LL.M. (Yale)")),
            ("von der Heide, Anna", None, None, Some("Anna"), Some("von der Heide")),
            ("Graf von Berg, Otto", None, None, Some("Otto"), Some("Graf von Berg")),
            ("Herr, Jan", None, None, Some("Jan"), Some("Herr")),
            ("Frau", Some("Frau"), None, None, None),
            ("Hr. Jan Öz", Some("Hr."), None, Some("Jan"), Some("Öz")),
            ("Sehr geehrte Frau Dr. Groß", Some("Sehr geehrte Frau"), Some("Dr."), None, Some("Groß")),
            ("Dipl.-Ing. (FH) Jan Öz", None, Some("Dipl.-Ing. (FH)"), Some("Jan"), Some("Öz")),
            ("MdL Eva Groß", None, Some("MdL"), Some("Eva"), Some("Groß")),
            ("N. N.", None, None, None, Some("N. N.")),
        ] {
            let name = parse(whole);
            assert_eq!(
                (name.form_of_address.as_deref(), name.title.as_deref(), name.first.as_deref(), name.last.as_deref()),
                (form, title, first, last),
                "{whole}"
            );
        }
    }
}
