//! What an author must not put into a mail: code, and anything that a mail program would fetch from somewhere.

use std::ops::Range;

use super::markdown;
use crate::event::Event;
use crate::finding::{Code, Finding};
use crate::template::{Source, is_harmless_link};

/// Elements that run or load something; no mail program shows them as meant.
const ELEMENTS: [&str; 9] =
    ["<script", "<iframe", "<object", "<embed", "<link", "<base", "<mj-include", "<mj-font", "<video"];

/// Attributes whose value is loaded.
const LOADED: [&str; 6] = ["src", "srcset", "background", "background-url", "poster", "data"];

/// Findings for a template: code, fonts, style sheets and pictures from elsewhere. Pictures come inside the mail.
pub(super) fn content(source: &Source) -> Vec<Finding> {
    // ASCII only, so that bytes stay where they are
    let text = source.template().to_ascii_lowercase();
    let tags = tags(&text);
    let mut found: Vec<(usize, String)> = Vec::new();
    for element in ELEMENTS {
        found.extend(text.match_indices(element).map(|(at, element)| (at, element.to_owned())));
    }
    for attribute in LOADED {
        found.extend(attributes(source.template(), &text, &tags, attribute));
    }
    found.extend(handlers(source.template(), &text, &tags));
    found.extend(text.match_indices("@import").map(|(at, import)| (at, import.to_owned())));
    found.extend(text.match_indices("url(").filter_map(|(at, _)| {
        let target = text[at + 4..].trim_start_matches(['"', '\'', ' ']);
        (!target.starts_with("cid:")).then(|| (at, shown(&text[at..])))
    }));
    let pictures = markdown::pictures(source.template()).into_iter();
    found.extend(pictures.filter(|(_, target)| !target.starts_with("cid:")));
    found.sort();
    found.dedup_by_key(|(at, _)| *at);
    found
        .into_iter()
        .map(|(at, what)| {
            let nearest = own_picture(&what).unwrap_or_default();
            Finding::new(Code::ForeignContent).at(source.place(at)).with("what", what).with("nearest", nearest)
        })
        .collect()
}

/// Where an attribute inside a tag names something that is not part of the mail.
fn attributes(written: &str, text: &str, tags: &[Range<usize>], name: &str) -> Vec<(usize, String)> {
    let loads = |(at, _): (usize, &str)| {
        let value = text[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
        let own = value.trim_start_matches(['"', '\'', ' ']).starts_with("cid:");
        (begins_attribute(text, tags, at) && !own).then(|| (at, shown(&written[at..])))
    };
    text.match_indices(name).filter_map(loads).collect()
}

/// Attributes that run something when a reader does something: `onclick="…"` (HTML Living Standard, 8.1.8).
fn handlers(written: &str, text: &str, tags: &[Range<usize>]) -> Vec<(usize, String)> {
    let runs = |(at, _): (usize, &str)| {
        let name = &text[at..];
        let end = name.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(name.len());
        let is_set = end > "on".len() && name[end..].trim_start().starts_with('=');
        (is_set && begins_attribute(text, tags, at)).then(|| (at, shown(&written[at..])))
    };
    text.match_indices("on").filter_map(runs).collect()
}

/// Whether a name at this byte can be that of an attribute: inside a tag, and apart from what stands before it.
fn begins_attribute(text: &str, tags: &[Range<usize>], at: usize) -> bool {
    let number = tags.partition_point(|tag| tag.end <= at);
    let inside_tag = tags.get(number).is_some_and(|tag| tag.start < at);
    let before = text[..at].chars().next_back();
    inside_tag && before.is_some_and(|c| c.is_ascii_whitespace() || c == '"' || c == '\'' || c == '/')
}

/// The tags of HTML in a template, in order: a `>` in quotes or in a tag of Tera's ends none.
pub(super) fn tags(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices('<') {
        let is_new = found.last().is_none_or(|last| last.end <= at);
        if is_new && text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            found.push(at..end_of_tag(text, at));
        }
    }
    found
}

