//! What an expression compares with words written out, and the questions whose names are computed.

use std::ops::Range;

use super::Question;
use super::scan::{Cursor, Kind, tags};

/// A comparison of a path with a word written out: `contact.state_code == 'HH'`, `'cdos' in lists`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The parts of the path.
    pub path: Vec<String>,
    /// The word.
    pub literal: String,
    /// The byte of the text at which the word stands.
    pub at: usize,
    /// Whether one is to equal the other; else the one is to be among the other.
    pub equal: bool,
}

/// A part of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Path(Vec<String>),
    Literal(String, usize),
    Number(String, usize),
    Sign(String),
}

/// All comparisons of an expression that stands without braces.
pub fn comparisons(text: &str) -> Vec<Comparison> {
    let tokens = reduced(tokens(text));
    let mut found = Vec::new();
    let comparison = |path: &[String], literal: &str, at, equal| Comparison {
        path: path.to_vec(),
        literal: literal.to_owned(),
        at,
        equal,
    };
    for (at, token) in tokens.iter().enumerate() {
        let behind = &tokens[at + 1..];
        match (token, behind) {
            (Token::Path(path), [sign, Token::Literal(literal, at), ..]) if is_equality(sign) => {
                found.push(comparison(path, literal, *at, true));
            }
            (Token::Literal(literal, at), [sign, Token::Path(path), ..]) if is_equality(sign) || is(sign, "in") => {
                found.push(comparison(path, literal, *at, is_equality(sign)));
            }
            (Token::Literal(literal, at), [not, sign, Token::Path(path), ..]) if is(not, "not") && is(sign, "in") => {
                found.push(comparison(path, literal, *at, false));
            }
            (Token::Path(path), _) if !is_word(path) => {
                found.extend(listed(behind).map(|(literal, at)| comparison(path, literal, at, false)));
            }
            _ => {}
        }
    }
    found
}

/// The comparisons of a path with a number written out: path, number, and the byte at which that stands.
pub fn compared_numbers(text: &str) -> Vec<(Vec<String>, String, usize)> {
    let tokens = reduced(tokens(text));
    let compared = |three: &[Token]| match three {
        [Token::Path(path), sign, Token::Number(number, at)] | [Token::Number(number, at), sign, Token::Path(path)]
            if is_equality(sign) =>
        {
            Some((path.clone(), number.clone(), *at))
        }
        _ => None,
    };
    tokens.windows(3).filter_map(compared).collect()
}

/// The words that stand alone where a condition belongs, as in `contact.state_code == 'NW' or 'HH'`, with the byte at
/// which each stands: they hold for everybody.
pub fn constants(text: &str) -> Vec<(String, usize)> {
    let tokens = reduced(tokens(text));
    let is_joint = |token: &Token| is(token, "and") || is(token, "or") || is(token, "not");
    let begins = |at: usize| match at.checked_sub(1).map(|before| &tokens[before]) {
        Some(token) if is(token, "(") => {
            !matches!(at.checked_sub(2).map(|before| &tokens[before]), Some(Token::Path(path)) if !is_word(path))
        }
        before => before.is_none_or(is_joint),
    };
    let ends =
        |at: usize| tokens.get(at + 1).is_none_or(|token| is_joint(token) && !is(token, "not") || is(token, ")"));
    let constant = |(at, token): (usize, &Token)| match token {
        Token::Literal(word, place) | Token::Number(word, place) if begins(at) && ends(at) => {
            Some((word.clone(), *place))
        }
        _ => None,
    };
    tokens.iter().enumerate().filter_map(constant).collect()
}

/// The tokens without what changes nothing about what is compared: brackets around one of them, and what stands in for a
/// value that is missing (`| default(value='')`, `(… or '')`). One of several values (`lists[0]`, `lists | first`) is a
/// path with a part more.
fn reduced(mut tokens: Vec<Token>) -> Vec<Token> {
    while let Some((range, token)) = (0..tokens.len()).find_map(|at| reduction(&tokens, at)) {
        tokens.splice(range, [token]);
    }
    tokens
}

