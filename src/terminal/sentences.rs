//! Every sentence that a communications person reads, from `locales/`.

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::template::Language;

/// What fills a placeable.
#[derive(Debug, Clone)]
pub enum Fact {
    /// Text.
    Text(String),
    /// A number, which also picks the plural.
    Number(u64),
}

impl From<&str> for Fact {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Fact {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Fact {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Fact {
    fn from(number: usize) -> Self {
        Self::Number(number as u64)
    }
}

/// The sentences of one language.
pub struct Sentences {
    language: Language,
    /// Read when the first is said: most commands learn which language they speak before they say anything.
    bundle: OnceLock<FluentBundle<FluentResource>>,
}

impl Sentences {
    /// The sentences of a language.
    pub fn new(language: Language) -> Self {
        Self { language, bundle: OnceLock::new() }
    }

    /// The language spoken.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The sentence of a key, or of a key's attribute (`key.attribute`). A missing one shows as its key.
    pub fn say(&self, key: &str, facts: &[(&str, Fact)]) -> String {
        self.find(key, facts).unwrap_or_else(|| key.to_owned())
    }

    /// As [`Sentences::say`], but `None` where there is no such sentence.
    pub fn find(&self, key: &str, facts: &[(&str, Fact)]) -> Option<String> {
        let (id, attribute) = key.split_once('.').map_or((key, None), |(id, attribute)| (id, Some(attribute)));
        let bundle = self.bundle.get_or_init(|| read(self.language));
        let message = bundle.get_message(id)?;
        let pattern = match attribute {
            Some(attribute) => message.get_attribute(attribute)?.value(),
            None => message.value()?,
        };
        let mut arguments = FluentArgs::new();
        for (name, fact) in facts {
            arguments.set((*name).to_owned(), value(fact));
        }
        let mut errors = Vec::new();
        Some(bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned())
    }
}

fn read(language: Language) -> FluentBundle<FluentResource> {
    let (tag, text) = match language {
        Language::De => ("de", include_str!("../../locales/de.ftl")),
        Language::En => ("en", include_str!("../../locales/en.ftl")),
    };
    let identifier: LanguageIdentifier = tag.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
    // the invisible marks around placeables are for bidirectional text, and would go into pages and logs
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match language {
        Language::De => |value, _| grouped(value, '.'),
        Language::En => |value, _| grouped(value, ','),
    }));
    // a broken file is found by a test; what can be read of it is used
    let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(resource, _)| resource);
    bundle.add_resource_overriding(resource);
    bundle
}

fn value(fact: &Fact) -> FluentValue<'static> {
    match fact {
        Fact::Text(text) => FluentValue::from(text.clone()),
        // plural rules take floats; nobody has 2^53 contacts
        #[expect(clippy::cast_precision_loss, reason = "counts of contacts")]
        Fact::Number(number) => FluentValue::from(*number as f64),
    }
}

/// `20000` as `20.000` or `20,000`.
fn grouped(value: &FluentValue<'_>, separator: char) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let digits = number.as_string();
    if digits.len() < 5 || digits.contains('.') {
        return None;
    }
    let mut out = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_as_the_language_does() {
        let count =
            |language, number: u64| Sentences::new(language).say("plan-recipients", &[("count", Fact::from(number))]);
        assert!(count(Language::De, 20_000).contains("20.000"), "{}", count(Language::De, 20_000));
        assert!(count(Language::En, 20_000).contains("20,000"));
        assert!(count(Language::De, 50).contains("50"));
    }
}
