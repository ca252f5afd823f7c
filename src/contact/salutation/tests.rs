//! The table of salutations: cells as lists have them, and what is written.

use super::*;
use crate::contact::merge::tests::contact;

/// Anrede;Titel;Vorname;Nachname, then the German and the English salutation.
const SALUTATIONS: &[(&str, &str, &str)] = &[
    // plain
    ("Frau;;Eva;Kurz", "Sehr geehrte Frau Kurz", "Dear Ms Kurz"),
    ("Herr;;Jan;Öz", "Sehr geehrter Herr Öz", "Dear Mr Öz"),
    ("Herrn;;Jan;Öz", "Sehr geehrter Herr Öz", "Dear Mr Öz"),
    ("Hr.;;Jan;Öz", "Sehr geehrter Herr Öz", "Dear Mr Öz"),
    ("Fr.;;Eva;Kurz", "Sehr geehrte Frau Kurz", "Dear Ms Kurz"),
    ("w;;Eva;Kurz", "Sehr geehrte Frau Kurz", "Dear Ms Kurz"),
    ("M;;Jan;Öz", "Sehr geehrter Herr Öz", "Dear Mr Öz"),
    ("männlich;;Jan;Öz", "Sehr geehrter Herr Öz", "Dear Mr Öz"),
    ("Mr.;;Jan;Öz", "Sehr geehrter Herr Öz", "Dear Mr Öz"),
    ("Mrs;;Eva;Kurz", "Sehr geehrte Frau Kurz", "Dear Ms Kurz"),
    ("FRAU;;Eva;Kurz", "Sehr geehrte Frau Kurz", "Dear Ms Kurz"),
    ("weibl.;;Eva;Kurz", "Sehr geehrte Frau Kurz", "Dear Ms Kurz"),
    ("männl.;;Jan;Öz", "Sehr geehrter Herr Öz", "Dear Mr Öz"),
    // unsure: neutral, whatever the first name
    (";;Kim;Müller", "Guten Tag Kim Müller", "Dear Kim Müller"),
    (";;Andrea;Rossi", "Guten Tag Andrea Rossi", "Dear Andrea Rossi"),
    (";;Hans;Müller", "Guten Tag Hans Müller", "Dear Hans Müller"),
    ("divers;;Kim;Müller", "Guten Tag Kim Müller", "Dear Kim Müller"),
    ("d;;Kim;Müller", "Guten Tag Kim Müller", "Dear Kim Müller"),
    ("keine;;Kim;Müller", "Guten Tag Kim Müller", "Dear Kim Müller"),
    ("Mx;;Kim;Müller", "Guten Tag Kim Müller", "Dear Kim Müller"),
    ("Herr/Frau;;Kim;Müller", "Guten Tag Kim Müller", "Dear Kim Müller"),
    ("m/w/d;;Kim;Müller", "Guten Tag Kim Müller", "Dear Kim Müller"),
    ("Sehr geehrte/r;;Kim;Müller", "Guten Tag Kim Müller", "Dear Kim Müller"),
    ("Hallo;;Kim;Müller", "Guten Tag Kim Müller", "Dear Kim Müller"),
    (";;;Müller", "Guten Tag Müller", "Dear Müller"),
    (";Dr.;Kim;Müller", "Guten Tag Dr. Kim Müller", "Dear Dr Kim Müller"),
    ("divers;Prof. Dr.;Kim;Müller", "Guten Tag Prof. Dr. Kim Müller", "Dear Professor Kim Müller"),
    // nobody, or several
    ("Frau;;;", "Sehr geehrte Damen und Herren", "Dear Sir or Madam"),
    (";;;", "Sehr geehrte Damen und Herren", "Dear Sir or Madam"),
    (";;Kim;", "Sehr geehrte Damen und Herren", "Dear Sir or Madam"),
    ("Familie;;;Müller", "Sehr geehrte Damen und Herren", "Dear Sir or Madam"),
    ("Eheleute;;Eva und Jan;Müller", "Sehr geehrte Damen und Herren", "Dear Sir or Madam"),
    ("Herr und Frau;;;Müller", "Sehr geehrte Damen und Herren", "Dear Sir or Madam"),
    ("Herr;;Jan;Öz und Eva Groß", "Sehr geehrte Damen und Herren", "Dear Sir or Madam"),
    (";;;Herr Öz und Frau Groß", "Sehr geehrte Damen und Herren", "Dear Sir or Madam"),
    (";;Eva und Jan;Müller", "Sehr geehrte Damen und Herren", "Dear Sir or Madam"),
    ("Firma;;;Nordlicht GmbH", "Sehr geehrte Damen und Herren", "Dear Sir or Madam"),
    ("Sehr geehrte Damen und Herren;;;", "Sehr geehrte Damen und Herren", "Dear Sir or Madam"),
    // titles beside the form of address
    ("Herr Dr.;;Jan;Öz", "Sehr geehrter Herr Dr. Öz", "Dear Dr Öz"),
    ("Herrn Prof.;;Jan;Öz", "Sehr geehrter Herr Prof. Öz", "Dear Professor Öz"),
    ("Frau Prof. Dr.;;Ada;Groß", "Sehr geehrte Frau Prof. Dr. Groß", "Dear Professor Groß"),
    ("Sehr geehrte Frau;;Ada;Groß", "Sehr geehrte Frau Groß", "Dear Ms Groß"),
    ("Sehr geehrter Herr Dr.;;Jan;Öz", "Sehr geehrter Herr Dr. Öz", "Dear Dr Öz"),
    ("Liebe Frau;;Ada;Groß", "Sehr geehrte Frau Groß", "Dear Ms Groß"),
    ("Sehr geehrte Frau Dr. Groß,;;Ada;Groß", "Sehr geehrte Frau Dr. Groß", "Sehr geehrte Frau Dr. Groß"),
    // academic titles: which are spoken
    ("Frau;Dr.;Ada;Groß", "Sehr geehrte Frau Dr. Groß", "Dear Dr Groß"),
    ("Frau;Dr;Ada;Groß", "Sehr geehrte Frau Dr. Groß", "Dear Dr Groß"),
    ("Frau;Doktor;Ada;Groß", "Sehr geehrte Frau Dr. Groß", "Dear Dr Groß"),
    ("Frau;Prof. Dr. med.;Ada;Groß", "Sehr geehrte Frau Prof. Dr. Groß", "Dear Professor Groß"),
    ("Frau;Prof.Dr.med.;Ada;Groß", "Sehr geehrte Frau Prof. Dr. Groß", "Dear Professor Groß"),
    ("Frau;Professorin;Ada;Groß", "Sehr geehrte Frau Prof. Groß", "Dear Professor Groß"),
    ("Herr;Univ.-Prof.;Jan;Öz", "Sehr geehrter Herr Prof. Öz", "Dear Professor Öz"),
    ("Herr;apl. Prof. Dr.;Jan;Öz", "Sehr geehrter Herr Prof. Dr. Öz", "Dear Professor Öz"),
    ("Herr;Jun.-Prof. Dr.;Jan;Öz", "Sehr geehrter Herr Prof. Dr. Öz", "Dear Professor Öz"),
    ("Herr;PD Dr.;Jan;Öz", "Sehr geehrter Herr Dr. Öz", "Dear Dr Öz"),
    ("Herr;Dr.-Ing.;Jan;Öz", "Sehr geehrter Herr Dr. Öz", "Dear Dr Öz"),
    ("Herr;Dr. h. c.;Jan;Öz", "Sehr geehrter Herr Dr. Öz", "Dear Dr Öz"),
    ("Herr;Dr. Dr.;Jan;Öz", "Sehr geehrter Herr Dr. Öz", "Dear Dr Öz"),
    ("Herr;Prof. Dr. Dr. h. c. mult.;Jan;Öz", "Sehr geehrter Herr Prof. Dr. Öz", "Dear Professor Öz"),
    ("Herr;Dr. rer. nat. habil.;Jan;Öz", "Sehr geehrter Herr Dr. Öz", "Dear Dr Öz"),
    ("Herr;Dipl.-Ing.;Jan;Öz", "Sehr geehrter Herr Öz", "Dear Mr Öz"),
    ("Frau;Dipl.-Verw.wirtin (FH);Ada;Groß", "Sehr geehrte Frau Groß", "Dear Ms Groß"),
    ("Frau;M.A.;Ada;Groß", "Sehr geehrte Frau Groß", "Dear Ms Groß"),
    ("Frau;LL.M.;Ada;Groß", "Sehr geehrte Frau Groß", "Dear Ms Groß"),
    ("Frau;Mag.;Ada;Groß", "Sehr geehrte Frau Groß", "Dear Ms Groß"),
    ("Frau;Ph.D.;Ada;Groß", "Sehr geehrte Frau Groß", "Dear Dr Groß"),
    ("Frau;Doktorandin;Ada;Groß", "Sehr geehrte Frau Groß", "Dear Ms Groß"),
    ("Frau;Stadträtin;Ada;Groß", "Sehr geehrte Frau Groß", "Dear Ms Groß"),
    // titles and forms of address among the names
    ("Frau;;Dr. Ada;Groß", "Sehr geehrte Frau Dr. Groß", "Dear Dr Groß"),
    ("Frau;;Prof. Dr. Ada;Groß", "Sehr geehrte Frau Prof. Dr. Groß", "Dear Professor Groß"),
    ("Frau;;Dr.;Groß", "Sehr geehrte Frau Dr. Groß", "Dear Dr Groß"),
    (";;Dr. Kim;Müller", "Guten Tag Dr. Kim Müller", "Dear Dr Kim Müller"),
    ("Herr;;Dr.Max;Öz", "Sehr geehrter Herr Dr. Öz", "Dear Dr Öz"),
    ("Herr;;Prof.Dr.Max;Öz", "Sehr geehrter Herr Prof. Dr. Öz", "Dear Professor Öz"),
    (";;Dr.Kim;Müller", "Guten Tag Dr. Kim Müller", "Dear Dr Kim Müller"),
    ("Frau;;Ada;Dr.Groß", "Sehr geehrte Frau Dr. Groß", "Dear Dr Groß"),
    ("Frau;;Ada;Dr. Groß", "Sehr geehrte Frau Dr. Groß", "Dear Dr Groß"),
    ("Frau;;Ada;Dr. phil. Groß", "Sehr geehrte Frau Dr. Groß", "Dear Dr Groß"),
    ("Frau;;Ada;Groß, Dr.", "Sehr geehrte Frau Dr. Groß", "Dear Dr Groß"),
    ("Frau;;Ada;Groß MdL", "Sehr geehrte Frau Groß", "Dear Ms Groß"),
    ("Frau;;Ada;Groß, MdB", "Sehr geehrte Frau Groß", "Dear Ms Groß"),
    ("Frau;;Ada;Groß, M.A.", "Sehr geehrte Frau Groß", "Dear Ms Groß"),
    ("Frau;;Ada;Groß LL. M.", "Sehr geehrte Frau Groß", "Dear Ms Groß"),
    ("Frau;Dr.;Ada;Groß a. D.", "Sehr geehrte Frau Dr. Groß", "Dear Dr Groß"),
    ("Frau;;Ada;Groß (geb. Klein)", "Sehr geehrte Frau Groß", "Dear Ms Groß"),
    ("Frau;;Ada;Groß geb. Klein", "Sehr geehrte Frau Groß", "Dear Ms Groß"),
    ("Frau;;Ada;Groß - Bürgermeisterin", "Sehr geehrte Frau Groß", "Dear Ms Groß"),
    ("Frau;;Ada;Groß - Klein", "Sehr geehrte Frau Groß - Klein", "Dear Ms Groß - Klein"),
    ("Herr;;Jan;Öz III.", "Sehr geehrter Herr Öz", "Dear Mr Öz"),
    ("Herr;;Frau Kim;Lee", "Guten Tag Kim Lee", "Dear Kim Lee"),
    (";;;Fr. Groß", "Sehr geehrte Frau Groß", "Dear Ms Groß"),
    (";;;Fam. Groß", "Sehr geehrte Damen und Herren", "Dear Sir or Madam"),
    (";;Otto;Lieber", "Guten Tag Otto Lieber", "Dear Otto Lieber"),
    (";;;Frau Groß", "Sehr geehrte Frau Groß", "Dear Ms Groß"),
    (";;Herr Jan;Öz", "Sehr geehrter Herr Öz", "Dear Mr Öz"),
    // double names and names of several words
    ("Frau;;Eva;Müller-Lüdenscheidt", "Sehr geehrte Frau Müller-Lüdenscheidt", "Dear Ms Müller-Lüdenscheidt"),
    ("Frau;;Eva;Müller Schmidt", "Sehr geehrte Frau Müller Schmidt", "Dear Ms Müller Schmidt"),
    ("Frau;Dr.;Anna-Lena;Groß-Klein", "Sehr geehrte Frau Dr. Groß-Klein", "Dear Dr Groß-Klein"),
    ("Herr;;Juan;García Márquez", "Sehr geehrter Herr García Márquez", "Dear Mr García Márquez"),
    // particles
    ("Herr;;Jan;von der Heide", "Sehr geehrter Herr von der Heide", "Dear Mr von der Heide"),
    ("Frau;;Eva;zur Mühlen", "Sehr geehrte Frau zur Mühlen", "Dear Ms zur Mühlen"),
    ("Frau;;Eva;van den Berg", "Sehr geehrte Frau van den Berg", "Dear Ms van den Berg"),
    ("Herr;;Luis;da Silva", "Sehr geehrter Herr da Silva", "Dear Mr da Silva"),
    ("Herr;;Luca;di Marco", "Sehr geehrter Herr di Marco", "Dear Mr di Marco"),
    ("Frau;;Ana;du Toit", "Sehr geehrte Frau du Toit", "Dear Ms du Toit"),
    ("Herr;;Jan von;Berg", "Sehr geehrter Herr von Berg", "Dear Mr von Berg"),
    ("Frau;Dr.;Eva;von und zu Stein", "Sehr geehrte Frau Dr. von und zu Stein", "Dear Dr von und zu Stein"),
    // titles of nobility
    ("Herr;;Otto;Graf von Berg", "Sehr geehrter Graf von Berg", "Dear Graf von Berg"),
    ("Frau;;Ada;Gräfin von Berg", "Sehr geehrte Gräfin von Berg", "Dear Gräfin von Berg"),
    ("Herr;;Otto;Graf Berg", "Sehr geehrter Graf Berg", "Dear Graf Berg"),
    ("Herr;Graf;Otto;von Berg", "Sehr geehrter Graf von Berg", "Dear Graf von Berg"),
    ("Herr;Graf von;Otto;Berg", "Sehr geehrter Graf von Berg", "Dear Graf von Berg"),
    ("Herr;;Otto Graf;von Berg", "Sehr geehrter Graf von Berg", "Dear Graf von Berg"),
    ("Herr;;Otto Graf von;Berg", "Sehr geehrter Graf von Berg", "Dear Graf von Berg"),
    ("Herr;Dr.;Otto;Graf von Berg", "Sehr geehrter Dr. Graf von Berg", "Dear Dr Graf von Berg"),
    ("Herr;Dr. Graf;Otto;von Berg", "Sehr geehrter Dr. Graf von Berg", "Dear Dr Graf von Berg"),
    ("Herr;;Knut;Freiherr von Stein", "Sehr geehrter Herr von Stein", "Dear Mr von Stein"),
    ("Frau;;Hetty;Freifrau von Stein", "Sehr geehrte Frau von Stein", "Dear Ms von Stein"),
    ("Frau;Dr.;Hetty;Freiin von Stein", "Sehr geehrte Frau Dr. von Stein", "Dear Dr von Stein"),
    ("Herr;;Karl;Prinz zu Berg", "Sehr geehrter Prinz zu Berg", "Dear Prinz zu Berg"),
    ("Frau;;Rita;Edle von Thal", "Sehr geehrte Frau von Thal", "Dear Ms von Thal"),
    ("Herr;;Gustav;Ritter von Thal", "Sehr geehrter Herr von Thal", "Dear Mr von Thal"),
    (";;Ada;Gräfin von Berg", "Guten Tag Ada Gräfin von Berg", "Dear Ada Gräfin von Berg"),
    ("Herr;;Ada;Gräfin von Berg", "Guten Tag Ada Gräfin von Berg", "Dear Ada Gräfin von Berg"),
    ("Frau;;Eva;Graf", "Sehr geehrte Frau Graf", "Dear Ms Graf"),
    ("Herr;;Jan;Ritter", "Sehr geehrter Herr Ritter", "Dear Mr Ritter"),
    ("Frau;;Eva;Herzog Klein", "Sehr geehrte Frau Herzog Klein", "Dear Ms Herzog Klein"),
];

