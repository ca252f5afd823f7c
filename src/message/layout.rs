//! MJML into the HTML that mail programs understand, with the styles inlined.

use css_inline::{CSSInliner, InlineOptions};
use mrml::prelude::parser::ParserOptions;
use mrml::prelude::render::RenderOptions;

/// Renders MJML. Nothing is loaded from anywhere: no fonts, no includes, no icons.
///
/// # Errors
/// The parser's words, which carry no line, and the byte they speak of where they name one.
pub(super) fn to_html(mjml: &str) -> Result<String, (String, Option<usize>)> {
    let parsed = mrml::parse_with_options(mjml, &ParserOptions::default()).map_err(|error| {
        let words = error.to_string();
        let offset = offset_in(&words);
        (words, offset)
    })?;
    let options =
        RenderOptions { disable_comments: false, social_icon_origin: None, fonts: std::collections::HashMap::new() };
    let html = parsed.element.render(&options).map_err(|error| (error.to_string(), None))?;
    if let Some(name) = unknown_element(&html) {
        return Err((format!("unknown element <{name}>"), mjml.find(&format!("<{name}"))));
    }
    inline(&html).map_err(|reason| (reason, None))
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

/// mrml names places as `start..end` bytes of its input.
fn offset_in(words: &str) -> Option<usize> {
    let (before, _) = words.split_once("..")?;
    let digits = before.rsplit(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
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
        assert_eq!(fault, ("unknown element <mj-sektion>".to_owned(), Some(15)));
        assert!(to_html("<mjml><mj-body><mj-section></mj-body>").is_err());
    }
}
