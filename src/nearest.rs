//! The known name that a person may have meant.

/// The nearest of the known names, if one is near enough to be a slip of the pen.
pub fn nearest(written: &str, known: &[impl AsRef<str>]) -> Option<String> {
    let rated = known.iter().map(|name| (strsim::damerau_levenshtein(written, name.as_ref()), name.as_ref()));
    rated.min().filter(|(distance, name)| *distance <= 2 + name.chars().count() / 4).map(|(_, name)| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_name_is_offered() {
        let known = ["recap-2024", "invitation"];
        assert_eq!(nearest("recap-2042", &known).as_deref(), Some("recap-2024"));
        assert_eq!(nearest("xyz", &known), None);
    }
}
