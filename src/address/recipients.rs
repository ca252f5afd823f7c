//! To whom a mail goes, read from its file.

use mail_parser::MessageParser;

use super::Address;

/// The addresses in `To` and `Cc` of a mail (RFC 5322 §3.6.3); none where it is none. What is no usable address is passed
/// over.
pub fn recipients(mail: &[u8]) -> Vec<Address> {
    let Some(mail) = MessageParser::default().parse_headers(mail) else { return Vec::new() };
    let fields = [mail.to(), mail.cc()].into_iter().flatten();
    fields.flat_map(|field| field.iter()).filter_map(|one| Address::parse(one.address.as_deref()?).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_gets_a_mail_is_read_from_its_head_alone() {
        let mail = b"From: us@x.example\r\nTo: =?utf-8?q?J=C3=B6rg?=\r\n <a@y.example>, b@z.example\r\nMessage-ID: <1@x.example>\r\n\r\n\
            To: c@z.example\r\n";
        let found: Vec<String> = recipients(mail).into_iter().map(String::from).collect();
        assert_eq!(found, ["a@y.example", "b@z.example"]);
        assert_eq!(recipients(b""), []);
    }
}
