//! The file as people read it: in the order of the addresses, with every comment where it was.

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, TomlError, Value};

use super::{Decision, pair};

/// Why the text is none that can be changed.
pub(super) type Fault = TomlError;

/// The key of the entries.
const ENTRIES: &str = "decisions";

/// The text with a decision more, or one replaced.
pub(super) fn with(before: &str, decision: &Decision, comment: &str) -> Result<String, Fault> {
    let mut parts = Parts::read(before)?;
    if before.trim().is_empty() {
        parts.head = comment.lines().flat_map(|line| ["# ", line, "\n"]).collect::<String>() + "\n";
    }
    put(&mut parts.tables, decision);
    parts.tables.sort_by_key(key);
    Ok(parts.write())
}

/// The text without the decisions about an address; `None` where there is none.
pub(super) fn without(before: &str, address: &str) -> Result<Option<String>, Fault> {
    let mut parts = Parts::read(before)?;
    let all = parts.tables.len();
    parts.tables.retain(|table| key(table).iter().all(|about| about != address));
    Ok((parts.tables.len() < all).then(|| parts.write()))
}

/// The file in parts: what stands above the entries, the entries, what stands below them.
struct Parts {
    head: String,
    tables: Vec<Table>,
    tail: String,
}

impl Parts {
    fn read(text: &str) -> Result<Self, TomlError> {
        let mut document: DocumentMut = text.parse()?;
        let taken = document.remove(ENTRIES).and_then(|item| item.into_array_of_tables().ok());
        let mut tables: Vec<Table> = taken.map(|entries| entries.into_iter().collect()).unwrap_or_default();
        // without entries the whole text is a comment
        let head = match tables.first_mut() {
            Some(first) => take_head(first),
            None if text.trim().is_empty() => String::new(),
            None => format!("{}\n\n", text.trim_end()),
        };
        let below = document.trailing().as_str().unwrap_or_default();
        let tail = if head.contains(below.trim()) { String::new() } else { below.to_owned() };
        Ok(Self { head, tables, tail })
    }

    fn write(self) -> String {
        let mut entries = ArrayOfTables::new();
        for (position, mut table) in (0..).zip(self.tables) {
            table.set_position(Some(position));
            entries.push(table);
        }
        let mut written = DocumentMut::new();
        written.insert(ENTRIES, Item::ArrayOfTables(entries));
        format!("{}{}{}", self.head, written.to_string().trim_start_matches('\n'), self.tail)
    }
}

/// What stands above the first entry and is set off by an empty line belongs to the file and not to the entry.
fn take_head(first: &mut Table) -> String {
    let prefix = first.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default().to_owned();
    let Some(end) = prefix.rfind("\n\n") else { return String::new() };
    first.decor_mut().set_prefix(format!("\n{}", &prefix[end + 2..]));
    prefix[..end + 2].to_owned()
}

fn put(tables: &mut Vec<Table>, decision: &Decision) {
    let wanted = decision.key().map(str::to_owned);
    let mut table = Table::new();
    table.decor_mut().set_prefix("\n");
    for old in tables.iter().filter(|old| key(old) == wanted) {
        *table.decor_mut() = old.decor().clone();
    }
    tables.retain(|old| key(old) != wanted);
    let mut set = |name: &str, value: Value| {
        table.insert(name, Item::Value(value));
    };
    set("address", decision.address.as_str().into());
    if !decision.name.is_empty() {
        set("name", decision.name.as_str().into());
    }
    set("decision", decision.decision.name().into());
    if let Some(other) = &decision.other {
        set("other", other.as_str().into());
    }
    if !decision.other_name.is_empty() {
        set("other_name", decision.other_name.as_str().into());
    }
    if !decision.held.is_empty() {
        set("held", decision.held.iter().map(String::as_str).collect());
    }
    set("by", decision.by.as_str().into());
    set("at", decision.at.to_string().into());
    tables.push(table);
}

