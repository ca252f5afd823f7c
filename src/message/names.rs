//! Names in tags: what no list and no schema knows is told at its place, before anything is rendered.

use std::collections::BTreeSet;

use super::{SENDER_NAMES, brand, links};
use crate::campaign::{self, Campaign};
use crate::contact::{Contacts, Land};
use crate::finding::{Code, Finding};
use crate::list::{Field, Fields};
use crate::nearest::nearest;
use crate::template::{self, Comparison, Source};
use crate::{contact, event};

pub(super) fn body_slot_missing(layout: &Source) -> Option<Finding> {
    let has = template::references(layout.template()).iter().any(|r| r.path == ["campaign", "body"]);
    (!has).then(|| Finding::new(Code::BodySlotMissing).at(layout.begin()))
}

/// What stands in a place that a layout keeps for it, put there as text before Tera reads anything.
const SLOTS: [&str; 3] = ["body", "preheader", "subject"];

/// Where one of these stands with a filter or in a condition, or in what is not a layout: nothing would be there.
pub(super) fn misused_slots(source: &Source, is_layout: bool) -> Vec<Finding> {
    let text = source.template();
    let is_alone = |reference: &template::Reference| {
        let blank = |c: char| c.is_whitespace() || c == '-';
        text[..reference.range.start].trim_end_matches(blank).ends_with("{{")
            && text[reference.range.end..].trim_start_matches(blank).starts_with("}}")
    };
    let told = |reference: template::Reference| {
        let [root, slot, ..] = &reference.path[..] else { return None };
        let is_misused = root == "campaign" && SLOTS.contains(&slot.as_str()) && !(is_layout && is_alone(&reference));
        let what = if is_layout { "alone" } else { "layout" };
        let finding = || Finding::new(Code::SlotMisused).at(source.place(reference.range.start));
        is_misused.then(|| finding().with("variable", reference.path.join(".")).with("what", what))
    };
    template::references(text).into_iter().filter_map(told).collect()
}

/// What an audience's condition names that nothing bears: variables, Länder, lists, and questions that are answered
/// with no for everybody. It can speak of `contact`, its `lists` and `tags`, and of `event`.
pub fn unknown_in_condition(source: &Source, contacts: &Contacts) -> Vec<Finding> {
    let mut findings = unknown_variables(source, contacts.fields());
    let comparisons = template::comparisons(source.template());
    findings.extend(comparisons.iter().filter_map(|comparison| unknown_literal(source, contacts, comparison)));
    findings.extend(computed(source, template::computed_questions(source.template())));
    let numbers = template::compared_numbers(source.template()).into_iter();
    let of_contact = numbers.filter(|(path, ..)| path.first().is_some_and(|first| first == "contact"));
    findings.extend(of_contact.map(|(path, number, at)| {
        let finding = Finding::new(Code::NumberCompared).at(source.place(at));
        finding.with("variable", path.join(".")).with("value", number)
    }));
    let constant =
        |(word, at): (String, usize)| Finding::new(Code::ConstantAlone).at(source.place(at)).with("value", word);
    findings.extend(template::constants(source.template()).into_iter().map(constant));
    findings
}

