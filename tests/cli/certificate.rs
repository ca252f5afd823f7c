//! Certificates for the servers of the tests, from an authority of their own, by openssl.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// How a server proves who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certificate {
    /// By the authority, for `localhost` and `127.0.0.1`.
    Good,
    /// By the authority, for another server.
    OtherName,
    /// By the authority, but its time is over.
    Expired,
    /// By itself.
    SelfSigned,
}

impl Certificate {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Good, Self::OtherName, Self::Expired, Self::SelfSigned];
}

/// An authority that keeps its files in this folder.
pub struct Authority(PathBuf);

impl Authority {
    /// Makes one.
    pub fn new(folder: &Path) -> Self {
        let authority = Self(folder.to_owned());
        fs::write(folder.join("openssl.cnf"), OPENSSL_CNF).expect("the folder is ours");
        // `ca` keeps a list there
        fs::write(folder.join("issued"), "").expect("the folder is ours");
        authority.self_signed("-extensions authority -subj /CN=rundbrief-tests -keyout ca.key -out ca.pem");
        authority
    }

    /// Its own certificate (PEM).
    pub fn file(&self) -> PathBuf {
        self.0.join("ca.pem")
    }

    /// Makes NAME.key and NAME.pem (PEM).
    pub fn certify(&self, name: &str, certificate: Certificate) {
        let server = format!("-subj /CN=mail.rundbrief.example -keyout {name}.key -out {name}.pem");
        let vouched = "-CA ca.pem -CAkey ca.key";
        match certificate {
            Certificate::Good => self.self_signed(&format!("-extensions server {vouched} {server}")),
            Certificate::OtherName => self.self_signed(&format!("-extensions other {vouched} {server}")),
            Certificate::SelfSigned => self.self_signed(&format!("-extensions server {server}")),
            Certificate::Expired => {
                // only `ca` dates a certificate back
                self.self_signed(&format!("-extensions server {server}"));
                let dates = "-startdate 20240101000000Z -enddate 20240201000000Z";
                let files = format!("-ss_cert {name}.pem -out {name}.pem");
                self.openssl(&format!("ca -config openssl.cnf -batch -notext {files} -extensions server {dates}"));
            }
        }
    }

    fn self_signed(&self, arguments: &str) {
        self.openssl(&format!("{OPENSSL} {arguments}"));
    }

    fn openssl(&self, arguments: &str) {
        let mut openssl = Command::new("openssl");
        openssl.current_dir(&self.0).args(arguments.split(' ')).stdin(Stdio::null());
        let output =
            openssl.output().unwrap_or_else(|error| panic!("openssl: {error} (the package openssl is needed)"));
        assert!(output.status.success(), "{openssl:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

const OPENSSL: &str = "req -x509 -config openssl.cnf -days 2 -nodes -newkey ec -pkeyopt ec_paramgen_curve:prime256v1";

const OPENSSL_CNF: &str = "\
[ca]
default_ca = issuer
[issuer]
certificate = ca.pem
private_key = ca.key
database = issued
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = any
[any]
commonName = supplied
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[server]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = DNS:localhost, IP:127.0.0.1
[other]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = DNS:other.example, IP:127.0.0.2
";
