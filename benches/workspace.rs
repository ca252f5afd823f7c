//! The workspaces that rundbrief is run in: W1's campaign and W2's lists, as plain files.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use crate::Attempt;
use crate::folder::Folder;
use crate::generator::Person;

/// The campaign's name on the command line.
pub const CAMPAIGN: &str = "bench";

/// Who sends; the peers' `event.json` says the same.
pub const SENDER: &str = "einladung@messstrecke.example";

/// The headings of W1's list, in the order in which the peers read it.
const HEADINGS: &str = "E-Mail;Anrede;Titel;Vorname;Nachname;Funktion;Kommune;Bundesland;PLZ;Teilnahme 2023";

/// Writes W1: one event, one campaign, and one list of this many people; `dkim` are the `[[dkim]]` entries.
pub fn write_campaign(folder: &Folder, recipients: usize, port: u16, connections: u32, dkim: &str) -> Attempt<()> {
    let list = "data/lists/bench.csv";
    folder.write("rundbrief.toml", configuration(port, connections, &[("bench", list)]) + dkim)?;
    folder.write("data/events/bench.md", include_str!("w1/event.md"))?;
    folder.write("data/campaigns/bench.md", include_str!("w1/campaign.md"))?;
    folder.write("templates/bench.mjml", include_str!("w1/bench.mjml"))?;
    folder.write("templates/bench.txt", include_str!("w1/bench.txt"))?;
    write_list(&folder.place(list)?, recipients)
}

/// Writes W1's list alone.
pub fn write_list(path: &Path, recipients: usize) -> Attempt<()> {
    let mut list = BufWriter::new(File::create(path)?);
    writeln!(list, "{HEADINGS}")?;
    for number in (0..).take(recipients) {
        let p = Person::number(number);
        writeln!(
            list,
            "{};{};{};{};{};{};{};{};{};{}",
            p.email,
            p.form_of_address,
            p.title,
            p.first_name,
            p.last_name,
            p.role,
            p.municipality,
            p.state,
            p.postal_code,
            p.came_last_year
        )?;
    }
    Ok(list.flush()?)
}

/// A `rundbrief.toml` for these lists and an SMTP server on loopback, without limits.
pub fn configuration(port: u16, connections: u32, lists: &[(&str, &str)]) -> String {
    let mut text = format!(
        r#"language = "de"

[sender]
name = "Forum Messstrecke"
address = "{SENDER}"
reply_to = "team@messstrecke.example"
organisation = "Forum Messstrecke e. V."
postal_address = "Kaiweg 7, 20457 Hamburg"
imprint_url = "https://messstrecke.example/impressum"
privacy_url = "https://messstrecke.example/datenschutz"

[transport]
kind = "smtp"

[transport.smtp]
host = "127.0.0.1"
port = {port}
security = "none"
connections = {connections}

[limits]
rates = []
"#
    );
    text.push_str("\n[[consents]]\nname = \"all\"\ntext = \"Yes.\"\ncarries = [\"newsletter\", \"invitation\"]\n");
    for (name, path) in lists {
        text.extend(["\n[[lists]]\nname = \"", name, "\"\npath = \"", path]);
        text.push_str("\"\nbasis = \"consent\"\nconsent = \"all\"\nconsent_date = 2024-05-01\n");
        text.push_str("consent_source = \"form\"\n");
    }
    text
}
