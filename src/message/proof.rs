//! Whether a mail composed the short way is, once decoded, the mail that was rendered and encoded afterwards.

use std::sync::Arc;

use proptest::prelude::*;

use super::{Composed, HTML, Rendered, SUBJECT, TEXT, compose, quoted_printable, scope, wrap};
use crate::template::{Language, Past, Scope, Templates, Value, map, plain_literal};

/// The templates with and without the short way; the second is `None` where a tag does not allow it.
fn templates(html: &str) -> (Templates, Option<Templates>) {
    let new = || {
        let past: Past = Arc::new(|_, _, _| false);
        let mut templates = Templates::new(Language::De, &past);
        let event = map([("name", Some("Größe & {{ 7*7 }} =3D")), ("start", Some("2024-03-04")), ("brace", Some("{"))]);
        templates.set_for_all("event", Value::from(event));
        templates.set_for_all("sender", Value::from(map([("name", Some("x".repeat(90).as_str()))])));
        templates
    };
    let (mut long, mut short) = (new(), new().printing(quoted_printable::print_value));
    for name in [SUBJECT, HTML, TEXT] {
        long.add(name, html).expect("well formed");
    }
    let html_text = long.without_constants(HTML, html, quoted_printable::encode_literal);
    let plain_text = long.without_constants(TEXT, html, plain_literal);
    let short = html_text.zip(plain_text).map(|(html, text)| {
        for (name, text) in [(SUBJECT, &text), (HTML, &html), (TEXT, &text)] {
            short.add(name, text).unwrap_or_else(|fault| panic!("{fault} in {text}"));
        }
        short
    });
    (long, short)
}

fn scope_of(name: &str, role: &str) -> Scope {
    let mut contact = map([("last_name", Some(name)), ("role", Some(role))]);
    contact.insert("tags".into(), Value::from(vec![Value::from(role), Value::from(7), Value::from(name)]));
    contact.insert("number".into(), Value::from(-4711));
    scope(Value::from(contact), Value::from(map([("unsubscribe", Some("mailto:a@b.example?subject=x%20y"))])))
}

fn decoded(composed: &Composed) -> (String, String) {
    let head = |kind: &str| {
        format!("Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n")
    };
    let read = |kind: &str, body: &[u8]| {
        let mail = [head(kind).as_bytes(), body].concat();
        let message = mail_parser::MessageParser::default().parse(&mail).expect("a mail");
        String::from_utf8_lossy(message.parts[0].contents()).into_owned()
    };
    (read("html", &composed.html), read("plain", &composed.text))
}

fn check_lines(encoded: &[u8]) -> Result<(), TestCaseError> {
    prop_assert!(encoded.is_ascii());
    for line in encoded.split(|&byte| byte == b'\n') {
        prop_assert!(line.len() <= 77, "{}", String::from_utf8_lossy(line));
        prop_assert!(!line.ends_with(b" \r") && !line.ends_with(b"\t\r"), "{}", String::from_utf8_lossy(line));
    }
    Ok(())
}

fn check(template: &str, name: &str, role: &str) -> Result<(), TestCaseError> {
    let (long, short) = templates(template);
    let scope = scope_of(name, role);
    let Some(short) = short else { return Err(TestCaseError::fail(format!("no short way for {template}"))) };
    let render = |name| long.render(name, &scope);
    let (Ok(subject), Ok(html), Ok(text)) = (render(SUBJECT), render(HTML), render(TEXT)) else {
        prop_assert!(compose(&short, &scope, "").is_err(), "only the long way fails");
        return Ok(());
    };
    let rendered = Rendered {
        subject: super::mime::one_line(&subject),
        html,
        text: wrap::wrap(&text),
        unsubscribe: String::new(),
        enclosed: super::Enclosed::default(),
    };
    let composed =
        compose(&short, &scope, "").map_err(|fault| TestCaseError::fail(format!("{fault} in {template}")))?;
    check_lines(&composed.html)?;
    check_lines(&composed.text)?;
    let afterwards = rendered.compose();
    prop_assert_eq!(&composed.subject, &afterwards.subject);
    prop_assert_eq!(decoded(&composed), decoded(&afterwards));
    Ok(())
}

