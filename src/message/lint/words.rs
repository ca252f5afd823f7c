//! Words that nobody meant to send: placeholders, markup that was not read as such, and runs of letters without an end.

use crate::list;

/// What people write until they know better, in lower case.
const PLACEHOLDERS: [&str; 17] = [
    "todo",
    "fixme",
    "tbd",
    "xxx",
    "lorem",
    "mustermann",
    "musterfrau",
    "john doe",
    "[platzhalter]",
    "[name]",
    // what `new` writes
    "hier steht ihr text",
    "hier steht der bericht",
    "name der veranstaltung",
    "das wichtigste in einem satz",
    "here is the report",
    "what matters most in one sentence",
    "name of the event",
];

/// Elements that people write into texts.
const ELEMENTS: [&str; 24] = [
    "a", "b", "big", "br", "center", "div", "em", "font", "h1", "h2", "h3", "h4", "hr", "i", "img", "li", "ol", "p",
    "small", "span", "strong", "table", "u", "ul",
];

/// No tag of ours is longer, in bytes.
const TAG: usize = 120;

/// A telephone shows about so many letters of a line.
const WORD: usize = 45;

/// Placeholders that stand as words of their own, as they are written.
pub(super) fn placeholders(text: &str) -> Vec<&str> {
    let mut found: Vec<(&str, &str)> = Vec::new();
    let mut inside = false;
    for (at, c) in text.char_indices() {
        if !inside
            && let Some(known) = placeholder_at(&text[at..])
            && !found.iter().any(|(other, _)| *other == known)
        {
            found.push((known, &text[at..at + known.len()]));
        }
        inside = c.is_alphanumeric();
    }
    let mut found: Vec<&str> = found.into_iter().map(|(_, written)| written).collect();
    for bracketed in text.match_indices(['{', '«', '[']).filter_map(|(at, _)| bracketed(text, at)) {
        if !found.contains(&bracketed) {
            found.push(bracketed);
        }
    }
    found
}

/// A placeholder of other programs that begins at this byte: `{name}`, `[[Ort]]`, and `«Anrede»` of Word's mail merge.
fn bracketed(text: &str, at: usize) -> Option<&str> {
    let rest = &text[at..];
    let (open, close) = [("{", "}"), ("[[", "]]"), ("«", "»")].into_iter().find(|(open, _)| rest.starts_with(open))?;
    let inner = &rest[open.len()..open.len() + rest[open.len()..].find(close)?];
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let is_word =
        inner.chars().nth(1).is_some() && inner.starts_with(char::is_alphabetic) && inner.chars().all(is_name);
    let is_placeholder = match open {
        // doubled, they are ours
        "{" => is_word && !text[..at].ends_with('{'),
        // a French or Swiss quotation may be one word too
        "«" => is_word && (inner.contains('_') || list::is_heading(inner)),
        _ => !inner.is_empty() && !inner.contains(['[', ']', '\n']),
    };
    is_placeholder.then(|| &rest[..open.len() + inner.len() + close.len()])
}

/// Whether a byte is the first one of a placeholder: most words of a mail are compared with none.
const BEGINS_ONE: [bool; 256] = {
    let (mut begins, mut at) = ([false; 256], 0);
    while at < PLACEHOLDERS.len() {
        begins[PLACEHOLDERS[at].as_bytes()[0] as usize] = true;
        at += 1;
    }
    begins
};

/// The placeholder that a text begins with.
fn placeholder_at(text: &str) -> Option<&'static str> {
    if !BEGINS_ONE[usize::from(text.as_bytes().first()?.to_ascii_lowercase())] {
        return None;
    }
    PLACEHOLDERS.into_iter().find(|known| {
        let same = text.get(..known.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(known));
        same && !text[known.len()..].starts_with(char::is_alphanumeric)
    })
}

