//! MJML into the HTML that mail programs understand, with the styles inlined.

mod attributes;
mod pairs;
mod sheets;

use css_inline::{CSSInliner, InlineOptions};
use mrml::prelude::parser::{Error, ParserOptions};
use mrml::prelude::render::RenderOptions;

pub use attributes::unknown_attributes;

/// Why a layout cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// In words that the terminal knows.
    pub reason: String,
    /// The byte of the layout, where it is known.
    pub at: Option<usize>,
}

/// What a layout is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Mjml,
    /// HTML as it is: its styles are inlined, and nothing else.
    Html,
}

impl Kind {
    /// As the name of the file has it.
    pub fn of(file: &str) -> Self {
        if file.rsplit_once('.').is_some_and(|(_, end)| end == "html") { Self::Html } else { Self::Mjml }
    }

    /// The page of a layout.
    ///
    /// # Errors
    /// As [`to_html`].
    pub fn to_html(self, layout: &str) -> Result<String, Fault> {
        if let Some(fault) = sheets::fault(layout) {
            return Err(fault);
        }
        match self {
            Self::Mjml => to_html(layout),
            Self::Html => inline(layout).map_err(|reason| Fault { reason, at: None }),
        }
    }
}

/// Renders MJML. Nothing is loaded from anywhere: no fonts, no includes, no icons.
///
/// # Errors
/// What the parser does not take, and elements that no mail program knows.
fn to_html(mjml: &str) -> Result<String, Fault> {
    if let Some(fault) = pairs::fault(mjml) {
        return Err(fault);
    }
    let parsed = mrml::parse_with_options(mjml, &ParserOptions::default()).map_err(|error| fault(&error, mjml))?;
    let options =
        RenderOptions { disable_comments: false, social_icon_origin: None, fonts: std::collections::HashMap::new() };
    let unplaced = |reason: String| Fault { reason, at: None };
    let html = parsed.element.render(&options).map_err(|error| unplaced(error.to_string()))?;
    if let Some(name) = unknown_element(&html) {
        let ends =
            |at: &usize| !mjml[at + 1 + name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-');
        let at = mjml.match_indices(&format!("<{name}")).map(|(at, _)| at).find(ends);
        return Err(Fault { reason: format!("unknown element <{name}>"), at });
    }
    inline(&html).map_err(unplaced)
}

/// The parser's words speak of bytes of a text that nobody wrote, so they are not passed on.
fn fault(error: &Error, mjml: &str) -> Fault {
    let (reason, at) = match error {
        Error::UnexpectedElement { position, .. } => ("an element that has no place here", Some(position.start)),
        Error::UnexpectedToken { position, .. } => ("something that has no place here", Some(position.start)),
        Error::InvalidAttribute { position, .. } | Error::MissingAttribute { position, .. } => {
            ("an attribute that cannot be read", Some(position.start))
        }
        Error::InvalidFormat { position, .. } | Error::IncludeLoaderError { position, .. } => {
            ("a value that cannot be read", Some(position.start))
        }
        Error::ParserError { source, .. } => {
            let position = source.pos();
            ("it is not well formed", offset_of(mjml, position.row, position.col))
        }
        Error::EndOfStream { .. } | Error::SizeLimit { .. } | Error::NoRootNode => ("it ends too early", None),
    };
    Fault { reason: reason.to_owned(), at }
}

/// The byte at a line and column, both from 1, columns in characters.
fn offset_of(text: &str, line: u32, column: u32) -> Option<usize> {
    let (line, column) = (usize::try_from(line).ok()?, usize::try_from(column).ok()?);
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let within = text.get(start..)?.char_indices().nth(column.checked_sub(1)?);
    Some(within.map_or(text.len(), |(at, _)| start + at))
}

/// mrml hands elements on that it does not know; no mail program knows them either.
fn unknown_element(html: &str) -> Option<&str> {
    let from = html.find("<mj-")? + 1;
    let rest = &html[from..];
    Some(&rest[..rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len())])
}

/// Moves styles into the elements; media queries stay in the head.
fn inline(html: &str) -> Result<String, String> {
    let options = InlineOptions {
        inline_style_tags: true,
        keep_style_tags: false,
        keep_link_tags: false,
        keep_at_rules: true,
        load_remote_stylesheets: false,
        ..InlineOptions::default()
    };
    CSSInliner::new(options).inline(html).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_fetched_and_comments_between_rows_stay_in_their_table() {
        let mjml = "<mjml><mj-head><mj-style>.x { color: #123456 } @media (prefers-color-scheme: dark) { .x { color: #fff !important } }</mj-style></mj-head>\
            <mj-body><mj-section><mj-column><mj-table><tr><td class=\"x\">a</td></tr><!--rbq0z0q--><tr><td>b</td></tr></mj-table></mj-column></mj-section></mj-body></mjml>";
        let html = to_html(mjml).expect("well formed");
        assert!(!html.contains("fonts.googleapis") && !html.contains("@import"), "{html}");
        assert!(html.contains("color: #123456"), "{html}");
        assert!(html.contains("prefers-color-scheme"), "{html}");
        let (row, comment) =
            (html.find("<td class=\"x\"").expect("row"), html.find("<!--rbq0z0q-->").expect("comment"));
        assert!(row < comment && comment < html.rfind("</table>").expect("table"));
    }

    #[test]
    fn a_fault_is_told() {
        let fault = to_html("<mjml><mj-body><mj-sektion/></mj-body></mjml>").expect_err("no such element");
        assert_eq!(fault, Fault { reason: "unknown element <mj-sektion>".to_owned(), at: Some(15) });
    }

    #[test]
    fn what_is_not_closed_is_told_where_it_begins() {
        for (mjml, wrong) in [
            ("<mjml><mj-body><mj-section></mj-body></mjml>", "<mj-section>"),
            ("<mjml><mj-body><mj-raw/><mj-section><mj-column></mj-column></mj-section>", "<mj-body>"),
            ("<mjml><mj-body><mj-section><mj-column><mj-text>a</mj-column></mj-section></mj-body></mjml>", "<mj-text>"),
            ("<mjml><mj-body><mj-section ä=b></mj-section></mj-body></mjml>", " ä=b></mj-section>"),
        ] {
            let at = to_html(mjml).expect_err(mjml).at.expect(mjml);
            assert!(mjml[at..].starts_with(wrong), "{mjml}: {}", &mjml[at..]);
        }
    }
}
