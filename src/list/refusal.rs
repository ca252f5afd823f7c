//! Columns and cells that read as a refusal: the person wants no mail, or cannot get any.
//!
//! Such a row is never written to before a person has decided. Ordinary columns must not hold anybody by mistake: a
//! heading counts only when it is about mails and nothing else, and a text only when it is short and says nothing else,
//! or when the column is one for remarks.

use super::names::fold;

/// How a column can refuse mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusing {
    /// `Newsletter`: `nein` refuses.
    No,
    /// `Werbesperre`: everything but `nein` refuses.
    Yes,
    /// `Bemerkung`: a text that says so somewhere refuses.
    Remark,
    /// `Status`: one that says how it stands with mails, too.
    Status,
    /// Any other: a text that says nothing else refuses.
    Alone,
}

/// Headings under which a no refuses, folded.
const PERMITS: [&str; 45] = [
    "newsletter",
    "newsletterjanein",
    "newsletteranmeldung",
    "newsletterverteiler",
    "newslettererhalten",
    "einladung",
    "einladungen",
    "newslettererwuenscht",
    "newslettergewuenscht",
    "newsletterabo",
    "newsletterabonniert",
    "newsletterempfaenger",
    "newslettersubscribed",
    "abonniert",
    "subscribed",
    "mailing",
    "mailings",
    "mailingliste",
    "infomail",
    "infomails",
    "rundmail",
    "rundbrief",
    "werbung",
    "werbungerlaubt",
    "werbungerwuenscht",
    "werbeerlaubnis",
    "werbeeinwilligung",
    "kontakterlaubt",
    "kontakterlaubnis",
    "kontaktaufnahmeerlaubt",
    "emailerlaubt",
    "mailerlaubt",
    "emailerwuenscht",
    "anschreiben",
    "einladen",
    "einwilligung",
    "einwilligungerteilt",
    "einwilligungvorhanden",
    "einwilligungnewsletter",
    "dsgvoeinwilligung",
    "optin",
    "doubleoptin",
    "consent",
    "marketingconsent",
    "emailmarketing",
];

/// Headings under which everything but a no refuses, folded.
const FORBIDS: [&str; 45] = [
    "werbesperre",
    "werbeverbot",
    "mailsperre",
    "emailsperre",
    "kontaktsperre",
    "newslettersperre",
    "versandsperre",
    "sperre",
    "sperrvermerk",
    "gesperrt",
    "abgemeldet",
    "abgemeldetam",
    "abmeldung",
    "abmeldungam",
    "abmeldungvom",
    "newsletterabgemeldet",
    "newsletterabmeldung",
    "abbestellt",
    "abbestelltam",
    "abmeldedatum",
    "widerspruch",
    "widerspruchwerbung",
    "werbewiderspruch",
    "widerspruchvom",
    "widersprucham",
    "widersprochen",
    "widerruf",
    "widerrufen",
    "widerrufenam",
    "optout",
    "unsubscribed",
    "unsubscribedat",
    "unsubscribetime",
    "donotcontact",
    "donotmail",
    "donotemail",
    "keinemails",
    "keinnewsletter",
    "keinewerbung",
    "keinkontakt",
    "nichtanschreiben",
    "nichteinladen",
    "nichtkontaktieren",
    "verstorben",
    "verstorbenam",
];

/// Headings of columns in which people write what they like, folded.
const REMARKS: [&str; 16] = [
    "bemerkung",
    "bemerkungen",
    "anmerkung",
    "anmerkungen",
    "notiz",
    "notizen",
    "kommentar",
    "kommentare",
    "hinweis",
    "hinweise",
    "vermerk",
    "note",
    "notes",
    "comment",
    "comments",
    "remarks",
];

/// Headings of columns in which programs and people write how it stands, folded.
const STATUSES: [&str; 2] = ["status", "newsletterstatus"];

/// What says no, in lower case.
const NO: [&str; 22] = [
    "nein",
    "n",
    "no",
    "f",
    "☐",
    "unchecked",
    "keine angabe",
    "0",
    "false",
    "falsch",
    "nicht",
    "nö",
    "nee",
    "keine",
    "kein",
    "-",
    "–",
    "—",
    "nein danke",
    "✗",
    "✘",
    "❌",
];

/// What refuses mails below a heading that is about them, wherever it stands in the cell; in lower case.
const REFUSES_THERE: [&str; 5] = ["nicht gewünscht", "nicht erwünscht", "unerwünscht", "kein interesse", "declined"];

/// What refuses mails there, and as a status.
const REFUSES_AS_STATUS: [&str; 12] = [
    "widerrufen",
    "widerruf",
    "widerspruch",
    "ausgetragen",
    "gekündigt",
    "gesperrt",
    "gelöscht",
    "abmeldung",
    "opted out",
    "withdrawn",
    "cleaned",
    "bounced",
];

