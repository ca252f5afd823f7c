//! Envelope senders that name the delivery (VERP): what a bounce is about, though its text may not say it.

use std::fmt::Write as _;

use super::{Keys, Purpose, TokenError};

/// Bytes of the MAC. RFC 2104 §5 wants 80 bits at least; each guess costs a mail into our own mailbox, so that more
/// would only take room in the local part.
const MAC: usize = 10;

/// Digits of the largest number of a delivery.
const NUMBER: usize = 19;

/// How many bytes such a token and the `+` before it take at most.
pub const LONGEST: usize = "+-".len() + NUMBER + 2 * MAC;

impl Keys {
    /// What stands behind the `+` of the envelope sender of a delivery: its number in the ledger, and a MAC that is
    /// good for this campaign and address alone. Digits, lower-case letters and a hyphen: servers may change the case
    /// of a local part.
    pub fn sign_delivery(&self, delivery: i64, campaign: &str, address: &str) -> String {
        let mac = self.current().mac(Purpose::ReturnPath, payload(delivery, campaign, address).as_bytes());
        mac[..MAC].iter().fold(format!("{delivery}-"), |mut token, byte| {
            // writing into a string cannot fail
            let _ = write!(token, "{byte:02x}");
            token
        })
    }

    /// The delivery that a token was signed for. `look_up` says campaign and address of a number: another delivery that
    /// got the number after a ledger was lost does not verify.
    ///
    /// # Errors
    /// Malformed, or forged, which an unknown number counts as.
    pub fn verify_delivery(
        &self,
        token: &str,
        look_up: impl FnOnce(i64) -> Option<(String, String)>,
    ) -> Result<i64, TokenError> {
        let (number, mac) = token.split_once('-').ok_or(TokenError::Malformed)?;
        let delivery: i64 = number.parse().map_err(|_| TokenError::Malformed)?;
        let mac = bytes(mac).ok_or(TokenError::Malformed)?;
        let (campaign, address) = look_up(delivery).ok_or(TokenError::Forged)?;
        let signed = payload(delivery, &campaign, &address);
        let mut keys = self.0.iter();
        if keys.any(|key| key.verifies(Purpose::ReturnPath, signed.as_bytes(), &mac)) {
            Ok(delivery)
        } else {
            Err(TokenError::Forged)
        }
    }
}

fn payload(delivery: i64, campaign: &str, address: &str) -> String {
    format!("{delivery}\n{campaign}\n{address}")
}

/// The bytes of a MAC in hexadecimal digits.
fn bytes(digits: &str) -> Option<Vec<u8>> {
    let is_whole = digits.len() == 2 * MAC && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let byte = |at| u8::from_str_radix(&digits[at..at + 2], 16).ok();
    if is_whole { (0..digits.len()).step_by(2).map(byte).collect() } else { None }
}

#[cfg(test)]
mod tests {
    use super::super::Key;
    use super::*;

    fn keys() -> Keys {
        Keys(vec![Key::new("1", &[7; 32])])
    }

    /// A ledger of two deliveries.
    fn known(delivery: i64) -> Option<(String, String)> {
        let address = match delivery {
            7 => "a@b.example",
            8 => "c@d.example",
            _ => return None,
        };
        Some(("recap".to_owned(), address.to_owned()))
    }

    #[test]
    fn a_return_path_names_its_delivery_whatever_case_a_server_makes_of_it() {
        let token = keys().sign_delivery(7, "recap", "a@b.example");
        assert_eq!(keys().verify_delivery(&token, known), Ok(7));
        assert_eq!(keys().verify_delivery(&token.to_uppercase(), known), Ok(7));
        let rotated = Keys(vec![Key::new("1", &[7; 32]), Key::new("2", &[9; 32])]);
        assert_eq!(rotated.verify_delivery(&token, known), Ok(7), "an older key");
        assert_eq!(keys().sign_delivery(i64::MAX, "recap", "a@b.example").len() + 1, LONGEST);
    }

    #[test]
    fn a_return_path_is_good_for_no_other_delivery_and_under_no_other_key() {
        let token = keys().sign_delivery(7, "recap", "a@b.example");
        let mac = token.split_once('-').expect("two parts").1;
        for forged in [format!("8-{mac}"), format!("9-{mac}"), format!("7-{}", mac.replace(&mac[..1], "g"))] {
            assert!(keys().verify_delivery(&forged, known).is_err(), "{forged}");
        }
        let other = |_| Some(("recap".to_owned(), "new@b.example".to_owned()));
        assert_eq!(keys().verify_delivery(&token, other), Err(TokenError::Forged), "a number given anew");
        let foreign = Keys::demonstration().sign_delivery(7, "recap", "a@b.example");
        assert_eq!(keys().verify_delivery(&foreign, known), Err(TokenError::Forged));
        for odd in ["", "7", "7-", "-7-00", "7-+f000000000000000000", "ä-é"] {
            assert_eq!(keys().verify_delivery(odd, known), Err(TokenError::Malformed), "{odd}");
        }
    }
}