/// The byte behind a tag of HTML that begins at `start`.
fn end_of_tag(text: &str, start: usize) -> usize {
    let mut at = start;
    // only a value is quoted: `<b it's>` is a tag
    let mut after_sign = false;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at + c.len_utf8()..];
        let close = match c {
            '>' => return at + 1,
            '"' | '\'' if after_sign => rest.find(c).map(|end| end + 1),
            '{' if rest.starts_with('{') => rest.find("}}").map(|end| end + 2),
            '{' if rest.starts_with('%') => rest.find("%}").map(|end| end + 2),
            _ => Some(0),
        };
        after_sign = c == '=' || after_sign && c.is_ascii_whitespace();
        at += c.len_utf8() + close.unwrap_or(rest.len());
    }
    text.len()
}

/// Links of the body, and of the report where it shows that, which come to nothing: with a scheme that could run something
/// they become plain text.
pub fn dropped_links(body: &Source, event: &Event) -> Vec<Finding> {
    let told = |what: &str, place| Finding::new(Code::LinkUnsafe).at(place).with("what", what).with("detail", "");
    let dropped = |text: &str| {
        let links = markdown::links(text).into_iter();
        links.filter(|(_, target)| !target.contains('{') && !is_harmless_link(target)).collect::<Vec<_>>()
    };
    let of_body = dropped(body.template()).into_iter().map(|(at, target)| told(&target, body.place(at)));
    let of_report = dropped(&event.report).into_iter().map(|(at, target)| told(&target, event.place_in_report(at)));
    let shows_report = body.template().contains("event.report");
    of_body.chain(of_report.filter(|_| shows_report)).collect()
}

/// How a picture of the workspace is named, if the target of a picture looks like one: `saal.png`, `src="saal.png"`.
fn own_picture(what: &str) -> Option<String> {
    let target = what.split_once('=').map_or(what, |(_, value)| {
        let value = value.trim_start();
        let quoted = value.strip_prefix(['"', '\'']).map(|value| value.split(['"', '\'']).next().unwrap_or_default());
        quoted.unwrap_or_else(|| value.split_whitespace().next().unwrap_or_default())
    });
    let name = target.strip_prefix("data/media/").unwrap_or(target);
    let is_picture = [".png", ".jpg", ".jpeg", ".gif"].iter().any(|end| name.to_ascii_lowercase().ends_with(end));
    (is_picture && !name.contains([':', '{']) && !what.contains("//"))
        .then(|| format!("cid:{}", name.replace(' ', "%20")))
}

/// As much of a text as a person needs to recognise it.
pub(super) fn shown(text: &str) -> String {
    let end = text.find(['>', '\n', ')']).unwrap_or(text.len());
    text[..end].chars().take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> Vec<String> {
        let findings = content(&Source::new("a.mjml", text, 1));
        findings.into_iter().map(|finding| finding.place.expect("placed").to_string()).collect()
    }

    #[test]
    fn whatever_runs_or_is_fetched_is_named_at_its_place() {
        for text in [
            "ä <SCRIPT>x</SCRIPT>",
            "ä <img src=\"https://x.example/p.gif\">",
            "ä <img alt=\"\" src = '&#104;ttps://x.example/p.gif'>",
            "ä <img src=\"{{ event.url }}\">",
            "ä <p style='background:url( \"//x.example/a\")'>",
            "ä @import 'x.css';",
            "ä <p onclick=\"x()\">",
            "ä <img alt=\"\"ONLOAD = 'x()'>",
            "ä <p title='>' onclick=x>",
            "ä <p title = \"<\" onclick=x>",
            "ä <p title=\"{{ a > b }}\" {% if a > b %}id=x{% endif %} onclick=x>",
            "ä <p it's onclick=x>'",
            "ä <p/onclick=x",
            "ä ![Bild](https://x.example/p.png)",
            "ä ![Bild][r]\n\n[r]: https://x.example/p.png",
        ] {
            assert_eq!(places(text).len(), 1, "{text}");
            assert!(places(text)[0].starts_with("a.mjml:1:"), "{text}");
        }
        assert!(places("<p only>onclick=1 <b data-on=\"1\" on>ononly = 2 <3 onclick=x").is_empty());
        assert!(places("<a href=\"https://x.example/\">src=x</a> <img src=\"cid:logo\"> ![x](cid:y)").is_empty());
    }
}
