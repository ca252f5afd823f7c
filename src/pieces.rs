//! Many texts that are mostly alike, such as the mails of a campaign: what several share is kept once.

use std::collections::HashMap;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The pieces that texts are made of, in the order in which they first came.
#[derive(Debug, Clone, Default)]
pub struct Pieces {
    pieces: Vec<String>,
    /// Where each piece came first.
    first: HashMap<String, usize>,
}

/// One text: the pieces from here up to there, then those from here up to there, and so on, as one row of numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranges(Vec<usize>);

impl Pieces {
    /// Takes a text apart, behind every line and every tag, and keeps what is not known yet.
    pub fn add(&mut self, text: &str) -> Ranges {
        let is_first = self.pieces.is_empty();
        let (mut ranges, mut expected) = (Ranges::default(), 0);
        for piece in text.split_inclusive(['\n', '>']) {
            // texts go the same way for long stretches, and behind what differs the way goes on
            let follows = self.pieces.get(expected).is_some_and(|known| known == piece);
            let known = if follows { Some(expected) } else { self.first.get(piece).copied().filter(|_| !is_first) };
            expected = known.unwrap_or(expected) + 1;
            ranges.push(known.unwrap_or_else(|| self.keep(piece)));
        }
        ranges
    }

    fn keep(&mut self, piece: &str) -> usize {
        let at = self.pieces.len();
        self.first.entry(piece.to_owned()).or_insert(at);
        self.pieces.push(piece.to_owned());
        at
    }

    /// The text as it was; what is out of range is left out.
    pub fn text(&self, ranges: &Ranges) -> String {
        let pairs = ranges.0.chunks_exact(2).filter_map(|pair| self.pieces.get(pair[0]..pair[1]));
        pairs.flatten().map(String::as_str).collect()
    }
}

impl Ranges {
    fn push(&mut self, at: usize) {
        match self.0.last_mut().filter(|end| **end == at) {
            Some(end) => *end += 1,
            None => self.0.extend([at, at + 1]),
        }
    }
}

impl Serialize for Pieces {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.pieces.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Pieces {
    fn deserialize<D: Deserializer<'de>>(written: D) -> Result<Self, D::Error> {
        let mut all = Self::default();
        for piece in Vec::<String>::deserialize(written).map_err(D::Error::custom)? {
            all.keep(&piece);
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mail(name: &str) -> String {
        format!("<p>Dear {name},</p>\n<td>one</td><td>two</td>\n<td>one</td>\n<a href=\"{name}\">no</a>\n")
    }

    #[test]
    fn of_a_text_that_is_mostly_known_only_the_rest_is_kept() {
        let mut pieces = Pieces::default();
        let first = pieces.add(&mail("Anna"));
        assert_eq!(first.0.len(), 2, "the first one is one stretch: {first:?}");
        let known = pieces.pieces.len();
        let second = pieces.add(&mail("Bert"));
        assert_eq!(pieces.pieces.len(), known + 2, "{:?}", pieces.pieces);
        assert_eq!(second.0.len(), 10, "{second:?}");
        assert_eq!(pieces.add(&mail("Anna")), first);
    }

    #[test]
    fn what_is_written_down_is_read_again() {
        let mut pieces = Pieces::default();
        let ranges = pieces.add(&mail("Anna"));
        let written = serde_json::to_string(&(&pieces, &ranges)).expect("JSON");
        let (read, same): (Pieces, Ranges) = serde_json::from_str(&written).expect("the same");
        assert_eq!(read.text(&same), mail("Anna"));
        assert_eq!(read.text(&Ranges(vec![3, 900, 5])), "", "what is not there is left out");
    }

    proptest! {
        #[test]
        fn every_text_comes_back_as_it_was(texts in prop::collection::vec("[ab>\n]{0,40}", 0..8)) {
            let mut pieces = Pieces::default();
            let all: Vec<Ranges> = texts.iter().map(|text| pieces.add(text)).collect();
            for (ranges, text) in all.iter().zip(&texts) {
                prop_assert_eq!(&pieces.text(ranges), text);
            }
        }
    }
}
