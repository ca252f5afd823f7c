//! Attributes of MJML that no element knows: mrml passes over them without a word.

use htmlparser::{Token, Tokenizer};

use crate::finding::{Code, Finding};
use crate::nearest::nearest;
use crate::template::protect::TOKEN;
use crate::template::{Source, covered};

/// All that elements of MJML 4 know. Which element knows which is not told apart: many take what stands for others, as
/// `mj-class` and `mj-all` do.
const KNOWN: &[&str] = &[
    "align",
    "alt",
    "background",
    "background-color",
    "background-height",
    "background-position",
    "background-position-x",
    "background-position-y",
    "background-repeat",
    "background-size",
    "background-url",
    "background-width",
    "base-url",
    "border",
    "border-bottom",
    "border-color",
    "border-left",
    "border-radius",
    "border-right",
    "border-style",
    "border-top",
    "border-width",
    "cellpadding",
    "cellspacing",
    "color",
    "container-background-color",
    "css-class",
    "dir",
    "direction",
    "fluid-on-mobile",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "full-width",
    "gap",
    "hamburger",
    "height",
    "href",
    "ico-align",
    "ico-close",
    "ico-color",
    "ico-font-family",
    "ico-font-size",
    "ico-line-height",
    "ico-open",
    "ico-padding",
    "ico-padding-bottom",
    "ico-padding-left",
    "ico-padding-right",
    "ico-padding-top",
    "ico-text-decoration",
    "ico-text-transform",
    "icon-align",
    "icon-height",
    "icon-padding",
    "icon-position",
    "icon-size",
    "icon-unwrapped-alt",
    "icon-unwrapped-url",
    "icon-width",
    "icon-wrapped-alt",
    "icon-wrapped-url",
    "inline",
    "inner-background-color",
    "inner-border",
    "inner-border-bottom",
    "inner-border-left",
    "inner-border-radius",
    "inner-border-right",
    "inner-border-top",
    "inner-padding",
    "inner-padding-bottom",
    "inner-padding-left",
    "inner-padding-right",
    "inner-padding-top",
    "lang",
    "left-icon",
    "letter-spacing",
    "line-height",
    "max-height",
    "max-width",
    "mj-class",
    "mode",
    "name",
    "owa",
    "padding",
    "padding-bottom",
    "padding-left",
    "padding-right",
    "padding-top",
    "path",
    "position",
    "rel",
    "right-icon",
    "role",
    "sizes",
    "src",
    "srcset",
    "table-layout",
    "target",
    "tb-border",
    "tb-border-radius",
    "tb-hover-border-color",
    "tb-selected-border-color",
    "tb-width",
    "text-align",
    "text-decoration",
    "text-padding",
    "text-transform",
    "thumbnails",
    "thumbnails-src",
    "title",
    "type",
    "usemap",
    "vertical-align",
    "width",
    "word-spacing",
];

/// `attribute-unknown` for each attribute of an MJML element that means nothing; HTML has its own.
pub fn unknown_attributes(layout: &Source) -> Vec<Finding> {
    if layout.file.rsplit_once('.').is_none_or(|(_, end)| end != "mjml") {
        return Vec::new();
    }
    let mjml = covered(layout.template());
    let (mut element, mut found) = ("", Vec::new());
    // what cannot be read is told where the layout is compiled
    for token in Tokenizer::from(mjml.as_str()).map_while(Result::ok) {
        match token {
            Token::ElementStart { span, .. } => element = span.as_str().trim_start_matches('<'),
            Token::Attribute { prefix, local, .. } if is_unknown(element, prefix.as_str(), local.as_str()) => {
                let place = layout.place(local.start());
                let nearest = nearest(local.as_str(), KNOWN).unwrap_or_default();
                let finding = Finding::new(Code::AttributeUnknown).at(place).with("attribute", local.as_str());
                found.push(finding.with("element", element).with("nearest", nearest));
            }
            _ => {}
        }
    }
    found
}

fn is_unknown(element: &str, prefix: &str, name: &str) -> bool {
    let is_own = prefix.is_empty() && !KNOWN.contains(&name) && !name.starts_with(TOKEN);
    element.starts_with("mj-") && is_own
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribute_that_mjml_does_not_know_is_told_with_the_nearest() {
        let text = "<mjml lang=\"de\" xmlns:v=\"x\"><mj-text {% if a == \"b\" %} padding=\"1\" {% endif %} §paddding=\"{{ a | b(c=\"d\") }}\"\n\
                    ><p onclck=\"x\" style=\"y\">z</p></mj-text></mjml>";
        let at = text.split('§').next().map_or(0, |before| before.chars().count()) + 1;
        let found = unknown_attributes(&Source::new("a.mjml", &text.replace('§', ""), 1));
        let told: Vec<String> = found.iter().map(ToString::to_string).collect();
        let expected =
            format!("a.mjml:1:{at}: attribute-unknown attribute=\"paddding\" element=\"mj-text\" nearest=\"padding\"");
        assert_eq!(told, [expected]);
        assert_eq!(unknown_attributes(&Source::new("a.txt", "<mj-text paddding=\"1\">", 1)), []);
    }
}
