//! Whether every element of a layout is closed, and closes what is open: mrml takes any end tag for the one it waits for.

use htmlparser::{ElementEnd, Token, Tokenizer};

use super::Fault;

/// Elements that nothing closes, as mrml knows them (HTML Living Standard, 13.1.2).
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Elements of which mrml keeps the last one alone.
const ONCE: [&str; 2] = ["mj-head", "mj-body"];

/// An element that is open: its name, and the byte at which it begins.
type Open<'a> = (&'a str, usize);

/// The first element that is not closed before what is around it, end tag that closes nothing, or second body.
pub(super) fn fault(mjml: &str) -> Option<Fault> {
    let (mut open, mut seen): (Vec<Open<'_>>, Vec<&str>) = (Vec::new(), Vec::new());
    for token in Tokenizer::from(mjml) {
        // the parser tells of what cannot be read at all
        match token.ok()? {
            Token::ElementStart { span, .. } => {
                let name = span.as_str().trim_start_matches('<');
                if seen.contains(&name) {
                    return Some(told(format!("a second element <{name}>"), span.start()));
                }
                seen.extend(ONCE.contains(&name).then_some(name));
                open.push((name, span.start()));
            }
            Token::ElementEnd { end: ElementEnd::Empty, .. } => drop(open.pop()),
            Token::ElementEnd { end: ElementEnd::Open, .. } => {
                open.pop_if(|(name, _)| VOID.contains(name));
            }
            Token::ElementEnd { end: ElementEnd::Close(..), span } => {
                if let Some(fault) = close(&mut open, span.as_str(), span.start()) {
                    return Some(fault);
                }
            }
            _ => {}
        }
    }
    open.pop().map(unclosed)
}

/// Takes the end tag that stands at this byte.
fn close(open: &mut Vec<Open<'_>>, tag: &str, at: usize) -> Option<Fault> {
    let name = tag.trim_start_matches("</").trim_end_matches('>').trim_end();
    let is_it = |(known, _): &Open<'_>| known.eq_ignore_ascii_case(name);
    if !open.iter().any(is_it) {
        return Some(told(format!("end tag </{name}> closes nothing"), at));
    }
    open.pop().filter(|last| !is_it(last)).map(unclosed)
}

fn unclosed((name, at): Open<'_>) -> Fault {
    told(format!("element <{name}> is not closed"), at)
}

fn told(reason: String, at: usize) -> Fault {
    Fault { reason, at: Some(at) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_without_its_partner_is_told_where_it_stands() {
        for (mjml, wrong, reason) in [
            ("<a>ä<p><b></p></a>", "<b>", "element <b> is not closed"),
            ("<a><b></a>", "<b>", "element <b> is not closed"),
            ("<a><b></b>", "<a>", "element <a> is not closed"),
            ("<a>ä</b></a>", "</b>", "end tag </b> closes nothing"),
            ("<a><mj-wrapper></mj-wraper></a>", "</mj-wraper>", "end tag </mj-wraper> closes nothing"),
            ("<a><br></br></a>", "</br>", "end tag </br> closes nothing"),
            ("<a><mj-body/>ä<mj-body></mj-body></a>", "<mj-body></", "a second element <mj-body>"),
        ] {
            let fault = fault(mjml).expect(mjml);
            assert_eq!(fault.reason, reason, "{mjml}");
            assert!(mjml[fault.at.expect(mjml)..].starts_with(wrong), "{mjml}");
        }
    }

    #[test]
    fn what_fits_together_is_no_fault() {
        for mjml in [
            "<a><br><img src=\"x>y\"><br/><B>x</b ><!-- <p> --></a>",
            "<a><!--[if mso]><table><![endif]--><p>x</p><!--[if mso]></table><![endif]--></a>",
            "<a><mj-text padding=></a>",
        ] {
            assert_eq!(fault(mjml), None, "{mjml}");
        }
    }
}
