//! Markdown into plain text that reads well by itself.
//!
//! How wide a table is, and which number a link has, shows only when the values are in: tables and links leave here
//! with [`marks`](super::super::wrap::marks) around their parts, and are finished when the lines are wrapped.

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use super::super::wrap::marks::{CELL, HEAD, LINK, LINK_END, LINK_TARGET, NOTES};
use super::{events, join_lists, tables};
use crate::template::protect::TOKEN;

/// Plain text of Markdown: links as footnotes, tables in columns, lists with dashes, no markup.
pub(in crate::message) fn to_text(markdown: &str) -> String {
    let markdown = tables::tags_as_rows(markdown);
    let mut writer = TextWriter::default();
    for event in join_lists(tables::rows_as_tags(events(&markdown))) {
        writer.take(event);
    }
    let mut text = writer.out.trim_end().to_owned() + "\n";
    if text.contains(LINK) {
        text.extend(['\n', NOTES, '\n']);
    }
    text
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
    links: Vec<String>,
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
            Tag::Link { dest_url, .. } => {
                self.line.push(LINK);
                self.links.push(dest_url.into_string());
            }
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
            TagEnd::Link => {
                let target = self.links.pop().unwrap_or_default();
                self.line.push(LINK_TARGET);
                self.line.push_str(&target);
                self.line.push(LINK_END);
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.line);
                self.cells.push(cell.replace('\n', " "));
            }
            TagEnd::TableHead => self.row(HEAD),
            TagEnd::TableRow => self.row(CELL),
            TagEnd::Table => self.out.push('\n'),
            _ => {}
        }
    }

    fn row(&mut self, begin: char) {
        let cells = std::mem::take(&mut self.cells);
        let row = String::from(begin) + &cells.join(&CELL.to_string());
        self.block(&row, true);
    }

    fn heading(&mut self, level: HeadingLevel) {
        let heading = std::mem::take(&mut self.line);
        let sign = if level <= HeadingLevel::H2 { "=" } else { "-" };
        self.block(&heading, true);
        self.block(&sign.repeat(3), false);
    }

    /// Tags of ours pass as they are, and add no line; an author's HTML leaves only its text.
    fn html(&mut self, html: &str) {
        if html.trim_start().strip_prefix("<!--").is_some_and(|inner| inner.starts_with(TOKEN)) {
            if self.line.is_empty() {
                self.out.push_str(html.trim());
            } else {
                self.line.push_str(html.trim());
            }
            return;
        }
        let mut pieces = html.split('<');
        let mut text = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (tag, rest) = piece.split_once('>').unwrap_or((piece, ""));
            text.push_str(if tag.starts_with("br") { "\n" } else { "" });
            text.push_str(rest);
        }
        self.line.push_str(decoded(&text).trim_end_matches('\n'));
        if html.ends_with('\n') {
            self.flush(true);
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

/// The characters that HTML cannot do without.
fn decoded(html: &str) -> String {
    let html = html.replace("&nbsp;", "\u{a0}").replace("&shy;", "").replace("&quot;", "\"");
    html.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::super::super::wrap::wrap;
    use super::*;

    /// With a tilde for each no-break space.
    fn text(markdown: &str) -> String {
        wrap(&to_text(markdown)).replace('\u{a0}', "~")
    }

    #[test]
    fn plain_text_reads_well_by_itself() {
        let text = text(
            "# Rückblick\n\nEin *schöner* Tag mit\n[Programm](https://a.example/p), [Bild](https://a.example/b) und [noch einmal](https://a.example/p).\n\n- eins\n- zwei **fett**\n\n1. a\n2. b\n\n> Lohnend\n\n![Ein Schiff](cid:ship)\n\nSchreiben Sie an [a@b.example](mailto:a@b.example), <https://c.example/>.\n",
        );
        insta::assert_snapshot!(text, @r"
        Rückblick
        =========

        Ein schöner Tag mit Programm~[1], Bild~[2] und noch einmal~[1].

        - eins
        - zwei fett

        1. a
        2. b

        > Lohnend

        Ein Schiff

        Schreiben Sie an a@b.example, https://c.example/.

        [1] https://a.example/p
        [2] https://a.example/b
        ");
    }

    #[test]
    fn tables_stand_in_columns() {
        insta::assert_snapshot!(text("Vorher\n\n| Zeit | Titel |\n|---|---|\n| 10:00 | Auftakt mit [Gästen](https://a.example) |\n| 9 | Ende |\n\nDanach\n"), @r"
        Vorher

        Zeit   Titel
        -----  ----------------------
        10:00  Auftakt mit Gästen~[1]
        9      Ende

        Danach

        [1] https://a.example
        ");
    }

    #[test]
    fn tags_between_blocks_add_no_line() {
        let text = to_text(
            "<!--rbq0z0q for-->\n- a\n<!--rbq0z1q endfor-->\n\n<!--rbq0z2q if-->\nText\n<!--rbq0z3q endif-->\n",
        );
        assert_eq!(
            text,
            "<!--rbq0z0q for-->- a\n<!--rbq0z1q endfor-->\n<!--rbq0z2q if-->Text\n\n<!--rbq0z3q endif-->\n"
        );
    }

    #[test]
    fn html_of_an_author_leaves_its_words() {
        assert_eq!(text("<p class=\"x\">A &amp; B<br>C</p>\n\n1 < 2 <b>fett</b>\n"), "A & B\nC\n\n1 < 2 fett\n");
    }
}
