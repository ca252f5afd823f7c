//! Markdown into HTML and into plain text that reads well by itself.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

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
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut dropped = Vec::new();
    let safe = |event: &Event<'_>| match event {
        Event::Start(tag @ (Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. })) => {
            // a picture comes inside the mail or not at all
            let picture = matches!(tag, Tag::Image { .. });
            let keep = if picture { dest_url.starts_with("cid:") } else { harmless(dest_url) };
            dropped.push(!keep);
            keep
        }
        Event::End(TagEnd::Link | TagEnd::Image) => !dropped.pop().unwrap_or(false),
        _ => true,
    };
    Parser::new_ext(markdown, options).filter(safe).collect()
}

/// Whether a link target can be followed without running anything.
fn harmless(target: &str) -> bool {
    let compact: String = target.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    match compact.split_once(':') {
        Some((scheme, _)) if !scheme.contains(['/', '?', '#']) => {
            ["https", "http", "mailto", "tel"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
        }
        _ => true,
    }
}

/// A loop around list items leaves `<!--for-->`, a list, `<!--endfor-->`: the comments move into the list, so that
/// the loop repeats items and not lists.
fn join_lists(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut joined: Vec<Event<'_>> = Vec::with_capacity(events.len());
    let mut events = events.into_iter().peekable();
    while let Some(event) = events.next() {
        if let Event::Start(Tag::List(_)) = event
            && let Some(at) = comments_at_end(&joined)
        {
            joined.insert(at, event);
            continue;
        }
        let ends_list = matches!(event, Event::End(TagEnd::List(_)));
        if ends_list && events.peek().is_some_and(begins_comment_block) {
            while events.peek().is_some_and(in_comment_block) {
                joined.extend(events.next());
            }
        }
        joined.push(event);
    }
    joined
}

fn comments_at_end(events: &[Event<'_>]) -> Option<usize> {
    let kept = events.iter().rposition(|event| !in_comment_block(event)).map_or(0, |at| at + 1);
    (kept < events.len()).then_some(kept)
}

fn begins_comment_block(event: &Event<'_>) -> bool {
    matches!(event, Event::Start(Tag::HtmlBlock))
}

fn in_comment_block(event: &Event<'_>) -> bool {
    match event {
        Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => true,
        Event::Html(html) => is_comment(html),
        _ => false,
    }
}

fn is_comment(html: &str) -> bool {
    let html = html.trim();
    html.is_empty() || (html.starts_with("<!--") && html.ends_with("-->"))
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
        self.block(&sign.repeat(heading.chars().count().min(40)), false);
    }

    /// Tags of ours pass as they are; an author's HTML leaves only its text.
    fn html(&mut self, html: &str) {
        if html.trim_start().starts_with("<!--rbq") {
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

/// Markdown in which nothing can become HTML: for text that is data, not an author's page.
pub(super) fn without_html(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let link = ["<https://", "<http://", "<mailto:"].iter().any(|open| rest[at..].starts_with(open));
        out.push_str(if link { "<" } else { "&lt;" });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out
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
        =========

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
        let html = to_html("<!--rbq0z0q-->\n- a\n<!--rbq0z1q-->\n");
        assert_eq!(html.matches("<ul>").count(), 1);
        assert!(html.find("<ul>") < html.find("z0q") && html.find("z1q") < html.find("</ul>"), "{html}");
    }

    #[test]
    fn a_link_cannot_run_a_script() {
        for target in ["javascript:alert(1)", "JaVaScript:alert(1)", "data:text/html,x", "vbscript:x"] {
            assert!(!to_html(&format!("[x]({target})")).contains("href"), "{target}");
        }
        assert!(to_html("[x](mailto:a@b.example)").contains("href"));
    }

    #[test]
    fn data_cannot_bring_html() {
        let html = to_html(&without_html("<script>alert(1)</script> <https://a.example/>"));
        assert!(html.contains("&lt;script&gt;") && html.contains("href=\"https://a.example/\""), "{html}");
    }
}
