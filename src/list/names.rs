//! Headings that name a field, in German and English.

use super::Field;

/// Headings that name a field, folded by [`fold`].
const NAMES: [(Field, &[&str]); 22] = [
    (
        Field::Email,
        &[
            "email",
            "emailadresse",
            "emailadressen",
            "emailaddress",
            "emails",
            "mail",
            "mailadresse",
            "mailaddress",
            "eadresse",
            "epost",
            "emailkontakt",
            "kontaktemail",
            "dienstemail",
            "dienstmail",
            "dienstlicheemail",
            "dienstlicheemailadresse",
            "dienstlichemailadresse",
            "emaildienst",
            "emaildienstlich",
            "geschaeftlicheemail",
            "emailgeschaeftlich",
            "workemail",
            "businessemail",
            "emailwork",
            "primaryemail",
            "email1",
            "email1value",
            "emailansprechpartner",
            "emailteilnehmer",
            "emailteilnehmerin",
            "teilnehmeremail",
            "attendeeemail",
        ],
    ),
    (
        Field::Salutation,
        &[
            "briefanrede",
            "anredezeile",
            "anredetext",
            "formelleanrede",
            "persoenlicheanrede",
            "salutation",
            "salutationline",
        ],
    ),
    (
        Field::FormOfAddress,
        &["anrede", "formofaddress", "geschlecht", "gender", "anredeform", "anredekurz", "anredefrauherr", "herrfrau"],
    ),
    (
        Field::Title,
        &["titel", "title", "akademischertitel", "akadtitel", "akadgrad", "akademischergrad", "grad", "academictitle"],
    ),
    (Field::FirstName, &["vorname", "vornamen", "firstname", "givenname", "rufname", "forename", "vornameteilnehmer"]),
    (
        Field::LastName,
        &["nachname", "familienname", "lastname", "surname", "familyname", "zuname", "nachnameteilnehmer"],
    ),
    (
        Field::Role,
        &[
            "funktion",
            "position",
            "role",
            "amt",
            "jobtitle",
            "rolle",
            "dienststellung",
            "taetigkeit",
            "amtsbezeichnung",
            "funktionsbezeichnung",
            "stellenbezeichnung",
            "aufgabe",
            "beruf",
            "amtfunktion",
            "funktionamt",
            "positionfunktion",
            "funktionposition",
        ],
    ),
    (
        Field::Organisation,
        &[
            "behoerde",
            "organisation",
            "organization",
            "firma",
            "institution",
            "dienststelle",
            "verwaltung",
            "company",
            "einrichtung",
            "amtbehoerde",
            "behoerdeamt",
            "behoerdefirma",
            "firmabehoerde",
            "organisationbehoerde",
            "behoerdeorganisation",
            "institutionbehoerde",
            "behoerdenname",
            "unternehmen",
            "firmenname",
            "companyname",
            "organisationsname",
            "authority",
            "arbeitgeber",
            "employer",
        ],
    ),
    (
        Field::Municipality,
        &[
            "kommune",
            "gemeinde",
            "stadt",
            "ort",
            "municipality",
            "city",
            "town",
            "gemeindename",
            "gebietskoerperschaft",
            "stadtgemeinde",
            "gemeindestadt",
            "kommunenname",
            "namederkommune",
            "wohnort",
            "ortsname",
            "ortgeschaeftlich",
            "businesscity",
        ],
    ),
    (
        Field::State,
        &[
            "bundesland",
            "land",
            "state",
            "federalstate",
            "bl",
            "landbundesland",
            "bundeslaender",
            "regiongeschaeftlich",
            "businessstate",
        ],
    ),
    (
        Field::PostalCode,
        &[
            "plz",
            "postleitzahl",
            "postalcode",
            "zip",
            "zipcode",
            "postcode",
            "postleitzahlgeschaeftlich",
            "businesspostalcode",
        ],
    ),
    (
        Field::Ags,
        &[
            "ags",
            "ars",
            "gemeindeschluessel",
            "amtlichergemeindeschluessel",
            "regionalschluessel",
            "amtlicherregionalschluessel",
            "gemeindekennziffer",
            "gkz",
            "agsars",
            "municipalitykey",
        ],
    ),
    (Field::Language, &["sprache", "language", "lang", "korrespondenzsprache", "preferredlanguage"]),
    (
        Field::Tags,
        &[
            "tags",
            "schlagworte",
            "schlagwoerter",
            "stichworte",
            "stichwoerter",
            "kategorien",
            "kategorie",
            "labels",
            "gruppen",
        ],
    ),
    (
        Field::Population,
        &[
            "einwohner",
            "einwohnerzahl",
            "einwohnerzahlen",
            "einwohnerinnen",
            "einwohnerinnenundeinwohner",
            "anzahleinwohner",
            "ew",
            "bevoelkerung",
            "population",
            "inhabitants",
        ],
    ),
    (
        Field::Updated,
        &[
            "stand",
            "geaendertam",
            "geaendert",
            "aktualisiertam",
            "aktualisiert",
            "letzteaenderung",
            "zuletztgeaendert",
            "updated",
            "updatedat",
            "lastmodified",
            "lastupdated",
        ],
    ),
    (Field::Basis, &["rechtsgrundlage", "grundlage", "basis", "legalbasis"]),
    (
        Field::ConsentDate,
        &[
            "einwilligungam",
            "einwilligungsdatum",
            "einwilligungvom",
            "datumdereinwilligung",
            "datumeinwilligung",
            "consentdate",
            "optindatum",
            "optindate",
        ],
    ),
    (
        Field::ConsentSource,
        &["einwilligungsquelle", "einwilligungsnachweis", "nachweisdereinwilligung", "consentsource", "optinquelle"],
    ),
    // as a merged list has them
    (Field::Held, &["held"]),
    (Field::OtherAddresses, &["otheraddresses"]),
    (Field::ConsentWording, &["einwilligungstext", "einwilligungswortlaut", "consentwording", "consenttext"]),
];

