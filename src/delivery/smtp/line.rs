//! The line before it is encrypted: one reply to each command, and nothing behind it.
//!
//! A man in the middle may put replies of his own behind one that the server gives in the clear. lettre keeps what
//! it has read, and would take them for the first words of the encrypted server (RFC 3207 §6, CVE-2011-0411).

use std::io::{self, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// The words of the error by which such a line ends.
pub(super) const INJECTED: &str = "more than one reply to a command before encryption";

/// The first byte of a TLS handshake (RFC 8446 §5.1); no SMTP command begins with it.
const HANDSHAKE: u8 = 22;

/// A stream that ends where somebody speaks out of turn.
#[derive(Debug)]
pub(super) struct Line {
    stream: TcpStream,
    turn: Turn,
}

/// Who is to speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// The server: so many characters of this line of its reply have come, and whether another line follows.
    Server { column: u8, goes_on: bool },
    /// The client.
    Client,
    /// Both at any time: from here on TLS knows what belongs there.
    Encrypted,
    /// Nobody any more.
    Over,
}

const REPLY: Turn = Turn::Server { column: 0, goes_on: false };

impl Turn {
    /// After the client has written something that begins with `first`.
    fn written(self, first: u8) -> Self {
        match self {
            Self::Encrypted | Self::Over => self,
            _ if first == HANDSHAKE => Self::Encrypted,
            _ => REPLY,
        }
    }

    /// After the server has written `bytes`.
    fn read(self, bytes: &[u8]) -> Self {
        if self == Self::Encrypted { self } else { bytes.iter().fold(self, |turn, &byte| turn.read_byte(byte)) }
    }

    fn read_byte(self, byte: u8) -> Self {
        match self {
            Self::Encrypted => self,
            Self::Client | Self::Over => Self::Over,
            Self::Server { goes_on: true, .. } if byte == b'\n' => REPLY,
            Self::Server { .. } if byte == b'\n' => Self::Client,
            // `250-` goes on, `250 ` is the last line (RFC 5321 §4.2.1)
            Self::Server { column, goes_on } => {
                Self::Server { column: column.saturating_add(1), goes_on: goes_on || (column == 3 && byte == b'-') }
            }
        }
    }

    fn hold(self) -> io::Result<()> {
        if self == Self::Over { Err(io::Error::new(io::ErrorKind::InvalidData, INJECTED)) } else { Ok(()) }
    }
}

impl Line {
    /// A line on which the server's greeting comes next.
    pub(super) fn new(stream: TcpStream) -> Self {
        Self { stream, turn: REPLY }
    }

    fn wrote(&mut self, count: usize, first: Option<u8>) -> usize {
        if let (1.., Some(first)) = (count, first) {
            self.turn = self.turn.written(first);
        }
        count
    }
}

impl AsyncTokioStream for Line {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.stream.peer_addr()
    }
}

impl AsyncRead for Line {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.turn.hold()?;
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buffer))?;
        self.turn = self.turn.read(&buffer.filled()[before..]);
        Poll::Ready(self.turn.hold())
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.turn.hold()?;
        let count = ready!(Pin::new(&mut self.stream).poll_write(cx, bytes))?;
        Poll::Ready(Ok(self.wrote(count, bytes.first().copied())))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.turn.hold()?;
        let count = ready!(Pin::new(&mut self.stream).poll_write_vectored(cx, parts))?;
        let first = parts.iter().find_map(|part| part.first().copied());
        Poll::Ready(Ok(self.wrote(count, first)))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_reply_is_taken_whole_or_in_pieces() {
        assert_eq!(REPLY.read(b"220 ready\r\n"), Turn::Client);
        assert_eq!(
            REPLY.read(b"250-mail.example\r\n250-STARTTLS\r\n25").read(b"0 SIZE 10-20\r").read(b"\n"),
            Turn::Client
        );
        assert_eq!(REPLY.read(b"250-a\r\n250-b\r\n").written(b'Q'), REPLY);
    }

    #[test]
    fn whatever_follows_a_reply_ends_the_line_for_good() {
        for injected in ["220 go\r\n250 ok\r\n", "220 go\r\n2", "250-a\r\n250 b\r\n\r\n", "220 go\n220 go\r\n"] {
            let turn = REPLY.read(injected.as_bytes());
            assert_eq!(turn, Turn::Over, "{injected:?}");
            assert_eq!(turn.written(b'Q').read(b"221 bye\r\n"), Turn::Over);
        }
        assert_eq!(REPLY.read(b"220 go\r\n").read(b"250 later\r\n"), Turn::Over);
    }

    #[test]
    fn from_the_handshake_on_everything_is_left_to_tls() {
        let turn = REPLY.read(b"220 go\r\n").written(HANDSHAKE);
        assert_eq!(turn.read(b"\x16\x03\x03\n\n\n").written(b'E'), Turn::Encrypted);
    }
}
