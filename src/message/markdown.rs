//! Markdown into HTML and into plain text that reads well by itself.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::template::is_harmless_link;
use crate::template::protect::TOKEN;

const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// HTML of Markdown. Links with schemes other than https, http, mailto and tel, and pictures from elsewhere, become
/// plain text.
pub(super) fn to_html(markdown: &str) -> String {
    let mut html = String::with_capacity(markdown.len() * 3 / 2);
    pulldown_cmark::html::push_html(&mut html, join_lists(events(markdown)).into_iter());
    html
}

/// Plain text of Markdown: link targets in angle brackets behind their text, lists with dashes, no markup.
pub(super) fn to_text(markdown: &str) -> String {
    let mut writer = TextWriter::default();
    for event in events(markdown) {
        writer.take(event);
    }
    writer.out.trim_end().to_owned() + "\n"
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

/// The pictures of a text: where they stand, and what they would load.
pub(super) fn pictures(markdown: &str) -> Vec<(usize, String)> {
    let events = Parser::new_ext(markdown, OPTIONS).into_offset_iter();
    let picture = |(event, range): (Event<'_>, std::ops::Range<usize>)| match event {
        Event::Start(Tag::Image { dest_url, .. }) => Some((range.start, dest_url.into_string())),
        _ => None,
    };
    events.filter_map(picture).collect()
}

/// Writes blocks line by line.
#[derive(Default)]
struct TextWriter {
    out: String,
    /// The block at hand.
    line: String,
    /// What stands before each line: `> ` and the indentation of lists.
    indents: Vec<&'static str>,
    /// For each open list the next number, if it is numbered.
    lists: Vec<Option<u64>>,
    /// What begins the next line of a list item.
    marker: Option<String>,
    links: Vec<(usize, String)>,
    cells: Vec<String>,
    tight: bool,
}

impl TextWriter {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.open(tag),
            Event::End(tag) => self.close(tag),
            Event::Text(text) | Event::Code(text) => self.line.push_str(&text),
            Event::SoftBreak => self.line.push(' '),
            Event::HardBreak => self.line.push('\n'),
            Event::Rule => self.block("----", false),
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html),
            _ => {}
        }
    }

    fn open(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::BlockQuote(_) => self.indents.push("> "),
            Tag::List(first) => {
                self.flush(true);
                self.lists.push(first);
            }
            Tag::Item => self.item(),
            Tag::Link { dest_url, .. } => self.links.push((self.line.len(), dest_url.into_string())),
            Tag::TableCell => self.line.clear(),
            _ => {}
        }
    }

    fn item(&mut self) {
        let marker = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => "- ".to_owned(),
        };
        self.marker = Some(marker);
        self.indents.push("  ");
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::CodeBlock => self.flush(self.lists.is_empty()),
            TagEnd::Heading(level) => self.heading(level),
            TagEnd::BlockQuote(_) => {
                self.indents.pop();
            }
            TagEnd::Item => {
                self.flush(false);
                self.indents.pop();
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.out.push('\n');
            }
            TagEnd::Link => self.link(),
            TagEnd::TableCell => self.cells.push(std::mem::take(&mut self.line)),
            TagEnd::TableRow | TagEnd::TableHead => {
                let row = std::mem::take(&mut self.cells).join(" | ");
                self.block(&row, true);
            }
            TagEnd::Table => self.out.push('\n'),
            _ => {}
        }
    }

    fn link(&mut self) {
        let Some((start, target)) = self.links.pop() else { return };
        let label = &self.line[start..];
        if label != target && Some(label) != target.strip_prefix("mailto:") {
            self.line.push_str(" <");
            self.line.push_str(&target);
            self.line.push('>');
        }
    }

    fn heading(&mut self, level: HeadingLevel) {
        let heading = std::mem::take(&mut self.line);
        let sign = if level <= HeadingLevel::H2 { "=" } else { "-" };
        self.block(&heading, true);
        self.block(&sign.repeat(3), false);
    }

    /// Tags of ours pass as they are; an author's HTML leaves only its text.
    fn html(&mut self, html: &str) {
        if html.trim_start().strip_prefix("<!--").is_some_and(|inner| inner.starts_with(TOKEN)) {
            self.line.push_str(html.trim());
            if html.ends_with('\n') {
                self.flush(true);
            }
            return;
        }
        let mut inside = false;
        for c in html.chars() {
            match c {
                '<' => inside = true,
                '>' => inside = false,
                c if !inside => self.line.push(c),
                _ => {}
            }
        }
    }

    fn flush(&mut self, loose: bool) {
        let line = std::mem::take(&mut self.line);
        if !line.trim().is_empty() {
            self.block(line.trim_end(), !loose);
        }
    }

    fn block(&mut self, text: &str, tight: bool) {
        self.tight = tight;
        for line in text.split('\n') {
            let marker = self.marker.take();
            let outer = self.indents.len() - usize::from(marker.is_some() && !self.indents.is_empty());
            self.out.extend(self.indents[..outer].iter().copied());
            self.out.push_str(marker.as_deref().unwrap_or_default());
            self.out.push_str(line);
            self.out.push('\n');
        }
        if !tight {
            self.out.push('\n');
        }
    }
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
    fn plain_text_reads_well_by_itself() {
        let text = to_text(
            "# Rückblick\n\nEin *schöner* Tag mit\n[Programm](https://a.example/p).\n\n- eins\n- zwei **fett**\n\n1. a\n2. b\n\n> Lohnend\n\nEnde",
        );
        insta::assert_snapshot!(text, @r"
        Rückblick
        ===

        Ein schöner Tag mit Programm <https://a.example/p>.

        - eins
        - zwei fett

        1. a
        2. b

        > Lohnend

        Ende
        ");
    }

    #[test]
    fn tables_keep_their_cells_apart() {
        insta::assert_snapshot!(to_text("| Zeit | Titel |\n|---|---|\n| 10:00 | Auftakt |\n"), @r"
        Zeit | Titel
        10:00 | Auftakt
        ");
    }

    #[test]
    fn a_loop_around_items_stays_inside_one_list() {
        let html = to_html("<!--rbq0z0q for-->\n- a\n<!--rbq0z1q endfor-->\n<!--rbq0z2q endfor-->\n");
        assert_eq!(html.matches("<ul>").count(), 1);
        assert!(html.find("<ul>") < html.find("z0q") && html.find("z1q") < html.find("</ul>"), "{html}");
        assert!(html.find("</ul>") < html.find("z2q"), "{html}");
    }

    #[test]
    fn a_link_cannot_run_a_script() {
        for target in ["javascript:alert(1)", "JaVaScript:alert(1)", "data:text/html,x", "vbscript:x"] {
            assert!(!to_html(&format!("[x]({target})")).contains("href"), "{target}");
        }
        assert!(to_html("[x](mailto:a@b.example)").contains("href"));
    }
}
