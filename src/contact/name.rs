//! Whole names taken apart.

use super::title;

/// The parts of a whole name.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Name {
    pub form_of_address: Option<String>,
    pub title: Option<String>,
    pub first: Option<String>,
    pub last: Option<String>,
}

/// Takes apart `Dr. Katrin Bödeker`, `Bödeker, Katrin`, `Frau Prof. Dr. Anna von der Heide`, `Otto Graf von Berg, M.A.`.
pub(super) fn parse(whole: &str) -> Name {
    let mut name = Name::default();
    let (before, behind) = whole.split_once(',').unwrap_or((whole, ""));
    let mut words: Vec<&str> = title::words(before).collect();
    let mut rest: Vec<&str> = title::words(behind).collect();
    let degrees = title::leading(&[&rest[..], &["x"]].concat()).max(title::trailing(&[&["x"], &rest[..]].concat()));
    if degrees < rest.len() {
        take_titles(&mut rest, &mut name);
        take_titles(&mut words, &mut name);
        name.first = joined(&rest);
        name.last = joined(&words);
        return name;
    }
    take_titles(&mut words, &mut name);
    let last_at = begin_of_last_name(&words);
    name.first = joined(&words[..last_at]);
    words.append(&mut rest);
    name.last = joined(&words[last_at..]);
    name
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

fn take_titles(words: &mut Vec<&str>, name: &mut Name) {
    if let Some(form) = words.first().filter(|word| ["frau", "herr", "herrn"].contains(&word.to_lowercase().as_str())) {
        name.form_of_address = Some((*form).to_owned());
        words.remove(0);
    }
    let titles = title::leading(words);
    if titles > 0 {
        name.title = joined(&words[..titles]);
        words.drain(..titles);
    }
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
            ("Prof.Dr. Ada Groß, M.A.", None, Some("Prof.Dr."), Some("Ada"), Some("Groß M.A.")),
            ("Dr. h. c. Otto Graf von Berg", None, Some("Dr. h. c."), Some("Otto"), Some("Graf von Berg")),
            ("Eva Graf", None, None, Some("Eva"), Some("Graf")),
            ("Graf Otto von Berg", None, None, Some("Graf Otto"), Some("von Berg")),
            ("Kim da Silva MdL", None, None, Some("Kim"), Some("da Silva MdL")),
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
