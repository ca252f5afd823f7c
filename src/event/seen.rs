//! Facts and report without what nobody sees: marks that turn the direction of a line, or have no width, would let a
//! value look like another one, in mails and in calendars.

use serde::Deserialize as _;
use toml::Value;

use super::Facts;
use crate::folding::is_hidden;

/// A text without such marks.
pub(super) fn text(written: &str) -> String {
    written.replace(is_hidden, "")
}

/// The facts without them; `toml` is what they were read from.
pub(super) fn facts(read: Facts, toml: &str) -> Facts {
    // in TOML they can stand as `\u202E` as well
    if !toml.contains(is_hidden) && !toml.contains("\\u") && !toml.contains("\\U") {
        return read;
    }
    let Ok(mut table) = toml.parse::<toml::Table>() else { return read };
    table.iter_mut().for_each(|(_, value)| clean(value));
    Facts::deserialize(Value::Table(table)).unwrap_or(read)
}

fn clean(value: &mut Value) {
    match value {
        Value::String(written) => *written = text(written),
        Value::Array(values) => values.iter_mut().for_each(clean),
        Value::Table(table) => table.iter_mut().for_each(|(_, value)| clean(value)),
        _ => {}
    }
}
