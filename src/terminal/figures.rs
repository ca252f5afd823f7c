//! Dates and rates as people write them.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::sentences::{Fact, Sentences};
use crate::delivery::Rate;
use crate::template::Language;

impl Sentences {
    /// A moment as the clocks of a time zone show it.
    pub fn moment(&self, moment: Timestamp, zone: &TimeZone) -> String {
        self.time(moment.to_zoned(zone.clone()).datetime())
    }

    /// A number with a decimal point, as people write it.
    pub fn decimal(&self, number: &str) -> String {
        match self.language() {
            Language::De => number.replace('.', ","),
            Language::En => number.to_owned(),
        }
    }

    /// So many bytes, in kB of 1000 bytes or MB of 1000 kB where there are more.
    pub fn weight(&self, bytes: usize) -> String {
        let (unit, key) = match bytes {
            0..1_000 => return self.say("weight-bytes", &[("count", bytes.into())]),
            1_000..999_950 => (1_000, "weight-kilobytes"),
            _ => (1_000_000, "weight-megabytes"),
        };
        let tenths = (bytes * 10 + unit / 2) / unit;
        let number = format!("{}.{}", tenths / 10, tenths % 10);
        self.say(key, &[("number", self.decimal(number.trim_end_matches(".0")).into())])
    }

    /// Date and time of day.
    pub fn time(&self, time: DateTime) -> String {
        time.strftime(&self.say("format-time", &[])).to_string()
    }

    /// A date, or date and time of day, that comes as ISO 8601; anything else stays as it is.
    pub fn written_time(&self, written: &str) -> String {
        if let Ok(date) = written.parse::<Date>()
            && written.len() == "2027-05-04".len()
        {
            return date.strftime(&self.say("format-date", &[])).to_string();
        }
        written.parse::<DateTime>().map_or_else(|_| written.to_owned(), |time| self.time(time))
    }

    /// A time and a place as findings have them: an interval in ISO 8601, a blank, the place; both may be lacking.
    pub fn appointment(&self, written: &str) -> String {
        let (interval, place) = written.split_once(' ').unwrap_or((written, ""));
        let (start, end) = interval.split_once('/').unwrap_or((interval, ""));
        let or_none = |text: String| Fact::from(if text.is_empty() { "none".to_owned() } else { text });
        let [start, end] = [start, end].map(|time| or_none(self.written_time(time)));
        self.say("appointment", &[("start", start), ("end", end), ("place", or_none(place.to_owned()))])
    }

    /// How many mails in what time.
    pub fn rate(&self, rate: Rate) -> String {
        let facts = [("count", Fact::from(u64::from(rate.count()))), ("units", u64::from(rate.units()).into())];
        self.say(&format!("rate-{}", rate.unit()), &facts)
    }

    /// Several rates, all of which hold.
    pub fn rates(&self, rates: &[Rate]) -> String {
        rates.iter().map(|rate| self.rate(*rate)).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_point_is_a_comma_in_german() {
        let decimal = |language| Sentences::new(language).decimal("3.1");
        assert_eq!([decimal(Language::De), decimal(Language::En)], ["3,1", "3.1"]);
    }

    #[test]
    fn sizes_are_round_numbers() {
        let told = |language, bytes| Sentences::new(language).weight(bytes);
        for (bytes, german, english) in [
            (1, "1 Byte", "1 byte"),
            (12, "12 Byte", "12 bytes"),
            (1_000, "1 kB", "1 kB"),
            (10_049, "10 kB", "10 kB"),
            (999_949, "999,9 kB", "999.9 kB"),
            (2_450_000, "2,5 MB", "2.5 MB"),
        ] {
            assert_eq!((told(Language::De, bytes).as_str(), told(Language::En, bytes).as_str()), (german, english));
        }
    }

    #[test]
    fn dates_are_written_as_the_language_does() {
        let told = |language, written| Sentences::new(language).written_time(written);
        for (written, german, english) in [
            ("2027-04-24 11:26", "24.4.2027, 11:26 Uhr", "2027-04-24 11:26"),
            ("2027-05-04T09:05:30", "4.5.2027, 9:05 Uhr", "2027-05-04 09:05"),
            ("2027-05-04", "4.5.2027", "2027-05-04"),
            ("1.2.3", "1.2.3", "1.2.3"),
        ] {
            assert_eq!((told(Language::De, written).as_str(), told(Language::En, written).as_str()), (german, english));
        }
    }

    #[test]
    fn rates_are_said_and_not_spelled() {
        let told = |language, rates: &[&str]| {
            let rates: Vec<Rate> = rates.iter().map(|rate| rate.parse().expect("a rate")).collect();
            Sentences::new(language).rates(&rates)
        };
        let rates = ["30/min", "250/10min", "10000/day", "1/2day", "5/s", "400/h"];
        assert_eq!(
            told(Language::De, &rates),
            "30 in der Minute, 250 in 10 Minuten, 10.000 am Tag, 1 in 2 Tagen, 5 in der Sekunde, 400 in der Stunde"
        );
        assert_eq!(
            told(Language::En, &rates),
            "30 a minute, 250 in 10 minutes, 10,000 a day, 1 in 2 days, 5 a second, 400 an hour"
        );
    }
}
