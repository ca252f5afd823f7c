//! A stream to talk SMTP over, on top of the encryption: what the server says comes as lettre can read it, and whoever
//! is interested hears when a write was done; the pace counts from there, not from the answer.

use std::fmt;
use std::future::{Future, poll_fn};
use std::io::{self, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Instant;

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::watch;

use super::replies::Replies;

/// How much is read at once: replies are short.
const PART: usize = 4096;

/// A stream whose replies are rewritten and whose writes somebody watches.
#[derive(Debug)]
pub(super) struct Talk<S> {
    stream: S,
    peer: SocketAddr,
    replies: Replies,
    /// What was read and not taken yet.
    ready: Vec<u8>,
    flushed: watch::Sender<Instant>,
    unfinished: Arc<AtomicBool>,
}

/// What can be seen of a talk beside it.
#[derive(Debug)]
pub(super) struct Watch {
    flushed: watch::Receiver<Instant>,
    unfinished: Arc<AtomicBool>,
}

impl Watch {
    /// Whether the server has begun a reply and not ended it.
    pub(super) fn is_within_a_reply(&self) -> bool {
        self.unfinished.load(Ordering::Relaxed)
    }

    /// When the next write has handed over all it was given; pending for ever on a stream that is gone.
    pub(super) fn written(&self) -> impl Future<Output = Instant> + use<> {
        let mut flushed = self.flushed.clone();
        flushed.mark_unchanged();
        async move {
            match flushed.changed().await {
                Ok(()) => *flushed.borrow(),
                Err(_) => std::future::pending().await,
            }
        }
    }
}

/// What a stream needs to carry the talk.
pub(super) trait Carrier: AsyncRead + AsyncWrite + Unpin + Send + Sync + fmt::Debug + 'static {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send + Sync + fmt::Debug + 'static> Carrier for S {}

impl<S: Carrier> Talk<S> {
    /// A talk that the server opens with its greeting, and who watches it.
    pub(super) fn new(stream: S, peer: SocketAddr) -> (Self, Watch) {
        let (flushed, writes) = watch::channel(Instant::now());
        let unfinished = Arc::new(AtomicBool::new(false));
        let watch = Watch { flushed: writes, unfinished: Arc::clone(&unfinished) };
        (Self { stream, peer, replies: Replies::default(), ready: Vec::new(), flushed, unfinished }, watch)
    }

    /// A talk that goes on after STARTTLS: no greeting comes then (RFC 3207 §4.2), but lettre waits for one.
    pub(super) fn go_on(stream: S, peer: SocketAddr) -> (Self, Watch) {
        let (mut talk, watch) = Self::new(stream, peer);
        talk.ready.extend_from_slice(b"220 encrypted\r\n");
        (talk, watch)
    }

    /// Waits until the server has begun to speak, or has gone.
    pub(super) async fn greeting(&mut self) -> io::Result<()> {
        poll_fn(|cx| self.poll_hear(cx)).await.map(drop)
    }

    /// Waits until there is something to take. Gives whether there is; not so at the end of the stream.
    fn poll_hear(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<bool>> {
        let mut part = [0; PART];
        while self.ready.is_empty() {
            let mut buffer = ReadBuf::new(&mut part);
            ready!(Pin::new(&mut self.stream).poll_read(cx, &mut buffer))?;
            if buffer.filled().is_empty() {
                return Poll::Ready(Ok(false));
            }
            self.replies.take(buffer.filled(), &mut self.ready);
            self.unfinished.store(self.replies.is_unfinished(), Ordering::Relaxed);
        }
        Poll::Ready(Ok(true))
    }
}

impl<S: Carrier> AsyncTokioStream for Talk<S> {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.peer)
    }
}

impl<S: Carrier> AsyncRead for Talk<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if ready!(self.poll_hear(cx))? {
            let count = self.ready.len().min(buffer.remaining());
            buffer.put_slice(&self.ready[..count]);
            self.ready.drain(..count);
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: Carrier> AsyncWrite for Talk<S> {
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