#[test]
fn salutations_are_formal_where_the_form_is_known_and_neutral_where_not() {
    assert!(SALUTATIONS.len() >= 80);
    for (cells, german, english) in SALUTATIONS {
        let contact = contact("Anrede;Titel;Vorname;Nachname", cells);
        assert_eq!(contact.salutation(Language::De), *german, "{cells}");
        assert_eq!(contact.salutation(Language::En), *english, "{cells}");
    }
}

/// Anrede;Name, then the German salutation.
const WHOLE_NAMES: &[(&str, &str)] = &[
    ("Frau;Dr. Eva Groß", "Sehr geehrte Frau Dr. Groß"),
    (";Kim Müller", "Guten Tag Kim Müller"),
    // several people
    (";Frau Groß und Herr Öz", "Sehr geehrte Damen und Herren"),
    (";Frau und Herr Öz", "Sehr geehrte Damen und Herren"),
    (";Herr und Frau Öz", "Sehr geehrte Damen und Herren"),
    ("Herr;Jan Öz und Eva Groß", "Sehr geehrte Damen und Herren"),
    ("Herr;Jan Öz/Eva Groß", "Sehr geehrte Damen und Herren"),
    ("Herr;Jan Öz / Eva Groß", "Sehr geehrte Damen und Herren"),
    ("Herr;Jan Öz & Eva Groß", "Sehr geehrte Damen und Herren"),
    (";Frau Groß, Herr Öz", "Sehr geehrte Damen und Herren"),
    ("Herr;Otto von und zu Stein", "Sehr geehrter Herr von und zu Stein"),
    // what stands behind a name
    ("Frau;Eva Groß geb. Klein", "Sehr geehrte Frau Groß"),
    ("Frau;Eva Groß (CDO)", "Sehr geehrte Frau Groß"),
    ("Herr;Jan Öz (Vertretung)", "Sehr geehrter Herr Öz"),
    ("Herr;(Vertretung)", "Sehr geehrte Damen und Herren"),
    ("Frau;Eva Groß - Bürgermeisterin", "Sehr geehrte Frau Groß"),
    ("Frau;Eva Groß – CDO, Stadt Ulm", "Sehr geehrte Frau Groß"),
    ("Herr;Jan Öz III.", "Sehr geehrter Herr Öz"),
    (";Eva (Evi) Groß", "Guten Tag Eva Groß"),
    (";Eva Groß, CDO", "Guten Tag Eva Groß"),
    (";Eva Groß, Stadt Ulm", "Guten Tag Eva Groß"),
    (";Eva Groß, geb. Klein", "Guten Tag Eva Groß"),
    (";Groß, CDO", "Guten Tag Groß"),
    ("Herr;Jan Öz, Dipl.-Ing.", "Sehr geehrter Herr Öz"),
    ("Frau;Dr. Eva Groß, LL.M. (Yale)", "Sehr geehrte Frau Dr. Groß"),
    ("Frau;Eva Groß, Büro Prof. Klein", "Sehr geehrte Frau Groß"),
    ("Frau;von der Heide, Anna", "Sehr geehrte Frau von der Heide"),
    (";Groß, Dr. Eva", "Guten Tag Dr. Eva Groß"),
    // placeholders
    (";N.N.", "Sehr geehrte Damen und Herren"),
    ("Frau;N. N.", "Sehr geehrte Damen und Herren"),
    ("Frau;Eva -", "Sehr geehrte Damen und Herren"),
    // forms of address and titles before a name
    (";Hr. Jan Öz", "Sehr geehrter Herr Öz"),
    (";Fr. Eva Groß", "Sehr geehrte Frau Groß"),
    (";Mr. Jan Öz", "Sehr geehrter Herr Öz"),
    (";Ms Eva Groß", "Sehr geehrte Frau Groß"),
    (";Mrs. Eva Groß", "Sehr geehrte Frau Groß"),
    (";Divers Kim Lee", "Guten Tag Kim Lee"),
    (";Herr/Frau Kim Lee", "Guten Tag Kim Lee"),
    (";Familie Groß", "Sehr geehrte Damen und Herren"),
    (";Sehr geehrte Frau Groß", "Sehr geehrte Frau Groß"),
    (";Sehr geehrte Kim Lee", "Guten Tag Kim Lee"),
    ("Frau;Sehr geehrte Eva Groß", "Sehr geehrte Frau Groß"),
    (";Sehr geehrte Damen und Herren", "Sehr geehrte Damen und Herren"),
    (";Herr, Jan", "Guten Tag Jan Herr"),
    (";Dipl.-Ing. (FH) Jan Öz", "Guten Tag Jan Öz"),
    (";MdL Eva Groß", "Guten Tag Eva Groß"),
    // what contradicts itself
    ("Herr;Frau Eva Groß", "Guten Tag Eva Groß"),
    ("Frau;Frau Eva Groß", "Sehr geehrte Frau Groß"),
    ("divers;Frau Eva Groß", "Guten Tag Eva Groß"),
];

