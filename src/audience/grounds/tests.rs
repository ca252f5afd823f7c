//! What rows give, and what speaks against a mail.

use super::*;
use crate::contact::{Contacts, Merged, Priority, gather, strangers};
use crate::list::Sheet;

const HEADINGS: &str = "E-Mail;Vorname;Nachname;Rechtsgrundlage;Einwilligung am;Einwilligungsquelle;Einwilligungstext";
const WORDING: &str = "Ja, laden Sie mich ein.";

/// One list for each text of rows, and what they prove.
fn grounds(lists: &[&str], change: impl Fn(&mut Settings)) -> (Contacts, Grounds) {
    let (mut settings, mut sheets) = (Vec::new(), Vec::new());
    for (number, rows) in lists.iter().enumerate() {
        let mut list = Settings::new(format!("l{number}"), "l.csv".into());
        let text = format!("{HEADINGS}\n{rows}\n");
        sheets.push(Sheet::of_bytes(&list, "l.csv", text.into_bytes()).expect("a list"));
        change(&mut list);
        settings.push(list);
    }
    let priorities: Vec<Priority> = (0..).map(Priority::List).take(lists.len()).collect();
    let Merged { contacts, conflicts, .. } = gather(sheets, &priorities, &|_| None).expect("few headings").merged;
    let consent = |name: &str, text: &str, carries: &[Advertising]| Consent {
        name: name.to_owned(),
        text: text.to_owned(),
        carries: carries.to_vec(),
    };
    let consents = [
        consent("invite", WORDING, &[Advertising::Invitation]),
        consent("news", "Ja, Neues bitte.", &[Advertising::Newsletter]),
    ];
    let strangers = strangers(&contacts, &conflicts, |_| false);
    let today = Date::constant(2026, 11, 28);
    let grounds = Grounds::new(settings, &consents, Customers::default(), strangers, today);
    (contacts, grounds)
}

/// What the rows of the first contact give.
fn given(lists: &[&str]) -> Vec<Ground> {
    let (contacts, grounds) = grounds(lists, |_| {});
    grounds.of(&contacts.get(0)).map(|(_, ground)| ground).collect()
}

const INVITED: Ground = Ground::Consent { newsletter: false, invitation: true };

#[test]
fn a_consent_carries_what_its_wording_names_and_without_date_source_or_wording_nothing() {
    for (row, ground) in [
        ("a@b.example;;;Einwilligung;2024-05-01;Formular;invite", INVITED),
        ("a@b.example;;;consent;1.5.2024;Formular;ja  laden Sie mich EIN", INVITED),
        ("a@b.example;;;consent;1.5.2024;Formular;Invite", INVITED),
        (
            "a@b.example;;;Opt-in;2024-05-01 10:00;Formular;news",
            Ground::Consent { newsletter: true, invitation: false },
        ),
        ("a@b.example;;;Einwilligung;;Formular;invite", Ground::UnprovenConsent),
        ("a@b.example;;;Einwilligung;im Mai;Formular;invite", Ground::UnprovenConsent),
        ("a@b.example;;;Einwilligung;1.5.24;Formular;invite", Ground::UnprovenConsent),
        ("a@b.example;;;Einwilligung;2027-05-01;Formular;invite", Ground::UnprovenConsent),
        ("a@b.example;;;Einwilligung;2024-05-01;;invite", Ground::UnprovenConsent),
        ("a@b.example;;;Einwilligung;2024-05-01;Formular;", Ground::UnprovenConsent),
        ("a@b.example;;;Einwilligung;2024-05-01;Formular;etwas anderes", Ground::UnprovenConsent),
        ("a@b.example;;;Anmeldung;;;", Ground::Contract),
        ("a@b.example;;;öffentliche Aufgabe;;;", Ground::PublicTask),
        ("a@b.example;;;Bestandskunde;;;", Ground::UnconfirmedCustomer),
        ("a@b.example;;;keine;;;", Ground::None),
        ("a@b.example;;;vielleicht;;;", Ground::None),
        ("a@b.example;;;;;;", Ground::None),
    ] {
        assert_eq!(given(&[row]), [ground], "{row}");
    }
}

#[test]
fn what_a_row_leaves_open_its_list_may_say_and_the_word_of_the_row_stands_above() {
    let of_list = |row: &str| {
        let (contacts, grounds) = grounds(&[row], |list| {
            list.basis = Some(Basis::Consent);
            list.consent = Some("invite".to_owned());
            list.consent_date = Some(Date::constant(2024, 5, 1));
            list.consent_source = Some("Formular".to_owned());
        });
        grounds.of(&contacts.get(0)).map(|(_, ground)| ground).collect::<Vec<_>>()
    };
    assert_eq!(of_list("a@b.example"), [INVITED]);
    assert_eq!(of_list("a@b.example;;;;;;news"), [Ground::Consent { newsletter: true, invitation: false }]);
    assert_eq!(of_list("a@b.example;;;;bald;;"), [Ground::UnprovenConsent]);
    assert_eq!(of_list("a@b.example;;;Vertrag;;;"), [Ground::Contract]);
    assert_eq!(of_list("a@b.example;;;nein;;;"), [Ground::None]);
}

