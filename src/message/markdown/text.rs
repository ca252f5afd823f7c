//! Markdown into plain text that reads well by itself.
//!
//! How wide a table is, and which number a link has, shows only when the values are in: tables and links leave here
//! with [`marks`](super::super::wrap::marks) around their parts, and are finished when the lines are wrapped.

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use super::super::wrap::marks::{CELL, HEAD, LINK, LINK_END, LINK_TARGET, NOTES};
use super::raw::{self, Piece};
use super::{events, join_lists, tables};

/// Plain text of Markdown: links as footnotes, tables in columns, lists with dashes, no markup.
pub(in crate::message) fn to_text(markdown: &str) -> String {
    let markdown = tables::tags_as_rows(markdown);
    let mut writer = TextWriter::default();
    for event in join_lists(tables::rows_as_tags(events(&markdown))) {
        writer.take(event);
    }
    writer.end_of_html();
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
    /// HTML whose last tag is not read to its end.
    html: String,
    /// Whether the line at hand comes from a block of HTML, which has no end of its own.
    in_html: bool,
}

impl TextWriter {
    fn take(&mut self, event: Event<'_>) {
        if self.in_html && !matches!(event, Event::Html(_)) {
            self.end_of_html();
        }
        match event {
            Event::Start(tag) => self.open(tag),
            Event::End(tag) => self.close(tag),
            Event::Text(text) | Event::Code(text) => self.line.push_str(&text),
            Event::SoftBreak => self.line.push(' '),
            Event::HardBreak => self.line.push('\n'),
            Event::Rule => self.block("----", false),
            Event::Html(html) => {
                self.in_html = true;
                self.html(&html);
            }
            Event::InlineHtml(html) => self.html(&html),
            _ => {}
        }
    }

    fn end_of_html(&mut self) {
        self.in_html = false;
        self.html.clear();
        self.flush(self.lists.is_empty());
    }

    fn open(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::BlockQuote(_) => {
                self.flush(self.lists.is_empty());
                self.indents.push("> ");
            }
            Tag::Table(_) => {
                self.flush(self.lists.is_empty());
                // its rows are indented alike
                if self.marker.is_some() {
                    self.block("", true);
                }
            }
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
        self.marker = Some(self.next_marker());
        self.indents.push("  ");
    }

    fn next_marker(&mut self) -> String {
        match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => "- ".to_owned(),
        }
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

    /// Tags of ours pass as they are, and add no line; an author's HTML leaves its words, and the shape of lists and
    /// tables.
    fn html(&mut self, html: &str) {
        self.html.push_str(html);
        // a tag may stand on several lines
        if self.html.rfind('<') > self.html.rfind('>') {
            return;
        }
        let html = std::mem::take(&mut self.html);
        for piece in raw::pieces(&html) {
            match piece {
                Piece::Tag(tag) if self.line.is_empty() => self.out.push_str(&tag),
                Piece::Tag(tag) => self.line.push_str(&tag),
                Piece::Words(words) => self.words(&words),
                Piece::Open(name, attribute) => self.open_element(&name, attribute),
                Piece::Close(name) => self.close_element(&name),
            }
        }
    }

    /// Words of HTML, in which all blanks are one.
    fn words(&mut self, words: &str) {
        for c in words.chars() {
            // no-break spaces stay
            if !c.is_ascii_whitespace() {
                self.line.push(c);
            } else if !self.line.is_empty() && !self.line.ends_with([' ', '\n']) {
                self.line.push(' ');
            }
        }
    }

    fn open_element(&mut self, name: &str, attribute: Option<String>) {
        match name {
            "br" => self.line.push('\n'),
            "hr" => self.block("----", false),
            "img" => self.line.push_str(&attribute.unwrap_or_default()),
            "a" => {
                if let Some(target) = attribute {
                    self.line.push(LINK);
                    self.links.push(target);
                }
            }
            "ul" | "ol" => {
                self.flush(self.lists.is_empty());
                self.lists.push((name == "ol").then_some(1));
            }
            "li" => {
                self.flush(false);
                let marker = self.next_marker();
                self.marker = Some("  ".repeat(self.lists.len().saturating_sub(1)) + &marker);
            }
            _ if is_block(name) => self.flush(self.lists.is_empty()),
            _ => {}
        }
    }

    fn close_element(&mut self, name: &str) {
        match name {
            "a" if !self.links.is_empty() => self.close(TagEnd::Link),
            "ul" | "ol" => {
                self.flush(false);
                self.lists.pop();
                self.out.push_str(if self.lists.is_empty() { "\n" } else { "" });
            }
            "li" => self.flush(false),
            "td" | "th" => self.close(TagEnd::TableCell),
            "tr" => self.close(TagEnd::TableRow),
            "table" => self.close(TagEnd::Table),
            "h1" | "h2" => self.heading(HeadingLevel::H2),
            "h3" | "h4" | "h5" | "h6" => self.heading(HeadingLevel::H3),
            _ if is_block(name) => self.flush(self.lists.is_empty()),
            _ => {}
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

/// Elements that begin a line and end it.
fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 14] =
        ["p", "div", "center", "section", "article", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "table", "pre"];
    BLOCKS.contains(&name)
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
    fn tables_and_quotes_in_lists_have_lines_of_their_own() {
        let told = text("- eins\n\n  | a | b |\n  |---|---|\n  | 1 | 22 |\n- zwei\n  - tief\n    > noch\n- drei\n");
        insta::assert_snapshot!(told, @r"
        - eins
          a  b
          -  --
          1  22

        - zwei
          - tief
            > noch

        - drei
        ");
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

    #[test]
    fn lists_tables_and_links_of_html_read_as_those_of_markdown() {
        let text = text(
            "Vorher\n\n<h2>Programm</h2>\n<ul>\n<li>eins &copy;</li>\n<!--rbq0z0q for-->\n<li><a\n  href=\"https://a.example/\">zwei</a>\n\
             <ol><li>innen<li>weiter</ol></li>\n<!--rbq0z1q endfor-->\n</ul>\n<p>Danach,<br>noch\n  etwas</p>\n\n\
             <table><tr><th>Zeit</th><th>Titel</th></tr>\n<tr><td>9:00</td><td>Auftakt</td></tr></table>\n\nEnde <img src=\"cid:x\" alt=\"Bild\">\n",
        );
        insta::assert_snapshot!(text, @r"
        Vorher

        Programm
        ========

        - eins ©
        <!--rbq0z0q for-->- zwei~[1]
          1. innen
          2. weiter
        <!--rbq0z1q endfor-->
        Danach,
        noch etwas

        Zeit  Titel
        9:00  Auftakt

        Ende Bild

        [1] https://a.example/
        ");
    }
}
