//! Which parts of its templates a mail is made of: tells apart mails that are put together differently, without writing
//! any of them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{BuildHasher as _, DefaultHasher, Hash as _, Hasher as _, RandomState};

use super::{Compiled, Failure, HTML, SUBJECT, TEXT, lint, scope};
use crate::template::{Fault, Literal, Scope, Templates, Value};

/// Templates with a number in place of each text that is the same in all mails.
pub struct Outline {
    templates: Templates,
    parts: Vec<Part>,
}

/// A text that is the same in all mails which have it.
struct Part {
    /// In characters.
    length: usize,
    /// Whether what comes next is the target of a link.
    opens_link: bool,
}

/// How a mail is put together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Form {
    /// The same number for mails of the same parts in the same order, whose values look alike.
    pub shape: u64,
    /// How long the subject is, in characters.
    pub subject: usize,
    /// How long the HTML is, in characters.
    pub html: usize,
    /// The longest word among its values, in characters.
    pub word: usize,
}

/// What is known of values: most are the same in many mails, some as long as a report. They are told apart by 64 bits;
/// where two are taken for one, a mail worth reading may be missed.
#[derive(Debug, Default)]
pub struct Measures {
    known: HashMap<u64, Measure>,
    hasher: RandomState,
}

/// What a value adds to a mail.
#[derive(Debug, Clone, Copy)]
struct Measure {
    /// In characters.
    length: usize,
    /// The longest word, in characters. Those with a colon are addresses, which are long in every mail.
    word: usize,
    /// Whether the mail is worth reading for it.
    is_remarkable: bool,
}

impl Measures {
    fn of(&mut self, value: &str, is_target: bool) -> Measure {
        let key = self.hasher.hash_one((value, is_target));
        *self.known.entry(key).or_insert_with(|| {
            let words = value.split_whitespace().filter(|word| !word.contains(':'));
            Measure {
                length: value.chars().count(),
                word: words.map(|word| word.chars().count()).max().unwrap_or_default(),
                is_remarkable: lint::is_remarkable(value, is_target),
            }
        })
    }
}

/// What stands around the number of a part.
const OPEN: char = '\u{2}';
const CLOSE: char = '\u{3}';

impl Outline {
    fn of(compiled: &Compiled) -> Option<Self> {
        let mut templates = compiled.templates.clone();
        let parts = RefCell::new(Vec::new());
        let number = |literal: Literal<'_>| {
            if literal.text.is_empty() {
                return String::new();
            }
            let mut parts = parts.borrow_mut();
            let (length, opens_link) = (literal.text.chars().count(), literal.text.ends_with("href=\""));
            parts.push(Part { length, opens_link });
            format!("{OPEN}{}{CLOSE}", parts.len() - 1)
        };
        for (name, restored) in compiled.restored.iter().filter(|(name, _)| [SUBJECT, HTML, TEXT].contains(name)) {
            let text = compiled.templates.without_constants(name, &restored.text, number)?;
            templates.add(name, &text).ok()?;
        }
        Some(Self { templates, parts: parts.into_inner() })
    }

    fn form(&self, scope: &Scope, measures: &mut Measures) -> Result<Form, Fault> {
        let mut form = Form::default();
        let mut hasher = DefaultHasher::new();
        for name in [SUBJECT, HTML, TEXT] {
            let length = self.measure(&self.templates.render(name, scope)?, &mut hasher, &mut form.word, measures);
            match name {
                SUBJECT => form.subject = length,
                HTML => form.html = length,
                _ => {}
            }
        }
        form.shape = hasher.finish();
        Ok(form)
    }

    /// How long the text would be, and the longest of the words that are values.
    fn measure(
        &self,
        numbered: &str,
        hasher: &mut DefaultHasher,
        longest: &mut usize,
        measures: &mut Measures,
    ) -> usize {
        let mut length = 0;
        for piece in numbered.split(OPEN) {
            let (part, value) = match piece.split_once(CLOSE) {
                Some((number, value)) => (number.parse().ok().and_then(|number: usize| self.parts.get(number)), value),
                None => (None, piece),
            };
            piece[..piece.len() - value.len()].hash(hasher);
            let is_target = part.is_some_and(|part| part.opens_link);
            let measure = measures.of(value, is_target);
            measure.is_remarkable.hash(hasher);
            length += part.map_or(0, |part| part.length) + measure.length;
            *longest = measure.word.max(*longest);
        }
        length
    }
}

impl Compiled {
    /// What tells the mails apart; `None` where a template does not allow it.
    pub fn outline(&self) -> Option<Outline> {
        Outline::of(self)
    }

    /// How the mail of a contact is put together, and that it can be rendered.
    ///
    /// # Errors
    /// As [`Compiled::render`].
    pub fn form(
        &self,
        outline: &Outline,
        measures: &mut Measures,
        contact: Value,
        links: Value,
    ) -> Result<Form, Failure> {
        let scope = scope(contact, links);
        // where the short way fails, the long one says why
        let form = match outline.form(&scope, measures) {
            Ok(form) => form,
            Err(_) => self.render_scope(&scope, String::new()).map(|_| Form::default())?,
        };
        self.attachments(&scope)?;
        Ok(form)
    }
}
