//! The filters that Tera lacks for our readers: dates with German names.

use jiff::civil::{Date as CivilDate, DateTime};
use tera::{Error, Filter, Kwargs, State, TeraResult, Value};

use super::Language;

const MONTHS: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];
const DAYS: [&str; 7] = ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"];

/// `{{ event.start | date(format="%A, %-d. %B %Y") }}`: strftime directives, names in the reader's language.
///
/// Takes what TOML calls a local date or a local date-time. Without `format`: `%-d. %B %Y`.
pub(super) struct Date(pub Language);

impl Filter<&str, TeraResult<String>> for Date {
    fn call(&self, value: &str, arguments: Kwargs, _: &State<'_>) -> TeraResult<String> {
        let format = arguments.get::<String>("format")?;
        let moment = parse(value).ok_or_else(|| Error::message(format!("`{value}` is no date")))?;
        let format = localise(format.as_deref().unwrap_or("%-d. %B %Y"), moment, self.0);
        jiff::fmt::strtime::format(&format, moment)
            .map_err(|error| Error::message(format!("date format `{format}`: {error}")))
    }
}

/// The target of a link, if following it can neither run nor fetch anything by itself; else nothing.
#[expect(clippy::needless_pass_by_value, reason = "the shape that Tera wants")]
pub(super) fn link(arguments: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let target = arguments.must_get::<Value>("to")?;
    if target.is_undefined() {
        return Err(Error::message("the target of this link is not defined"));
    }
    let target = target.as_str().map(str::trim).unwrap_or_default();
    Ok(if super::is_harmless_link(target) { target.to_owned() } else { String::new() })
}

fn parse(value: &str) -> Option<DateTime> {
    value
        .parse::<DateTime>()
        .ok()
        .or_else(|| Some(value.parse::<CivilDate>().ok()?.to_datetime(jiff::civil::Time::MIN)))
}

/// Puts German names in place of `%A`, `%a`, `%B` and `%b`.
fn localise(format: &str, moment: DateTime, language: Language) -> String {
    if language == Language::En {
        return format.to_owned();
    }
    let month = MONTHS[usize::from(moment.month().unsigned_abs()) - 1];
    let day = DAYS[usize::from(moment.weekday().to_monday_zero_offset().unsigned_abs())];
    let mut out = String::with_capacity(format.len() + 8);
    let mut rest = format.chars();
    while let Some(c) = rest.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        match rest.next() {
            Some('A') => out.push_str(day),
            Some('a') => out.push_str(&day[..2]),
            Some('B') => out.push_str(month),
            Some('b') => out.extend(month.chars().take(3)),
            Some(other) => out.extend(['%', other]),
            None => out.push('%'),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formatted(value: &str, format: &str, language: Language) -> String {
        let moment = parse(value).expect("a date");
        jiff::fmt::strtime::format(localise(format, moment, language), moment).expect("a format")
    }

    #[test]
    fn months_and_weekdays_are_german() {
        assert_eq!(
            formatted("2024-03-04T09:30:00", "%A, %-d. %B %Y, %H:%M Uhr", Language::De),
            "Montag, 4. März 2024, 09:30 Uhr"
        );
        assert_eq!(formatted("2024-03-04", "%a %-d. %b", Language::De), "Mo 4. Mär");
        assert_eq!(formatted("2024-03-04", "%A, %B %-d", Language::En), "Monday, March 4");
    }
}
