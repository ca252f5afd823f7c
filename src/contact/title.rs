//! Titles: which words of a name are one, and which of them a salutation speaks.

/// Words that begin a title; those that are abbreviations only count with their dot.
const OPENING: [&str; 14] = [
    "dr",
    "dres",
    "doktor",
    "doktorin",
    "prof",
    "professor",
    "professorin",
    "pd",
    "privatdozent",
    "privatdozentin",
    "jprof",
    "juniorprof",
    "juniorprofessor",
    "juniorprofessorin",
];
const ABBREVIATED: [&str; 11] = ["univ", "apl", "hon", "jun", "priv", "mag", "dipl", "em", "ao", "ass", "lic"];
/// What may follow such a word: the subject of a doctorate, the kind of a diploma.
const SUBJECTS: [&str; 40] = [
    "med",
    "jur",
    "iur",
    "phil",
    "rer",
    "nat",
    "pol",
    "oec",
    "publ",
    "soc",
    "theol",
    "paed",
    "päd",
    "agr",
    "dent",
    "vet",
    "techn",
    "tech",
    "sc",
    "mult",
    "forst",
    "habil",
    "hc",
    "eh",
    "ing",
    "inform",
    "inf",
    "psych",
    "kfm",
    "kffr",
    "verw",
    "wirt",
    "volkswirt",
    "volkswirtin",
    "betriebswirt",
    "betriebswirtin",
    "doz",
    "math",
    "des",
    "in",
];
/// Degrees and mandates behind a name, without blanks and dots.
const BEHIND: [&str; 37] = [
    "ma", "ba", "msc", "bsc", "llm", "llb", "mba", "emba", "mpa", "mph", "med", "bed", "meng", "beng", "mle", "mpp",
    "mfa", "bfa", "phd", "edd", "mdl", "mdb", "mdep", "mdhb", "mda", "mdbb", "mep", "ad", "ir", "jun", "sen", "jr",
    "sr", "hc", "ii", "iii", "iv",
];
/// Those of them that stand before a name as well.
const MANDATES: [&str; 7] = ["mdl", "mdb", "mdep", "mdhb", "mda", "mdbb", "mep"];

/// What a letter speaks of somebody's titles: professor and doctor alone, no subject, diploma, degree or mandate.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spoken {
    pub professor: bool,
    pub doctor: bool,
    /// A Ph.D., which English speaks as a doctorate and German does not.
    pub philosopher: bool,
}

impl Spoken {
    /// Takes note of a word that is a title, or a part of one.
    pub fn hear(&mut self, word: &str) {
        self.philosopher |= compact(word) == "phd";
        for piece in pieces(word) {
            self.professor |= piece.starts_with("prof")
                || piece.ends_with("prof")
                || piece.ends_with("professor")
                || piece.ends_with("professorin");
            self.doctor |= ["dr", "dres", "doktor", "doktorin"].contains(&piece.as_str());
        }
    }
}

fn pieces(word: &str) -> impl Iterator<Item = String> {
    word.split(['.', '-', '(', ')', '/', ',', '*', ':']).filter(|piece| !piece.is_empty()).map(str::to_lowercase)
}

