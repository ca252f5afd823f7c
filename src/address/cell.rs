//! Several addresses in one cell: the first usable one is taken, the others are named.

use super::{AddressError, normalise_into, took_plain};

/// Words that stand between two addresses.
const BETWEEN: [&str; 8] = ["und", "oder", "and", "or", "bzw.", "&", "/", "|"];

/// Appends the first usable address of a cell to `out`, and gives the others as they are written there, with `; `
/// between them; nothing where the cell holds one address.
///
/// # Errors
/// No address is usable; says what is wrong with the first. `out` stays as it was.
pub fn in_cell<'a>(cell: &'a str, out: &mut String) -> Result<String, AddressError> {
    if took_plain(cell, out) {
        return Ok(String::new());
    }
    if memchr::memchr_iter(b'@', cell.as_bytes()).nth(1).is_none() {
        return normalise_into(cell, out).map(|()| String::new());
    }
    let pieces = pieces(cell);
    // `Bcc: b@x.example` behind a line end is no second address but an attempt
    if pieces.len() < 2 || pieces.iter().any(|piece| is_more(piece)) {
        return normalise_into(cell, out).map(|()| String::new());
    }
    let mut fault = None;
    let usable = |piece: &&'a str| match normalise_into(piece, out) {
        Ok(()) => true,
        Err(error) => {
            fault.get_or_insert(error);
            false
        }
    };
    match pieces.iter().position(usable) {
        Some(taken) => {
            let others = pieces.iter().enumerate().filter(|(at, _)| *at != taken).map(|(_, piece)| *piece);
            let others: Vec<&str> = others.filter(|other| !is_same(pieces[taken], other)).collect();
            Ok(others.join("; "))
        }
        None => Err(fault.unwrap_or(AddressError::AtSigns)),
    }
}

/// Whether a piece is more than an address, with a name in the usual form or without.
fn is_more(piece: &str) -> bool {
    piece.contains(char::is_whitespace) && !piece.contains(['<', '"', '('])
}

/// `max@stadt.example <max@stadt.example>` and a repeated address are no second one.
fn is_same(one: &str, other: &str) -> bool {
    let normal = |text| {
        let mut out = String::new();
        normalise_into(text, &mut out).map(|()| out)
    };
    normal(one) == normal(other)
}

/// The pieces of a cell that hold an `@`: separated by commas, semicolons and line ends outside quotes and angle
/// brackets; by blanks only where every word is an address or stands between two.
fn pieces(cell: &str) -> Vec<&str> {
    let pieces: Vec<&str> = split(cell).into_iter().map(str::trim).filter(|piece| piece.contains('@')).collect();
    pieces.into_iter().flat_map(words).collect()
}

fn words(piece: &str) -> Vec<&str> {
    if piece.contains(['<', '"', '(']) {
        return vec![piece];
    }
    let words: Vec<&str> = piece.split_whitespace().collect();
    let between = |word: &&str| BETWEEN.contains(&word.to_lowercase().as_str());
    if words.iter().all(|word| word.contains('@') || between(word)) {
        words.into_iter().filter(|word| word.contains('@')).flat_map(slashed).collect()
    } else {
        vec![piece]
    }
}

/// `a@x.example/b@y.example`: no domain has a slash.
fn slashed(word: &str) -> Vec<&str> {
    let parts: Vec<&str> = word.split(['/', '|']).collect();
    if parts.iter().all(|part| part.contains('@')) { parts } else { vec![word] }
}

fn split(cell: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut quoted, mut bracketed) = (0, false, false);
    for (at, c) in cell.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '<' if !quoted => bracketed = true,
            '>' if !quoted => bracketed = false,
            ',' | ';' | '\n' | '\r' | '\t' if !quoted && !bracketed => {
                pieces.push(&cell[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    // a quote left open swallows nothing
    if quoted {
        return cell.split([',', ';', '\n', '\r', '\t']).collect();
    }
    pieces.push(&cell[start..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_usable_address_of_a_cell_is_taken_and_the_others_are_named() {
        for (cell, taken, others) in [
            ("a@b.example", "a@b.example", ""),
            ("a@b.example; c@d.example", "a@b.example", "c@d.example"),
            ("a@b.example,c@d.example;e@f.example", "a@b.example", "c@d.example; e@f.example"),
            ("a@b.example\nc@d.example", "a@b.example", "c@d.example"),
            ("a@b.example c@d.example", "a@b.example", "c@d.example"),
            ("a@b.example oder c@d.example", "a@b.example", "c@d.example"),
            ("a@b.example / c@d.example", "a@b.example", "c@d.example"),
            ("a@b.example/c@d.example", "a@b.example", "c@d.example"),
            ("Max <a@b.example>, Eva <c@d.example>", "a@b.example", "Eva <c@d.example>"),
            ("Müller, Max <a@b.example>, Klein, Eva <c@d.example>", "a@b.example", "Eva <c@d.example>"),
            (
                "\"Müller, Max\" <a@b.example>; \"Klein, Eva\" <c@d.example>",
                "a@b.example",
                "\"Klein, Eva\" <c@d.example>",
            ),
            ("a@localhost, c@d.example", "c@d.example", "a@localhost"),
            ("a@b.example <A@B.example>", "a@b.example", ""),
            ("a@b.example, A@B.example.", "a@b.example", ""),
            ("\"a@b.example\" <c@d.example>", "c@d.example", ""),
        ] {
            let mut out = String::new();
            let found = in_cell(cell, &mut out);
            assert_eq!((out.as_str(), found.as_deref()), (taken, Ok(others)), "{cell}");
        }
    }

    #[test]
    fn a_cell_without_a_usable_address_says_what_is_wrong_with_the_first() {
        for (cell, fault) in [
            ("a@@b.example", AddressError::AtSigns),
            ("a@localhost, b@localhost", AddressError::DomainDotless),
            ("max muster@x.example eva@", AddressError::AtSigns),
            ("a@x.example\r\nBcc: b@x.example", AddressError::AtSigns),
            (" ", AddressError::Empty),
        ] {
            let mut out = String::new();
            assert_eq!(in_cell(cell, &mut out), Err(fault), "{cell}");
            assert!(out.is_empty());
        }
    }
}
