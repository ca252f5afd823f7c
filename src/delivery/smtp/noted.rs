//! A stream that notes when what was written had left for good: the pace counts from there, not from the answer.

use std::future::Future;
use std::io::{self, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Instant;

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::watch;

/// A stream whose writes somebody watches.
#[derive(Debug)]
pub(super) struct Noted<S> {
    stream: S,
    flushed: watch::Sender<Instant>,
}

/// The moments at which a stream had handed over all it was given.
#[derive(Debug)]
pub(super) struct Writes(watch::Receiver<Instant>);

impl Writes {
    /// When the next write is done; pending for ever on a stream that is gone.
    pub(super) fn next(&self) -> impl Future<Output = Instant> + use<> {
        let mut flushed = self.0.clone();
        flushed.mark_unchanged();
        async move {
            match flushed.changed().await {
                Ok(()) => *flushed.borrow(),
                Err(_) => std::future::pending().await,
            }
        }
    }
}

impl<S> Noted<S> {
    /// The stream, and who watches it.
    pub(super) fn new(stream: S) -> (Self, Writes) {
        let (flushed, writes) = watch::channel(Instant::now());
        (Self { stream, flushed }, Writes(writes))
    }
}

impl<S: AsyncTokioStream + Unpin> AsyncTokioStream for Noted<S> {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.stream.peer_addr()
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Noted<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Noted<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    /// Whoever writes a command flushes once it is written whole.
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_flush(cx))?;
        self.flushed.send_replace(Instant::now());
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
