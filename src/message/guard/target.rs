//! The target of a link, part by part: which values in it could say the scheme.

/// What the target of a link can have come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    /// Nothing says yet which scheme it has.
    Open,
    /// The same, with a value in it.
    Value,
    /// What it is, is written out.
    Closed,
}

/// A target as far as it is read, with one end for each way through its conditions and loops.
pub(super) struct Target {
    ends: Vec<End>,
    /// The branches around here, the innermost last.
    branches: Vec<Branch>,
    says_scheme: bool,
}

/// A condition or a loop that has begun.
struct Branch {
    /// What stood before it: every part of it begins there.
    before: Vec<End>,
    /// What its parts so far have come to.
    parts: Vec<End>,
    /// Whether its parts leave out no case.
    has_else: bool,
    is_loop: bool,
}

impl Target {
    /// One of which nothing is read yet.
    pub fn new() -> Self {
        Self { ends: vec![End::Open], branches: Vec::new(), says_scheme: false }
    }

    /// Literal text comes next.
    pub fn text(&mut self, text: &str) {
        // of `https://a.example/b?c` the first sign says what all of it is (RFC 3986 §4.1)
        let Some(sign) = text.chars().find(|c| ":/?#".contains(*c)) else { return };
        self.says_scheme |= sign == ':' && self.ends.contains(&End::Value);
        self.ends = if self.ends.is_empty() { Vec::new() } else { vec![End::Closed] };
    }

    /// A value comes next: whether it could say the scheme.
    pub fn value(&mut self) -> bool {
        let is_open = self.ends.iter().any(|end| *end != End::Closed);
        for end in self.ends.iter_mut().filter(|end| **end == End::Open) {
            *end = End::Value;
        }
        is_open
    }

    /// Whether a colon behind a value made that the scheme.
    pub fn says_scheme(&self) -> bool {
        self.says_scheme
    }

    /// A block tag comes next, of which this is the keyword.
    pub fn block(&mut self, keyword: &str) {
        match (keyword, self.branches.last_mut()) {
            ("if" | "for", _) => {
                let (before, is_loop) = (self.ends.clone(), keyword == "for");
                self.branches.push(Branch { before, parts: Vec::new(), has_else: false, is_loop });
            }
            // the rest of the loop is left out
            ("break" | "continue", _) => {
                if let Some(branch) = self.branches.iter_mut().rfind(|branch| branch.is_loop) {
                    branch.parts.append(&mut self.ends);
                }
            }
            // what began outside of the target may come back to its beginning
            ("elif" | "else" | "endif" | "endfor", None) => self.ends.push(End::Open),
            ("elif" | "else", Some(branch)) => {
                branch.parts.append(&mut self.ends);
                branch.has_else |= keyword == "else";
                self.ends.clone_from(&branch.before);
            }
            ("endif" | "endfor", _) => {
                let Some(branch) = self.branches.pop() else { return };
                self.ends.extend(branch.parts);
                if !branch.has_else {
                    self.ends.extend(branch.before);
                }
                self.ends.sort_unstable();
                self.ends.dedup();
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A target in which `@` is a value and `{if}` a block tag.
    fn read(text: &str) -> Target {
        let (mut target, mut rest) = (Target::new(), text);
        while let Some(at) = rest.find(['@', '{']) {
            target.text(&rest[..at]);
            let tag = &rest[at..];
            rest = if let Some(behind) = tag.strip_prefix('@') {
                target.value();
                behind
            } else {
                let (keyword, behind) = tag[1..].split_once('}').expect("closed");
                target.block(keyword);
                behind
            };
        }
        target.text(rest);
        target
    }

    #[test]
    fn a_value_could_say_the_scheme_if_one_way_through_the_branches_leaves_it_open() {
        for open in [
            "",
            " ",
            "j",
            "@",
            "x@@",
            "{if}https://a.example/{else}",
            "{if}https://a.example/{elif}/b{else}",
            "{if}https://a.example/{endif}",
            "{if}https://a.example/{else}j{endif}",
            "{for}/{endfor}",
            "{if}{if}/{else}https:{endif}{endif}",
            "{for}{if}{break}{endif}https://a.example/{endfor}",
            "{for}{if}{continue}{else}{endif}https://a.example/{endfor}",
            "{if}{break}{endif}https://a.example/{endfor}",
            "https://a.example/{else}",
        ] {
            assert!(read(open).value(), "{open}");
        }
        for closed in [
            "https:",
            "/",
            "?",
            "#",
            "@/",
            "{if}https://a.example/{else}/b{endif}",
            "{if}https:{elif}/{else}?{endif}",
            "https:{if}//a.example{endif}",
            "{if}https://a.example/",
            "{if}/{else}{if}https:{else}#{endif}{endif}",
            "{for}{if}/{break}{else}/{endif}{endfor}/",
        ] {
            assert!(!read(closed).value(), "{closed}");
        }
    }

    #[test]
    fn a_colon_behind_a_value_makes_it_the_scheme_and_no_other_sign_does() {
        for scheme in ["@:", "a@b:c", "@{if}:{endif}", "{if}@{endif}:", "@@:@"] {
            assert!(read(scheme).says_scheme(), "{scheme}");
        }
        for none in ["a:@:", "@/a:b", "@?a:b", "@", "https://@:@", "{if}@/{else}/{endif}:"] {
            assert!(!read(none).says_scheme(), "{none}");
        }
    }
}
