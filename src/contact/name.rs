//! Whole names taken apart.

/// The parts of a whole name.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Name {
    pub form_of_address: Option<String>,
    pub title: Option<String>,
    pub first: Option<String>,
    pub last: Option<String>,
}

const TITLES: [&str; 13] =
    ["dr.", "prof.", "dr.-ing.", "dipl.-ing.", "dr", "prof", "med.", "jur.", "phil.", "h.", "c.", "rer.", "nat."];
const PARTICLES: [&str; 10] = ["von", "van", "zu", "vom", "zum", "de", "der", "den", "del", "ten"];

/// Takes apart `Dr. Katrin Bödeker`, `Bödeker, Katrin`, `Frau Prof. Dr. Anna von der Heide`.
pub(super) fn parse(whole: &str) -> Name {
    let mut name = Name::default();
    if let Some((last, rest)) = whole.split_once(',') {
        let mut words: Vec<&str> = rest.split_whitespace().collect();
        take_titles(&mut words, &mut name);
        let mut last_words: Vec<&str> = last.split_whitespace().collect();
        take_titles(&mut last_words, &mut name);
        name.first = joined(&words);
        name.last = joined(&last_words);
        return name;
    }
    let mut words: Vec<&str> = whole.split_whitespace().collect();
    take_titles(&mut words, &mut name);
    let last_at = words
        .iter()
        .skip(1)
        .position(|word| PARTICLES.contains(&word.to_lowercase().as_str()))
        .map_or(words.len().saturating_sub(1), |at| at + 1);
    name.first = joined(&words[..last_at]);
    name.last = joined(&words[last_at..]);
    name
}

fn take_titles(words: &mut Vec<&str>, name: &mut Name) {
    if let Some(form) = words.first().filter(|word| ["frau", "herr", "herrn"].contains(&word.to_lowercase().as_str())) {
        name.form_of_address = Some((*form).to_owned());
        words.remove(0);
    }
    let titles = words.iter().take_while(|word| TITLES.contains(&word.to_lowercase().as_str())).count();
    // a title is never the whole name
    let titles = if titles == words.len() { 0 } else { titles };
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