/// What can be replaced by one token, beginning with the one at `at`.
fn reduction(tokens: &[Token], at: usize) -> Option<(Range<usize>, Token)> {
    let is_value = |token: &Token| match token {
        Token::Path(path) => !is_word(path),
        Token::Literal(..) | Token::Number(..) => true,
        Token::Sign(_) => false,
    };
    // behind a name, brackets hold arguments
    let is_call = at > 0 && matches!(&tokens[at - 1], Token::Path(path) if !is_word(path));
    match &tokens[at..] {
        [open, value, close, ..] if !is_call && is(open, "(") && is_value(value) && is(close, ")") => {
            Some((at..at + 3, value.clone()))
        }
        [open, value @ Token::Path(path), or, Token::Literal(..), close, ..]
            if !is_call && is(open, "(") && !is_word(path) && is(or, "or") && is(close, ")") =>
        {
            Some((at..at + 5, value.clone()))
        }
        [value @ Token::Path(path), pipe, default, open, rest @ ..]
            if !is_word(path) && is(pipe, "|") && is(default, "default") && is(open, "(") =>
        {
            let end = rest.iter().position(|token| is(token, ")"))?;
            Some((at..at + 5 + end, value.clone()))
        }
        [value @ Token::Path(path), pipe, filter, ..] if !is_word(path) && is(pipe, "|") && is(filter, "trim") => {
            Some((at..at + 3, value.clone()))
        }
        [Token::Path(path), pipe, filter, ..]
            if !is_word(path) && is(pipe, "|") && (is(filter, "first") || is(filter, "last")) =>
        {
            Some((at..at + 3, element(path)))
        }
        [Token::Path(path), open, rest @ ..] if !is_word(path) && is(open, "[") => {
            let end = rest.iter().position(|token| is(token, "]")).filter(|end| *end > 0)?;
            rest[..end].iter().all(is_numeral).then(|| (at..at + 3 + end, element(path)))
        }
        _ => None,
    }
}

fn element(path: &[String]) -> Token {
    Token::Path(path.iter().cloned().chain(["0".to_owned()]).collect())
}

fn is_numeral(token: &Token) -> bool {
    matches!(token, Token::Number(..)) || is(token, "-")
}

/// Whether a path is a word of the language.
fn is_word(path: &[String]) -> bool {
    path.len() == 1 && ["not", "and", "or", "in", "is"].contains(&path[0].as_str())
}

/// The words of `in ['HH', 'SH']`, `not in […]`, `== […]`, `is containing('x')`.
fn listed(behind: &[Token]) -> impl Iterator<Item = (&String, usize)> {
    let rest = match behind {
        [sign, rest @ ..] if is(sign, "in") || is(sign, "is") || is_equality(sign) => rest,
        [not, sign, rest @ ..] if is(not, "not") && is(sign, "in") => rest,
        _ => &[],
    };
    let rest = match rest {
        [open, rest @ ..] if is(open, "[") => rest,
        [literal @ Token::Literal(..), ..] if is_among(behind) => std::slice::from_ref(literal),
        [not, test, open, rest @ ..] if is(not, "not") && is(test, "containing") && is(open, "(") => rest,
        [test, open, rest @ ..] if is(test, "containing") && is(open, "(") => rest,
        _ => &[],
    };
    let inside = rest.iter().take_while(|token| !is(token, "]") && !is(token, ")"));
    inside.filter_map(|token| match token {
        Token::Literal(literal, at) => Some((literal, *at)),
        _ => None,
    })
}

/// Whether `in` or `not in` comes next.
fn is_among(behind: &[Token]) -> bool {
    let first = behind.iter().find(|token| !is(token, "not"));
    first.is_some_and(|token| is(token, "in"))
}

fn is(token: &Token, word: &str) -> bool {
    match token {
        Token::Sign(sign) => sign == word,
        Token::Path(path) => path.len() == 1 && path[0] == word,
        Token::Literal(..) | Token::Number(..) => false,
    }
}

fn is_equality(token: &Token) -> bool {
    is(token, "==") || is(token, "!=")
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = Cursor { text, at: 0 };
    while let Some(c) = rest.peek() {
        if matches!(c, '"' | '\'' | '`') {
            let at = rest.at + 1;
            tokens.push(Token::Literal(rest.literal(), at));
        } else if c.is_alphabetic() || c == '_' {
            tokens.push(Token::Path(rest.path()));
        } else if c.is_ascii_digit() {
            let at = rest.at;
            rest.at += text[at..].bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
            tokens.push(Token::Number(text[at..rest.at].to_owned(), at));
        } else {
            let two = ["==", "!=", "<=", ">="].into_iter().find(|sign| text[rest.at..].starts_with(sign));
            let sign = two.map_or_else(|| c.to_string(), str::to_owned);
            rest.at += sign.len();
            if !c.is_whitespace() {
                tokens.push(Token::Sign(sign));
            }
        }
    }
    tokens
}

/// The questions about the past whose name is not written out, with the byte at which each stands: nothing is read
/// for them before the rendering.
pub fn computed_questions(expression: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    let mut rest = Cursor { text: expression, at: 0 };
    while let Some(c) = rest.peek() {
        if matches!(c, '"' | '\'' | '`') {
            rest.literal();
        } else if c.is_alphabetic() || c == '_' {
            let (at, name) = (rest.at, rest.word());
            let question = Question::ALL.iter().find(|(known, _)| *known == name).map(|(_, question)| *question);
            if let Some(question) = question.filter(|_| expression[rest.at..].starts_with('(')) {
                rest.at += 1;
                if rest.asked(question).is_none() {
                    found.push((name, at));
                }
            }
        } else {
            rest.at += c.len_utf8();
            // `contact.sent` is no question
            if c == '.' {
                rest.word();
            }
        }
    }
    found
}

