//! What refuses mails, and what only looks like it.

use super::*;

/// The look at a cell and the reading of it, which say the same of everything that refuses.
fn is_said(refusing: Refusing, cell: &str) -> bool {
    let said = refusing.is_said_by(cell);
    assert!(!said || refusing.may_be_said_by(cell), "{cell}");
    said
}

#[test]
fn a_refusal_is_read_from_heading_and_cell() {
    for (heading, cell) in [
        ("Newsletter", "nein"),
        ("Newsletter (ja/nein)", "N"),
        ("Newsletter", "Nein, danke"),
        ("Newsletter", "abgemeldet"),
        ("Newsletter", "abgemeldet am 3.5.2024"),
        ("Newsletter", "nicht gewünscht"),
        ("Newsletter", "widerrufen"),
        ("Newsletter", "kein Interesse"),
        ("Newsletter", "✗"),
        ("Newsletter-Anmeldung", "nein"),
        ("Einladung", "nein"),
        ("Abmeldung", "ja"),
        ("Bemerkung", "† 2022"),
        ("Bemerkung", "Widerspruch gegen Werbung"),
        ("Opt-in", "FALSE"),
        ("Einwilligung", "nein"),
        ("Werbesperre", "ja"),
        ("Werbesperre", "x"),
        ("Abgemeldet am", "2024-03-01"),
        ("unsubscribed", "1"),
        ("verstorben", "†"),
        ("Bemerkung", "Hat sich am 3.5. abgemeldet."),
        ("Bemerkung", "bitte nicht mehr anschreiben!"),
        ("Status", "Unsubscribed"),
        ("Telefon", "verstorben"),
        ("Sonstiges", "Bitte nicht anschreiben!"),
        ("Bemerkung", "Melanie verstorben, Nachfolge offen"),
    ] {
        assert!(is_said(Refusing::of(heading), cell), "{heading}: {cell}");
    }
    let letter = "Sehr geehrte Damen und Herren, ".repeat(20);
    for (heading, cell) in [
        ("Widerspruch", letter.clone()),
        ("Newsletter", format!("nein – {letter}")),
        ("Bemerkung", format!("{letter} bitte nicht mehr anschreiben. Danke!")),
    ] {
        assert!(is_said(Refusing::of(heading), &cell), "{heading}: {cell}");
    }
}

#[test]
fn every_text_that_refuses_alone_does_so_in_any_letters_and_as_a_request() {
    for text in REFUSES {
        for cell in [text.to_owned(), text.to_uppercase(), format!(" Bitte {text}! "), format!("{text}.")] {
            assert!(is_said(Refusing::Alone, &cell), "{cell}");
        }
    }
}

#[test]
fn a_refusal_is_read_from_what_programs_and_people_note_down() {
    for (heading, cell) in [
        ("Bemerkung", "bitte löschen"),
        ("Bemerkung", "Bitte aus Verteiler streichen"),
        ("Bemerkung", "aus dem Verteiler nehmen!"),
        ("Bemerkung", "will nicht mehr angeschrieben werden"),
        ("Bemerkung", "Abmeldung per Mail am 1.1."),
        ("Bemerkung", "gestorben 2023"),
        ("Bemerkung", "Einwilligung zurückgezogen"),
        ("Status", "Widerruf"),
        ("Status", "opted out"),
        ("Status", "Gesperrt"),
        ("Status", "gelöscht"),
        ("Newsletter-Status", "cleaned"),
        ("Status", "bounced"),
        ("Newsletter", "F"),
        ("Newsletter", "☐"),
        ("Newsletter", "unchecked"),
        ("Newsletter", "keine Angabe"),
    ] {
        assert!(is_said(Refusing::of(heading), cell), "{heading}: {cell}");
    }
}

#[test]
fn a_heading_of_several_words_about_mails_and_a_remark_refuse_in_many_forms() {
    for (heading, cell) in [
        ("Newsletter erlaubt", "nein"),
        ("Bezieht Newsletter", "0"),
        ("Einverständnis", "nein"),
        ("Zustimmung per E-Mail", "no"),
        ("Newsletter-Einwilligung", "nein"),
        ("E-Mail-Werbung", "nein"),
        ("Newsletter 2024", "nein"),
        ("Marketing", "no"),
        ("Email Opt In", "no"),
        ("Can contact", "no"),
        ("Newsletter abbestellt", "ja"),
        ("Widerruf der Einwilligung", "3.4.2024"),
        ("Bemerkung", "Newsletter: nein"),
        ("Bemerkung", "Newsletter:nein, ruft an"),
        ("Newsletter erhalten", "nein"),
        ("Bemerkung", "Widerruf vom 3.4."),
        ("Notes", "please unsubscribe"),
        ("Bemerkung", "verst. 2022"),
        ("Bemerkung", "ist tot"),
        ("Bemerkung", "unzustellbar"),
        ("Bemerkung", "möchte nicht angeschrieben werden"),
        ("Bemerkung", "Widerruf der Einwilligung 2024"),
        ("Bemerkung", "Widerspruch vom 3.4.2024"),
        ("Bemerkung", "hat sich ausgetragen"),
        ("Bemerkung", "Newsletter gekündigt"),
        ("Status", "wünscht keine Post"),
        ("Status", "kein Mailing"),
        ("Status", "hard bounce"),
        ("Status", "Adresse ungültig"),
        ("DOI bestätigt", "nein"),
        ("Aktiv", "nein"),
        ("Einladung per Mail", "nein"),
        ("Darf kontaktiert werden", "nein"),
        ("Einverstanden mit Kontaktaufnahme", "nein"),
        ("Ich möchte den Newsletter erhalten", "nein"),
    ] {
        assert!(is_said(Refusing::of(heading), cell), "{heading}: {cell}");
    }
}

