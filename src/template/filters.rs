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
/// Takes what TOML calls a local date or a local date-time. Without `format`: `%-d. %B %Y`. Where the value is a date
/// without a time of day, `day` goes in place of `format`; a time of day is never made up.
pub(super) struct Date(pub Language);

impl Filter<&str, TeraResult<String>> for Date {
    fn call(&self, value: &str, arguments: Kwargs, _: &State<'_>) -> TeraResult<String> {
        let (format, day) = (arguments.get::<String>("format")?, arguments.get::<String>("day")?);
        let moment = parse(value).ok_or_else(|| Error::message(format!("`{value}` is no date")))?;
        let is_day = !value.contains(':');
        let format = day.filter(|_| is_day).or(format).unwrap_or_else(|| "%-d. %B %Y".to_owned());
        if is_day && asks_for_time(&format) {
            return Err(Error::message(format!("{NO_TIME}{value}")));
        }
        let format = localise(&format, moment, self.0);
        jiff::fmt::strtime::format(&format, moment)
            .map_err(|error| Error::message(format!("date format `{format}`: {error}")))
    }
}

/// A day as people say it: `Donnerstag, 22. April 2027`.
pub fn full_date(day: CivilDate, language: Language) -> String {
    let format = match language {
        Language::De => "%A, %-d. %B %Y",
        Language::En => "%A, %-d %B %Y",
    };
    let format = localise(format, day.to_datetime(jiff::civil::Time::MIN), language);
    day.strftime(&format).to_string()
}

/// The target of a link, if following it can neither run nor fetch anything by itself; else nothing.
#[expect(clippy::needless_pass_by_value, reason = "the shape that Tera wants")]
pub(super) fn link(arguments: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let target = arguments.must_get::<Value>("to")?;
    if target.is_undefined() {
        return Err(Error::message("the target of this link is not defined"));
    }
    let target = target.as_str().map(str::trim).unwrap_or_default();
    // what people of a list bring along is encrypted, or no link
    let is_encrypted = !target.trim_start().to_ascii_lowercase().starts_with("http:");
    Ok(if is_encrypted && super::is_harmless_link(target) { target.to_owned() } else { String::new() })
}

/// What a fault says, before the date, where a time of day is to be written of a date without one.
pub const NO_TIME: &str = "no time of day: ";

/// Whether a format shows something of the time of day.
fn asks_for_time(format: &str) -> bool {
    let mut rest = format.chars();
    while rest.any(|c| c == '%') {
        let directive = rest.find(|c| !matches!(c, '-' | '_' | '^' | '#' | '.' | ':' | '0'..='9'));
        if directive.is_some_and(|directive| "HIklMSpPRTXcrfNL".contains(directive)) {
            return true;
        }
    }
    false
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
    fn what_shows_a_time_of_day_is_known() {
        for format in ["%H", "%A um %-H:%M Uhr", "%R", "%%%I", "%02S", "%.3f", "%_k"] {
            assert!(asks_for_time(format), "{format}");
        }
        for format in ["", "%A, %-d. %B %Y", "%F", "100 %% Home", "HMS", "%D %b %"] {
            assert!(!asks_for_time(format), "{format}");
        }
    }

    #[test]
    fn a_day_is_written_out() {
        let said = |language| full_date("2027-04-22".parse().expect("a day"), language);
        assert_eq!(said(Language::De), "Donnerstag, 22. April 2027");
        assert_eq!(said(Language::En), "Thursday, 22 April 2027");
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
