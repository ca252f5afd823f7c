//! Who takes mail for a domain, as the DNS says: many municipalities may stand behind one provider.

use std::collections::HashMap;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolveHosts, ResolverConfig, ResolverOpts};
use hickory_resolver::lookup::Lookup;
use hickory_resolver::net::NetError;
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::{Name, RData};
use hickory_resolver::{Resolver, system_conf};
use serde::Deserialize;

use crate::finding::Code;
use crate::refusal::Refusal;

/// How long one question may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// After so many questions in a row without an answer nobody is asked any more.
const IN_VAIN: u32 = 3;

/// Top-level names that no public name server knows (RFC 6761).
const RESERVED: [&str; 4] = ["example", "test", "invalid", "localhost"];

/// The address of a name server; without a port, 53.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct NameServer(SocketAddr);

impl FromStr for NameServer {
    type Err = Refusal;
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let with_port = text.parse::<SocketAddr>();
        let address = with_port.or_else(|_| text.parse::<IpAddr>().map(|address| SocketAddr::new(address, 53)));
        address.map(Self).map_err(|_| Refusal::of(Code::NameServerInvalid, text))
    }
}

impl TryFrom<String> for NameServer {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Refusal> {
        text.parse()
    }
}

/// Finds the group that a domain's mail goes to. Each domain is asked about once.
pub struct Exchangers {
    asks: Asks,
    known: Mutex<HashMap<String, String>>,
    /// Questions in a row that ran into the limit.
    in_vain: AtomicU32,
}

/// Whom to ask.
enum Asks {
    /// Nobody: every domain is its own group.
    Nobody,
    /// The system's name servers, about names that can exist.
    System(Box<(ResolverConfig, ResolverOpts)>),
    /// A name server of the settings, about every name.
    Server(Box<(ResolverConfig, ResolverOpts)>),
}

impl Exchangers {
    /// Asks nobody.
    pub fn off() -> Self {
        Self::asking(Asks::Nobody)
    }

    /// Asks a name server, or those of the system. Where the system names none, nobody is asked.
    pub fn new(server: Option<NameServer>) -> Self {
        Self::asking(match server {
            Some(server) => Asks::Server(Box::new((only(server.0), ResolverOpts::default()))),
            None => system_conf::read_system_conf().map_or(Asks::Nobody, |system| Asks::System(Box::new(system))),
        })
    }

    fn asking(asks: Asks) -> Self {
        Self { asks, known: Mutex::default(), in_vain: AtomicU32::new(0) }
    }

    /// The group of a domain: what the name of its preferred mail host ends in (`kdvz.example` for
    /// `mx1.kdvz.example`), or the domain itself where there is no such host, no answer or nobody to ask.
    pub async fn group(&self, domain: &str) -> String {
        let domain = domain.to_ascii_lowercase();
        if let Some(known) = self.known().get(&domain) {
            return known.clone();
        }
        let group = self.asked(&domain).await.unwrap_or_else(|| domain.clone());
        // two at once may have asked: the first answer stays
        self.known().entry(domain).or_insert(group).clone()
    }

    /// Whether answers are still hoped for.
    pub fn is_at_hand(&self) -> bool {
        !matches!(self.asks, Asks::Nobody) && self.in_vain.load(Ordering::Relaxed) < IN_VAIN
    }

    async fn asked(&self, domain: &str) -> Option<String> {
        let (config, options) = match &self.asks {
            Asks::System(_) if is_reserved(domain) => return None,
            Asks::System(asks) | Asks::Server(asks) if self.is_at_hand() => asks.as_ref(),
            _ => return None,
        };
        let Ok(name) = Name::from_ascii(format!("{domain}.")) else { return None };
        let answer = tokio::time::timeout(PATIENCE, ask(config, options, name)).await;
        match answer {
            Ok(Err(NetError::Timeout)) | Err(_) => {
                self.in_vain.fetch_add(1, Ordering::Relaxed);
                None
            }
            Ok(answer) => {
                self.in_vain.store(0, Ordering::Relaxed);
                group_of(&answer.ok()?)
            }
        }
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<String, String>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Exchangers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchangers").field("at_hand", &self.is_at_hand()).finish_non_exhaustive()
    }
}

fn only(server: SocketAddr) -> ResolverConfig {
    let connections = [ConnectionConfig::udp(), ConnectionConfig::tcp()].map(|mut connection| {
        connection.port = server.port();
        connection
    });
    let mut name_server = NameServerConfig::udp(server.ip());
    name_server.connections = connections.to_vec();
    ResolverConfig::from_parts(None, Vec::new(), vec![name_server])
}

