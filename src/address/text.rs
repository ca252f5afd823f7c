//! Addresses in running text, each found whole as the syntax of addresses delimits it (RFC 5322 §3.2.3): what stands
//! between `/` and `@` is no address of its own but the end of a longer one.

use super::Address;

/// What can stand in a local part without quotes, beside letters and digits.
const LOCAL: &str = "!#$%&'*+-/=?^_`{|}~.";

/// What people also put around an address, so that nobody can say whether it belongs to it.
const AROUND: &str = "!#$%&'*/=?^`{|}~.";

/// Quotes, dashes and arrows of typography: no address has one, and text does.
const TYPOGRAPHY: &str = "„“”‚«»‹›…–—·•→";

/// A piece of a text that is written as an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention<'a> {
    /// Where it begins, in bytes.
    pub at: usize,
    /// As it is written there.
    pub text: &'a str,
}

impl Mention<'_> {
    /// Whether it is this address.
    pub fn is(&self, address: &Address) -> bool {
        Address::parse(self.text).is_ok_and(|found| found == *address)
    }

    /// Whether it is a longer address that may be this one with something put before it, such as `mail=` or `x/`: only a
    /// person can say.
    pub fn may_be(&self, address: &Address) -> bool {
        let local = self.text.rsplit_once('@').map_or("", |(local, _)| local);
        let Some(length) = local.len().checked_sub(address.local_part().len()).filter(|length| *length > 0) else {
            return false;
        };
        let Some((before, _)) = self.text.split_at_checked(length) else { return false };
        let is_put_before = before.ends_with(|c| c != '\'' && c != '.' && AROUND.contains(c))
            || before.chars().all(|c| "+-_".contains(c));
        let own = Self { at: self.at + length, text: &self.text[length..] };
        is_put_before && own.is(address)
    }
}

/// Everything in a text that is written as an address is, in its order.
pub fn in_text(text: &str) -> impl Iterator<Item = Mention<'_>> {
    let (mut end, mut search) = (0, 0);
    std::iter::from_fn(move || {
        loop {
            let at = search + text[search..].find('@')?;
            let before = &text[end..at];
            let begin = end + before.trim_end_matches(is_local).len();
            let after = &text[at + 1..];
            let length = after.len() - after.trim_start_matches(is_domain).len();
            let whole = &text[begin..at + 1 + length];
            search = at + 1;
            let bare = whole.trim_start_matches(|c| AROUND.contains(c));
            let mention = bare.trim_end_matches(['.', '-']);
            if mention.starts_with('@') || mention.ends_with('@') {
                continue;
            }
            (end, search) = (at + 1 + length, at + 1 + length);
            return Some(Mention { at: begin + whole.len() - bare.len(), text: mention });
        }
    })
}

fn is_local(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() || LOCAL.contains(c) } else { is_foreign(c) }
}

fn is_domain(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() || "-.".contains(c) } else { is_foreign(c) }
}

/// Letters with their marks, and what nobody sees.
fn is_foreign(c: char) -> bool {
    c != '\u{feff}' && !c.is_whitespace() && !c.is_control() && !TYPOGRAPHY.contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anna() -> Address {
        Address::parse("anna@x.example").expect("an address")
    }

    fn found(text: &str) -> Vec<&str> {
        in_text(text).inspect(|mention| assert!(text[mention.at..].starts_with(mention.text))).map(|m| m.text).collect()
    }

    #[test]
    fn addresses_are_found_whole_whatever_stands_around_them() {
        for text in [
            "anna@x.example",
            "Anna <ANNA@X.example>, see",
            "mailto:anna@x.example?subject=x",
            "„anna@x.example“",
            "'anna@x.example'",
            "*anna@x.example*",
            "https://anna@x.example/",
            "write to anna@x.example.",
            "bert@y.example/anna@x.example",
            "an\u{ad}na@x.example\u{200b};b",
            "@ anna@x.example",
        ] {
            assert!(in_text(text).any(|mention| mention.is(&anna())), "{text}: {:?}", found(text));
        }
        assert_eq!(found("a@x.example|b@köln.example, c@ d"), ["a@x.example", "b@köln.example"]);
    }

    #[test]
    fn the_end_of_a_longer_address_is_none_and_perhaps_something_was_put_before_it() {
        for (text, may_be) in [
            ("x/anna@x.example", true),
            ("mail=anna@x.example", true),
            ("mailto:b@y.example?cc=anna@x.example", true),
            ("_anna@x.example", true),
            ("o'anna@x.example", false),
            ("b.anna@x.example", false),
            ("b+anna@x.example", false),
            ("susanna@x.example", false),
            ("ö’anna@x.example", false),
            ("anna@x.example.org", false),
        ] {
            let mentions: Vec<Mention<'_>> = in_text(text).collect();
            assert!(!mentions.iter().any(|mention| mention.is(&anna())), "{text}: {mentions:?}");
            assert_eq!(mentions.iter().any(|mention| mention.may_be(&anna())), may_be, "{text}: {mentions:?}");
        }
    }
}