fn compact(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words of a name, with a title that stands against it taken off: `Dr.Max` is `Dr.` and `Max`. What stands in
/// brackets is one word.
pub(super) fn words(cell: &str) -> impl Iterator<Item = &str> {
    let apart = |word| glued(word).map_or([word, ""], |(title, name)| [title, name]);
    let mut rest = cell;
    let pieces = std::iter::from_fn(move || {
        rest = rest.trim_start();
        let end = if is_bracketed(rest) {
            rest.find([')', ']']).map(|at| at + 1)
        } else {
            rest.find(|c: char| c.is_whitespace() || ['(', '['].contains(&c))
        };
        let (word, behind) = rest.split_at(end.unwrap_or(rest.len()));
        rest = behind;
        (!word.is_empty()).then_some(word)
    });
    pieces.flat_map(apart).filter(|word| !word.is_empty())
}

/// The same without what stands in brackets.
pub(super) fn names(cell: &str) -> impl Iterator<Item = &str> {
    words(cell).filter(|word| !is_bracketed(word))
}

/// Whether a word, or the beginning of a text, stands in brackets.
pub(super) fn is_bracketed(word: &str) -> bool {
    word.starts_with(['(', '['])
}

fn glued(word: &str) -> Option<(&str, &str)> {
    if is_bracketed(word) {
        return None;
    }
    let cuts = word.match_indices('.').map(|(dot, _)| word.split_at(dot + 1));
    let is_name =
        |rest: &str| rest.starts_with(char::is_uppercase) && pieces(rest).next().is_some_and(|piece| !is_part(&piece));
    cuts.into_iter().find(|(title, rest)| opens(title) && is_name(rest))
}

/// How many words at the beginning are titles: `Prof. Dr. med. Anna` has three. Never all of them.
pub(super) fn leading(words: &[&str]) -> usize {
    let mut count = 0;
    while count + 1 < words.len() {
        let next = words[count + 1];
        // the kind of school in `Dipl.-Ing. (FH)`
        let bracketed = count > 0 && is_bracketed(words[count]);
        let continues = count > 0 && is_subject(words[count], next, words.get(count + 2).copied());
        if !opens(words[count]) && !continues && !bracketed && !is_mandate(words[count]) {
            break;
        }
        count += 1;
        // `h. c.` and `e. h.` are one
        count += usize::from(continues && is_initial(words[count - 1]) && is_initial(next));
    }
    count
}

fn opens(word: &str) -> bool {
    let mut pieces = pieces(word);
    let Some(first) = pieces.next() else { return false };
    if first == "diplom" || (first == "dipl" && word.len() > first.len()) {
        return word.len() > first.len();
    }
    let opening = OPENING.contains(&first.as_str()) || (ABBREVIATED.contains(&first.as_str()) && word.contains('.'));
    opening && pieces.all(|piece| is_part(&piece))
}

fn is_part(piece: &str) -> bool {
    let known = [&OPENING[..], &ABBREVIATED, &SUBJECTS].iter().any(|known| known.contains(&piece));
    known || ["h", "c", "e", "d", "a"].contains(&piece)
}

/// Whether a word goes on with the title before it. A capital without a dot is rather a name: `Phil`, `Ina`.
fn is_subject(word: &str, next: &str, after: Option<&str>) -> bool {
    let looks_so = word.contains('.') || word.starts_with(char::is_lowercase);
    let subject = looks_so && pieces(word).all(|piece| SUBJECTS.contains(&piece.as_str()));
    let honorary = match compact(word).as_str() {
        "hc" | "eh" => word.contains('.'),
        // an initial follows only where a name still does
        "h" => word == "h." && next == "c." && after.is_some(),
        "e" => word == "e." && next == "h." && after.is_some(),
        _ => false,
    };
    subject || honorary
}

fn is_initial(word: &str) -> bool {
    ["h.", "c.", "e."].contains(&word)
}

/// Whether words behind a name are titles, degrees or mandates alone.
pub(super) fn are_titles(words: &[&str]) -> bool {
    let before = leading(&[words, &["x"]].concat());
    before + trailing(&[&["x"], words].concat()) >= words.len()
}

/// How many words at the end are degrees, mandates or the like: `Müller MdL`, `Müller M. A.`. Never all of them.
pub(super) fn trailing(words: &[&str]) -> usize {
    let mut left = words.len();
    loop {
        let one = left > 1 && (is_behind(words[left - 1]) || (words[left - 1].contains('.') && opens(words[left - 1])));
        let two = left > 2 && is_behind(&words[left - 2..left].concat());
        match (one, two) {
            (_, true) if !one || words[left - 2].len() <= 3 && words[left - 2].ends_with('.') => left -= 2,
            (true, _) => left -= 1,
            _ => return words.len() - left,
        }
    }
}

/// Whether a word stands behind names: with dots, or in the capitals that such words have.
pub(super) fn is_behind(word: &str) -> bool {
    let bare = word.trim_matches(['(', ')', ',']);
    let capitals = bare.chars().filter(|c| c.is_uppercase()).count();
    BEHIND.contains(&compact(bare).as_str()) && (bare.contains('.') || capitals > 1)
}

/// A mandate, as it is written: with capitals.
fn is_mandate(word: &str) -> bool {
    is_behind(word) && MANDATES.contains(&compact(word).as_str())
}

/// A former title of nobility: a part of the name (Art. 109 (3) WRV with Art. 123 (1) GG), of which a letter speaks
/// only some.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Noble<'a> {
    /// As the person writes it.
    pub word: &'a str,
    /// `Graf` takes the place of `Herr`; a `Freiherr` is `Herr von …`.
    pub is_spoken: bool,
    /// The word itself says so.
    pub is_female: bool,
    /// It is no surname as well, as `Graf` and `Ritter` are.
    pub is_certain: bool,
}

