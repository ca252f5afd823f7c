//! Invented people, the same ones on every machine: person 4711 depends on the seed and on 4711 alone.

/// The seed of everything that is generated.
pub const SEED: u64 = 20_240_418;

/// `SplitMix64`: small, fast, and good enough to deal out names.
#[derive(Debug)]
pub struct Random(u64);

impl Random {
    /// The sequence that belongs to one number.
    pub fn of(number: u64) -> Self {
        let mut random = Self(SEED ^ number.wrapping_mul(0xA076_1D64_78BD_642F));
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to one below `bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// One of the choices.
    #[allow(clippy::cast_possible_truncation, reason = "an index below the length of a slice")]
    pub fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len() as u64) as usize]
    }
}

/// Names and municipalities dealt out so that fifteen million people come before two are namesakes in one place: the
/// second would be held.
struct Dealt(u64);

impl Dealt {
    fn to(number: u64) -> Self {
        // coprime to all the choices taken together, about their golden section
        Self((SEED + number) * 9_568_967)
    }

    #[allow(clippy::cast_possible_truncation, reason = "an index below the length of a slice")]
    fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        let count = choices.len() as u64;
        let at = self.0 % count;
        self.0 /= count;
        choices[at as usize]
    }
}

/// One row of a list.
#[derive(Debug)]
pub struct Person {
    /// The address; no two people share one.
    pub email: String,
    /// `Frau` or `Herr`.
    pub form_of_address: &'static str,
    /// A title, or nothing for most.
    pub title: &'static str,
    /// The first name.
    pub first_name: &'static str,
    /// The last name.
    pub last_name: &'static str,
    /// The office, some with a gender star.
    pub role: &'static str,
    /// The municipality, one of some thousands.
    pub municipality: String,
    /// The Land's full name.
    pub state: &'static str,
    /// Five digits that begin as the Land's do.
    pub postal_code: String,
    /// `ja` or `nein`, under a heading that no schema knows.
    pub came_last_year: &'static str,
}

impl Person {
    /// The person with this number.
    pub fn number(number: u64) -> Self {
        let mut random = Random::of(number);
        let mut dealt = Dealt::to(number);
        let (form_of_address, first_name) = dealt.pick(&FIRST_NAMES);
        let last_name = dealt.pick(&LAST_NAMES);
        let municipality = municipality(&mut dealt);
        let (state, zone) = random.pick(&STATES);
        Self {
            email: address(first_name, last_name, number, &municipality),
            form_of_address,
            title: random.pick(&["", "", "", "", "", "Dr.", "Dr.", "Prof. Dr."]),
            first_name,
            last_name,
            role: random.pick(&ROLES),
            postal_code: format!("{zone}{:03}", random.below(1000)),
            municipality,
            state,
            came_last_year: random.pick(&["ja", "nein"]),
        }
    }
}

/// `Lindenheim`, `Neu Lindenheim` or `Niederlindenheim`.
fn municipality(dealt: &mut Dealt) -> String {
    let site = dealt.pick(&SITES);
    let mut stem = dealt.pick(&STEMS).chars();
    let first = stem.next().into_iter();
    let first: String = if site.is_empty() || site.ends_with(' ') {
        first.flat_map(char::to_uppercase).collect()
    } else {
        first.collect()
    };
    format!("{site}{first}{}{}", stem.as_str(), dealt.pick(&ENDINGS))
}

fn address(first: &str, last: &str, number: u64, municipality: &str) -> String {
    let name = ascii(&format!("{first}.{last}"));
    format!("{name}.{number}@{}.example", ascii(municipality))
}

/// Lower case without umlauts, as addresses are usually made.
fn ascii(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'ä' => plain.push_str("ae"),
            'ö' => plain.push_str("oe"),
            'ü' => plain.push_str("ue"),
            'ß' => plain.push_str("ss"),
            'é' | 'è' => plain.push('e'),
            ' ' => plain.push('-'),
            other => plain.push(other),
        }
    }
    plain
}

#[rustfmt::skip]
const FIRST_NAMES: [(&str, &str); 40] = [
    ("Frau", "Anja"), ("Frau", "Bärbel"), ("Frau", "Cornelia"), ("Frau", "Dörte"), ("Frau", "Elif"),
    ("Frau", "Friederike"), ("Frau", "Gisela"), ("Frau", "Hülya"), ("Frau", "Ines"), ("Frau", "Jördis"),
    ("Frau", "Käthe"), ("Frau", "Lore"), ("Frau", "Margarethe"), ("Frau", "Nadja"), ("Frau", "Renée"),
    ("Frau", "Sabine"), ("Frau", "Theresa"), ("Frau", "Ulrike"), ("Frau", "Viola"), ("Frau", "Wiebke"),
    ("Herr", "Achim"), ("Herr", "Björn"), ("Herr", "Cem"), ("Herr", "Detlef"), ("Herr", "Eckart"),
    ("Herr", "Falk"), ("Herr", "Günther"), ("Herr", "Holger"), ("Herr", "Ingo"), ("Herr", "Jörg"),
    ("Herr", "Knut"), ("Herr", "Lutz"), ("Herr", "Matthias"), ("Herr", "Nils"), ("Herr", "Olaf"),
    ("Herr", "Rüdiger"), ("Herr", "Sören"), ("Herr", "Thilo"), ("Herr", "Uwe"), ("Herr", "Volker"),
];

#[rustfmt::skip]
const LAST_NAMES: [&str; 48] = [
    "Ahlers", "Böttcher", "Brandt", "Claßen", "Dähne", "Demirtürk", "Eßer", "Fährmann", "Freitag", "Göbel",
    "Großkreutz", "Hößlin", "Hübner", "Illing", "Jäger", "Jürgens", "Käßbohrer", "Kröger", "Kühn", "Lefèvre",
    "Löffler", "Lürßen", "Maaß", "Möhring", "Müller", "Nagel", "Nößler", "Oßwald", "Öztürk", "Pfänder",
    "Prüfer", "Quast", "Rößler", "Rühmann", "Schäfer", "Schröder", "Strauß", "Süß", "Thomä", "Thürmer",
    "Übermut", "Vößing", "Wäger", "Weißmüller", "Wörner", "Würz", "Zeißig", "Zöllner",
];

#[rustfmt::skip]
const ROLES: [&str; 10] = [
    "Chief Digital Officer", "Digitalisierungsbeauftragte*r", "Leitung Stabsstelle Digitalisierung",
    "Bürgermeister*in", "Amtsleitung Organisation und IT", "Referent*in für Verwaltungsmodernisierung",
    "Kämmerei", "Leitung Bürgerservice", "Geschäftsführung Zweckverband", "Projektleitung Onlinezugang",
];

const SITES: [&str; 12] =
    ["", "Alt ", "Bad ", "Groß ", "Hohen", "Klein ", "Neu ", "Nieder", "Ober", "Süder", "Unter", "Wüsten"];

#[rustfmt::skip]
const STEMS: [&str; 48] = [
    "ahorn", "bären", "birken", "blüten", "brücken", "buchen", "dorn", "drossel", "eber", "eichen", "elster",
    "erlen", "eschen", "falken", "feld", "finken", "föhren", "fuchs", "gänse", "gersten", "hafer", "hasel",
    "hecken", "heide", "hirsch", "hügel", "kiefern", "kirsch", "kräuter", "krähen", "lerchen", "linden",
    "löwen", "mühlen", "nuss", "otter", "quell", "reiher", "roggen", "schwalben", "sonnen", "störchen",
    "tannen", "ulmen", "wacholder", "weiden", "wiesen", "ziegel",
];

const ENDINGS: [&str; 14] = [
    "au", "bach", "berg", "born", "brück", "burg", "dorf", "furt", "hausen", "heim", "hövel", "rode", "stedt", "weiler",
];

#[rustfmt::skip]
const STATES: [(&str, &str); 16] = [
    ("Baden-Württemberg", "70"), ("Bayern", "80"), ("Berlin", "10"), ("Brandenburg", "14"), ("Bremen", "28"),
    ("Hamburg", "20"), ("Hessen", "60"), ("Mecklenburg-Vorpommern", "18"), ("Niedersachsen", "30"),
    ("Nordrhein-Westfalen", "40"), ("Rheinland-Pfalz", "55"), ("Saarland", "66"), ("Sachsen", "01"),
    ("Sachsen-Anhalt", "39"), ("Schleswig-Holstein", "24"), ("Thüringen", "99"),
];