/// What refuses mails in a remark besides, in lower case.
const REFUSES_IN_REMARKS: [&str; 18] = [
    "widerspruch gegen werbung",
    "der werbung widersprochen",
    "bitte löschen",
    "bitte streichen",
    "bitte austragen",
    "aus verteiler streichen",
    "aus verteiler nehmen",
    "aus dem verteiler streichen",
    "aus dem verteiler nehmen",
    "aus dem verteiler löschen",
    "vom verteiler nehmen",
    "nicht mehr angeschrieben",
    "nicht mehr eingeladen",
    "abmeldung per mail",
    "abmeldung per e-mail",
    "abmeldung vom newsletter",
    "gestorben",
    "einwilligung zurückgezogen",
];

/// What refuses mails wherever it stands alone, in lower case.
const REFUSES: [&str; 34] = [
    "abgemeldet",
    "abbestellt",
    "unsubscribed",
    "verstorben",
    "deceased",
    "werbesperre",
    "werbewiderspruch",
    "widersprochen",
    "widerspruch eingelegt",
    "einwilligung widerrufen",
    "kein newsletter",
    "keinen newsletter",
    "keine newsletter",
    "keine mail",
    "keine mails",
    "keine e-mail",
    "keine e-mails",
    "keine emails",
    "keine werbung",
    "keine einladung",
    "keine einladungen",
    "kein kontakt",
    "nicht anschreiben",
    "nicht mehr anschreiben",
    "nicht einladen",
    "nicht mehr einladen",
    "nicht kontaktieren",
    "nicht mehr kontaktieren",
    "opt-out",
    "do not contact",
    "do not mail",
    "do not email",
    "no mails",
    "no emails",
];

/// A longer text says something else too, in bytes.
const LONGEST: usize = 400;

impl Refusing {
    /// How the column below a heading can refuse.
    pub(super) fn of(heading: &str) -> Self {
        let folded = fold(heading);
        let stands_in = |table: &[&str]| table.contains(&folded.as_str());
        if stands_in(&PERMITS) {
            Self::No
        } else if stands_in(&FORBIDS) {
            Self::Yes
        } else if stands_in(&REMARKS) {
            Self::Remark
        } else if stands_in(&STATUSES) {
            Self::Status
        } else {
            Self::Alone
        }
    }

    /// Whether a cell of such a column refuses mails.
    pub(super) fn is_said_by(self, cell: &str) -> bool {
        let cell = cell.trim();
        if cell.is_empty() {
            return false;
        }
        match self {
            Self::No => says_no(cell) || is_told(cell, &REFUSES_THERE) || is_told(cell, &REFUSES_AS_STATUS),
            Self::Yes => !says_no(cell),
            Self::Remark => cell.starts_with('†') || is_told(cell, &REFUSES_IN_REMARKS),
            Self::Status => {
                cell.starts_with('†') || is_told(cell, &REFUSES_IN_REMARKS) || is_told(cell, &REFUSES_AS_STATUS)
            }
            Self::Alone => (2..=LONGEST).contains(&cell.len()) && stands_alone(cell),
        }
    }
}

/// `nein`, `Nein, danke`, `0`.
fn says_no(cell: &str) -> bool {
    let lower = cell.to_lowercase();
    let first = lower.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    NO.contains(&lower.as_str()) || matches!(first, "nein" | "no")
}

/// The lengths of what refuses, a bit each.
const LENGTHS: u64 = {
    let (mut lengths, mut at) = (0, 0);
    while at < REFUSES.len() {
        lengths |= 1 << REFUSES[at].len();
        at += 1;
    }
    lengths
};

/// The whole cell says it, without regard to case; asked of many cells of every row, and so without a copy.
fn stands_alone(cell: &str) -> bool {
    let bare = cell.trim_end_matches(['.', '!']);
    let bare = match bare.get(..6) {
        Some(word) if word.eq_ignore_ascii_case("bitte ") => &bare[6..],
        _ => bare,
    };
    let possible = bare.len() < 64 && LENGTHS & (1 << bare.len()) != 0;
    possible && REFUSES.iter().any(|known| known.len() == bare.len() && known.eq_ignore_ascii_case(bare))
}

/// The cell says it somewhere, as words of their own and not denied; or one of some further texts.
fn is_told(cell: &str, further: &[&str]) -> bool {
    let lower = cell.to_lowercase();
    REFUSES.iter().chain(further).any(|known| {
        lower.match_indices(known).any(|(at, _)| {
            let (before, after) = (&lower[..at], &lower[at + known.len()..]);
            let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
            let mut words = before.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            let denied = words.next_back().is_some_and(|word| ["nicht", "not", "nie"].contains(&word));
            apart(before.chars().next_back()) && apart(after.chars().next()) && !denied
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert!(Refusing::of(heading).is_said_by(cell), "{heading}: {cell}");
        }
        let letter = "Sehr geehrte Damen und Herren, ".repeat(20);
        for (heading, cell) in [
            ("Widerspruch", letter.clone()),
            ("Newsletter", format!("nein – {letter}")),
            ("Bemerkung", format!("{letter} bitte nicht mehr anschreiben. Danke!")),
        ] {
            assert!(Refusing::of(heading).is_said_by(&cell), "{heading}: {cell}");
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
        ] {
            assert!(!Refusing::of(heading).is_said_by(cell), "{heading}: {cell}");
        }
    }
}
