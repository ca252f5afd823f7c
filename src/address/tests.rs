//! What is an address and what is none, and why.

use proptest::prelude::*;

use super::AddressError as No;
use super::*;

/// As written, and as the house knows it.
const GOOD: &[(&str, &str)] = &[
    // as people and programs write one
    ("max@stadt.example", "max@stadt.example"),
    ("Max.Mueller@Stadt.Example", "max.mueller@stadt.example"),
    ("MAX@STADT.EXAMPLE", "max@stadt.example"),
    ("  max@stadt.example  ", "max@stadt.example"),
    ("\tmax@stadt.example\r\n", "max@stadt.example"),
    ("\u{a0}max@stadt.example\u{a0}", "max@stadt.example"),
    ("\u{202f}max@stadt.example", "max@stadt.example"),
    ("\u{3000}max@stadt.example", "max@stadt.example"),
    ("max@stadt.example.", "max@stadt.example"),
    ("max@stadt.example;", "max@stadt.example"),
    ("max@stadt.example,", "max@stadt.example"),
    (",max@stadt.example", "max@stadt.example"),
    ("max@stadt.example ; ", "max@stadt.example"),
    // characters that nobody sees
    ("\u{200b}max@stadt.example", "max@stadt.example"),
    ("max@stadt.example\u{feff}", "max@stadt.example"),
    ("max\u{200b}@stadt.example", "max@stadt.example"),
    ("max@sta\u{ad}dt.example", "max@stadt.example"),
    ("max@\u{2060}stadt.example", "max@stadt.example"),
    ("\u{202a}max@stadt.example\u{202c}", "max@stadt.example"),
    ("\u{200e}max@stadt.example\u{200f}", "max@stadt.example"),
    ("\u{2066}max@stadt.example\u{2069}", "max@stadt.example"),
    // names beside it
    ("Max Müller <max@stadt.example>", "max@stadt.example"),
    ("\"Müller, Max\" <max@stadt.example>", "max@stadt.example"),
    ("Müller, Max <max@stadt.example>", "max@stadt.example"),
    ("„Müller, Max“ <max@stadt.example>", "max@stadt.example"),
    ("'Max Müller' <max@stadt.example>", "max@stadt.example"),
    ("Max \"der CDO\" Müller <max@stadt.example>", "max@stadt.example"),
    ("Müller, Max (Stadt X) <max@stadt.example>", "max@stadt.example"),
    ("<max@stadt.example>", "max@stadt.example"),
    ("< max@stadt.example >", "max@stadt.example"),
    ("<max@stadt.example>;", "max@stadt.example"),
    ("Max<max@stadt.example>", "max@stadt.example"),
    ("max@stadt.example <max@stadt.example>", "max@stadt.example"),
    ("max@stadt.example (Max Müller)", "max@stadt.example"),
    ("max@stadt.example (dienstlich)", "max@stadt.example"),
    ("Max <\"max\"@stadt.example>", "max@stadt.example"),
    // quotes around it
    ("\"max@stadt.example\"", "max@stadt.example"),
    ("'max@stadt.example'", "max@stadt.example"),
    ("„max@stadt.example“", "max@stadt.example"),
    ("“max@stadt.example”", "max@stadt.example"),
    ("‚max@stadt.example‘", "max@stadt.example"),
    ("»max@stadt.example«", "max@stadt.example"),
    ("«max@stadt.example»", "max@stadt.example"),
    // links
    ("mailto:max@stadt.example", "max@stadt.example"),
    ("MAILTO:max@stadt.example", "max@stadt.example"),
    ("mailto: max@stadt.example", "max@stadt.example"),
    ("mailto:max@stadt.example?subject=Hallo", "max@stadt.example"),
    ("mailto:max@stadt.example?subject=Hallo&body=x@y", "max@stadt.example"),
    ("Max <mailto:max@stadt.example>", "max@stadt.example"),
    ("<mailto:max@stadt.example?cc=eva@stadt.example>", "max@stadt.example"),
    // sub-addresses and everything a dot-atom can hold
    ("max+summit@stadt.example", "max+summit@stadt.example"),
    ("max-summit@stadt.example", "max-summit@stadt.example"),
    ("Max+Summit@stadt.example", "max+summit@stadt.example"),
    ("o'neill@stadt.example", "o'neill@stadt.example"),
    ("max_mueller@stadt.example", "max_mueller@stadt.example"),
    ("_@stadt.example", "_@stadt.example"),
    ("-max-@stadt.example", "-max-@stadt.example"),
    ("1@stadt.example", "1@stadt.example"),
    ("0815.4711@stadt.example", "0815.4711@stadt.example"),
    ("max=stadt.example@liste.example", "max=stadt.example@liste.example"),
    ("!#$%&'*+-/=?^_`{|}~@stadt.example", "!#$%&'*+-/=?^_`{|}~@stadt.example"),
    ("a.b.c.d.e@stadt.example", "a.b.c.d.e@stadt.example"),
    ("m@stadt.example", "m@stadt.example"),
    // quotes that mean nothing
    ("\"max\"@stadt.example", "max@stadt.example"),
    ("\"max.mueller\"@stadt.example", "max.mueller@stadt.example"),
    ("\"Max+x\"@stadt.example", "max+x@stadt.example"),
    // domains
    ("max@mail.stadt.example", "max@mail.stadt.example"),
    ("max@a.b.c.d.stadt.example", "max@a.b.c.d.stadt.example"),
    ("max@stadt-x.example", "max@stadt-x.example"),
    ("max@3d.example", "max@3d.example"),
    ("max@123.example", "max@123.example"),
    ("max@x.example", "max@x.example"),
    ("max@stadt.xn--vermgensberatung-pwb", "max@stadt.xn--vermgensberatung-pwb"),
    ("max@grünstadt.example", "max@xn--grnstadt-75a.example"),
    ("max@GRÜNSTADT.example", "max@xn--grnstadt-75a.example"),
    ("max@gru\u{308}nstadt.example", "max@xn--grnstadt-75a.example"),
    ("max@xn--grnstadt-75a.example", "max@xn--grnstadt-75a.example"),
    ("max@XN--GRNSTADT-75A.example", "max@xn--grnstadt-75a.example"),
    ("max@straße.example", "max@xn--strae-oqa.example"),
    ("max@bücher.grünstadt.example", "max@xn--bcher-kva.xn--grnstadt-75a.example"),
    ("max@stadt。example", "max@stadt.example"),
    ("max@ｓtadt.example", "max@stadt.example"),
    ("info@łódź.example", "info@xn--d-uga0v4h.example"),
];