/// A word that is compared with a Land or with the lists, and is none of them.
fn unknown_literal(source: &Source, contacts: &Contacts, comparison: &Comparison) -> Option<Finding> {
    let path: Vec<&str> = comparison.path.iter().map(String::as_str).collect();
    let (literal, place) = (comparison.literal.as_str(), source.place(comparison.at));
    let no_land = |known: Vec<&str>, meant: Option<&str>| {
        let nearest = meant.map(str::to_owned).or_else(|| nearest(literal, &known)).unwrap_or_default();
        let finding = Finding::new(Code::StateLiteralUnknown).at(place.clone()).with("value", literal);
        finding.with("known", known.join(", ")).with("nearest", nearest)
    };
    match path[..] {
        ["contact", "state_code"] => {
            let known: Vec<&str> = Land::all().map(Land::code).collect();
            (!known.contains(&literal)).then(|| no_land(known, Land::read(literal).map(Land::code)))
        }
        ["contact", "state"] => {
            let known: Vec<&str> = Land::all().map(Land::name).collect();
            // what a list has instead of a Land is seen as written
            let written = || contacts.iter().any(|contact| contact.value(Field::State) == Some(literal));
            (!known.contains(&literal) && (Land::read(literal).is_some() || !written()))
                .then(|| no_land(known, Land::read(literal).map(Land::name)))
        }
        ["lists" | "tags"] | ["contact", "lists" | "tags"] if comparison.equal => {
            let finding = Finding::new(Code::ComparisonNever).at(place);
            Some(finding.with("variable", path.join(".")).with("value", literal))
        }
        ["lists"] | ["contact", "lists"] | ["lists", _] | ["contact", "lists", _] => {
            let known = contacts.list_names();
            let finding = || Finding::new(Code::ListUnknown).at(place.clone()).with("list", literal);
            (!known.iter().any(|name| name == literal)).then(|| finding().with("known", known.join(", ")))
        }
        _ => None,
    }
}

fn computed(source: &Source, questions: Vec<(String, usize)>) -> impl Iterator<Item = Finding> {
    let told = |(question, at)| Finding::new(Code::QuestionComputed).at(source.place(at)).with("question", question);
    questions.into_iter().map(told)
}

fn unknown_variables(source: &Source, fields: &Fields) -> Vec<Finding> {
    let references = template::references_in_expression(source.template());
    let known = ["contact", "event", "lists", "tags"];
    let strangers = references.iter().filter(|r| {
        let is_word = r.path.len() == 1 && !is_variable(source.template(), r);
        !known.contains(&r.path[0].as_str()) && !is_word
    });
    let roots = known.map(str::to_owned);
    let strange = |reference: &template::Reference| {
        let nearest = nearest(&reference.path[0], &roots).unwrap_or_default();
        unknown_variable(&reference.path.join("."), &nearest).at(source.place(reference.range.start))
    };
    let mut findings: Vec<Finding> = strangers.map(strange).collect();
    findings.extend(unknown_among(source, references, fields));
    findings
}

/// Whether a word alone is a variable: neither an operator nor a value, nor what a function, a filter or a test is called.
fn is_variable(expression: &str, reference: &template::Reference) -> bool {
    const WORDS: [&str; 11] = ["and", "or", "not", "in", "is", "if", "else", "for", "true", "false", "none"];
    let (before, after) =
        (expression[..reference.range.start].trim_end(), expression[reference.range.end..].trim_start());
    let behind =
        |word: &str| before.strip_suffix(word).is_some_and(|rest| rest.is_empty() || rest.ends_with([' ', '(']));
    let is_named = after.starts_with('(') || before.ends_with('|') || behind("is") || behind("is not");
    !is_named && !WORDS.contains(&reference.path[0].to_ascii_lowercase().as_str())
}

/// Names below `contact`, `event`, `campaign`, `sender` and `links` that no list and no schema knows.
/// Questions about the past that are asked with a computed name stand with them.
pub(super) fn unknown_names(source: &Source, fields: &Fields) -> Vec<Finding> {
    let mut findings = unknown_among(source, template::references(source.template()), fields);
    findings.extend(computed(source, template::computed_questions_in_tags(source.template())));
    let unescaped = template::references(source.template()).into_iter().filter(|r| r.path == ["safe"]);
    findings.extend(unescaped.map(|r| Finding::new(Code::FilterUnsafe).at(source.place(r.range.start))));
    // Tera's own names hold everything that is known of a contact, tokens too
    let own = template::references(source.template()).into_iter().filter(|r| r.path[0].starts_with("__tera"));
    findings.extend(own.map(|r| unknown_variable(&r.path.join("."), "").at(source.place(r.range.start))));
    findings
}

