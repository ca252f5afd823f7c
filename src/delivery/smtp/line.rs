//! The line before it is encrypted: one reply to each command, and nothing behind it.
//!
//! A man in the middle may put replies of his own behind one that the server gives in the clear. lettre keeps what
//! it has read, and would take them for the first words of the encrypted server (RFC 3207 §6, CVE-2011-0411). So the
//! line is lent to lettre for the words before the encryption, and given back only if nobody spoke out of turn.

use std::io::{self, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// The words of the error by which such a line ends.
pub(super) const INJECTED: &str = "more than one reply to a command before encryption";

/// A line that is lent, and ends where somebody speaks out of turn.
#[derive(Debug)]
pub(super) struct Line(Arc<Mutex<Clear>>);

/// The claim on a line that is lent.
#[derive(Debug)]
pub(super) struct Loan(Arc<Mutex<Clear>>);

#[derive(Debug)]
struct Clear {
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
    /// Nobody any more.
    Over,
}

const REPLY: Turn = Turn::Server { column: 0, goes_on: false };

impl Turn {
    /// After the client has written something.
    fn written(self) -> Self {
        if self == Self::Over { self } else { REPLY }
    }

    /// After the server has written `bytes`.
    fn read(self, bytes: &[u8]) -> Self {
        bytes.iter().fold(self, |turn, &byte| turn.read_byte(byte))
    }

    fn read_byte(self, byte: u8) -> Self {
        match self {
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
    /// Lends a stream on which the server's greeting comes next.
    pub(super) fn lend(stream: TcpStream) -> (Self, Loan) {
        let clear = Arc::new(Mutex::new(Clear { stream, turn: REPLY }));
        (Self(Arc::clone(&clear)), Loan(clear))
    }

    fn lock(&self) -> MutexGuard<'_, Clear> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Loan {
    /// Takes the stream back from whoever is done with the line.
    ///
    /// # Errors
    /// Somebody spoke out of turn, or the line is still in use.
    pub(super) fn end(self) -> io::Result<TcpStream> {
        let clear = Arc::into_inner(self.0).ok_or(io::ErrorKind::ResourceBusy)?;
        let Clear { stream, turn } = clear.into_inner().unwrap_or_else(PoisonError::into_inner);
        turn.hold().map(|()| stream)
    }
}

impl AsyncTokioStream for Line {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.lock().stream.peer_addr()
    }
}

impl AsyncRead for Line {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let mut clear = self.lock();
        clear.turn.hold()?;
        let before = buffer.filled().len();
        ready!(Pin::new(&mut clear.stream).poll_read(cx, buffer))?;
        clear.turn = clear.turn.read(&buffer.filled()[before..]);
        Poll::Ready(clear.turn.hold())
    }
}

impl AsyncWrite for Line {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.poll_write_vectored(cx, &[IoSlice::new(bytes)])
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let mut clear = self.lock();
        clear.turn.hold()?;
        let count = ready!(Pin::new(&mut clear.stream).poll_write_vectored(cx, parts))?;
        clear.turn = clear.turn.written();
        Poll::Ready(Ok(count))
    }

    fn is_write_vectored(&self) -> bool {
        self.lock().stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.lock().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.lock().stream).poll_shutdown(cx)
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
        assert_eq!(REPLY.read(b"250-a\r\n250-b\r\n").written(), REPLY);
    }

    #[test]
    fn whatever_follows_a_reply_ends_the_line_for_good() {
        for injected in ["220 go\r\n250 ok\r\n", "220 go\r\n2", "250-a\r\n250 b\r\n\r\n", "220 go\n220 go\r\n"] {
            let turn = REPLY.read(injected.as_bytes());
            assert_eq!(turn, Turn::Over, "{injected:?}");
            assert_eq!(turn.written().read(b"221 bye\r\n"), Turn::Over);
        }
        assert_eq!(REPLY.read(b"220 go\r\n").read(b"250 later\r\n"), Turn::Over);
    }
}
