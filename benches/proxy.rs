//! A line with a delay: every byte arrives so much later, in both directions, however many are under way.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::Attempt;

/// What one read brings at most.
const CHUNK: usize = 64 * 1024;

/// A chunk and the moment from which on it may be passed on.
type Delayed = (Instant, Vec<u8>);

/// Listens on a port of its own for as long as the program runs, and passes on to another one.
pub fn start(to: u16, delay: Duration) -> Attempt<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let port = listener.local_addr()?.port();
    thread::spawn(move || {
        for near in listener.incoming().flatten() {
            // a server that is gone ends this line, as it would without a proxy
            let _ = join(near, to, delay);
        }
    });
    Ok(port)
}

fn join(near: TcpStream, to: u16, delay: Duration) -> std::io::Result<()> {
    let far = TcpStream::connect((Ipv4Addr::LOCALHOST, to))?;
    for (from, into) in [(near.try_clone()?, far.try_clone()?), (far, near)] {
        into.set_nodelay(true)?;
        let (chunks, waiting) = channel();
        thread::spawn(move || take(from, &chunks, delay));
        thread::spawn(move || pass_on(into, &waiting));
    }
    Ok(())
}

fn take(mut from: TcpStream, chunks: &Sender<Delayed>, delay: Duration) {
    let mut buffer = vec![0; CHUNK];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        if chunks.send((Instant::now() + delay, buffer[..count].to_vec())).is_err() {
            return;
        }
    }
}

fn pass_on(mut into: TcpStream, waiting: &Receiver<Delayed>) {
    while let Ok((due, bytes)) = waiting.recv() {
        thread::sleep(due.saturating_duration_since(Instant::now()));
        if into.write_all(&bytes).is_err() {
            break;
        }
    }
    // the other side may be gone already
    let _ = into.shutdown(Shutdown::Write);
}