#[test]
fn no_successor_at_an_address_inherits_a_consent() {
    let consent = "Einwilligung;2024-05-01;Formular;invite";
    let (old, new) = (format!("amt@b.example;Hans;Alt;{consent}"), "amt@b.example;Eva;Neu;Vertrag;;;");
    assert_eq!(given(&[new, &old]), [Ground::Contract]);
    assert_eq!(given(&[new, &old.replace("Hans;Alt", "E.;NEU")]), [Ground::Contract, INVITED]);
    let nobody = old.replace("Hans;Alt", ";");
    assert_eq!(given(&[new, &nobody]), [Ground::Contract, INVITED]);
    assert_eq!(given(&[new, &nobody, "amt@b.example;Hans;Alt;;;;"]), [Ground::Contract], "whose it is nobody knows");
    assert_eq!(given(&[&old, new]), [INVITED]);
}

#[test]
fn no_merge_makes_a_whole_consent_of_two_halves() {
    let halves = ["a@b.example;;;Einwilligung;2024-05-01;;", "a@b.example;;;Einwilligung;;Formular;invite"];
    assert_eq!(given(&halves), [Ground::UnprovenConsent; 2]);
    let (contacts, grounds) = grounds(&halves, |_| {});
    let reason = |purpose| grounds.reason_against(&contacts.get(0), (purpose, "e"), None, false);
    assert_eq!(reason(Purpose::Invitation), Some(Reason::ConsentUnproven));
    assert_eq!(grounds.missing_proof(&contacts.get(0)), ["consent_date"]);
}

#[test]
fn one_row_that_carries_the_purpose_is_enough_and_else_the_nearest_reason_is_told() {
    let rows = [
        "a@b.example;;;Vertrag;;;",
        "a@b.example;;;Einwilligung;2024-05-01;Formular;invite",
        "a@b.example;;;Einwilligung;;;",
    ];
    let (contacts, grounds) = grounds(&rows, |list| list.event = Some("e".to_owned()));
    let reason = |purpose, scope| grounds.reason_against(&contacts.get(0), (purpose, "e"), scope, false);
    assert_eq!(reason(Purpose::Invitation, None), None);
    assert_eq!(reason(Purpose::Newsletter, None), Some(Reason::ConsentUnproven));
    assert_eq!(reason(Purpose::Invitation, Some(SuppressionScope::Advertising)), Some(Reason::Suppressed));
    assert_eq!(reason(Purpose::Organisation, Some(SuppressionScope::Advertising)), None);
    assert_eq!(reason(Purpose::Organisation, Some(SuppressionScope::All)), Some(Reason::Suppressed));
}

#[test]
fn a_contract_counts_for_the_event_of_its_list_and_for_no_other() {
    let rows = ["a@b.example;;;Vertrag;;;", "b@b.example;;;Einwilligung;2024-05-01;Formular;invite"];
    let (contacts, grounds) = grounds(&rows, |list| list.event = Some("e".to_owned()));
    let reason = |contact, event, answered| {
        grounds.reason_against(&contacts.get(contact), (Purpose::Organisation, event), None, answered)
    };
    assert_eq!((reason(0, "e", false), reason(0, "f", false)), (None, Some(Reason::NotRegistered)));
    assert_eq!(reason(0, "f", true), None, "who answered is registered too");
    assert_eq!(reason(1, "e", false), Some(Reason::NotRegistered), "a consent is no registration");
    assert!(grounds.doubts(&contacts.get(0)).is_empty());
}

#[test]
fn what_a_row_says_wrongly_is_doubted() {
    let (contacts, grounds) = grounds(
        &["a@b.example;;;Einwiligung;;;", "a@b.example;;;Einwilligung;bald;Formular;?!x", "a@b.example;;;Vertrag"],
        |_| {},
    );
    let doubts: Vec<_> = grounds.doubts(&contacts.get(0)).into_iter().map(|(_, doubt)| doubt).collect();
    let unproven = Doubt::Unproven([true, false, true]);
    assert_eq!(
        doubts,
        [Doubt::Basis("Einwiligung"), Doubt::Date("bald"), Doubt::Wording("?!x"), unproven, Doubt::Event]
    );
}
