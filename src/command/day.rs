//! Days that are typed on the command line.

use jiff::civil::Date;

use crate::contact::read_date;
use crate::finding::{Code, Finding};

/// A day as `2027-05-04` or `4.5.2027`.
pub(super) fn read_day(written: &str) -> Result<Date, Finding> {
    read_date(written).map(Date::from).ok_or_else(|| Finding::new(Code::ArgumentDate).with("value", written))
}
