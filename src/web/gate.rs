//! Who gets in, and what may be done with what they get.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};

const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Knows its own address and lets nothing pass that was meant for another one.
#[derive(Debug)]
pub(super) struct Gate {
    port: u16,
    /// `127.0.0.1:4711`, and the other name that browsers know for it.
    hosts: [String; 2],
    /// What every path begins with.
    begin: String,
}

impl Gate {
    pub(super) fn new(port: u16, secret: &str) -> Self {
        Self { port, hosts: [format!("127.0.0.1:{port}"), format!("localhost:{port}")], begin: format!("/{secret}/") }
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    pub(super) fn address(&self) -> String {
        format!("http://{}{}", self.hosts[0], self.begin)
    }

    /// Why a request gets nothing.
    ///
    /// A page of somebody else's may make a browser ask here: by a name that points to this machine (DNS rebinding:
    /// the `Host` is another one), or by our own address (`Origin` and `Sec-Fetch-Site` say from where).
    pub(super) fn refusal(&self, request: &Request) -> Option<StatusCode> {
        let headers = request.headers();
        let value = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
        let is_ours = |host: &str| self.hosts.iter().any(|ours| ours == host);
        let is_our_origin = |origin: &str| origin.strip_prefix("http://").is_some_and(is_ours);
        if request.method() != Method::GET {
            Some(StatusCode::METHOD_NOT_ALLOWED)
        } else if headers.get_all(header::HOST).iter().count() > 1
            || request.uri().authority().is_some()
            || !value(header::HOST).is_some_and(is_ours)
        {
            Some(StatusCode::MISDIRECTED_REQUEST)
        } else if value(SITE).is_some_and(|site| site != "same-origin" && site != "none")
            || value(header::ORIGIN).is_some_and(|origin| !is_our_origin(origin))
        {
            Some(StatusCode::FORBIDDEN)
        } else if self.name(request.uri().path()).is_none() {
            Some(StatusCode::NOT_FOUND)
        } else {
            None
        }
    }

    /// The name of a page, from the path of a request.
    pub(super) fn name<'a>(&self, path: &'a str) -> Option<&'a str> {
        path.strip_prefix(&self.begin).filter(|name| is_name(name))
    }
}

/// Whether a path can be the name of a page as it is written: no page has a name that leads upwards or has to be
/// decoded first.
fn is_name(path: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/');
    path.chars().all(is_plain) && !path.split('/').any(|part| part.starts_with('.'))
}

/// No other origin reads it, nothing keeps it, and it is what it says it is.
pub(super) fn seal(headers: &mut HeaderMap) {
    let seals = [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    for (name, value) in seals {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// The media type of a page, by its name.
pub(super) fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, end)| end) {
        None | Some("html") => "text/html; charset=utf-8",
        Some("txt") => "text/plain; charset=utf-8",
        Some("eml") => "message/rfc822",
        _ => "application/octet-stream",
    }
}

/// What a page may do beside what it says itself: nobody else frames it, and what lies in a folder has no forms and no
/// origin, also where it is opened by itself. Of those only `views` have scripts, the ones that they name themselves.
pub(super) fn policy(name: &str) -> &'static str {
    match name.split_once('/') {
        None => "frame-ancestors 'self'",
        Some(("views", _)) => "sandbox allow-scripts; frame-ancestors 'self'",
        Some(_) => "sandbox; frame-ancestors 'self'",
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn refusal(path: &str, headers: &[(&str, &str)]) -> Option<u16> {
        let request = headers.iter().fold(Request::builder().uri(path), |all, (name, value)| all.header(*name, *value));
        let request = request.body(Body::empty()).expect("a request");
        Gate::new(4711, "s3cret").refusal(&request).map(|status| status.as_u16())
    }

    #[test]
    fn only_our_own_pages_get_in() {
        let ours = ("host", "127.0.0.1:4711");
        let plain = [vec![ours], vec![("host", "localhost:4711")], vec![ours, ("origin", "http://127.0.0.1:4711")]];
        for headers in plain.iter().chain([&vec![ours, ("sec-fetch-site", "none")]]) {
            assert_eq!(refusal("/s3cret/mails/0001.html", headers), None, "{headers:?}");
        }
        for site in ["cross-site", "same-site"] {
            assert_eq!(refusal("/s3cret/events", &[ours, ("sec-fetch-site", site)]), Some(403));
        }
        for origin in ["http://evil.example", "null", "https://127.0.0.1:4711", "http://127.0.0.1:4712"] {
            assert_eq!(refusal("/s3cret/events", &[ours, ("origin", origin)]), Some(403));
        }
    }

    #[test]
    fn nothing_is_done_for_who_does_more_than_ask() {
        let request =
            Request::post("/s3cret/").header("host", "127.0.0.1:4711").body(Body::empty()).expect("a request");
        assert_eq!(Gate::new(4711, "s3cret").refusal(&request), Some(StatusCode::METHOD_NOT_ALLOWED));
    }

    #[test]
    fn another_host_is_another_place() {
        for host in ["evil.example", "evil.example:4711", "127.0.0.1", "127.0.0.1:80", ""] {
            assert_eq!(refusal("/s3cret/", &[("host", host)]), Some(421), "{host}");
        }
        assert_eq!(refusal("/s3cret/", &[]), Some(421));
        assert_eq!(refusal("/s3cret/", &[("host", "127.0.0.1:4711"), ("host", "evil.example")]), Some(421));
        assert_eq!(refusal("http://evil.example/s3cret/", &[("host", "127.0.0.1:4711")]), Some(421));
    }

    #[test]
    fn no_path_leads_anywhere_else() {
        let ours = [("host", "127.0.0.1:4711")];
        for path in [
            "/",
            "/index.html",
            "/s3cre/index.html",
            "/s3cret",
            "/s3cret/../rundbrief.toml",
            "/s3cret/..%2frundbrief.toml",
            "/s3cret/%2e%2e/rundbrief.toml",
            "/s3cret/mails/..",
            "/s3cret/.rundbrief/ledger.db",
        ] {
            assert_eq!(refusal(path, &ours), Some(404), "{path}");
        }
    }
}
