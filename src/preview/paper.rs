//! A mail on paper, where a frame would be cut off: nobody can measure it without a script.

/// On paper, columns as wide as the mail go on on the next sheet.
const STYLE: &str = "<style>.mj-column-per-100 { display: block !important }</style>";

/// Elements that would take in what follows, or stand for something else than they show.
const SWALLOWING: [&str; 13] = [
    "template",
    "script",
    "style",
    "textarea",
    "title",
    "plaintext",
    "xmp",
    "iframe",
    "noembed",
    "noframes",
    "noscript",
    "svg",
    "math",
];

/// The mail as a tree of its own within the page (HTML Living Standard, declarative shadow roots): its styles reach
/// nothing around it, no style of the page reaches it, and it is as high as it has to be. Browsers that do not know
/// such trees show nothing of it; the text part beside it is whole everywhere.
///
/// `None` for HTML that might reach out of its tree; the frame stands for it then.
pub(super) fn on_paper(html: &str) -> Option<String> {
    let shown = without_comments(html)?;
    let (head, body) = shown.split_once("<body")?;
    let (body, _) = body.rsplit_once("</body>")?;
    let lower = body.to_ascii_lowercase();
    let holds = |name: &&str| lower.contains(&format!("<{name}")) || lower.contains(&format!("</{name}"));
    if SWALLOWING.iter().any(holds) {
        return None;
    }
    let styles = styles(head);
    Some(format!(
        "<div class=\"paper\"><template shadowrootmode=\"open\">{STYLE}{styles}<div{body}</div></template></div>"
    ))
}

fn styles(head: &str) -> String {
    let inner = head.split("<style").skip(1).filter_map(|rest| Some(rest.split_once("</style>")?.0));
    inner.flat_map(|style| ["<style", style, "</style>"]).collect()
}

/// `None` where a comment has no end. `<!-->` and `<!--->` are comments, too.
fn without_comments(html: &str) -> Option<String> {
    let (mut out, mut rest) = (String::with_capacity(html.len()), html);
    while let Some((before, comment)) = rest.split_once("<!--") {
        out.push_str(before);
        let empty = ["->", ">"].iter().find_map(|end| comment.strip_prefix(end));
        rest = empty.or_else(|| Some(comment.split_once("-->")?.1))?;
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(body: &str) -> String {
        format!(
            "<!doctype html><html><head><title>x</title><style>p {{ }}</style></head><body class=\"b\">{body}</body></html>"
        )
    }

    #[test]
    fn a_mail_is_a_tree_of_its_own_with_its_styles() {
        let paper =
            on_paper(&page("<p>Hi<!--[if mso]><table><![endif]--></p><!--[if !mso]><!--><i>x</i><!--<![endif]-->"));
        let expected = format!(
            "<div class=\"paper\"><template shadowrootmode=\"open\">{STYLE}<style>p {{ }}</style>\
             <div class=\"b\"><p>Hi</p><i>x</i></div></template></div>"
        );
        assert_eq!(paper, Some(expected));
    }

    #[test]
    fn what_might_reach_out_of_its_tree_stays_in_its_frame() {
        for body in ["</TEMPLATE>", "<style>", "<textarea>", "<!-- no end", "<svg><style>", "<plaintext>"] {
            assert_eq!(on_paper(&page(body)), None, "{body}");
        }
        assert_eq!(on_paper("<p>no body</p>"), None);
        assert!(on_paper(&page("&lt;/template>")).is_some());
    }
}
