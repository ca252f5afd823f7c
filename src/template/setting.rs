//! Names that a template gives a value itself.

use super::scan::{Cursor, Kind, Tag, keyword, tags};

/// The names that `{% set … %}` gives a value, with the byte at which each stands.
pub fn settings(text: &str) -> Vec<(String, usize)> {
    let sets = tags(text).into_iter().filter(|tag| tag.kind == Kind::Block);
    let name = |tag: Tag| {
        let written = &text[tag.range.clone()];
        let keyword = Some(keyword(written)).filter(|keyword| ["set", "set_global"].contains(keyword))?;
        let behind = written.find(keyword)? + keyword.len();
        let at = behind + written[behind..].len() - written[behind..].trim_start().len();
        let mut rest = Cursor { text: written, at };
        Some((rest.word(), tag.range.start + at))
    };
    sets.filter_map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_get_a_value_are_found_with_their_places() {
        let text = "ä{% set a = b %}{%- set_global c_1=1 %}{% set d %}x{% endset %}{% raw %}{% set e = 1 %}{% endraw %}{% if f %}";
        let found = settings(text);
        assert_eq!(found.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["a", "c_1", "d"]);
        assert!(found.iter().all(|(name, at)| text[*at..].starts_with(name)), "{found:?}");
    }
}
