//! What all parts need of XML.

use std::borrow::Cow;
use std::io::ErrorKind;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::package::Part;
use super::{Fault, TORN, UNREADABLE};

/// The name of a tag without its namespace.
pub(super) fn name<'t>(tag: &'t BytesStart<'_>) -> &'t str {
    let whole = tag.name().0;
    whole.rsplit_once(':').map_or(whole, |(_, local)| local)
}

/// The value of an attribute that has no namespace.
pub(super) fn attribute<'t>(tag: &'t BytesStart<'_>, name: &str) -> Option<Cow<'t, str>> {
    let found = tag.try_get_attribute(name).ok()??;
    found.normalized_value(XmlVersion::Implicit1_0).ok()
}

/// The name of a relation: the one attribute `id` that has a namespace.
pub(super) fn related(tag: &BytesStart<'_>) -> Option<String> {
    let found = tag.attributes().with_checks(false).flatten().find(|one| one.key.as_ref().ends_with(":id"))?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(Cow::into_owned)
}

/// Whether a value says yes.
pub(super) fn is_true(value: &str) -> bool {
    matches!(value, "1" | "true" | "on")
}

/// Whether a mark like `<strike/>` or `<strike val="0"/>` is set.
pub(super) fn is_set(tag: &BytesStart<'_>) -> bool {
    attribute(tag, "val").is_none_or(|value| is_true(&value))
}

/// Hands on every tag that opens.
pub(super) fn each_tag(part: &mut Part<'_>, mut each: impl FnMut(&BytesStart<'_>)) -> Result<(), Fault> {
    let mut buffer = Vec::new();
    loop {
        match part.read_event_into(&mut buffer).map_err(fault)? {
            Event::Start(tag) | Event::Empty(tag) => each(&tag),
            Event::Eof => return Ok(()),
            _ => {}
        }
        buffer.clear();
    }
}

/// Appends the character that an entity stands for; one that XML does not know stands for nothing.
pub(super) fn push_entity(entity: &BytesRef<'_>, out: &mut String) {
    if let Ok(Some(character)) = entity.resolve_char_ref() {
        out.push(character);
        return;
    }
    out.push_str(match entity.xml10_content().as_ref() {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    });
}

/// Excel writes characters that XML cannot hold as `_x000D_`.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        let digits = rest.get(at + 2..at + 6).filter(|_| rest.as_bytes().get(at + 6) == Some(&b'_'));
        if let Some(character) = digits.and_then(|hex| char::from_u32(u32::from_str_radix(hex, 16).ok()?)) {
            out.push(character);
            rest = &rest[at + 7..];
        } else {
            out.push_str("_x");
            rest = &rest[at + 2..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// What hinders the reading of a part.
pub(super) fn fault(error: quick_xml::Error) -> Fault {
    match error {
        quick_xml::Error::Io(error) if error.kind() == ErrorKind::FileTooLarge => Fault::TooLarge,
        quick_xml::Error::Io(_) => Fault::Damaged(TORN),
        _ => Fault::Damaged(UNREADABLE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_comes_back() {
        assert_eq!(unescape("a_x000D_b_x_c_x005F_x000D_"), "a\rb_x_c_x000D_");
        assert_eq!(unescape("_x00"), "_x00");
        assert_eq!(unescape("_xäöü_"), "_xäöü_");
    }
}