/// Headings of columns that hold whole names.
const WHOLE_NAMES: [&str; 16] = [
    "name",
    "fullname",
    "vollername",
    "vollstaendigername",
    "ansprechpartner",
    "ansprechpartnerin",
    "ansprechperson",
    "kontakt",
    "kontaktperson",
    "contact",
    "contactname",
    "vorundnachname",
    "vornamenachname",
    "nachnamevorname",
    "namevorname",
    "vornameundnachname",
];

/// The field that a heading names.
pub(super) fn meaning(heading: &str) -> Option<Field> {
    let folded = fold(heading);
    NAMES.iter().find(|(_, names)| names.contains(&folded.as_str())).map(|(field, _)| *field)
}

/// Whether a word is a heading of lists: the columns of a mail merge are called so.
pub fn is_heading(word: &str) -> bool {
    meaning(word).is_some() || is_whole_name(word)
}

/// Whether the column below a heading holds whole names.
pub(super) fn is_whole_name(heading: &str) -> bool {
    WHOLE_NAMES.contains(&fold(heading).as_str())
}

/// Lower case, umlauts spelled out, letters and digits only.
pub(super) fn fold(heading: &str) -> String {
    let mut folded = String::with_capacity(heading.len());
    for c in heading.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' => folded.push_str("ae"),
            'ö' => folded.push_str("oe"),
            'ü' => folded.push_str("ue"),
            'ß' => folded.push_str("ss"),
            c if c.is_alphanumeric() => folded.push(c),
            _ => {}
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_folded_and_names_one_field() {
        let all = || NAMES.iter().flat_map(|(_, names)| names.iter().copied()).chain(WHOLE_NAMES);
        for name in all() {
            assert_eq!(fold(name), name);
            assert_eq!(all().filter(|other| *other == name).count(), 1, "{name}");
        }
    }

    #[test]
    fn headings_that_people_write_are_known() {
        for (heading, field) in [
            ("Dienst-E-Mail", Some(Field::Email)),
            ("E-Mail (dienstlich)", Some(Field::Email)),
            ("Amt/Behörde", Some(Field::Organisation)),
            ("Einwohner*innen", Some(Field::Population)),
            ("Amtl. Gemeindeschlüssel", None),
            ("E-Mail privat", None),
            ("Telefon", None),
        ] {
            assert_eq!(meaning(heading), field, "{heading}");
        }
        assert!(is_whole_name("Vor- und Nachname"));
    }
}
