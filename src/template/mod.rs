//! Tera: adding templates, rendering them, and saying where in the author's file something fails.

mod arguments;
mod compare;
mod compose;
mod constant;
mod cover;
mod filters;
mod library;
pub mod protect;
mod reach;
mod scan;
mod setting;
mod source;
mod trace;
mod unpaired;

use std::collections::BTreeSet;
use std::fmt;
use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;

pub use compare::{
    Comparison, compared_numbers, comparisons, computed_questions, computed_questions_in_tags, constants,
};
pub use compose::compose;
pub use constant::{Literal, plain_literal};
pub use cover::covered;
pub use filters::{NO_TIME, full_date};
pub use library::{EXTENSIONS, FOLDER, Library};
pub use scan::{Reference, Spelled, questions, references, references_in_expression, spell_out};
pub use setting::settings;
pub use source::Source;
pub use tera::{Map, Value, escape_html};
pub use trace::Trace;

/// The language of what people read; here it decides the names of months and weekdays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// German.
    De,
    /// English.
    En,
}

impl Language {
    /// Its name in pages and mails (BCP 47).
    pub fn code(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
        }
    }
}

/// A question about a contact's past that a template or a segment may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Was this campaign sent to the contact, if a version is named, with that version of its content?
    Sent(Option<u32>),
    /// Has the contact answered this event's invitation in any way?
    Answered,
    /// Has the contact accepted?
    Coming,
    /// Has the contact declined?
    Declined,
    /// Was the contact there?
    Attended,
}

impl Question {
    const ALL: [(&'static str, Self); 5] = [
        ("sent", Self::Sent(None)),
        ("answered", Self::Answered),
        ("coming", Self::Coming),
        ("declined", Self::Declined),
        ("attended", Self::Attended),
    ];

    fn with_version(self, version: Option<u32>) -> Self {
        match self {
            Self::Sent(_) => Self::Sent(version),
            other => other,
        }
    }
}

/// As it is written in an answer kept: `sent:recap-2024`, `sent:recap-2024:1`, `coming:summit`.
impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.question {
            Question::Sent(_) => "sent",
            Question::Answered => "answered",
            Question::Coming => "coming",
            Question::Declined => "declined",
            Question::Attended => "attended",
        };
        write!(f, "{word}:{}", self.about)?;
        match self.question {
            Question::Sent(Some(version)) => write!(f, ":{version}"),
            _ => Ok(()),
        }
    }
}

/// A question that a text asks about a campaign or event whose name is written out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Which.
    pub question: Question,
    /// About which campaign or event.
    pub about: String,
    /// The byte of the text at which the name stands.
    pub at: usize,
}

/// Answers a question about one address and one campaign or event.
pub type Past = Arc<dyn Fn(Question, &str, &str) -> bool + Send + Sync>;

/// A past in which nothing happened.
fn nobody() -> Past {
    Arc::new(|_, _, _| false)
}

/// A place in the text given to [`Templates::add`] and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The template.
    pub template: String,
    /// Tera's own words, first line.
    pub message: String,
    /// Bytes of the template text.
    pub range: Range<usize>,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// A set of templates with what they all can use.
#[derive(Clone)]
pub struct Templates {
    tera: tera::Tera,
}

/// The names a template sees while it renders.
#[derive(Default)]
pub struct Scope(tera::Context);

impl Scope {
    /// Gives a name its value.
    pub fn set(&mut self, name: &'static str, value: Value) {
        self.0.insert_value(name, value);
    }
}

impl Templates {
    /// No templates yet; `past` answers `sent(…)`, `answered(…)` and their like.
    pub fn new(language: Language, past: &Past) -> Self {
        let mut tera = tera::Tera::new();
        tera.register_filter("date", filters::Date(language));
        tera.register_function("link", filters::link);
        for (name, question) in Question::ALL {
            let past = Arc::clone(past);
            tera.register_function(name, move |arguments: tera::Kwargs, state: &tera::State<'_>| {
                ask(&past, question, &arguments, state)
            });
        }
        Self { tera }
    }

    /// Has the values that `.html` templates print written by `print`, which must escape them, instead of escaped.
    #[must_use]
    pub fn printing(mut self, print: fn(&str, &mut dyn Write) -> io::Result<()>) -> Self {
        self.tera.set_escape_fn(print);
        self
    }

    /// Sets a name for all templates and all renderings.
    pub fn set_for_all(&mut self, name: &'static str, value: Value) {
        self.tera.global_context().insert_value(name, value);
    }

    /// Adds a template. Names ending in `.html` are escaped, others not.
    ///
    /// # Errors
    /// Where the tags cannot be read, or name an unknown filter or function.
    pub fn add(&mut self, name: &str, text: &str) -> Result<(), Fault> {
        self.tera.add_raw_template(name, text).map_err(|error| {
            let first = faults(name, text, &error).into_iter().next();
            first.unwrap_or_else(|| fault(name, &error))
        })
    }

    /// Renders a template.
    ///
    /// # Errors
    /// An undefined name, or a filter that does not take its value.
    pub fn render(&self, name: &str, scope: &Scope) -> Result<String, Fault> {
        self.tera.render(name, &scope.0).map_err(|error| fault(name, &error))
    }

    /// Appends a rendered template to `out`.
    ///
    /// # Errors
    /// As [`Templates::render`].
    pub fn render_into(&self, name: &str, scope: &Scope, out: impl Write) -> Result<(), Fault> {
        self.tera.render_to(name, &scope.0, out).map_err(|error| fault(name, &error))
    }

    /// The names a template expects from outside, loop variables left out.
    pub fn names(&self, template: &str) -> BTreeSet<String> {
        self.tera.get_template_variables(template).into_iter().flatten().map(str::to_owned).collect()
    }
}

