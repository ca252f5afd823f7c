//! A sender that renders and remembers nothing: body, final dot and the next envelope in one write, so one round trip a
//! mail, which is what DATA needs at least.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use crate::Attempt;
use crate::workspace::SENDER;

/// Size of a mail, all bytes the same but for line ends.
const BYTES: usize = 17_000;

/// Sends so many mails over so many connections, and tells how long that took from the first connect on.
pub fn run(port: u16, connections: u32, mails: usize) -> Attempt<Duration> {
    let start = Instant::now();
    let lines: Vec<_> = (0..connections as usize)
        .map(|number| {
            let share = (number..mails).step_by(connections as usize).count();
            thread::spawn(move || send(port, share))
        })
        .collect();
    for line in lines {
        line.join().map_err(|_| "a connection of the reference panicked")??;
    }
    Ok(start.elapsed())
}

fn send(port: u16, mails: usize) -> std::io::Result<()> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_nodelay(true)?;
    let mut replies = BufReader::new(stream.try_clone()?);
    expect(&mut replies, 1)?;
    stream.write_all(b"EHLO messstrecke.example\r\n")?;
    expect(&mut replies, 1)?;
    let envelope = format!("MAIL FROM:<{SENDER}>\r\nRCPT TO:<anja@messstrecke.example>\r\nDATA\r\n");
    let body = "x".repeat(76) + "\r\n";
    let body = body.repeat(BYTES / body.len()) + ".\r\n";
    let glued = body.clone() + &envelope;
    stream.write_all(envelope.as_bytes())?;
    expect(&mut replies, 3)?;
    for _ in 1..mails {
        stream.write_all(glued.as_bytes())?;
        expect(&mut replies, 4)?;
    }
    stream.write_all(body.as_bytes())?;
    expect(&mut replies, 1)?;
    stream.write_all(b"QUIT\r\n")?;
    expect(&mut replies, 1)
}

/// Reads so many replies, each of one line or more, and fails at the first that is no yes.
fn expect(replies: &mut impl BufRead, count: usize) -> std::io::Result<()> {
    let mut line = String::new();
    for _ in 0..count {
        loop {
            line.clear();
            replies.read_line(&mut line)?;
            if !line.starts_with(['2', '3']) {
                return Err(std::io::Error::other(format!("the server said `{}`", line.trim())));
            }
            if line.as_bytes().get(3) != Some(&b'-') {
                break;
            }
        }
    }
    Ok(())
}