#[test]
fn a_whole_name_greets_the_person_and_nothing_that_stands_beside_the_name() {
    for (cells, german) in WHOLE_NAMES {
        assert_eq!(contact("Anrede;Name", cells).salutation(Language::De), *german, "{cells}");
    }
    // in whatever order the columns stand
    assert_eq!(contact("Name;Anrede", "Frau Eva Groß;Herr").salutation(Language::De), "Guten Tag Eva Groß");
}

#[test]
fn where_the_salutation_is_neutral_for_doubt_there_is_no_form_of_address() {
    for (cells, form) in [
        ("Herr;Frau Eva Groß", None),
        ("divers;Frau Eva Groß", None),
        ("Frau / Herr;Eva Groß", None),
        ("Herr;Gräfin Eva von Berg", None),
        ("Familie;Groß", None),
        (";Eva Groß", None),
        (";Frau Eva Groß", Some("Frau")),
        ("Frau;Eva Groß", Some("Frau")),
        ("Herrn Prof.;Jan Öz", Some("Herr")),
        ("Frau;", Some("Frau")),
    ] {
        let shown = contact("Anrede;Name", cells).form_of_address().and_then(|form| form.word(Language::De));
        assert_eq!(shown, form, "{cells}");
    }
}

#[test]
fn a_placeholder_for_a_name_is_a_blank_cell() {
    for written in ["-", "?", "k. A.", "unbekannt", "N.N.", "0", "#NV", "#N/A", "NULL", "nan"] {
        let nobody = contact("Anrede;Vorname;Nachname", &format!("Frau;Eva;{written}"));
        assert_eq!(nobody.salutation(Language::De), "Sehr geehrte Damen und Herren", "{written}");
        assert_eq!(nobody.value(Field::LastName), None);
        let nobody = contact("Name", written);
        assert_eq!(nobody.salutation(Language::De), "Sehr geehrte Damen und Herren", "{written}");
        let given = contact("Vorname;Nachname", &format!("{written};Groß"));
        assert_eq!(given.salutation(Language::De), "Guten Tag Groß", "{written}");
    }
    assert_eq!(contact("Anrede;Nachname", "Herr;Null").salutation(Language::De), "Sehr geehrter Herr Null");
}

