//! Text that many people could not read on what it stands on (WCAG 2.1, 1.4.3), as the styles in the elements say it.

use html5ever::tokenizer::{StartTag, Tag};

use super::super::brand::{AA, Colour};

/// Large text needs less.
const AA_LARGE: f64 = 3.0;

/// Elements that hold nothing.
const VOID: [&str; 8] = ["area", "br", "col", "hr", "img", "input", "link", "meta"];

/// How text looks in an element; what nobody can tell is `None`.
#[derive(Debug, Clone, Copy)]
struct Look {
    text: Option<Colour>,
    ground: Option<Colour>,
    /// In pixels.
    size: f64,
    bold: bool,
    hidden: bool,
}

/// Mail programs show black on white until they are told otherwise.
impl Default for Look {
    fn default() -> Self {
        let (text, ground) = (Some(Colour::of([0; 3])), Some(Colour::of([0xff; 3])));
        Self { text, ground, size: 16.0, bold: false, hidden: false }
    }
}

/// The elements that are open, and what was too faint so far.
#[derive(Debug, Default)]
pub(super) struct Contrast {
    open: Vec<(String, Look)>,
    /// Of each pair of colours the first words, and their contrast.
    pub faint: Vec<(String, f64)>,
    told: Vec<(Colour, Colour)>,
}

impl Contrast {
    pub(super) fn take(&mut self, tag: &Tag) {
        let name = &*tag.name;
        if tag.kind != StartTag {
            if let Some(at) = self.open.iter().rposition(|(open, _)| open == name) {
                self.open.truncate(at);
            }
        } else if !tag.self_closing && !VOID.contains(&name) {
            let look = self.look().inside(tag);
            self.open.push((name.to_owned(), look));
        }
    }

    pub(super) fn read(&mut self, words: &str) {
        let look = self.look();
        let (Some(text), Some(ground), false) = (look.text, look.ground, look.hidden) else { return };
        let contrast = text.contrast(ground);
        let is_large = look.size >= 24.0 || (look.bold && look.size >= 18.66);
        let is_faint = contrast < if is_large { AA_LARGE } else { AA } && words.contains(char::is_alphanumeric);
        if is_faint && !self.told.contains(&(text, ground)) {
            self.told.push((text, ground));
            // enough to recognise it
            let words: Vec<&str> = words.split_whitespace().take(6).collect();
            self.faint.push((words.join(" "), contrast));
        }
    }

    fn look(&self) -> Look {
        self.open.last().map_or_else(Look::default, |(_, look)| *look)
    }
}

impl Look {
    /// The look of an element inside of this one.
    fn inside(mut self, tag: &Tag) -> Self {
        let attribute = |name: &str| tag.attrs.iter().find(|attribute| &*attribute.name.local == name);
        match &*tag.name {
            // each program has a colour of its own for links
            "a" => self.text = None,
            "b" | "strong" | "h1" | "h2" | "h3" | "th" => self.bold = true,
            _ => {}
        }
        for (name, property) in [("bgcolor", "background-color"), ("color", "color")] {
            if let Some(attribute) = attribute(name) {
                self.style(property, &attribute.value);
            }
        }
        for declaration in attribute("style").map_or("", |style| &style.value).split(';') {
            if let Some((property, value)) = declaration.split_once(':') {
                self.style(property.trim(), value);
            }
        }
        self
    }

    fn style(&mut self, property: &str, value: &str) {
        if !LOOKS.contains(&property) {
            return;
        }
        let value = value.trim().trim_end_matches("!important").trim_end().to_ascii_lowercase();
        match property {
            "color" if value != "inherit" => self.text = colour(&value),
            "background" | "background-color" if !["none", "transparent", "inherit", ""].contains(&value.as_str()) => {
                self.ground = colour(&value);
            }
            "background-image" if value != "none" => self.ground = None,
            "font-size" => self.size = value.strip_suffix("px").and_then(|size| size.parse().ok()).unwrap_or(self.size),
            "font-weight" => self.bold = ["bold", "600", "700", "800", "900"].contains(&value.as_str()),
            "display" => self.hidden |= value == "none",
            "opacity" => self.text = None,
            _ => {}
        }
    }
}

/// The properties that say how text looks; most of a mail's say something else.
const LOOKS: [&str; 8] =
    ["color", "background", "background-color", "background-image", "font-size", "font-weight", "display", "opacity"];

fn colour(value: &str) -> Option<Colour> {
    let value = match value {
        "white" => "#ffffff",
        "black" => "#000000",
        _ => value,
    };
    let digits = value.strip_prefix('#')?;
    let doubled = || digits.chars().flat_map(|digit| [digit, digit]).collect::<String>();
    let whole = if digits.len() == 3 { doubled() } else { digits.to_owned() };
    Colour::try_from(format!("#{whole}")).ok()
}

#[cfg(test)]
mod tests {
    use super::super::page::Page;

    fn faint(html: &str) -> Vec<String> {
        Page::read(html).contrast.faint.into_iter().map(|(words, contrast)| format!("{words} {contrast:.1}")).collect()
    }

    #[test]
    fn faint_text_is_told_with_its_contrast() {
        for (html, told) in [
            ("<p style=\"color: #cccccc\">pale <b>words</b></p>", &["pale 1.6"][..]),
            ("<td bgcolor=\"#123\"><p>dark</p></td><p>black</p>", &["dark 1.3"]),
            ("<div style=\"background:#000;color:#fff\">a<br><span style=\"color:#333\">b</span></div>", &["b 1.7"]),
            ("<font color=\"#bbbbbb\">x</font>", &["x 1.9"]),
            (
                "<h1 style=\"font-size:30px;color:#888888\">large</h1><p style=\"color:#888888\">small</p>",
                &["small 3.5"],
            ),
        ] {
            assert_eq!(faint(html), told, "{html}");
        }
    }

    #[test]
    fn what_can_be_read_or_cannot_be_known_is_not_told() {
        for html in [
            "<p style=\"color:#555555\">a</p>",
            "<div style=\"background:#0b6b66 url(x)\"><p style=\"color:#fff\">b</p></div>",
            "<p style=\"color:#fff\"> – </p>",
            "<div style=\"display:none;color:#ffffff\">preheader</div>",
            "<div style=\"background:#222222\"><a href=\"x\">link</a></div>",
            "<p style=\"color:var(--x)\">c</p>",
        ] {
            assert_eq!(faint(html), Vec::<String>::new(), "{html}");
        }
    }
}