/// As written, and what is wrong with it.
const BAD: &[(&str, No)] = &[
    ("", No::Empty),
    ("   ", No::Empty),
    ("\u{a0}\t", No::Empty),
    ("\u{200b}", No::Empty),
    ("<>", No::Empty),
    ("Max Müller <>", No::Empty),
    ("mailto:", No::Empty),
    ("mailto:?subject=x", No::Empty),
    (";", No::Empty),
    // the sign between the parts
    ("max", No::AtSign),
    ("max.stadt.example", No::AtSign),
    ("max(at)stadt.example", No::AtSign),
    ("max [at] stadt.example", No::AtSign),
    ("max＠stadt.example", No::AtSign),
    ("k. A.", No::AtSign),
    ("–", No::AtSign),
    ("https://www.stadt.example", No::AtSign),
    ("040 428 0", No::AtSign),
    ("Max <max.stadt.example>", No::AtSign),
    ("max@@stadt.example", No::AtSigns),
    ("max@x@stadt.example", No::AtSigns),
    ("max@stadt.example@", No::AtSigns),
    ("max@stadt.example\r\nBcc: a@b.example", No::AtSigns),
    ("max@stadt.example, eva@stadt.example", No::AtSigns),
    ("a@b.example c@d.example", No::AtSigns),
    // blanks and controls
    ("max muster@stadt.example", No::Blank),
    ("max @stadt.example", No::Blank),
    ("max@ stadt.example", No::Blank),
    ("max@stadt .example", No::Blank),
    ("max@stadt.example x", No::Blank),
    ("max\u{a0}muster@stadt.example", No::Blank),
    ("max@stadt.\u{2009}example", No::Blank),
    ("max\0@stadt.example", No::Blank),
    ("max@stadt.example\r\nX: y", No::Blank),
    ("max\n@stadt.example", No::Blank),
    ("max@stadt.example\u{7f}x", No::Blank),
    ("Max Müller max@stadt.example", No::Blank),
    // before the sign
    ("@stadt.example", No::LocalPartMissing),
    ("Max <@stadt.example>", No::LocalPartMissing),
    ("mailto:@stadt.example", No::LocalPartMissing),
    ("max,muster@stadt.example", No::LocalPart),
    ("max;muster@stadt.example", No::LocalPart),
    ("max:muster@stadt.example", No::LocalPart),
    ("max(cdo)@stadt.example", No::LocalPart),
    ("max[1]@stadt.example", No::LocalPart),
    ("max\\@stadt.example", No::LocalPart),
    ("max\"@stadt.example", No::LocalPart),
    ("\"max@stadt.example", No::LocalPart),
    ("<max@stadt.example", No::LocalPart),
    (".max@stadt.example", No::Dots),
    ("max.@stadt.example", No::Dots),
    ("max..muster@stadt.example", No::Dots),
    ("...@stadt.example", No::Dots),
    (".@stadt.example", No::Dots),
    ("\"max muster\"@stadt.example", No::Quoted),
    ("\"max,muster\"@stadt.example", No::Quoted),
    ("\"max@home\"@stadt.example", No::Quoted),
    ("\"\"@stadt.example", No::Quoted),
    ("\"max..m\"@stadt.example", No::Quoted),
    ("jörg@stadt.example", No::LocalPartNotAscii),
    ("JÖRG@stadt.example", No::LocalPartNotAscii),
    ("jo\u{308}rg@stadt.example", No::LocalPartNotAscii),
    ("max–muster@stadt.example", No::LocalPartNotAscii),
    ("weiß@stadt.example", No::LocalPartNotAscii),
    ("иван@stadt.example", No::LocalPartNotAscii),
    ("max’s@stadt.example", No::LocalPartNotAscii),
    ("м\u{430}x@stadt.example", No::LocalPartNotAscii),
    // behind it
    ("max@", No::DomainMissing),
    ("max@.", No::DomainMissing),
    ("Max <max@>", No::DomainMissing),
    ("max@localhost", No::DomainDotless),
    ("max@stadt", No::DomainDotless),
    ("max@rathaus.", No::DomainDotless),
    ("max@grünstadt", No::DomainDotless),
    ("max@stadt..example", No::DomainDots),
    ("max@.stadt.example", No::DomainDots),
    ("max@stadt.example..", No::DomainDots),
    ("max@-stadt.example", No::DomainHyphen),
    ("max@stadt-.example", No::DomainHyphen),
    ("max@stadt.-example", No::DomainHyphen),
    ("max@stadt.example-", No::DomainHyphen),
    ("max@stadt,example", No::Domain),
    ("max@stadt_x.example", No::Domain),
    ("max@stadt!.example", No::Domain),
    ("max@stadt/x.example", No::Domain),
    ("max@stadt:25.example", No::Domain),
    ("max@stadt.example:25", No::Domain),
    ("max@stadt.example?subject=x", No::Domain),
    ("max@stadt.example>", No::Domain),
    ("max@(stadt).example", No::Domain),
    ("max@sta*dt.example", No::Domain),
    ("max@stadt\u{2024}example/x", No::Domain),
    ("max@☃︎ .example", No::Blank),
    ("max@[192.0.2.1]", No::Literal),
    ("max@[IPv6:2001:db8::1]", No::Literal),
    ("max@192.0.2.1", No::Literal),
    ("max@127.0.0.1", No::Literal),
    ("max@stadt.e", No::TopLevel),
    ("max@stadt.123", No::TopLevel),
    ("max@1.2.3.4.5", No::TopLevel),
    ("max@stadt.1", No::TopLevel),
];