fn unknown_among(source: &Source, references: Vec<template::Reference>, fields: &Fields) -> Vec<Finding> {
    let fault = |reference: template::Reference| {
        if let [root, link, ..] = &reference.path[..]
            && root == "links"
            && links::UNAVAILABLE.contains(&link.as_str())
        {
            let finding = Finding::new(Code::LinkUnavailable).at(source.place(reference.range.start));
            return Some(finding.with("link", link));
        }
        let known = known_below(&reference.path, fields)?;
        let name = &reference.path[known.0];
        if known.1.iter().any(|known| known == name) {
            return None;
        }
        let nearest = nearest(name, &known.1).unwrap_or_default();
        let place = source.place(reference.range.start);
        Some(unknown_variable(&reference.path.join("."), &nearest).at(place))
    };
    references.into_iter().filter_map(fault).collect()
}

fn unknown_variable(variable: &str, nearest: &str) -> Finding {
    Finding::new(Code::VariableUnknown).with("variable", variable).with("nearest", nearest)
}

/// The part of a path that can be checked, and what it can be.
fn known_below(path: &[String], fields: &Fields) -> Option<(usize, Vec<String>)> {
    let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    match (path.first()?.as_str(), path.len()) {
        ("contact", 3..) if path[1] == "extra" => Some((2, fields.headings().map(str::to_owned).collect())),
        ("contact", 2..) => Some((1, contact::names().map(str::to_owned).collect())),
        ("event", 2..) => Some((1, owned(&event::NAMES))),
        ("campaign", 2..) => Some((1, owned(&campaign::NAMES))),
        ("sender", 2..) => Some((1, owned(&SENDER_NAMES))),
        ("brand", 2..) => Some((1, owned(&brand::NAMES))),
        ("links", 2..) => Some((1, owned(&links::NAMES))),
        _ => None,
    }
}

/// What an author gave a name in this campaign for nothing: `{% set … %}` that no tag reads, and a `preheader` without a
/// template that shows it. Facts of an event and columns of a list are there for many campaigns, so that none of them has
/// to show all: those are no mistake.
pub fn unused(campaign: &Campaign, templates: &[&Source]) -> Vec<Finding> {
    let sources: Vec<&Source> =
        [&campaign.subject, &campaign.preheader, &campaign.body].into_iter().chain(templates.iter().copied()).collect();
    // the body becomes a part of the templates: what one sets the other may read
    let is_read = |name: &str| {
        sources.iter().any(|source| {
            let set = template::settings(source.template());
            let references = template::references(source.template());
            references.iter().any(|r| r.path[0] == name && !set.iter().any(|(_, at)| *at == r.range.start))
        })
    };
    let mut findings: Vec<Finding> = Vec::new();
    for source in &sources {
        let unread = template::settings(source.template()).into_iter().filter(|(name, _)| !is_read(name));
        let told = |(name, at)| {
            Finding::new(Code::VariableUnused).at(source.place(at)).with("variable", name).with("kind", "set")
        };
        findings.extend(unread.map(told));
    }
    let shows =
        |source: &Source| template::references(source.template()).iter().any(|r| r.path == ["campaign", "preheader"]);
    if !campaign.preheader.template().is_empty() && !sources.iter().any(|source| shows(source)) {
        let finding = Finding::new(Code::VariableUnused).at(campaign.preheader.place(0));
        findings.push(finding.with("variable", "preheader").with("kind", "preheader"));
    }
    findings
}

/// Of the names that templates expect, those that are neither a root of ours nor set inside the template.
pub(super) fn unknown_roots(names: &BTreeSet<String>, sources: &[&Source]) -> Vec<Finding> {
    let roots = ["contact", "event", "campaign", "sender", "brand", "links", "public"];
    let unknown = names.iter().filter(|name| !roots.contains(&name.as_str()));
    let known: Vec<String> = roots.iter().map(|&root| root.to_owned()).collect();
    let find = |name: &String| {
        let nearest = nearest(name, &known).unwrap_or_default();
        let finding = unknown_variable(name, &nearest);
        let place = sources.iter().find_map(|source| {
            let references = template::references(source.template());
            references.iter().find(|r| r.path.first() == Some(name)).map(|r| source.place(r.range.start))
        });
        match place {
            Some(place) => finding.at(place),
            None => finding,
        }
    };
    unknown.map(find).collect()
}
