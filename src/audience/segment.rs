//! A segment: a condition in Tera's language over a contact and its history.

use crate::finding::{Code, Finding};
use crate::template::{Fault, Language, Past, Scope, Source, Spelled, Templates, Value, spell_out};

/// A condition that has been read.
pub struct Segment {
    templates: Templates,
    source: Source,
    spelled: Spelled,
}

const NAME: &str = "segment.txt";
const OPEN: &str = "{% if ";
const YES: &str = "x";

impl Segment {
    /// Reads a condition over `contact`, its `lists` and `tags`, and `event`; `past` answers the history functions.
    ///
    /// # Errors
    /// `segment-invalid` with the place inside the condition.
    pub fn new(source: &Source, language: Language, past: &Past, event: Value) -> Result<Self, Finding> {
        let written = source.template();
        let unusual = ["%}", "{%", "{{", "}}", "{#"].into_iter().find_map(|brace| written.find(brace));
        let spelled = spell_out(&format!("{OPEN}{written} %}}{YES}{{% endif %}}"));
        let mut segment = Self { templates: Templates::new(language, past), source: source.clone(), spelled };
        if let Some(offset) = unusual {
            return Err(segment.finding(OPEN.len() + offset, "braces"));
        }
        if written.trim().is_empty() {
            return Err(segment.finding(OPEN.len(), "empty"));
        }
        segment.templates.set_for_all("event", event);
        let text = segment.spelled.text.clone();
        segment.templates.add(NAME, &text).map_err(|fault| segment.fault(&fault))?;
        Ok(segment)
    }

    /// Whether the condition holds for a contact.
    ///
    /// # Errors
    /// `segment-invalid`, for example where a name is unknown.
    pub fn holds(&self, contact: Value) -> Result<bool, Finding> {
        let mut scope = Scope::default();
        for name in ["lists", "tags"] {
            let value = contact.get_from_path(name).cloned();
            scope.set(name, value.unwrap_or_else(|| Value::from(Vec::<Value>::new())));
        }
        scope.set("contact", contact);
        self.templates.render(NAME, &scope).map(|text| text == YES).map_err(|fault| self.fault(&fault))
    }

    /// What the condition mentions, to be checked against what is known.
    pub fn source(&self) -> &Source {
        &self.source
    }

    fn fault(&self, fault: &Fault) -> Finding {
        let offset = self.spelled.author_offset(fault.range.start);
        // the author wrote no tag, so that its end is the condition's
        let end = ["Found %} but expected ", "Found `%}` but expected "];
        let message = match end.iter().find_map(|end| fault.message.strip_prefix(end)) {
            Some(expected) if !expected.starts_with("one of") => {
                format!("it ends before {}", expected.trim_end_matches('.').trim_matches('`'))
            }
            Some(_) => "it ends too early".to_owned(),
            None => fault.message.replace("expected %}", "expected the end"),
        };
        self.finding(offset, &message)
    }

    fn finding(&self, offset: usize, reason: &str) -> Finding {
        let offset = offset.saturating_sub(OPEN.len()).min(self.source.template().len());
        Finding::new(Code::SegmentInvalid).at(self.source.place(offset)).with("reason", reason)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::template::map;

    fn segment(condition: &str) -> Result<Segment, Finding> {
        let past: Past = Arc::new(|_, address, about| address == "a@b.example" && about == "recap");
        Segment::new(&Source::new("c.md", condition, 6), Language::De, &past, Value::none())
    }

    fn holds(condition: &str) -> bool {
        let mut contact = map([("email", Some("a@b.example")), ("state_code", Some("HH"))]);
        contact.insert("lists".into(), Value::from(vec![Value::from("cdos")]));
        contact.insert("tags".into(), Value::from(vec![Value::from("presse")]));
        segment(condition).expect("readable").holds(Value::from(contact)).expect("answers")
    }

    #[test]
    fn conditions_over_contact_and_history_hold_or_not() {
        assert!(holds("contact.state_code == 'HH' and sent('recap')"));
        assert!(!holds("contact.state_code == 'NW'"));
        assert!(!holds("not sent('recap')"));
        assert!(!holds("contact.title"));
        assert!(holds("'cdos' in lists and 'presse' in tags and 'cdos' in contact.lists"));
        assert!(!holds("'netzwerk' in lists or 'cdos' in tags"));
        assert!(holds("lists is containing(pat='cdos')"));
    }

    proptest! {
        #[test]
        fn no_condition_makes_it_panic(text in "\\PC{0,60}") {
            let _ = segment(&text).and_then(|segment| segment.holds(Value::from(map([]))));
        }

        #[test]
        fn no_mixture_of_what_conditions_are_made_of_makes_it_panic(words in prop::collection::vec(words(), 0..12)) {
            let text = words.concat();
            let known = || Value::from(map([("email", Some("a@b.example")), ("state_code", Some("HH"))]));
            let _ = segment(&text).and_then(|segment| segment.holds(known()));
            for comparison in crate::template::comparisons(&text) {
                prop_assert!(text.is_char_boundary(comparison.at.min(text.len())));
            }
            let _ = crate::template::computed_questions(&text);
        }
    }

    fn words() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "contact",
            ".state_code",
            ".extra",
            "[\"ä",
            "\"]",
            " == ",
            " = ",
            "'HH'",
            "'",
            "\"",
            "`",
            "(",
            ")",
            "[",
            "]",
            ",",
            "sent",
            "sent(",
            "coming('x')",
            "of=",
            " and ",
            " or ",
            " not ",
            " in ",
            "lists",
            "tags",
            " is ",
            "containing(",
            "{{",
            "}}",
            "{%",
            "%}",
            "{#",
            "#}",
            " | ",
            "date",
            "1",
            "-",
            ".",
            "..",
            "ß",
            "?",
            "\n",
            " ",
        ])
    }

    #[test]
    fn a_fault_is_placed_inside_the_condition() {
        let fault = segment("contact.state_code = 'HH'").err().expect("no comparison");
        assert_eq!(fault.place.expect("placed").to_string(), "c.md:6:20");
        let fault = segment("true %}{% endif %}{{ 7*7 }}{% if true").err().expect("breaks out");
        assert_eq!(fault.place.expect("placed").to_string(), "c.md:6:6");
    }

    #[test]
    fn a_fault_speaks_of_nothing_that_the_author_did_not_write() {
        for (condition, place, reason) in [
            ("", "c.md:6:1", "empty"),
            (" ", "c.md:6:1", "empty"),
            ("contact.state_code ==", "c.md:6:22", "it ends too early"),
            ("(contact.state_code == 'HH'", "c.md:6:28", "it ends before )"),
            ("contact.state_code = 'HH'", "c.md:6:20", "Found `=` but expected the end."),
            ("contact.state_code == 'HH", "c.md:6:23", "String opened with `'` is missing its closing `'`"),
        ] {
            let fault = segment(condition).err().expect("not read");
            assert_eq!(fault.facts, [("reason", reason.to_owned())], "{condition}");
            assert_eq!(fault.place.expect("placed").to_string(), place, "{condition}");
        }
    }
}
