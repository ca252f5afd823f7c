//! How far the name of a value reaches in a tag.

use super::Reference;

/// The whole name, with what is taken out of it by number: `event.days[9].title`.
pub(super) fn whole(text: &str, reference: &Reference) -> String {
    let rest = &text[reference.range.end..];
    let mut end = 0;
    while let Some(close) = rest[end..].find(']').filter(|_| rest[end..].starts_with('[')) {
        end += close + 1;
        let is_name = |c: char| c.is_alphanumeric() || c == '_' || c == '.' || c == '?';
        end += rest[end..].find(|c| !is_name(c)).unwrap_or(rest.len() - end);
    }
    [&reference.path.join("."), &rest[..end]].concat()
}

#[cfg(test)]
mod tests {
    use super::super::references;
    use super::*;

    #[test]
    fn what_is_taken_by_number_belongs_to_the_name() {
        for (text, name) in [
            ("{{ event.days[9].title | upper }}", "event.days[9].title"),
            ("{{ event.days[0].items[1]}}", "event.days[0].items[1]"),
            ("{{ event[\"name\"] [1] }}", "event.name"),
            ("{{ event.days[", "event.days"),
        ] {
            assert_eq!(whole(text, &references(text)[0]), name, "{text}");
        }
    }
}
