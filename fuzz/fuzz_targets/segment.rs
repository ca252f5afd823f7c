//! Any text as the condition of an audience: it is read or refused, and answered or refused, and never panics.

#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use rundbrief::audience::Segment;
use rundbrief::template::{Language, Past, Source, Value, comparisons, computed_questions, map, questions};

fuzz_target!(|text: &str| {
    let past: Past = Arc::new(|_, address, about| address.len() > about.len());
    let source = Source::new("data/campaigns/fuzz.md", text, 6);
    for comparison in comparisons(text) {
        assert!(text.is_char_boundary(comparison.at));
    }
    for asked in questions(text) {
        assert!(text.is_char_boundary(asked.at));
    }
    for (_, at) in computed_questions(text) {
        assert!(text.is_char_boundary(at));
    }
    let Ok(segment) = Segment::new(&source, Language::De, &past, Value::none()) else { return };
    let mut contact = map([("email", Some("a@b.example")), ("state_code", Some("HH")), ("last_name", Some("Öz"))]);
    contact.insert("lists".into(), Value::from(vec![Value::from("cdos")]));
    let _ = segment.holds(Value::from(contact));
});