/// Markdown, HTML and placeholders of ours that people see, as they are written, each once.
pub(super) fn markup(text: &str) -> Vec<String> {
    let signs = text.match_indices(['*', '_', ']', '<', '&', '{']).filter_map(|(at, _)| sign(text, at));
    // the lines of the text part end elsewhere
    let one_line = |sign: &str| sign.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut found: Vec<String> = signs.map(one_line).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The markup that begins with the sign at this byte.
fn sign(text: &str, at: usize) -> Option<&str> {
    let (before, rest) = text.split_at(at);
    let word = &rest[..rest.find(char::is_whitespace).unwrap_or(rest.len())];
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let (previous, next) = (before.chars().next_back(), rest.chars().nth(2));
    match &rest.as_bytes()[..rest.len().min(2)] {
        // `**bold`, and the end of what was opened elsewhere
        b"**" if previous != Some('*') && next != Some('*') && is_letter(next) != is_letter(previous) => {
            let word_before = &before[before.trim_end_matches(|c: char| !c.is_whitespace()).len()..];
            if is_letter(next) { Some(word) } else { Some(&text[at - word_before.len()..at + 2]) }
        }
        b"__" if !is_letter(previous) && is_letter(next) => Some(word),
        b"](" => Some(&word[..word.find(')').map_or(word.len(), |end| end + 1)]),
        b"{{" | b"{%" => {
            let end = ["}}", "%}"].iter().filter_map(|close| rest.find(close)).min().filter(|end| *end < TAG);
            Some(end.map_or(word, |end| &rest[..end + 2]))
        }
        [b'<', _] => {
            let inner = rest[1..].trim_start_matches('/');
            let name = &inner[..inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len())];
            let ends = inner[name.len()..].starts_with(['>', ' ', '/']);
            let known = ELEMENTS.contains(&name.to_ascii_lowercase().as_str());
            (ends && known).then(|| &word[..word.find('>').map_or(word.len(), |end| end + 1)])
        }
        [b'&', _] => {
            let end = word.find(';').filter(|end| (3..=9).contains(end))?;
            word[1..end].bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#').then(|| &word[..=end])
        }
        _ => None,
    }
}

/// The longest word that no program can break, where it is longer than a line of a telephone, and how long it is.
pub(super) fn unbroken(text: &str) -> Option<(&str, usize)> {
    let breaks = |c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '/' | '\u{ad}' | '\u{200b}' | '?' | '‐');
    // few words have so many bytes
    let long = text.split(breaks).filter(|word| word.len() > WORD).map(|word| (word, word.chars().count()));
    long.filter(|(_, length)| *length > WORD).max_by_key(|(_, length)| *length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_told_as_they_are_written_and_each_once() {
        let text =
            "ToDo: Methoden, Todesfälle, todo, [NAME] und das Lexikon von Max Mustermann, Mustermanns Hut, John  Doe";
        assert_eq!(placeholders(text), ["ToDo", "[NAME]", "Mustermann"]);
    }

    #[test]
    fn placeholders_of_other_programs_are_told() {
        let text = "Guten Tag {name}, «Anrede» «Titel_2» «E-Mail», [[Ort]] [[Der Ort]], {contact.first_name} «Anrede»";
        let told = ["{name}", "«Anrede»", "«Titel_2»", "«E-Mail»", "[[Ort]]", "[[Der Ort]]", "{contact.first_name}"];
        assert_eq!(placeholders(text), told);
        let text = "{x} {1, 2} {{name}} «Aufbruch» «Der Name» »Name« [[ä](b) [c]] [[]] {a\nb} {}";
        assert_eq!(placeholders(text), Vec::<&str>::new());
    }

    #[test]
    fn markup_that_people_see_is_told() {
        for (text, told) in [
            ("ein **fetter Satz", "**fetter"),
            ("ein fetter Satz** hier", "Satz**"),
            ("ein\u{a0}Satz** hier", "Satz**"),
            ("ein __fetter Satz", "__fetter"),
            ("[Programm] (x) [Programm](https://a b", "](https://a"),
            ("![Bild](cid:mein bild.png)", "](cid:mein"),
            ("das [Programm](seite.html).", "](seite.html)"),
            ("Guten Tag, {{ contact\n.salutation }}!", "{{ contact .salutation }}"),
            ("{%if x", "{%if"),
            ("<b>fett", "<b>"),
            ("Ende</p> neu", "</p>"),
            ("mehr<a href=\"x\">", "<a"),
            ("Tom &amp; Co", "&amp;"),
            ("&#228;", "&#228;"),
        ] {
            assert_eq!(markup(text), [told], "{text}");
        }
    }

    #[test]
    fn what_people_write_in_words_is_no_markup() {
        for text in [
            "Akteur*innen, Leiter_in, 2 * 3, ***, **, a ** b",
            "datei__name, _x_, [1] (siehe unten), {x}",
            "a < b > c, <a@b.example>, <https://a.example>, x<y",
            "Tom & Co; R&D; Fragen & Antworten",
        ] {
            assert_eq!(markup(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_word_that_no_line_of_a_telephone_holds_is_told_with_its_length() {
        let long = "ä".repeat(46);
        assert_eq!(unbroken(&format!("kurz {long} {}", "a".repeat(45))), Some((long.as_str(), 46)));
        assert_eq!(unbroken(&format!("{0}-{0} {0}/{0}", "a".repeat(40))), None);
    }
}
