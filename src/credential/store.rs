//! Where the refresh token of a device login is kept: a private file beside the ledger.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use super::oauth::Endpoint;
use crate::finding::{Code, Finding, Place};

/// One refresh token's file.
pub(super) struct Store {
    path: PathBuf,
    token_url: String,
}

/// A refresh token belongs to the endpoint that issued it: another one never gets to see it.
#[derive(Serialize, Deserialize)]
struct Kept {
    token_url: String,
    refresh_token: String,
}

impl Store {
    pub(super) fn new(folder: &Path, client_id: &str, token_url: &Endpoint) -> Self {
        let plain = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' };
        let name: String = client_id.chars().map(plain).collect();
        Self { path: folder.join(format!("oauth-{name}.json")), token_url: token_url.to_string() }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The token, if there is one for this endpoint.
    pub(super) fn load(&self) -> Result<Option<SecretString>, Finding> {
        let text = match fs::read_to_string(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Finding::new(Code::FileUnreadable).at(self.place()).with("reason", error)),
        };
        let kept: Option<Kept> = serde_json::from_str(&text).ok();
        let ours = kept.filter(|kept| kept.token_url == self.token_url);
        Ok(ours.map(|kept| SecretString::from(kept.refresh_token)))
    }

    /// Puts a token in the place of the one before; a crash leaves one of the two.
    pub(super) fn save(&self, refresh_token: &SecretString) -> Result<(), Finding> {
        let unwritable = |error: io::Error| Finding::new(Code::FileUnwritable).at(self.place()).with("reason", error);
        let refresh_token = refresh_token.expose_secret().to_owned();
        let kept = Kept { token_url: self.token_url.clone(), refresh_token };
        let text = serde_json::to_string(&kept).map_err(|error| unwritable(error.into()))?;
        let fresh = self.path.with_extension(format!("json.{}", std::process::id()));
        write_private(&fresh, &text).and_then(|()| fs::rename(&fresh, &self.path)).map_err(unwritable)
    }

    fn place(&self) -> Place {
        Place::file(self.path.display().to_string())
    }
}

fn write_private(path: &Path, text: &str) -> io::Result<()> {
    // a leftover of a process that crashed may have had this number
    let _ = fs::remove_file(path);
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(url: &str) -> Endpoint {
        Endpoint::try_from(url.to_owned()).expect("an endpoint")
    }

    #[test]
    fn a_refresh_token_is_kept_in_private_and_for_its_endpoint_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = |url| Store::new(folder.path(), "../app/7", &endpoint(url));
        let ours = store("https://login.example/token");
        assert!(ours.load().expect("readable").is_none());
        for token in ["first", "second"] {
            ours.save(&SecretString::from(token)).expect("writable");
            assert_eq!(ours.load().expect("readable").expect("there").expose_secret(), token);
        }
        assert!(store("https://other.example/token").load().expect("readable").is_none());
        let files: Vec<_> = fs::read_dir(folder.path()).expect("a folder").flatten().collect();
        assert_eq!((files.len(), files[0].file_name()), (1, "oauth-.._app_7.json".into()));
        #[cfg(unix)]
        assert_eq!(
            std::os::unix::fs::PermissionsExt::mode(&files[0].metadata().expect("a file").permissions()) & 0o777,
            0o600
        );
    }
}
