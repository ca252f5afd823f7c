//! The bytes of one connection, in the clear or encrypted.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use tempfile::TempDir;

use super::closed;
use crate::certificate::{Authority, Certificate};

/// All that the server can show to prove who it is.
pub struct Identity {
    authority: Authority,
    shown: Vec<(Certificate, Arc<ServerConfig>)>,
    _folder: TempDir,
}

impl Identity {
    /// With an authority of its own.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let authority = Authority::new(folder.path());
        let shown = Certificate::ALL.map(|certificate| {
            let name = format!("{certificate:?}");
            authority.certify(&name, certificate);
            (certificate, Arc::new(settings(&folder.path().join(name))))
        });
        Self { authority, shown: shown.into(), _folder: folder }
    }

    /// The authority (PEM).
    pub fn ca_file(&self) -> PathBuf {
        self.authority.file()
    }

    /// What a handshake needs in which this is shown.
    pub fn showing(&self, certificate: Certificate) -> Arc<ServerConfig> {
        let found = self.shown.iter().find(|(shown, _)| *shown == certificate);
        Arc::clone(&found.expect("every certificate is made").1)
    }
}

/// From NAME.key and NAME.pem.
fn settings(name: &std::path::Path) -> ServerConfig {
    let certificate = CertificateDer::from_pem_file(name.with_extension("pem")).expect("a certificate");
    let key = PrivateKeyDer::from_pem_file(name.with_extension("key")).expect("a key");
    ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring knows them")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("they fit")
}

enum Stream {
    Clear(TcpStream),
    Encrypted(Box<StreamOwned<ServerConnection, TcpStream>>),
}

impl Stream {
    fn socket(&mut self) -> &mut TcpStream {
        match self {
            Self::Clear(socket) => socket,
            Self::Encrypted(stream) => &mut stream.sock,
        }
    }
}

impl Read for Stream {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Clear(socket) => socket.read(bytes),
            Self::Encrypted(stream) => stream.read(bytes),
        }
    }
}

/// A connection; dropped, it is at its end without a further word.
pub struct Wire(BufReader<Stream>);

impl Wire {
    /// In the clear.
    pub fn new(socket: TcpStream) -> Self {
        let _else_slower = socket.set_nodelay(true);
        Self(BufReader::new(Stream::Clear(socket)))
    }

    /// Whether nobody else can read along.
    pub fn is_encrypted(&self) -> bool {
        matches!(self.0.get_ref(), Stream::Encrypted(_))
    }

    /// The handshake. What came in the clear and was not read yet counts for nothing (RFC 3207 §4.2).
    pub fn encrypt(&mut self, settings: Arc<ServerConfig>) -> io::Result<()> {
        let mut connection = ServerConnection::new(settings).map_err(io::Error::other)?;
        let mut socket = self.0.get_mut().socket().try_clone()?;
        while connection.is_handshaking() {
            connection.complete_io(&mut socket)?;
        }
        self.0 = BufReader::new(Stream::Encrypted(Box::new(StreamOwned::new(connection, socket))));
        Ok(())
    }

    /// In a packet of its own, as far as the system lets it.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self.0.get_mut() {
            Stream::Clear(socket) => socket.write_all(bytes),
            Stream::Encrypted(stream) => stream.write_all(bytes).and_then(|()| stream.flush()),
        }
    }

    /// Says, where the line is encrypted, that nothing more will come.
    pub fn say_goodbye(&mut self) {
        if let Stream::Encrypted(stream) = self.0.get_mut() {
            stream.conn.send_close_notify();
            let _gone_already = stream.flush();
        }
    }

    /// Waits for the next byte; false at the end.
    pub fn goes_on(&mut self) -> io::Result<bool> {
        self.0.fill_buf().map(|bytes| !bytes.is_empty())
    }

    /// A line with its CRLF; a bare LF is part of a line and ends none.
    pub fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        while !line.ends_with(b"\r\n") {
            if self.0.read_until(b'\n', &mut line)? == 0 {
                closed()?;
            }
        }
        Ok(line)
    }

    /// Whether more has come already.
    pub fn has_more(&mut self) -> io::Result<bool> {
        let buffered = !self.0.buffer().is_empty();
        let stream = self.0.get_mut();
        let decrypted = match stream {
            Stream::Clear(_) => false,
            Stream::Encrypted(stream) => {
                stream.conn.process_new_packets().is_ok_and(|state| state.plaintext_bytes_to_read() > 0)
            }
        };
        let socket = stream.socket();
        socket.set_nonblocking(true)?;
        let waiting = socket.peek(&mut [0]).is_ok_and(|count| count > 0);
        socket.set_nonblocking(false)?;
        Ok(buffered || decrypted || waiting)
    }
}

impl Drop for Wire {
    /// Takes what has already come, so that the client sees EOF and not a reset.
    fn drop(&mut self) {
        let socket = self.0.get_mut().socket();
        let _gone_already = socket.shutdown(Shutdown::Write);
        if socket.set_nonblocking(true).is_ok() {
            let _no_more = io::copy(socket, &mut io::sink());
        }
    }
}
