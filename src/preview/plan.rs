//! The plan as the index shows it: figures, what holds up the mails, what changed since an earlier campaign.

use std::fmt::Write as _;

use super::index::escape;
use super::{LeftOut, Words};

/// All of it in words.
#[derive(Debug, Default)]
pub struct Plan {
    /// What somebody wants to know first: what it is, and how much.
    pub figures: Vec<(String, String)>,
    /// The plan as a terminal shows it, line by line.
    pub lines: Vec<String>,
    /// Everything that limits the pace, and whether the end would come sooner without it.
    pub limits: Vec<(String, bool)>,
    /// What the approval says about these mails.
    pub sealed: Vec<String>,
    /// An earlier campaign to compare with.
    pub since: Option<Since>,
}

/// How an audience differs from that of an earlier campaign.
#[derive(Debug)]
pub struct Since {
    /// Which campaign it is, and when it was sent.
    pub title: String,
    /// How many are new, were changed, and are there no longer.
    pub summary: String,
    /// Those who are there no longer, and why.
    pub gone: Vec<LeftOut>,
}

impl Plan {
    /// Everything but who is new, changed or gone, which the script writes.
    pub(super) fn html(&self, words: &Words) -> String {
        let mut out = String::new();
        let said = |key: &str| words.said.get(key).map(|text| escape(text)).unwrap_or_default();
        // writing into a string cannot fail
        let _ = writeln!(out, "<dl class=\"figures\">");
        for (what, how_much) in &self.figures {
            let _ = writeln!(out, "<div><dt>{}</dt><dd>{}</dd></div>", escape(what), escape(how_much));
        }
        let _ = writeln!(out, "</dl>\n<ul class=\"plan\">");
        out.extend(self.lines.iter().map(|line| plan_line(line)));
        let _ = writeln!(out, "</ul>");
        if !self.limits.is_empty() {
            let _ = writeln!(out, "<h3>{}</h3>\n<ul class=\"limits\">", said("preview-limits"));
            for (limit, binds) in &self.limits {
                let mark =
                    if *binds { format!(" <b class=\"chip\">{}</b>", said("preview-binds")) } else { String::new() };
                let _ = writeln!(out, "<li>{}{mark}</li>", escape(limit));
            }
            let _ = writeln!(out, "</ul>");
        }
        section(&mut out, &said("preview-standing"), &self.sealed, "");
        if let Some(since) = &self.since {
            section(
                &mut out,
                &escape(&since.title),
                std::slice::from_ref(&since.summary),
                "<div id=\"since\"></div>\n",
            );
        }
        out
    }
}

fn section(out: &mut String, title: &str, lines: &[String], more: &str) {
    if lines.is_empty() {
        return;
    }
    // writing into a string cannot fail
    let _ = writeln!(out, "<h3>{title}</h3>");
    for line in lines {
        let _ = writeln!(out, "<p>{}</p>", escape(line));
    }
    out.push_str(more);
}

/// A line of the plan, with its term (`from:`) apart from what is said of it.
fn plan_line(line: &str) -> String {
    /// No term is longer, in characters.
    const TERM: usize = 20;
    let class = if line.starts_with("    ") { " class=\"deep\"" } else { "" };
    match line.trim().split_once(": ") {
        Some((term, value)) if class.is_empty() && line.starts_with(' ') && term.chars().count() <= TERM => {
            let (term, value) = (escape(term), escape(value.trim()));
            format!("<li class=\"pair\"><span class=\"term\">{term}</span><span>{value}</span></li>\n")
        }
        _ => format!("<li{class}>{}</li>\n", escape(line.trim())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_plan_keeps_term_and_value_apart() {
        assert_eq!(plan_line("Thanks: all (thanks)"), "<li>Thanks: all (thanks)</li>\n");
        let pair = "<li class=\"pair\"><span class=\"term\">from</span><span>A &lt;a@b.example&gt;</span></li>\n";
        assert_eq!(plan_line("  from:         A <a@b.example>"), pair);
        assert_eq!(plan_line("    1  help: x"), "<li class=\"deep\">1  help: x</li>\n");
    }
}
