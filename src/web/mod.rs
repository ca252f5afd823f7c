//! Pages for the browser of this machine, and for nobody else.

mod gate;

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, Stream};
use tokio::sync::{oneshot, watch};

use self::gate::Gate;
use crate::finding::{Code, Finding};

/// The name under which a browser listens for news.
const EVENTS: &str = "events";

/// A place on the loopback interface, kept for us by the system.
#[derive(Debug)]
pub struct Local {
    listener: TcpListener,
    gate: Gate,
}

/// A page that a browser waits for.
#[derive(Debug)]
pub struct Call {
    /// Which one, such as `mails/0001.html`, or nothing for the first; it never has a `..` or anything percent-encoded in it.
    pub name: String,
    answer: oneshot::Sender<Option<Vec<u8>>>,
}

impl Call {
    /// Hands out the page; `None` where there is none of that name.
    pub fn answer(self, page: Option<Vec<u8>>) {
        // a browser that went away needs none
        let _ = self.answer.send(page);
    }
}

/// Tells every browser that looks what is new.
#[derive(Debug)]
pub struct Bell(watch::Sender<String>);

impl Bell {
    /// Says it now, and to everybody who comes later, until the next time.
    pub fn ring(&self, news: String) {
        self.0.send_replace(news);
    }
}

/// What every answer needs.
#[derive(Clone)]
struct House {
    gate: Arc<Gate>,
    ask: Arc<dyn Fn(Call) + Send + Sync>,
    news: watch::Receiver<String>,
}

impl Local {
    /// Takes a port of 127.0.0.1, any free one for 0. Whoever does not know `secret` gets nothing: other people of
    /// the machine reach the port as well.
    ///
    /// # Errors
    /// `port-taken`.
    pub fn bind(port: u16, secret: &str) -> Result<Self, Finding> {
        let taken = |error: std::io::Error| Finding::new(Code::PortTaken).with("port", port).with("reason", error);
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).map_err(taken)?;
        listener.set_nonblocking(true).map_err(taken)?;
        let port = listener.local_addr().map_err(taken)?.port();
        Ok(Self { listener, gate: Gate::new(port, secret) })
    }

    /// Where a browser finds it.
    pub fn address(&self) -> String {
        self.gate.address()
    }

    /// Serves until the process ends: each page is what `ask` makes of the call, and news go out when the bell rings.
    ///
    /// # Errors
    /// `port-taken` where the system gives no thread for it.
    pub fn serve(self, ask: impl Fn(Call) + Send + Sync + 'static) -> Result<Bell, Finding> {
        let (bell, news) = watch::channel(String::new());
        let port = self.gate.port();
        let refused = |error: std::io::Error| Finding::new(Code::PortTaken).with("port", port).with("reason", error);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(refused)?;
        let house = House { gate: Arc::new(self.gate), ask: Arc::new(ask), news };
        let router = router(house);
        let listener = self.listener;
        let serve = move || {
            runtime.block_on(async {
                // fails for a closed socket only, and nobody closes it
                if let Ok(listener) = tokio::net::TcpListener::from_std(listener) {
                    let _ = axum::serve(listener, router).await;
                }
            });
        };
        thread::Builder::new().spawn(serve).map_err(refused)?;
        Ok(Bell(bell))
    }
}

fn router(house: House) -> Router {
    Router::new().fallback(page).layer(middleware::from_fn_with_state(house.clone(), guard)).with_state(house)
}

/// Nothing passes that the gate refuses, and everything that passes says what may be done with it.
async fn guard(State(house): State<House>, request: Request, next: Next) -> Response {
    let mut answer = match house.gate.refusal(&request) {
        Some(status) => status.into_response(),
        None => next.run(request).await,
    };
    gate::seal(answer.headers_mut());
    answer
}

async fn page(State(house): State<House>, request: Request) -> Response {
    let name = house.gate.name(request.uri().path()).unwrap_or_default().to_owned();
    if name == EVENTS {
        return events(house.news).into_response();
    }
    let headers = [(header::CONTENT_TYPE, gate::kind(&name)), (header::CONTENT_SECURITY_POLICY, gate::policy(&name))];
    let (answer, answered) = oneshot::channel();
    (house.ask)(Call { name, answer });
    match answered.await {
        Ok(Some(page)) => (headers, page).into_response(),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        // whoever makes the pages has stopped
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// The latest news at once, and each later one when it comes; of several in a row only the last.
fn events(mut news: watch::Receiver<String>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    news.mark_changed();
    let told = stream::unfold(news, |mut news| async {
        news.changed().await.ok()?;
        let event = Event::default().data(news.borrow_and_update().as_str());
        Some((Ok(event), news))
    });
    Sse::new(told).keep_alive(KeepAlive::default())
}
