//! Taking somebody off the suppression list: where the person unsubscribed or was erased, only on the person's own later consent.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::json;

use crate::audience::{Ground, Proof};
use crate::cli::SuppressArgs;
use crate::command::audience::{grounds, today};
use crate::command::day::read_day;
use crate::command::erased::Erased;
use crate::command::workspace::{Lists, Workspace};
use crate::command::{Exit, Failure};
use crate::contact::Origin;
use crate::finding::{Code, Finding};
use crate::ledger::{self, Comeback, Ledger, Suppressions as _};
use crate::list::{Field, clean};
use crate::terminal::{Fact, Screen};

/// What is done about one key.
enum Deed {
    /// An entry goes, on this proof.
    Lift(String),
    /// Somebody who was erased comes back; whoever came back already gets another date of consent.
    Back { comeback: Comeback, before: Option<Date> },
}

/// First all are looked at, so that a typing error lifts nothing.
pub(super) fn lift(
    workspace: &Workspace,
    screen: &Screen,
    ledger: &Ledger,
    (keys, arguments): (&[String], &SuppressArgs),
    by: &str,
) -> Result<Exit, Failure> {
    let lifting = Lifting {
        workspace,
        screen,
        ledger,
        erased: Erased::load(workspace)?,
        known: ledger.suppressions()?.into_iter().map(|entry| entry.key).collect(),
        given: given(workspace, arguments)?,
        by,
    };
    let deeds = keys.iter().map(|key| Ok((key, lifting.deed(key)?))).collect::<Result<Vec<_>, Finding>>()?;
    let corrected: Vec<&String> = deeds.iter().filter(|(_, deed)| deed.corrects()).map(|(key, _)| *key).collect();
    // an entry at the address goes with the correction
    let lifted = keys.iter().filter(|key| !corrected.contains(key) || lifting.known.contains(key));
    let lifted: Vec<&String> = lifted.collect();
    for (key, deed) in &deeds {
        match deed {
            Deed::Lift(proof) => {
                ledger.lift(key, proof, by, workspace.clock.now())?;
            }
            Deed::Back { comeback, .. } => ledger.bring_back(comeback.clone())?,
        }
    }
    if !lifted.is_empty() {
        screen.result(&screen.say("suppression-lifted", &[("count", Fact::from(lifted.len()))]));
    }
    for (_, deed) in &deeds {
        deed.tell(screen);
    }
    screen.json(&json!({ "lifted": lifted, "corrected": corrected }));
    Ok(Exit::Done)
}

impl Deed {
    fn corrects(&self) -> bool {
        matches!(self, Self::Back { before: Some(_), .. })
    }

    fn tell(&self, screen: &Screen) {
        let Self::Back { comeback, before } = self else { return };
        let day = |day: Date| Fact::from(screen.sentences().written_time(&day.to_string()));
        let facts = [("address", Fact::from(comeback.address.as_str())), ("consent", day(comeback.consent))];
        screen.result(&match before {
            None => screen.say("suppression-back", &facts),
            Some(before) => screen.say("suppression-corrected", &[&facts[..], &[("before", day(*before))]].concat()),
        });
    }
}

/// What all keys have in common.
struct Lifting<'a> {
    workspace: &'a Workspace,
    screen: &'a Screen,
    ledger: &'a Ledger,
    erased: Erased,
    known: Vec<String>,
    /// The consent that was typed, with what proves it as it is kept on record.
    given: Option<(Date, String)>,
    by: &'a str,
}

