//! Public holidays of a Land, computed.

use std::fmt;
use std::str::FromStr;

use holiday_de::GermanHoliday::{Ostersonntag, Pfingstsonntag};
use holiday_de::{GermanHoliday, GermanRegion};
use jiff::civil::Date;
use serde::Deserialize;

use crate::finding::Code;
use crate::refusal::Refusal;

/// Whose public holidays count.
///
/// One that holds in most of a Land counts there (Mariä Himmelfahrt in Bavaria), one that holds in few places does not
/// (Fronleichnam in Saxony and Thuringia, the peace festival of Augsburg).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Holidays(Whose);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// What is a holiday in all sixteen.
    Nationwide,
    Land(&'static str, GermanRegion),
}

const NATIONWIDE: &str = "DE";

/// By the codes of ISO 3166-2:DE.
const LAENDER: [(&str, GermanRegion); 16] = [
    ("BW", GermanRegion::BadenWuerttemberg),
    ("BY", GermanRegion::Bayern),
    ("BE", GermanRegion::Berlin),
    ("BB", GermanRegion::Brandenburg),
    ("HB", GermanRegion::Bremen),
    ("HH", GermanRegion::Hamburg),
    ("HE", GermanRegion::Hessen),
    ("MV", GermanRegion::MechlenburgVorpommern),
    ("NI", GermanRegion::Niedersachsen),
    ("NW", GermanRegion::NordrheinWestfalen),
    ("RP", GermanRegion::RheinlandPfalz),
    ("SL", GermanRegion::Saarland),
    ("SN", GermanRegion::Sachsen),
    ("ST", GermanRegion::SachsenAnhalt),
    ("SH", GermanRegion::SchleswigHolstein),
    ("TH", GermanRegion::Thueringen),
];

impl Holidays {
    /// Whether a day is a holiday.
    pub fn include(self, day: Date) -> bool {
        match self.0 {
            Whose::Nationwide => LAENDER.iter().all(|(_, land)| is_holiday(*land, day)),
            Whose::Land(_, land) => is_holiday(land, day),
        }
    }
}

fn is_holiday(land: GermanRegion, day: Date) -> bool {
    let mut holidays = land.holidays_in_year(i32::from(day.year()));
    if land == GermanRegion::Brandenburg {
        // § 2 FTG BB names them; the crate leaves out what is a Sunday anyway
        holidays.extend([Ostersonntag, Pfingstsonntag]);
    }
    let written = day.to_string();
    let is_on_day = |holiday: GermanHoliday| holiday.date(i32::from(day.year())).map(|date| date.to_string());
    holidays.into_iter().any(|holiday| is_on_day(holiday).as_ref() == Some(&written))
}

impl FromStr for Holidays {
    type Err = Refusal;
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let upper = text.trim().to_ascii_uppercase();
        let code = upper.strip_prefix("DE-").unwrap_or(&upper);
        if code == NATIONWIDE {
            return Ok(Self(Whose::Nationwide));
        }
        let land = LAENDER.iter().find(|(known, _)| *known == code);
        land.map(|&(code, land)| Self(Whose::Land(code, land))).ok_or_else(|| {
            let codes: Vec<&str> = LAENDER.iter().map(|(code, _)| *code).collect();
            Refusal::of(Code::LandUnknown, text).among(&codes)
        })
    }
}

impl TryFrom<String> for Holidays {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Refusal> {
        text.parse()
    }
}