#[test]
fn a_salutation_that_a_list_brings_along_wins_as_written() {
    for (cells, written) in [
        ("Frau;Kurz;Liebe Frau Kurz,;Bürgermeisterin", "Liebe Frau Kurz"),
        ("Herr;Öz;Lieber Ole;Bürgermeister", "Lieber Ole"),
        ("Herr;Öz;Moin Ole!;", "Moin Ole"),
    ] {
        let contact = contact("Anrede;Nachname;Briefanrede;Funktion", cells);
        for language in [Language::De, Language::En] {
            assert_eq!(contact.salutation(language), written);
            assert_eq!(contact.salutations(language)[1], written);
        }
    }
}

#[test]
fn an_office_is_spoken_where_role_and_gender_are_sure() {
    for (cells, german, english) in [
        ("Herr;;Jan;Schurr;Bürgermeister", "Sehr geehrter Herr Bürgermeister Schurr", "Dear Mayor Schurr"),
        ("Frau;Dr.;Ada;Groß;Landrätin", "Sehr geehrte Frau Landrätin Dr. Groß", "Dear District Administrator Groß"),
        ("Frau;;Ada;Groß;Bürgermeister/in", "Sehr geehrte Frau Bürgermeisterin Groß", "Dear Mayor Groß"),
        ("Frau;;Ada;Groß;Bürgermeister", "Sehr geehrte Frau Bürgermeisterin Groß", "Dear Mayor Groß"),
        ("Herr;;Jan;Öz;Erster Beigeordneter", "Sehr geehrter Herr Beigeordneter Öz", "Dear Mr Öz"),
        (
            "Herr;;Otto;Graf von Berg;Landrat",
            "Sehr geehrter Herr Landrat Graf von Berg",
            "Dear District Administrator Graf von Berg",
        ),
        (
            "Herr;;Knut;Freiherr von Stein;Landrat",
            "Sehr geehrter Herr Landrat von Stein",
            "Dear District Administrator von Stein",
        ),
        ("Herr;;;;Bürgermeister", "Sehr geehrter Herr Bürgermeister", "Dear Mayor"),
        (";;Kim;Müller;Bürgermeister", "Guten Tag Kim Müller", "Dear Kim Müller"),
        ("Herr;;Jan;Öz;Bürgermeisterin", "Sehr geehrter Herr Öz", "Dear Mr Öz"),
        ("Herr;Dr.;Jan;Öz;Stellv. Bürgermeister", "Sehr geehrter Herr Dr. Öz", "Dear Dr Öz"),
        ("Herr;;Jan;Öz;Bürgermeister a. D.", "Sehr geehrter Herr Öz", "Dear Mr Öz"),
        ("Herr;;Jan;Öz;CDO", "Sehr geehrter Herr Öz", "Dear Mr Öz"),
        ("Familie;;;Öz;Bürgermeister", "Sehr geehrte Damen und Herren", "Dear Sir or Madam"),
    ] {
        let contact = contact("Anrede;Titel;Vorname;Nachname;Funktion", cells);
        assert_eq!(contact.salutations(Language::De)[1], german, "{cells}");
        assert_eq!(contact.salutations(Language::En)[1], english, "{cells}");
    }
}