#[test]
fn one_mailbox_has_one_form_however_it_is_written() {
    for (written, normal) in GOOD {
        let address = Address::parse(written).map(|address| address.to_string());
        assert_eq!(address.as_deref(), Ok(*normal), "{written:?}");
        assert_eq!(Address::parse(normal).as_ref().map(Address::as_str), Ok(*normal), "{written:?}: once more");
    }
}

#[test]
fn a_domain_is_shown_as_people_write_it() {
    assert_eq!(readable("amt@xn--grnstadt-75a.example").as_deref(), Some("amt@grünstadt.example"));
    let address = Address::parse("amt@Grünstadt.example").expect("an address").to_string();
    assert_eq!(readable(&address).as_deref(), Some("amt@grünstadt.example"));
    // what is written the same, and what does not lead back to its domain
    for other in ["amt@gruenstadt.example", "amt@xn--a.example", "no address"] {
        assert_eq!(readable(other), None, "{other}");
    }
}

#[test]
fn each_fault_has_its_reason() {
    for (written, reason) in BAD {
        assert_eq!(Address::parse(written), Err(*reason), "{written:?}");
    }
    assert!(GOOD.len() + BAD.len() >= 150, "{} and {}", GOOD.len(), BAD.len());
}

#[test]
fn an_address_is_as_long_as_the_servers_take_it() {
    let local = |length| format!("{}@stadt.example", "x".repeat(length));
    assert!(Address::parse(&local(64)).is_ok());
    assert_eq!(Address::parse(&local(65)), Err(No::LocalPartTooLong));
    let label = |length| format!("max@{}.example", "x".repeat(length));
    assert!(Address::parse(&label(63)).is_ok());
    assert_eq!(Address::parse(&label(64)), Err(No::LabelTooLong));
    // 240 bytes of labels, seven of `example`, the rest before the `@`
    let whole = |local: usize| format!("{}@{}example", "x".repeat(local), "abcdefg.".repeat(30));
    assert!(Address::parse(&whole(6)).is_ok());
    assert_eq!(Address::parse(&whole(7)), Err(No::TooLong));
}

/// An address that needs no care comes out as with care.
fn agrees(text: &str) {
    let (mut quick, mut careful) = (String::new(), String::new());
    assert_eq!(normalise_into(text, &mut quick), Ok(()), "{text:?}");
    assert_eq!(normalise_written_into(text, &mut careful), Ok(()), "{text:?}");
    assert_eq!(quick, careful);
}

proptest! {
    #[test]
    fn an_address_as_most_are_needs_no_care(
        text in "[a-zA-Z0-9]{1,9}([._+-][a-zA-Z0-9]{1,9}){0,3}@([a-zA-Z0-9]{1,9}-{1,2})?[a-zA-Z0-9]{1,9}(\\.[a-zA-Z0-9]{1,9}){0,2}\\.[a-z]{2,9}"
    ) {
        prop_assert!(is_plain(&text));
        agrees(&text);
    }

    #[test]
    fn what_is_no_address_needs_care(
        text in "[a-c0.+-]{0,4}@?[a-b0.-]{0,4}(@|\\.)?[a-b0-]{0,3}|[xX]{62,66}@a\\.(yz|y{60,66}\\.yz)|x{1,66}@(y{61}\\.){3}yz"
    ) {
        if is_plain(&text) {
            agrees(&text);
        }
    }
}
