//! Markdown into HTML and into plain text that reads well by itself.

mod raw;
mod tables;
mod text;

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

pub(super) use text::to_text;

use crate::template::is_harmless_link;
use crate::template::protect::TOKEN;

const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// HTML of Markdown. Links with schemes other than https, http, mailto and tel, and pictures from elsewhere, become
/// plain text.
pub(super) fn to_html(markdown: &str) -> String {
    to_html_traced(markdown).0
}

/// The same, and the HTML in it that its author wrote as such.
pub(super) fn to_html_traced(markdown: &str) -> (String, Vec<Raw>) {
    let markdown = tables::tags_as_rows(markdown);
    let mut html = String::with_capacity(markdown.len() * 3 / 2);
    let mut raw = Vec::new();
    let events = join_lists(tables::rows_as_tags(events(&markdown))).into_iter().map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) if !is_token(&text) => {
            raw.push(text.into_string());
            // stands for it until it is known where it comes to stand
            Event::Html(format!("{RAW}{}{RAW}", raw.len() - 1).into())
        }
        event => event,
    });
    pulldown_cmark::html::push_html(&mut html, events);
    put_back(&html, raw)
}

/// HTML that an author wrote.
#[derive(Debug)]
pub(super) struct Raw {
    /// Where it stands in the HTML of the whole.
    pub range: Range<usize>,
    /// As it was written, with tokens for tags.
    pub text: String,
}

/// No character; nobody types it.
const RAW: char = '\u{fdd0}';

fn put_back(html: &str, raw: Vec<String>) -> (String, Vec<Raw>) {
    let mut out = String::with_capacity(html.len());
    let mut placed = Vec::with_capacity(raw.len());
    let mut rest = html;
    for (number, text) in raw.into_iter().enumerate() {
        let Some((before, behind)) = rest.split_once(&format!("{RAW}{number}{RAW}")) else { continue };
        out.push_str(before);
        let start = out.len();
        out.push_str(&text);
        placed.push(Raw { range: start..out.len(), text });
        rest = behind;
    }
    out.push_str(rest);
    (out, placed)
}

/// Whether HTML is a comment of ours for a tag.
fn is_token(html: &str) -> bool {
    html.trim_start().strip_prefix("<!--").is_some_and(|inner| inner.starts_with(TOKEN))
}

fn events(markdown: &str) -> Vec<Event<'_>> {
    let mut dropped = Vec::new();
    let safe = |event: &Event<'_>| match event {
        Event::Start(tag @ (Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. })) => {
            // a picture comes inside the mail or not at all
            let picture = matches!(tag, Tag::Image { .. });
            let keep = if picture { dest_url.starts_with("cid:") } else { is_harmless_link(dest_url) };
            dropped.push(!keep);
            keep
        }
        Event::End(TagEnd::Link | TagEnd::Image) => !dropped.pop().unwrap_or(false),
        _ => true,
    };
    Parser::new_ext(markdown, OPTIONS).filter(safe).collect()
}

/// A loop around list items leaves `<!--for-->`, a list, `<!--endfor-->`: the comments move into the list, so that
/// the loop repeats items and not lists. Other tags stay where they are.
fn join_lists(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut joined: Vec<Event<'_>> = Vec::with_capacity(events.len());
    // for each open list, how many loops moved into it
    let mut loops = Vec::new();
    let mut events = events.into_iter().filter(|event| !is_html_block(event)).peekable();
    while let Some(event) = events.next() {
        match event {
            Event::Start(Tag::List(_)) => {
                let before = joined.iter().rev().take_while(|event| is_tag(event, "for")).count();
                loops.push(before);
                joined.insert(joined.len() - before, event);
            }
            Event::End(TagEnd::List(_)) => {
                for _ in 0..loops.pop().unwrap_or(0) {
                    joined.extend(events.next_if(|event| is_tag(event, "endfor")));
                }
                joined.push(event);
            }
            event => joined.push(event),
        }
    }
    joined
}

/// The frames around HTML; they print nothing.
fn is_html_block(event: &Event<'_>) -> bool {
    matches!(event, Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock))
}

/// Whether an event is one of our comments for a Tera tag of that keyword.
fn is_tag(event: &Event<'_>, keyword: &str) -> bool {
    let Event::Html(html) = event else { return false };
    let inner = html.trim().strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
    inner.is_some_and(|inner| inner.starts_with(TOKEN) && inner.split(' ').nth(1) == Some(keyword))
}

/// The links of a text: where they stand, and where they lead.
pub(super) fn links(markdown: &str) -> Vec<(usize, String)> {
    let events = Parser::new_ext(markdown, OPTIONS).into_offset_iter();
    let link = |(event, range): (Event<'_>, Range<usize>)| match event {
        Event::Start(Tag::Link { dest_url, .. }) => Some((range.start, dest_url.into_string())),
        _ => None,
    };
    events.filter_map(link).collect()
}

/// The pictures of a text: where they stand, and what they would load.
pub(super) fn pictures(markdown: &str) -> Vec<(usize, String)> {
    let events = Parser::new_ext(markdown, OPTIONS).into_offset_iter();
    let picture = |(event, range): (Event<'_>, Range<usize>)| match event {
        Event::Start(Tag::Image { dest_url, .. }) => Some((range.start, dest_url.into_string())),
        _ => None,
    };
    events.filter_map(picture).collect()
}

/// Text for HTML content and attributes.
pub(super) fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    pulldown_cmark::html::push_html(&mut html, std::iter::once(Event::Text(CowStr::from(text))));
    html.replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loop_around_items_stays_inside_one_list() {
        let html = to_html("<!--rbq0z0q for-->\n- a\n<!--rbq0z1q endfor-->\n<!--rbq0z2q endfor-->\n");
        assert_eq!(html.matches("<ul>").count(), 1);
        assert!(html.find("<ul>") < html.find("z0q") && html.find("z1q") < html.find("</ul>"), "{html}");
        assert!(html.find("</ul>") < html.find("z2q"), "{html}");
    }

    #[test]
    fn a_loop_around_rows_stays_inside_one_table() {
        let rows = "| a | b |\n|---|---|\n<!--rbq0z0q for-->\n<!--rbq0z1q if-->\n| x | y |\n<!--rbq0z2q endif-->\n<!--rbq0z3q endfor-->\n";
        let html = to_html(&format!("<!--rbq0z4q if-->\n{rows}<!--rbq0z5q endif-->\nText\n"));
        assert_eq!((html.matches("<table>").count(), html.matches("<tr>").count()), (1, 2), "{html}");
        let at = |words: &str| html.find(words).unwrap_or_else(|| panic!("{words}: {html}"));
        let order = ["z4q", "<table>", "</thead>", "z0q", "z1q", "<td>x", "z2q", "z3q", "</table>", "z5q", "<p>Text"];
        assert!(order.windows(2).all(|pair| at(pair[0]) < at(pair[1])), "{html}");
    }

    #[test]
    fn a_link_cannot_run_a_script() {
        for target in ["javascript:alert(1)", "JaVaScript:alert(1)", "data:text/html,x", "vbscript:x"] {
            assert!(!to_html(&format!("[x]({target})")).contains("href"), "{target}");
        }
        assert!(to_html("[x](mailto:a@b.example)").contains("href"));
    }
}