#[test]
fn a_sheet_is_of_people_who_want_no_mail_by_its_name() {
    for name in ["Abgemeldet", "Abmeldungen 2024", "nicht anschreiben", "Sperrliste", "opt-out", "verstorbene_2023"] {
        assert!(is_of_refusals(name), "{name}");
    }
    for name in ["Verteiler", "Anmeldungen", "Teilnehmende-2024", "Absagen", "Tabelle1", "Netzwerk"] {
        assert!(!is_of_refusals(name), "{name}");
    }
}

#[test]
fn a_basis_or_a_source_that_says_that_a_consent_is_withdrawn_refuses() {
    for cell in ["widerrufen", "Einwilligung widerrufen", "abgemeldet", "Widerspruch", "Form, widerrufen am 1.3.2025"] {
        assert!(is_said(Refusing::Consent, cell), "{cell}");
    }
    for cell in ["Einwilligung", "consent", "Formular auf der Seite", "Form, nicht widerrufen", ""] {
        assert!(!is_said(Refusing::Consent, cell), "{cell}");
    }
}

#[test]
fn a_name_that_says_that_somebody_is_dead_refuses_and_no_other_does() {
    for cell in [
        "verstorben",
        "Neun (abgemeldet)",
        " Verstorben ",
        "Müller (verstorben 2022)",
        "† Müller",
        "Müller †",
        "Müller (†)",
        "deceased",
    ] {
        assert!(is_said(Refusing::Name, cell), "{cell}");
    }
    for cell in ["Müller", "Sterbeamt", "Müller (CDO)", "Leitung (Bestattungen)", "Gesperrt", "x"] {
        assert!(!is_said(Refusing::Name, cell), "{cell}");
    }
}

#[test]
fn ordinary_columns_hold_nobody() {
    for (heading, cell) in [
        ("Newsletter", "ja"),
        ("Newsletter", ""),
        ("Newsletter", "wöchentlich"),
        ("Newsletter", "nicht abgemeldet"),
        ("Newsletter", "interessiert"),
        ("Abmeldung", "nein"),
        ("Bemerkung", "betreut Widersprüche im Amt"),
        ("Werbesperre", "nein"),
        ("Werbesperre", " "),
        ("Werbesperre", "-"),
        ("Abgemeldet", "0"),
        ("Teilnahme", "nein"),
        ("Vegetarisch", "nein"),
        ("Zusage", "abgesagt"),
        ("Barrierefreier Zugang", "no"),
        ("Bemerkung", "hat sich nicht abgemeldet"),
        ("Bemerkung", "möchte den Newsletter"),
        ("Bemerkung", "ruft wegen Werbesperren-Liste an"),
        ("Abteilung", "Stabsstelle Datenschutz und Widerspruch"),
        ("Sonstiges", "ist von verstorben auf lebend berichtigt"),
        ("Raum", "0"),
        ("Status", "declined"),
        ("Status", "nicht gesperrt"),
        ("Status", "aktiv"),
        ("Bemerkung", "kommt aus dem Verteiler des Städtetags"),
        ("Bemerkung", "nicht gestorben, nur umgezogen"),
        ("Bemerkung", "Abmeldung vom Workshop"),
        ("Telefon", "keine Angabe"),
        ("Teilnahme 2024", "nein"),
        ("Zustimmung Foto", "nein"),
        ("Funktion Marketing", "nein"),
        ("Einladung erhalten", "nein"),
        ("Einverstanden mit Fotos", "nein"),
        ("Bemerkung", "Widerspruch der Gemeinde gegen den Haushalt"),
        ("Kontakt", "-"),
        ("Kontakt vorhanden", "nein"),
        ("Newsletter-Name", "keine"),
        ("Marketingleitung", "nein"),
        ("E-Mail erhalten", "nein"),
        ("Verteiler", "-"),
        ("Zuständigkeit", "keine"),
        ("Bemerkung", "Widerruf der Satzung"),
    ] {
        assert!(!is_said(Refusing::of(heading), cell), "{heading}: {cell}");
    }
}