/// The same in the tags of a text.
pub fn computed_questions_in_tags(text: &str) -> Vec<(String, usize)> {
    let tags = tags(text).into_iter().filter(|tag| tag.kind != Kind::Comment);
    let in_tag = |range: std::ops::Range<usize>| {
        let found = computed_questions(&text[range.clone()]).into_iter();
        found.map(move |(name, at)| (name, range.start + at))
    };
    tags.filter(|tag| super::scan::keyword(&text[tag.range.clone()]) != "raw")
        .flat_map(|tag| in_tag(tag.range))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparisons_are_found_with_their_words_and_places() {
        let text = "contact.state_code == 'HH' and 'cdos' in lists or tags is containing(pat=\"x\") or not 'b' not in contact.lists \
                    or contact.state_code not in ['SH', 'NI'] or event.name != 'y' or 'HB' == contact.state_code or sent('z')";
        let found: Vec<_> = comparisons(text)
            .into_iter()
            .map(|found| {
                assert!(text[found.at..].starts_with(&found.literal), "{found:?}");
                (found.path.join("."), found.literal)
            })
            .collect();
        let expected = [
            ("contact.state_code", "HH"),
            ("lists", "cdos"),
            ("tags", "x"),
            ("contact.lists", "b"),
            ("contact.state_code", "SH"),
            ("contact.state_code", "NI"),
            ("event.name", "y"),
            ("contact.state_code", "HB"),
        ];
        assert_eq!(found, expected.map(|(path, literal)| (path.to_owned(), literal.to_owned())));
    }

    #[test]
    fn a_comparison_is_found_however_it_is_written() {
        for text in [
            "contact.state_code == ('NX')",
            "(contact.state_code) == 'NX'",
            "((contact.state_code) == (('NX')))",
            "(contact.state_code or '') == 'NX'",
            "contact.state_code | default(value='') == 'NX'",
            "(contact.state_code | default(value='')) != 'NX'",
            "not (contact.state_code in ('NX'))",
            "contact.state_code not in 'NX'",
            "contact.state_code == ['NX']",
            "'NX' in (contact.state_code)",
            "contact.state_code | trim == 'NX'",
        ] {
            let found: Vec<_> =
                comparisons(text).into_iter().map(|found| (found.path.join("."), found.literal)).collect();
            assert_eq!(found, [("contact.state_code".to_owned(), "NX".to_owned())], "{text}");
        }
        for text in ["lists[0] == 'x'", "lists[-1] != ('x')", "'x' == lists | first", "lists | last in ['x']"] {
            let found: Vec<_> =
                comparisons(text).into_iter().map(|found| (found.path.join("."), found.literal)).collect();
            assert_eq!(found, [("lists.0".to_owned(), "x".to_owned())], "{text}");
        }
        for text in ["sent('NX')", "contact.state_code and ('x')", "(contact.name) is starting_with(pat='NX')"] {
            assert_eq!(comparisons(text), [], "{text}");
        }
    }

    #[test]
    fn a_word_that_stands_alone_and_a_number_beside_a_text_are_found() {
        for (text, word) in [
            ("contact.state_code == 'NW' or 'HH'", "HH"),
            ("'HH'", "HH"),
            ("not ('HH') and sent('x')", "HH"),
            ("(contact.title and 'Dr.')", "Dr."),
            ("contact.ags or 5", "5"),
        ] {
            let found = constants(text);
            assert_eq!(found.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>(), [word], "{text}");
            assert!(text[found[0].1..].starts_with(word), "{text}");
        }
        for text in [
            "sent('x') and not coming(of='y')",
            "contact.state_code in ['HH', 'SH'] or 'cdos' in lists",
            "(contact.state_code or '') == 'NX'",
            "lists is containing('x') and contact.name | default(value='') == 'x'",
            "lists[0] == 'x'",
            "'x' not in lists",
        ] {
            assert_eq!(constants(text), [], "{text}");
        }
        let text = "contact.ags != 5315000 or 50667 == contact.postal_code or contact.tags[0] == 'x' or version == 1";
        let found = compared_numbers(text);
        let told: Vec<_> = found.iter().map(|(path, number, _)| (path.join("."), number.as_str())).collect();
        let expected = [("contact.ags", "5315000"), ("contact.postal_code", "50667"), ("version", "1")];
        assert_eq!(told, expected.map(|(path, number)| (path.to_owned(), number)));
        assert!(found.iter().all(|(_, number, at)| text[*at..].starts_with(number.as_str())));
    }

    #[test]
    fn a_question_about_a_computed_name_is_found_and_one_written_out_is_none() {
        let text =
            "sent('a') or coming( event.slug ) or declined(of='x') or answered(of=y) or contact.sent(z) or 'sent(q)'";
        let found = computed_questions(text);
        assert_eq!(found.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["coming", "answered"]);
        assert!(text[found[0].1..].starts_with("coming( event"));
        let text =
            "we sent(them) {{ sent('x') }} {% if coming(event.slug) %}{% raw %}{{ sent(y) }}{% endraw %}{% endif %}";
        assert_eq!(computed_questions_in_tags(text), [("coming".to_owned(), text.find("coming").expect("there"))]);
    }
}