fn literal() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[ -z|~äöüß„“…\t\n=.]{0,12}",
        1 => "[ -z|~äöüß„“…\t\n=.]{60,200}",
        1 => Just("{ ".to_owned()),
        1 => Just(" \r\n\t".to_owned()),
    ]
}

fn value_tag() -> impl Strategy<Value = String> {
    let inner = prop::sample::select(vec![
        "contact.last_name",
        "contact.role | upper",
        "contact.number",
        "contact.tags",
        "contact?.role | default(value='–')",
        "tag | default(value='–')",
        "loop?.index | default(value='–')",
        "link(to=links.unsubscribe)",
        "event.name",
        "event.brace",
        "event.start | date(format='%A, %-d. %B %Y')",
        "sender.name ~ contact.role",
        "sender.name",
        "\"{{\"",
        "'}}ä' ~ contact.last_name",
    ]);
    (inner, any::<(bool, bool)>()).prop_map(|(inner, (left, right))| {
        format!("{{{{{} {inner} {}}}}}", if left { "-" } else { "" }, if right { "-" } else { "" })
    })
}

fn block_tag(words: &str, (left, right): (bool, bool)) -> String {
    format!("{{%{} {words} {}%}}", if left { "-" } else { "" }, if right { "-" } else { "" })
}

fn template() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![literal(), value_tag()];
    leaf.prop_recursive(3, 24, 5, |inner| {
        let body = prop::collection::vec(inner, 0..5).prop_map(|parts| parts.concat());
        let conditions = vec![
            "if contact.role",
            "if event.start == '2024-03-04' and not sent(of='x')",
            "if event.brace",
            "if contact.missing",
            "if tag and event.name",
            "for tag in contact.tags",
            "for n in range(end=3)",
        ];
        let block = (prop::sample::select(conditions), body.clone(), body.clone(), any::<[(bool, bool); 3]>());
        let block = block.prop_map(|(open, body, other, [first, second, third])| {
            let end = if open.starts_with("if") { "endif" } else { "endfor" };
            let each = if open.starts_with("for tag") { "{{ tag }}{{loop.index}}" } else { "" };
            let (open, between, end) = (block_tag(open, first), block_tag("else", second), block_tag(end, third));
            format!("{open}{body}{each}{between}{other}{end}")
        });
        prop_oneof![body, block]
    })
}

proptest! {
    #[test]
    fn the_short_way_decodes_to_the_same_mail(
        parts in prop::collection::vec(template(), 0..6),
        name in "[ -~äöüß„“<>&\"'=]{0,20}",
        role in "[ -~äöüß\n=]{0,160}",
    ) {
        check(&parts.concat(), &name, &role)?;
    }
}

#[test]
fn constants_are_literal_text_even_if_they_look_like_tags() {
    let (_, short) = templates("{{ event.name }}{{ event.brace }}{ 7*7 }}{{ event.brace }}{{ contact.last_name }}");
    let composed = compose(&short.expect("plain tags"), &scope_of("Öz", ""), "").expect("renders");
    let (html, text) = decoded(&composed);
    assert_eq!(html, "Größe &amp; {{ 7*7 }} =3D{{ 7*7 }}{Öz");
    assert_eq!(text, "Größe & {{ 7*7 }} =3D{{ 7*7 }}{Öz\r\n");
}

#[test]
fn tags_that_hide_what_they_print_take_the_long_way() {
    for template in [
        "{% filter upper %}a{% endfilter %}",
        "{% set a %}ä{% endset %}{{ a }}",
        "{% raw %}{{ x }}{% endraw %}",
        "{{ contact.role | safe }}",
        "{{ contact.role | escape }}",
        r#"{{ contact.role | default(value="\"}}") }}"#,
        "a{# b #}",
    ] {
        assert!(templates(template).1.is_none(), "{template}");
    }
    let (_, short) = templates("{% set a = contact.role %}{{ a }}{{ event.name | safe }}");
    assert!(short.is_some(), "a constant is no value");
}