/// Word, spoken, female, certain.
const NOBLE: [(&str, bool, bool, bool); 24] = [
    ("graf", true, false, false),
    ("gräfin", true, true, true),
    ("graefin", true, true, true),
    ("fürst", true, false, false),
    ("fuerst", true, false, false),
    ("fürstin", true, true, true),
    ("fuerstin", true, true, true),
    ("prinz", true, false, false),
    ("prinzessin", true, true, true),
    ("herzog", true, false, false),
    ("herzogin", true, true, true),
    ("baron", true, false, false),
    ("baronin", true, true, true),
    ("baroness", true, true, true),
    ("freiherr", false, false, true),
    ("freiherrn", false, false, true),
    ("frhr", false, false, true),
    ("frhr.", false, false, true),
    ("freifrau", false, true, true),
    ("freiin", false, true, true),
    ("ritter", false, false, false),
    ("edler", false, false, false),
    ("edle", false, true, false),
    ("junker", false, false, false),
];

/// The title of nobility that a word is.
pub(super) fn noble(word: &str) -> Option<Noble<'_>> {
    let lower = word.to_lowercase();
    let (_, is_spoken, is_female, is_certain) = *NOBLE.iter().find(|(known, ..)| *known == lower)?;
    Some(Noble { word, is_spoken, is_female, is_certain })
}

/// The title of nobility that a last name begins with: `Graf von Berg`, `Graf Berg`, but neither `Graf` nor
/// `Ritter Schulz`.
pub(super) fn noble_before<'a>(words: &[&'a str]) -> Option<Noble<'a>> {
    let (first, rest) = words.split_first()?;
    let next = rest.first()?;
    let found = noble(first)?;
    (found.is_certain || is_particle(next) || found.word.eq_ignore_ascii_case("graf")).then_some(found)
}

/// Particles that may be written large, and those that are names when they are.
const PARTICLES: [&str; 16] =
    ["von", "van", "zu", "vom", "zum", "zur", "de", "der", "den", "del", "ten", "v.", "vd", "v.d.", "vander", "vonder"];
const SMALL_PARTICLES: [&str; 16] =
    ["v", "da", "di", "du", "do", "dos", "des", "della", "la", "le", "ter", "te", "af", "av", "auf", "dem"];

/// Whether a word belongs to the last name that follows it.
pub(super) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word.to_lowercase().as_str()) || SMALL_PARTICLES.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        text.split_whitespace().collect()
    }

    #[test]
    fn titles_before_a_name_end_where_the_name_begins() {
        for (text, titles) in [
            ("Dr. Anna", 1),
            ("Prof. Dr. med. Anna", 3),
            ("Prof.Dr.med. Anna", 1),
            ("Dr. h. c. Anna", 3),
            ("Dr. e. h. A. Müller", 3),
            ("Dr. A. Müller", 1),
            ("Dr. H. Müller", 1),
            ("Dr. Phil Collins", 1),
            ("Dr. rer. nat. habil. Jan", 4),
            ("Dipl.-Ing. (FH) Jan", 2),
            ("MdL Dr. Eva", 2),
            ("Mep Eva", 0),
            ("Dipl. Ing. Jan", 2),
            ("Diplom-Verwaltungswirtin Eva", 1),
            ("Univ.-Prof. Dr.-Ing. Eva", 2),
            ("PD Dr. Eva", 2),
            ("Mag Ina", 0),
            ("Anna Maria", 0),
            ("Dr.", 0),
        ] {
            assert_eq!(leading(&words(text)), titles, "{text}");
        }
    }

    #[test]
    fn a_title_without_a_blank_behind_it_is_taken_off_the_name() {
        for (text, expected) in [
            ("Dr.Max", "Dr. Max"),
            ("Prof.Dr.med.Eva Maria", "Prof.Dr.med. Eva Maria"),
            ("Dr.-Ing.Öz", "Dr.-Ing. Öz"),
            ("Dipl.-Ing.(FH) Jan", "Dipl.-Ing. (FH) Jan"),
            ("Groß(CDO)", "Groß (CDO)"),
            ("Prof.Dr. Eva", "Prof.Dr. Eva"),
            ("Dr.Phil", "Dr.Phil"),
            ("St.Pauli", "St.Pauli"),
            ("J.R.Müller", "J.R.Müller"),
            ("Dr.", "Dr."),
        ] {
            assert_eq!(super::words(text).collect::<Vec<_>>().join(" "), expected, "{text}");
        }
    }

    #[test]
    fn degrees_behind_a_name_are_none_of_it() {
        for (text, degrees) in [
            ("Müller MdL", 1),
            ("Müller M.A.", 1),
            ("Müller M. A.", 2),
            ("Müller LL.M. MdB", 2),
            ("Müller a. D.", 2),
            ("Müller III.", 1),
            ("Müller IV", 1),
            ("Müller Dipl.-Ing.", 1),
            ("Müller Iv", 0),
            ("Müller Ma", 0),
            ("MdL", 0),
            ("von der Heide", 0),
        ] {
            assert_eq!(trailing(&words(text)), degrees, "{text}");
        }
    }
}