fn ask(past: &Past, question: Question, arguments: &tera::Kwargs, state: &tera::State<'_>) -> tera::TeraResult<bool> {
    let about = arguments.must_get::<String>("of")?;
    let question = question.with_version(arguments.get::<u32>("version")?);
    let contact = state.get::<Value>("contact")?.unwrap_or_else(Value::undefined);
    let address = contact.get_from_path("email").and_then(Value::as_str).unwrap_or_default();
    Ok(past(question, address, &about))
}

fn fault(template: &str, error: &tera::Error) -> Fault {
    let (message, range) = match error.kind() {
        tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
            (report.message().to_owned(), report.span().range.clone())
        }
        other => (other.to_string(), 0..0),
    };
    let message = message.lines().next().unwrap_or_default().to_owned();
    Fault { template: template.to_owned(), message, range }
}

/// Syntax ends at the first fault; unknown filters and functions come all at once, as printed reports only, whose
/// places are read from `--> name:line:column`.
fn faults(template: &str, text: &str, error: &tera::Error) -> Vec<Fault> {
    let tera::ErrorKind::Msg(report) = error.kind() else { return vec![fault(template, error)] };
    let mut faults: Vec<Fault> = report.split("error: ").filter_map(|part| located(template, text, part)).collect();
    faults.sort_by_key(|fault| fault.range.start);
    if faults.is_empty() { vec![fault(template, error)] } else { faults }
}

fn located(template: &str, text: &str, report: &str) -> Option<Fault> {
    let (_, locus) = report.split_once(&format!("--> {template}:"))?;
    let mut numbers = locus.lines().next()?.split(':').filter_map(|number| number.parse::<usize>().ok());
    let (line, column) = (numbers.next()?, numbers.next()?);
    let line_start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let at = line_start + text[line_start..].char_indices().nth(column - 1).map_or(0, |(at, _)| at);
    let message = report.lines().next().unwrap_or_default().to_owned();
    Some(Fault { template: template.to_owned(), message, range: at..at })
}

/// Whether a link's target can be followed without running anything: https, http, mailto, tel, or no scheme at all.
pub fn is_harmless_link(target: &str) -> bool {
    let compact: String = target.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    match compact.split_once(':') {
        Some((scheme, _)) if !scheme.contains(['/', '?', '#']) => {
            ["https", "http", "mailto", "tel"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
        }
        _ => true,
    }
}

/// Builds a map value from its entries; `None` entries are left out, so that they are undefined in templates.
pub fn map<'a>(entries: impl IntoIterator<Item = (&'static str, Option<&'a str>)>) -> Map {
    entries.into_iter().filter_map(|(name, value)| Some((name.into(), Value::from(value?)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn templates(name: &str, text: &str) -> Templates {
        let mut templates = Templates::new(Language::De, &nobody());
        templates.add(name, text).expect("well formed");
        templates
    }

    #[test]
    fn an_undefined_name_is_a_fault_with_its_place() {
        let templates = templates("a.txt", "Hallo {{ contact.nmae }}");
        let mut scope = Scope::default();
        scope.set("contact", Value::from(map([("name", Some("x"))])));
        let fault = templates.render("a.txt", &scope).expect_err("undefined");
        assert_eq!(&"Hallo {{ contact.nmae }}"[fault.range], "nmae");
    }

    #[test]
    fn questions_are_asked_about_the_contact_at_hand() {
        let past: Past = Arc::new(|question, address, about| {
            question == Question::Sent(None) && address == "a@b.example" && about == "recap"
        });
        let mut templates = Templates::new(Language::De, &past);
        let text = spell_out("{% if sent('recap') and not coming('x') %}ja{% else %}nein{% endif %}").text;
        templates.add("a.txt", &text).expect("well formed");
        let mut scope = Scope::default();
        scope.set("contact", Value::from(map([("email", Some("a@b.example"))])));
        assert_eq!(templates.render("a.txt", &scope).as_deref(), Ok("ja"));
    }

    #[test]
    fn a_version_is_a_part_of_the_question() {
        let past: Past = Arc::new(|question, _, about| question == Question::Sent(Some(1)) && about == "recap");
        let mut templates = Templates::new(Language::De, &past);
        for (number, (written, expected)) in [
            ("sent('recap', version=1)", "ja"),
            ("sent(version=1, of='recap')", "ja"),
            ("sent('recap', version=2)", "nein"),
            ("sent('recap')", "nein"),
        ]
        .into_iter()
        .enumerate()
        {
            let name = format!("{number}.txt");
            let text = spell_out(&format!("{{% if {written} %}}ja{{% else %}}nein{{% endif %}}")).text;
            templates.add(&name, &text).expect("well formed");
            assert_eq!(templates.render(&name, &Scope::default()).as_deref(), Ok(expected), "{written}");
        }
    }
}
