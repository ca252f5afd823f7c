//! Who signs a campaign, where it is not the sender of all mails.

use serde::Deserialize;

use crate::address::Address;
use crate::finding::Code;
use crate::refusal::Refusal;

/// `sender` of a campaign: a name, an address, or both as mail programs show them, `Name <address>`. What it leaves open
/// is that of `[sender]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Byline {
    /// The name beside the address.
    pub name: Option<String>,
    /// The address that the mails come from.
    pub address: Option<Address>,
}

impl TryFrom<String> for Byline {
    type Error = Refusal;

    fn try_from(text: String) -> Result<Self, Refusal> {
        let (name, address) = match text.split_once('<') {
            Some((name, address)) => {
                let inside = address.trim_end().strip_suffix('>').ok_or_else(|| unclear(&text))?;
                (name, Some(inside.to_owned()))
            }
            None if text.contains('@') => ("", Some(text.clone())),
            None => (text.as_str(), None),
        };
        let name = name.trim().trim_matches('"').trim();
        let name = (!name.is_empty()).then(|| name.to_owned());
        let address = address.map(Address::try_from).transpose()?;
        if name.is_none() && address.is_none() {
            return Err(unclear(&text));
        }
        Ok(Self { name, address })
    }
}

fn unclear(text: &str) -> Refusal {
    Refusal::of(Code::SenderUnclear, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<(Option<String>, Option<String>), Code> {
        let byline = Byline::try_from(text.to_owned()).map_err(|refusal| refusal.code())?;
        Ok((byline.name, byline.address.map(String::from)))
    }

    #[test]
    fn a_name_an_address_or_both_are_taken_as_mail_programs_show_them() {
        let both = Ok((Some("Inken Thomsen".to_owned()), Some("inken@aufbruch.example".to_owned())));
        assert_eq!(read("Inken Thomsen <inken@aufbruch.example>"), both);
        assert_eq!(read(" \"Inken Thomsen\"  <Inken@Aufbruch.example> "), both);
        assert_eq!(read("Inken Thomsen"), Ok((Some("Inken Thomsen".to_owned()), None)));
        assert_eq!(read("inken@aufbruch.example"), Ok((None, Some("inken@aufbruch.example".to_owned()))));
        assert_eq!(read("<inken@aufbruch.example>"), Ok((None, Some("inken@aufbruch.example".to_owned()))));
    }

    #[test]
    fn what_no_mail_can_come_from_is_refused() {
        for (text, code) in [
            ("", Code::SenderUnclear),
            (" ", Code::SenderUnclear),
            ("Inken <inken@aufbruch.example", Code::SenderUnclear),
            ("Inken <>", Code::AddressUnusable),
            ("Inken <inken>", Code::AddressUnusable),
            ("Inken <a@x.example>, Bert <b@x.example>", Code::AddressUnusable),
            ("inken@", Code::AddressUnusable),
        ] {
            assert_eq!(read(text), Err(code), "{text}");
        }
    }
}
