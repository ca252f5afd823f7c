//! What an author must not put into a mail: code, and anything that a mail program would fetch from somewhere.

use crate::finding::{Code, Finding};
use crate::template::Source;

/// Elements that run or load something; no mail program shows them as meant.
const ELEMENTS: [&str; 7] = ["<script", "<iframe", "<object", "<embed", "<link", "<base", "<mj-include"];

/// Ways to name something to load, before its address.
const LOADERS: [&str; 6] = ["src=\"", "src='", "background-url=\"", "url(", "href=\"data:", "@import"];

/// Findings for a template: code, fonts, style sheets and pictures from elsewhere. Pictures come inside the mail.
pub(super) fn content(source: &Source) -> Vec<Finding> {
    // ASCII only, so that bytes stay where they are
    let text = source.template().to_ascii_lowercase();
    let elements =
        ELEMENTS.iter().flat_map(|element| text.match_indices(element)).map(|(at, found)| (at, found.to_owned()));
    let loaders = LOADERS.iter().flat_map(|loader| text.match_indices(loader)).filter_map(|(at, loader)| {
        let target = text[at + loader.len()..].trim_start_matches(['"', '\'', ' ']);
        let fetched = loader == "@import" || ["http:", "https:", "//"].iter().any(|scheme| target.starts_with(scheme));
        let shown: String = target.chars().take_while(|c| !"\"') \n".contains(*c)).take(80).collect();
        fetched.then(|| (at, format!("{loader}{shown}")))
    });
    let pictures = text.match_indices("![").filter_map(|(at, _)| {
        let target = text[at..].split_once("](")?.1;
        (!target.starts_with("cid:")).then(|| (at, target.chars().take_while(|&c| c != ')').take(80).collect()))
    });
    let found = elements.chain(loaders).chain(pictures);
    found.map(|(at, what)| Finding::new(Code::ForeignContent).at(source.place(at)).with("what", what)).collect()
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
            "ä <p style='background:url( \"//x.example/a\")'>",
            "ä @import 'x.css';",
            "ä ![Bild](https://x.example/p.png)",
        ] {
            assert!(
                places(text).iter().all(|place| place.starts_with("a.mjml:1:")) && !places(text).is_empty(),
                "{text}"
            );
        }
        assert!(places("<a href=\"https://x.example/\">x</a> <img src=\"cid:logo\"> ![x](cid:y)").is_empty());
    }
}
