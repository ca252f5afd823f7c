//! How a client logs in at the server.

use std::io;

use super::script::Phase;
use super::session::{Session, UNKNOWN_COMMAND};

const NO_SUCH_MECHANISM: &str = "504 5.5.4 no such mechanism";

impl Session<'_> {
    /// By name and password.
    pub fn auth(&mut self, line: &str) -> io::Result<()> {
        let (login, mechanisms) = {
            let script = &self.shared.lock().script;
            (script.login.clone(), script.mechanisms.clone())
        };
        let Some((username, password)) = login else {
            return self.say(UNKNOWN_COMMAND);
        };
        let mut words = line.split(' ').skip(1).map(str::to_owned);
        let mechanism = words.next().unwrap_or_default().to_ascii_uppercase();
        if !mechanisms.split(' ').any(|offered| offered == mechanism) {
            return self.say(NO_SUCH_MECHANISM);
        }
        let right = match mechanism.as_str() {
            "PLAIN" => self.credential(words.next(), "")? == base64(&format!("\0{username}\0{password}")),
            "LOGIN" => {
                let name = self.credential(words.next(), "Username:")?;
                let secret = self.credential(None, "Password:")?;
                (name, secret) == (base64(&username), base64(&password))
            }
            _ => return self.say(NO_SUCH_MECHANISM),
        };
        let usual = if right { "235 2.7.0 welcome" } else { "535 5.7.8 wrong name or password" };
        self.logged_in = self.answer(Phase::Auth, &[], usual)?;
        Ok(())
    }

    /// As Google describes XOAUTH2: a refusal begins with a challenge, and ends after an empty line.
    pub fn bearer(&mut self, line: &str) -> io::Result<()> {
        let Some((username, valid)) = self.shared.lock().script.bearer.clone() else {
            return self.say(UNKNOWN_COMMAND);
        };
        let proof = |token: &String| base64(&format!("user={username}\x01auth=Bearer {token}\x01\x01"));
        let right = valid().iter().any(|token| line == format!("AUTH XOAUTH2 {}", proof(token)));
        if !right {
            self.say(&format!("334 {}", base64("{\"status\":\"400\",\"schemes\":\"Bearer\"}")))?;
            let empty = self.command_line()?;
            assert_eq!(empty, "", "the answer to a challenge of XOAUTH2");
        }
        let usual = if right { "235 2.7.0 welcome" } else { "535 5.7.8 wrong name or token" };
        self.logged_in = self.answer(Phase::Auth, &[], usual)?;
        Ok(())
    }

    fn credential(&mut self, given: Option<String>, prompt: &str) -> io::Result<String> {
        if let Some(credential) = given {
            return Ok(credential);
        }
        self.say(&format!("334 {}", base64(prompt)))?;
        self.command_line()
    }
}

fn base64(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = String::new();
    for bytes in text.as_bytes().chunks(3) {
        let byte = |at: usize| u32::from(*bytes.get(at).unwrap_or(&0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let digit = char::from(DIGITS[(bits >> (18 - 6 * at) & 63) as usize]);
            encoded.push(if at > bytes.len() { '=' } else { digit });
        }
    }
    encoded
}