/// As [`Decision::key`], of an entry in the file.
fn key(table: &Table) -> [String; 2] {
    let text = |name: &str| table.get(name).and_then(Item::as_str).unwrap_or_default();
    let normal = |text: &str| super::Address::parse(text).map_or_else(|_| text.to_owned(), String::from);
    let (one, other) = (normal(text("address")), normal(text("other")));
    pair(&one, &other).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::super::*;
    use super::{with, without};

    fn decision(one: &str, other: Option<&str>, by: &str) -> Decision {
        let address = |text: &str| Address::parse(text).expect("an address");
        Decision {
            address: address(one),
            name: format!("Name of {one}"),
            decision: if other.is_some() { Verdict::DifferentPeople } else { Verdict::Send },
            other: other.map(address),
            other_name: String::new(),
            held: Vec::new(),
            by: by.to_owned(),
            at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn entries_stand_by_address_whatever_came_first_and_comments_stay() {
        let one = decision("b@x.example", None, "Inken");
        let two = decision("a@x.example", Some("c@x.example"), "Uwe");
        let write = |decisions: &[&Decision]| {
            decisions.iter().fold(String::new(), |text, decision| with(&text, decision, "What it is").expect("TOML"))
        };
        assert_eq!(write(&[&one, &two]), write(&[&two, &one]));
        let text = write(&[&one, &two])
            .replace("[[decisions]]\naddress = \"b", "# asked by phone\n[[decisions]]\naddress = \"b");
        let again = with(&text, &decision("c@x.example", Some("a@x.example"), "Ina"), "").expect("TOML");
        let again = with(&again, &decision("b@x.example", None, "Ina"), "").expect("TOML");
        insta::assert_snapshot!(again, @r#"
        # What it is

        [[decisions]]
        address = "c@x.example"
        name = "Name of c@x.example"
        decision = "different_people"
        other = "a@x.example"
        by = "Ina"
        at = "1970-01-01T00:00:00Z"

        # asked by phone
        [[decisions]]
        address = "b@x.example"
        name = "Name of b@x.example"
        decision = "send"
        by = "Ina"
        at = "1970-01-01T00:00:00Z"
        "#);
    }

    #[test]
    fn what_is_about_a_person_goes_with_its_comments_and_the_rest_stays() {
        let others = with("", &decision("b@x.example", None, "Inken"), "What it is").expect("TOML");
        let text = with(&others, &decision("a@x.example", Some("b@x.example"), "Uwe"), "").expect("TOML");
        let text = text.replace("[[decisions]]\naddress = \"a", "# Anna moved\n[[decisions]]\naddress = \"a");
        let text = with(&text, &decision("a@x.example", None, "Uwe"), "").expect("TOML");
        assert_eq!(without(&text, "a@x.example").expect("TOML"), Some(others));
        assert_eq!(without(&text, "c@x.example").expect("TOML"), None);
    }

    #[test]
    fn what_is_no_moment_is_told_as_one_at_its_place() {
        let text = with("", &decision("b@x.example", None, "Inken"), "").expect("TOML");
        let at = |moment: &str| Decisions::of(&text.replace("\"1970-01-01T00:00:00Z\"", moment));
        for moment in
            ["\"gestern\"", "\"2026-13-01T00:00:00Z\"", "\"2026-01-01\"", "2026-01-01", "\"2026-01-01T10:00\""]
        {
            let fault = at(moment).expect_err(moment);
            assert_eq!((fault.code, fault.place.map(|place| place.line)), (Code::MomentInvalid, Some(7)), "{moment}");
        }
        let own = at("2026-01-01T10:00:00+01:00").expect("TOML's own");
        assert_eq!(own.iter().next().map(|one| one.at.to_string()).as_deref(), Some("2026-01-01T09:00:00Z"));
    }

    #[test]
    fn a_file_of_comments_alone_keeps_them_above() {
        let text = with("# mine\n", &decision("b@x.example", None, "Inken"), "What it is").expect("TOML");
        assert!(text.starts_with("# mine\n\n[[decisions]]\naddress = \"b@x.example\"\n"), "{text}");
    }

    #[test]
    fn what_stands_in_the_file_is_read_with_its_place_and_is_void_for_somebody_else() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut held = decision("b@x.example", None, "Inken");
        held.held = vec!["hidden".to_owned()];
        record(folder.path(), &held, "What it is").expect("written");
        record(folder.path(), &decision("c@x.example", Some("a@x.example"), "Uwe"), "").expect("written");
        let decisions = Decisions::load(folder.path()).expect("readable");
        let party = |address: &str, name: &str| Party { address: address.to_owned(), name: name.to_owned() };
        let about = |name: &str, held: &[&str]| decisions.about(&party("b@x.example", name), held);
        assert_eq!(about("NAME of b@x.example", &["hidden"]), Some(Verdict::Send));
        assert_eq!(about("Name of b@x.example", &["hidden", "struck"]), None);
        assert_eq!(about("Somebody else", &["hidden"]), None);
        let one = party("c@x.example", "Name of c@x.example");
        assert!(decisions.between(&party("a@x.example", ""), &one).is_some());
        assert!(decisions.between(&party("a@x.example", "New"), &one).is_none());
        let broken = "[[decisions]]\naddress = \"b@x.example\"\ndecision = \"same_person\"\nby = \"I\"\nat = \"2027-01-01T00:00:00Z\"\n";
        std::fs::write(folder.path().join(FILE), broken).expect("writable");
        let fault = Decisions::load(folder.path()).expect_err("no other");
        assert_eq!((fault.code, fault.place.map(|place| place.line)), (Code::KeyMissing, Some(1)));
        assert!(record(folder.path(), &held, "").is_err(), "what cannot be read is not overwritten");
    }
}