impl Lifting<'_> {
    fn deed(&self, key: &String) -> Result<Deed, Finding> {
        let unsubscribed = self.ledger.unsubscribed(key)?;
        match self.erased.last(key) {
            // who unsubscribed after the comeback did not mistype a date
            Some(erased) if erased.back.is_none() || (self.given.is_some() && unsubscribed.is_none()) => {
                self.refuse_restricted(key)?;
                self.again(key, erased, unsubscribed)
            }
            _ if self.known.contains(key) => {
                self.refuse_restricted(key)?;
                Ok(Deed::Lift(self.proof(key, unsubscribed)?))
            }
            _ => Err(Finding::new(Code::SuppressionUnknown).with("key", key)),
        }
    }

    /// The consent by which somebody who was erased comes back, with what proves it: given by hand, since no list can
    /// tell of them.
    fn again(&self, key: &str, erased: ledger::Erased, unsubscribed: Option<Timestamp>) -> Result<Deed, Finding> {
        let zone = self.workspace.zone()?;
        let since = unsubscribed.map_or(erased.at, |unsubscribed| unsubscribed.max(erased.at));
        let Some((consent, proof)) = self.given.clone().filter(|(date, _)| is_after(*date, since, &zone)) else {
            let since = since.to_zoned(zone).date();
            return Err(Finding::new(Code::ErasedConsentNeeded).with("key", key).with("since", since));
        };
        let (address, marks, by) = (key.to_owned(), self.erased.marks(key), self.by.to_owned());
        let (at, before) = (self.workspace.clock.now(), erased.back.filter(|before| *before != consent));
        Ok(Deed::Back { comeback: Comeback { address, marks, consent, proof, by, at }, before })
    }

    fn refuse_restricted(&self, key: &str) -> Result<(), Finding> {
        self.ledger.restriction(key)?.map_or(Ok(()), |restriction| {
            Err(Finding::new(Code::SuppressionRestricted).with("key", key).with("until", restriction.until))
        })
    }

    /// What speaks for lifting an entry, as it is kept on record.
    fn proof(&self, key: &str, unsubscribed: Option<Timestamp>) -> Result<String, Finding> {
        let given = self.given.clone();
        let Some(unsubscribed) = unsubscribed else {
            return Ok(given.map_or(String::new(), |(_, text)| text));
        };
        let zone = self.workspace.zone()?;
        let consents = match given {
            Some(given) => vec![given],
            None => of_lists(self.workspace, &self.workspace.lists(self.screen)?, key),
        };
        let later = consents.into_iter().find(|(date, _)| is_after(*date, unsubscribed, &zone));
        later.map(|(_, text)| text).ok_or_else(|| {
            let since = unsubscribed.to_zoned(zone).date().to_string();
            Finding::new(Code::ConsentNeeded).with("key", key).with("since", since)
        })
    }
}

/// What was typed of a consent. Nobody consents in the future.
fn given(workspace: &Workspace, arguments: &SuppressArgs) -> Result<Option<(Date, String)>, Finding> {
    let Some((date, proof)) = arguments.consent.as_deref().zip(arguments.proof.as_deref()) else { return Ok(None) };
    let (date, today, proof) = (read_day(date)?, today(workspace), clean(proof));
    if proof.is_empty() {
        return Err(Finding::new(Code::ProofBlank));
    }
    if date > today {
        return Err(Finding::new(Code::ConsentFuture).with("time", date).with("until", today));
    }
    Ok(Some((date, format!("consent {date}: {proof}"))))
}

/// On the day of the suppression itself nobody can say which came first.
fn is_after(date: Date, suppressed: Timestamp, zone: &TimeZone) -> bool {
    date > suppressed.to_zoned(zone.clone()).date()
}

/// The person's own consents, as far as they are proven: a row that names somebody else at the address gives none.
fn of_lists(workspace: &Workspace, lists: &Lists, key: &str) -> Vec<(Date, String)> {
    let Some(contact) = lists.contacts.iter().find(|contact| contact.email() == key) else { return Vec::new() };
    // what a list says for all its rows is no act of the person
    let says = |origin: Origin| {
        let row = contact.each_row().find(|row| row.origin == origin);
        row.is_some_and(|row| {
            [Field::ConsentDate, Field::ConsentSource].iter().all(|&field| row.value(field).is_some())
        })
    };
    let proven = |proof: Proof| {
        let (date, source) = (proof.date?, proof.source?);
        let told = format!("consent {date}: {source} ({})", lists.place(proof.origin));
        (matches!(proof.ground, Ground::Consent { .. }) && says(proof.origin)).then_some((date, told))
    };
    grounds(workspace, lists).proofs(&contact).into_iter().filter_map(proven).collect()
}
