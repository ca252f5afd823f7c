//! Quotes that are not as RFC 4180 has them.

/// Lines with cells whose quotes are not as they should be.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Quotes {
    /// One was left open.
    pub open: Vec<u32>,
    /// Some stand inside of others and are not doubled.
    pub inside: Vec<u32>,
}

impl Quotes {
    /// Takes in what is wrong further down.
    pub(super) fn extend(&mut self, below: Self) {
        self.open.extend(below.open);
        self.inside.extend(below.inside);
    }
}

#[cfg(test)]
mod tests {
    use super::super::csv::{Format, Rows};
    use super::*;

    #[test]
    fn quotes_inside_of_quotes_stay_and_are_told_with_their_line() {
        let text =
            "a;b\n\"Stadt \"Neu\" Burg\";1\nx;\"Alt\" und \"Neu\" \n\"Max\" Moritz;\"\"\n\"so \"\"ist\"\" es\";2\n";
        let format = Format::find(text);
        let mut rows = Rows::new(text, format, 0, 1);
        let mut firsts = Vec::new();
        while let Some(row) = rows.next() {
            firsts.push(row.get(0).unwrap_or_default().to_owned());
        }
        let quotes = rows.quotes;
        assert_eq!(quotes, Quotes { open: Vec::new(), inside: vec![2, 3] });
        assert_eq!((firsts[1].as_str(), firsts[4].as_str()), ("\"Stadt \"Neu\" Burg\"", "so \"ist\" es"));
    }
}
