//! Loops and conditions around the rows of a table.
//!
//! A line that holds nothing but a tag would end the table. So it goes through the Markdown reader as a row, and comes
//! out as the tag again.

use std::borrow::Cow;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::template::protect::TOKEN;

/// Markdown in which tags on lines of their own between rows are rows.
pub(super) fn tags_as_rows(markdown: &str) -> Cow<'_, str> {
    if !markdown.contains('|') {
        return Cow::Borrowed(markdown);
    }
    let lines: Vec<&str> = markdown.lines().collect();
    let mut out = String::with_capacity(markdown.len() + 64);
    // how many tags are open that stand between rows, and whether the line before is one
    let (mut open, mut in_table) = (0_usize, false);
    for (number, line) in lines.iter().enumerate() {
        let keywords = keywords(line);
        let inside = in_table && !keywords.is_empty() && (open > 0 || before_row(&lines[number..]));
        if inside {
            out.extend(["| ", line.trim(), " |\n"]);
            for keyword in keywords {
                match keyword {
                    "if" | "for" => open += 1,
                    "endif" | "endfor" => open = open.saturating_sub(1),
                    _ => {}
                }
            }
        } else {
            in_table = line.trim_start().starts_with('|');
            open = if in_table { open } else { 0 };
            out.extend([line, "\n"]);
        }
    }
    Cow::Owned(out)
}

/// Whether a row follows, after tags at most.
fn before_row(lines: &[&str]) -> bool {
    let opens = |line: &&str| keywords(line).iter().any(|keyword| matches!(*keyword, "if" | "for"));
    let next = lines.iter().find(|line| keywords(line).is_empty());
    lines.first().is_some_and(opens) && next.is_some_and(|line| line.trim_start().starts_with('|'))
}

/// The keywords of the tags on a line that holds nothing else; else none.
fn keywords(line: &str) -> Vec<&str> {
    let mut rest = line.trim();
    let mut keywords = Vec::new();
    while !rest.is_empty() {
        let Some((tag, after)) = rest.strip_prefix("<!--").and_then(|rest| rest.split_once("-->")) else {
            return Vec::new();
        };
        let Some(keyword) = tag.strip_prefix(TOKEN).and_then(|tag| tag.split(' ').nth(1)) else { return Vec::new() };
        keywords.push(keyword);
        rest = after.trim_start();
    }
    keywords
}

/// Tags in place of the rows that stand for them.
pub(super) fn rows_as_tags(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut out: Vec<Event<'_>> = Vec::with_capacity(events.len());
    let mut begin = None;
    for event in events {
        match event {
            Event::Start(Tag::TableRow) => {
                begin = Some(out.len());
                out.push(event);
            }
            Event::End(TagEnd::TableRow) => {
                let row = out.split_off(begin.take().unwrap_or(out.len()));
                if is_tags(&row) {
                    out.extend(row.into_iter().filter_map(|event| match event {
                        Event::InlineHtml(html) => Some(Event::Html(html)),
                        _ => None,
                    }));
                } else {
                    out.extend(row);
                    out.push(event);
                }
            }
            event => out.push(event),
        }
    }
    out
}

fn is_tags(row: &[Event<'_>]) -> bool {
    let is_tag = |event: &Event<'_>| match event {
        Event::InlineHtml(html) => !keywords(html).is_empty(),
        _ => false,
    };
    let is_frame = |event: &Event<'_>| {
        matches!(event, Event::Start(Tag::TableRow | Tag::TableCell) | Event::End(TagEnd::TableCell | TagEnd::TableRow))
    };
    row.iter().any(is_tag) && row.iter().all(|event| is_tag(event) || is_frame(event))
}