/// Asks with a resolver of its own: what one leaves running belongs to the runtime that asked first, and the threads of
/// a run have one each.
async fn ask(config: &ResolverConfig, options: &ResolverOpts, name: Name) -> Result<Lookup, NetError> {
    let mut resolver = Resolver::builder_with_config(config.clone(), TokioRuntimeProvider::default());
    let mut options = options.clone();
    options.use_hosts_file = ResolveHosts::Never;
    options.timeout = PATIENCE;
    *resolver.options_mut() = options;
    resolver.build()?.mx_lookup(name).await
}

fn is_reserved(domain: &str) -> bool {
    let last = domain.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
    RESERVED.contains(&last)
}

/// Of equally preferred hosts the first by name, so that domains with the same hosts are one group.
fn group_of(answer: &Lookup) -> Option<String> {
    let hosts = answer.answers().iter().filter_map(|record| match &record.data {
        RData::MX(mx) => Some((mx.preference, mx.exchange.to_ascii().to_ascii_lowercase())),
        _ => None,
    });
    let (_, host) = hosts.min()?;
    parent(host.trim_end_matches('.'))
}

/// `kdvz.example` for `mx1.kdvz.example` and for itself; nothing for the root, which takes no mail (RFC 7505).
fn parent(host: &str) -> Option<String> {
    let rest = host.split_once('.').map_or("", |(_, rest)| rest);
    let group = if rest.contains('.') { rest } else { host };
    (!group.is_empty()).then(|| group.to_owned())
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, UdpSocket};
    use std::sync::Arc;

    use hickory_resolver::proto::op::{Message, OpCode, ResponseCode};
    use hickory_resolver::proto::rr::Record;
    use hickory_resolver::proto::rr::rdata::MX;

    use super::*;

    /// A name server of the test's own. Keeps the names that it was asked about.
    struct Double {
        address: NameServer,
        asked: Arc<Mutex<Vec<String>>>,
    }

    impl Double {
        /// Answers with what `answer` makes of a name: hosts with preferences, or raw bytes, or nothing.
        fn new(answer: fn(&str) -> Answer) -> Self {
            let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
            let address = NameServer(socket.local_addr().expect("bound"));
            let asked = Arc::new(Mutex::new(Vec::new()));
            let seen = Arc::clone(&asked);
            // ends with the test's process
            std::thread::spawn(move || {
                let mut buffer = [0; 4096];
                while let Ok((length, client)) = socket.recv_from(&mut buffer) {
                    let question = Message::from_vec(&buffer[..length]).expect("a question");
                    let name = question.queries[0].name().to_ascii();
                    let name = name.trim_end_matches('.').to_owned();
                    seen.lock().expect("whole").push(name.clone());
                    if let Some(bytes) = answer(&name).bytes(&question) {
                        socket.send_to(&bytes, client).expect("sent");
                    }
                }
            });
            Self { address, asked }
        }

        fn asked(&self) -> Vec<String> {
            let mut asked = self.asked.lock().expect("whole").clone();
            asked.sort_unstable();
            asked.dedup();
            asked
        }
    }

    enum Answer {
        Hosts(&'static [(u16, &'static str)]),
        Error(ResponseCode),
        Garbage,
        Silence,
    }

    impl Answer {
        fn bytes(self, question: &Message) -> Option<Vec<u8>> {
            let mut message = Message::response(question.metadata.id, OpCode::Query);
            message.queries.clone_from(&question.queries);
            match self {
                Self::Hosts(hosts) => message.answers.extend(hosts.iter().map(|(preference, host)| {
                    let host = Name::from_ascii(host).expect("a name");
                    let mx = RData::MX(MX::new(*preference, host));
                    Record::from_rdata(question.queries[0].name().clone(), 60, mx)
                })),
                Self::Error(code) => message.metadata.response_code = code,
                Self::Garbage => return Some(vec![0xff; 40]),
                Self::Silence => return None,
            }
            Some(message.to_vec().expect("an answer"))
        }
    }

    fn provider(name: &str) -> Answer {
        match name {
            "stadt-a.example" => Answer::Hosts(&[(20, "backup.elsewhere.example."), (10, "mx1.kdvz.example.")]),
            "stadt-b.example" => Answer::Hosts(&[(10, "MX2.KDVZ.example.")]),
            "even.example" => Answer::Hosts(&[(10, "mx.b.example."), (10, "mx.a.example.")]),
            "short.example" => Answer::Hosts(&[(0, "provider.example.")]),
            "null.example" => Answer::Hosts(&[(0, ".")]),
            "empty.example" => Answer::Hosts(&[]),
            "missing.example" => Answer::Error(ResponseCode::NXDomain),
            "broken.example" => Answer::Error(ResponseCode::ServFail),
            "garbage.example" => Answer::Garbage,
            name if name.starts_with("silent") => Answer::Silence,
            _ => Answer::Hosts(&[(10, "mx.other.example.")]),
        }
    }

    #[tokio::test]
    async fn domains_with_one_provider_are_one_group() {
        let double = Double::new(provider);
        let exchangers = Exchangers::new(Some(double.address));
        assert_eq!(exchangers.group("stadt-a.example").await, "kdvz.example");
        assert_eq!(exchangers.group("Stadt-B.example").await, "kdvz.example");
        assert_eq!(exchangers.group("short.example").await, "provider.example");
        assert_eq!(exchangers.group("even.example").await, "a.example", "of two equal ones the first by name");
    }

    #[tokio::test]
    async fn a_domain_without_a_host_is_its_own_group() {
        let double = Double::new(provider);
        let exchangers = Exchangers::new(Some(double.address));
        for domain in ["null.example", "empty.example", "missing.example", "broken.example", "not a name"] {
            assert_eq!(exchangers.group(domain).await, domain);
        }
        assert!(exchangers.is_at_hand(), "these were answers");
    }

    #[tokio::test]
    async fn garbage_is_no_answer() {
        let double = Double::new(provider);
        let exchangers = Exchangers::new(Some(double.address));
        assert_eq!(exchangers.group("garbage.example").await, "garbage.example");
        assert_eq!(exchangers.group("stadt-a.example").await, "kdvz.example", "the next answer counts");
    }

    #[tokio::test]
    async fn a_domain_is_asked_about_once() {
        let double = Double::new(provider);
        let exchangers = Exchangers::new(Some(double.address));
        exchangers.group("stadt-a.example").await;
        let questions = double.asked.lock().expect("whole").len();
        assert_eq!(exchangers.group("STADT-A.example").await, "kdvz.example");
        assert_eq!(double.asked.lock().expect("whole").len(), questions);
    }

    #[tokio::test]
    async fn after_three_silences_nobody_is_asked_any_more() {
        let double = Double::new(provider);
        let exchangers = Exchangers::new(Some(double.address));
        let silent = async |name: &str| assert_eq!(exchangers.group(name).await, name);
        tokio::join!(silent("silent1.example"), silent("silent2.example"));
        assert_eq!(exchangers.group("stadt-a.example").await, "kdvz.example");
        tokio::join!(silent("silent3.example"), silent("silent4.example"));
        assert!(exchangers.is_at_hand(), "only two in a row");
        silent("silent5.example").await;
        assert!(!exchangers.is_at_hand());
        assert_eq!(exchangers.group("stadt-b.example").await, "stadt-b.example");
        assert_eq!(exchangers.group("stadt-a.example").await, "kdvz.example", "what is known stays");
        assert!(!double.asked().contains(&"stadt-b.example".to_owned()), "{:?}", double.asked());
    }

    #[tokio::test]
    async fn the_system_is_not_asked_about_names_that_cannot_exist() {
        let double = Double::new(provider);
        let options = Box::new((only(double.address.0), ResolverOpts::default()));
        let exchangers = Exchangers::asking(Asks::System(options));
        for domain in ["stadt-a.example", "x.test", "x.invalid", "localhost", "mail.localhost"] {
            assert_eq!(exchangers.group(domain).await, domain);
        }
        assert_eq!(exchangers.group("stadt-a.example.org").await, "other.example");
        assert_eq!(double.asked(), ["stadt-a.example.org"]);
    }

    #[tokio::test]
    async fn nobody_is_asked_when_groups_are_off() {
        assert_eq!(Exchangers::off().group("Stadt-A.example").await, "stadt-a.example");
    }

    #[test]
    fn a_name_server_is_an_address_with_or_without_a_port() {
        for (text, address) in [
            ("127.0.0.1:5353", "127.0.0.1:5353"),
            ("10.0.0.53", "10.0.0.53:53"),
            ("::1", "[::1]:53"),
            ("[::1]:54", "[::1]:54"),
        ] {
            assert_eq!(text.parse(), Ok(NameServer(address.parse().expect("an address"))));
        }
        let refused = "ns.example".parse::<NameServer>().expect_err("a name");
        assert_eq!(refused.code(), Code::NameServerInvalid);
    }
}
