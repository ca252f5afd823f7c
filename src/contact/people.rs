//! Cells that name several people.

use super::title;

const JOINTS: [&str; 11] = ["und", "u.", "u", "and", "sowie", "oder", "bzw.", "&", "+", "/", ";"];

/// Whether words name several people, or leave open which: `Öz und Groß`, `Eva & Jan`, `Öz/Groß`. `von und zu Stein` is
/// one.
pub(super) fn are_several(words: &[&str]) -> bool {
    let is_particle = |at: Option<usize>| at.and_then(|at| words.get(at)).is_some_and(|word| title::is_particle(word));
    let joins = |(at, word): (usize, &&str)| {
        let is_joint = JOINTS.contains(&word.to_lowercase().as_str());
        (is_joint && !(is_particle(at.checked_sub(1)) && is_particle(Some(at + 1)))) || is_joined(word)
    };
    // `Jan Öz Frau Eva Groß`, but Jan Herr is one
    let within = words.get(1..words.len().saturating_sub(1)).unwrap_or_default();
    words.iter().enumerate().any(joins) || within.iter().any(|word| ["Frau", "Herr", "Herrn"].contains(word))
}

/// `Öz/Groß`, `Öz; Groß`, but not `c/o`.
fn is_joined(word: &str) -> bool {
    let mut pieces = word.split(['/', '&', '+', ';']);
    let begins = |piece: &str| piece.starts_with(char::is_uppercase);
    pieces.next().is_some_and(begins) && pieces.next().is_some_and(|next| next.is_empty() || begins(next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_people_are_told_from_one() {
        for (words, several) in [
            ("Öz und Eva Groß", true),
            ("Eva & Jan", true),
            ("Öz/Groß", true),
            ("Öz; Groß", true),
            ("Öz / Groß", true),
            ("von und zu Stein", false),
            ("von Stein und zu Berg", true),
            ("c/o Groß", false),
            ("Jan Öz Frau Eva Groß", true),
            ("Jan Herr", false),
            ("Herr Jan", false),
            ("Groß-Klein", false),
            ("", false),
        ] {
            let split: Vec<&str> = words.split_whitespace().collect();
            assert_eq!(are_several(&split), several, "{words}");
        }
    }
}
