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
    /// Reads a condition over `contact` and `event`; `past` answers the history functions.
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
        scope.set("contact", contact);
        self.templates.render(NAME, &scope).map(|text| text == YES).map_err(|fault| self.fault(&fault))
    }

    /// What the condition mentions, to be checked against what is known.
    pub fn source(&self) -> &Source {
        &self.source
    }

    fn fault(&self, fault: &Fault) -> Finding {
        self.finding(self.spelled.author_offset(fault.range.start), &fault.message)
    }

    fn finding(&self, offset: usize, reason: &str) -> Finding {
        let offset = offset.saturating_sub(OPEN.len()).min(self.source.template().len());
        Finding::new(Code::SegmentInvalid).at(self.source.place(offset)).with("reason", reason)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::template::map;

    fn segment(condition: &str) -> Result<Segment, Finding> {
        let past: Past = Arc::new(|_, address, about| address == "a@b.example" && about == "recap");
        Segment::new(&Source::new("c.md", condition, 6), Language::De, &past, Value::none())
    }

    fn holds(condition: &str) -> bool {
        let contact = map([("email", Some("a@b.example")), ("state_code", Some("HH"))]);
        segment(condition).expect("readable").holds(Value::from(contact)).expect("answers")
    }

    #[test]
    fn conditions_over_contact_and_history_hold_or_not() {
        assert!(holds("contact.state_code == 'HH' and sent('recap')"));
        assert!(!holds("contact.state_code == 'NW'"));
        assert!(!holds("not sent('recap')"));
        assert!(!holds("contact.title"));
    }

    #[test]
    fn a_fault_is_placed_inside_the_condition() {
        let fault = segment("contact.state_code = 'HH'").err().expect("no comparison");
        assert_eq!(fault.place.expect("placed").to_string(), "c.md:6:20");
        let fault = segment("true %}{% endif %}{{ 7*7 }}{% if true").err().expect("breaks out");
        assert_eq!(fault.place.expect("placed").to_string(), "c.md:6:6");
    }
}