impl fmt::Display for Holidays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Whose::Nationwide => NATIONWIDE,
            Whose::Land(code, _) => code,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holidays(code: &str) -> Holidays {
        code.parse().expect(code)
    }

    fn days_of(year: i16, code: &str) -> Vec<String> {
        let first = Date::new(year, 1, 1).expect("a year");
        let days = first.series(jiff::Span::new().days(1)).take_while(|day| day.year() == year);
        days.filter(|day| holidays(code).include(*day)).map(|day| day.strftime("%m-%d").to_string()).collect()
    }

    /// 2026: Easter on 5 April. What holds everywhere, by the calendars of the Länder's interior ministries.
    const EVERYWHERE_2026: [&str; 9] =
        ["01-01", "04-03", "04-06", "05-01", "05-14", "05-25", "10-03", "12-25", "12-26"];

    const FURTHER_2026: [(&str, &[&str]); 16] = [
        ("BW", &["01-06", "06-04", "11-01"]),
        ("BY", &["01-06", "06-04", "08-15", "11-01"]),
        ("BE", &["03-08"]),
        ("BB", &["04-05", "05-24", "10-31"]),
        ("HB", &["10-31"]),
        ("HH", &["10-31"]),
        ("HE", &["06-04"]),
        ("MV", &["03-08", "10-31"]),
        ("NI", &["10-31"]),
        ("NW", &["06-04", "11-01"]),
        ("RP", &["06-04", "11-01"]),
        ("SL", &["06-04", "08-15", "11-01"]),
        ("SN", &["10-31", "11-18"]),
        ("ST", &["01-06", "10-31"]),
        ("SH", &["10-31"]),
        ("TH", &["09-20", "10-31"]),
    ];

    #[test]
    fn every_land_has_the_holidays_of_its_law() {
        for (code, further) in FURTHER_2026 {
            let mut expected: Vec<&str> = EVERYWHERE_2026.iter().chain(further).copied().collect();
            expected.sort_unstable();
            assert_eq!(days_of(2026, code), expected, "{code}");
        }
        assert_eq!(days_of(2026, "DE"), EVERYWHERE_2026);
    }

    #[test]
    fn holidays_begin_in_the_year_of_their_law() {
        for (code, day, first) in [
            ("BE", "03-08", 2019),
            ("MV", "03-08", 2023),
            ("TH", "09-20", 2019),
            // 2017 was one for everybody
            ("HB", "10-31", 2017),
            ("HH", "10-31", 2017),
            ("NI", "10-31", 2017),
            ("SH", "10-31", 2017),
        ] {
            assert!(!days_of(first - 1, code).contains(&day.to_owned()), "{code} {day} before {first}");
            assert!((first..2035).all(|year| days_of(year, code).contains(&day.to_owned())), "{code} {day}");
        }
    }

    #[test]
    fn holidays_of_one_year_are_known() {
        assert!(days_of(2017, "DE").contains(&"10-31".to_owned()), "500 years of the Reformation");
        assert!(!days_of(2018, "DE").contains(&"10-31".to_owned()));
        let berlin = |year, day: &str| days_of(year, "BE").contains(&day.to_owned());
        assert!(berlin(2020, "05-08") && berlin(2025, "05-08") && berlin(2028, "06-17"));
        assert!(!berlin(2026, "05-08") && !berlin(2027, "06-17"));
    }

    #[test]
    fn the_day_of_repentance_is_a_wednesday_and_saxonys_alone() {
        for (year, day) in [(2024, "11-20"), (2025, "11-19"), (2026, "11-18"), (2027, "11-17"), (2028, "11-22")] {
            for (code, _) in LAENDER {
                assert_eq!(days_of(year, code).contains(&day.to_owned()), code == "SN", "{code} {year}");
            }
        }
    }

    #[test]
    fn codes_are_read_as_contacts_write_them() {
        for (written, shown) in
            [("NW", "NW"), ("nw", "NW"), ("DE-BY", "BY"), (" SH ", "SH"), ("DE", "DE"), ("de", "DE")]
        {
            assert_eq!(holidays(written).to_string(), shown);
        }
        for text in ["", "XX", "Bayern", "DE-", "AT-9"] {
            let refused = text.parse::<Holidays>().expect_err(text);
            assert_eq!(refused.code(), Code::LandUnknown);
            assert!(refused.to_string().contains("BW, BY, BE"), "{refused}");
        }
    }
}
