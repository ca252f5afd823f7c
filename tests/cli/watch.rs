//! `preview --watch`: pages for the browser of this machine alone, made anew with every edit.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::Child;
use std::time::Duration;

use serde_json::Value;

use crate::process::{signal, stopped};
use crate::workdir::{Outcome, Workdir};

/// Nothing here takes longer.
const PATIENCE: Duration = Duration::from_secs(30);

/// A preview that is served, until it is dropped.
pub struct Watched {
    process: Option<Child>,
    /// `http://127.0.0.1:PORT/SECRET/`.
    pub address: String,
}

/// What a server answers.
#[derive(Debug)]
struct Answer {
    status: u16,
    headers: String,
    body: String,
}

impl Watched {
    /// Starts the command in a workspace, on a free port.
    pub fn start(work: &Workdir, campaign: &str) -> Self {
        let mut process = work.spawn(&["preview", campaign, "--watch", "--json"]);
        let mut line = String::new();
        let stdout = process.stdout.as_mut().expect("piped");
        BufReader::new(stdout).read_line(&mut line).expect("a line");
        let told: Value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert_eq!(told["campaign"], campaign);
        Self { process: Some(process), address: told["address"].as_str().expect("an address").to_owned() }
    }

    /// The number of the process.
    pub fn id(&self) -> String {
        self.process.as_ref().expect("runs").id().to_string()
    }

    fn host(&self) -> &str {
        self.address.split('/').nth(2).expect("a host")
    }

    /// What every path begins with.
    fn begin(&self) -> &str {
        &self.address["http://".len() + self.host().len()..]
    }

    fn ask(&self, path: &str, headers: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.host()).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        write!(stream, "GET {path} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n").expect("it reads");
        stream
    }

    /// Asks for a path as it stands here, with these lines besides.
    fn answer(&self, path: &str, headers: &str) -> Answer {
        let mut answer = String::new();
        self.ask(path, headers).read_to_string(&mut answer).expect("an answer");
        let (headers, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {answer}"));
        let status = headers.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        Answer { status, headers: headers.to_lowercase(), body: body.to_owned() }
    }

    fn page(&self, name: &str) -> Answer {
        self.answer(&format!("{}{name}", self.begin()), &format!("Host: {}\r\n", self.host()))
    }

    fn read(&self, name: &str) -> String {
        let answer = self.page(name);
        assert_eq!(answer.status, 200, "{name}: {answer:?}");
        answer.body
    }

    /// What is told, from now on.
    fn news(&self) -> impl Iterator<Item = Value> {
        let path = format!("{}events", self.begin());
        let lines = BufReader::new(self.ask(&path, &format!("Host: {}\r\n", self.host()))).lines();
        let told = lines.map(|line| line.expect("news within the time"));
        told.filter_map(|line| line.strip_prefix("data: ").map(|news| serde_json::from_str(news).expect("JSON")))
    }

    fn stop(mut self, name: &str) -> Outcome {
        let process = self.process.take().expect("runs");
        signal(&process, name);
        stopped(process)
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

#[test]
fn a_watched_preview_has_the_pages_of_one_on_disk() {
    let work = Workdir::new();
    work.ends_with(0, &["preview", "thanks"]);
    let watched = Watched::start(&work, "thanks");
    for name in ["mails/0002.html", "mails/0002.txt", "mails/0002.eml", "views/pictures.html"] {
        let on_disk = work.read(&format!("preview/thanks/{name}"));
        let undated = |text: &str| text.lines().filter(|line| !is_fresh(line)).collect::<Vec<_>>().join("\n");
        assert_eq!(undated(&watched.read(name)), undated(&on_disk), "{name}");
    }
    let shown = |page: &str| {
        let data = page.split_once("id=\"data\">").and_then(|(_, rest)| rest.split_once("</script>"));
        let data: Value = serde_json::from_str(data.expect("data").0).expect("JSON");
        assert_eq!(data["mails"].as_array().map(Vec::len), Some(3));
        ["html", "text"].map(|kind| (data["pieces"][kind].clone(), data["mails"][1][kind].clone()))
    };
    assert_eq!(shown(&watched.read("views/0001.html")), shown(&work.read("preview/thanks/views/0001.html")));
    assert_eq!(watched.page("views/0002.html").status, 404);
    let index = watched.read("");
    assert!(index.contains("bert@y.example") && index.contains("new EventSource(\"events\")"), "{index}");
    assert_eq!(index.matches("connect-src 'self'").count(), 1);
    assert!(!work.read("preview/thanks/index.html").contains("connect-src"));
    assert_eq!(watched.page("mails/0004.html").status, 404);
}

/// Whether a line differs from mail to mail: dates and boundaries.
fn is_fresh(line: &str) -> bool {
    line.starts_with("Date:") || line.contains("boundary=") || line.starts_with("--")
}

#[test]
fn an_edit_of_any_file_is_told_and_served() {
    let work = Workdir::new();
    let watched = Watched::start(&work, "thanks");
    let mut news = watched.news();
    let mut version = news.next().expect("the first")["version"].as_u64().expect("a number");
    let mut after = |file: &str, from: &str, to: &str, (page, words): (&str, &str)| {
        assert!(!watched.read(page).contains(words), "{file}: nothing to be seen");
        work.write(file, work.read(file).replace(from, to));
        let told = news.next().expect("news");
        assert_eq!((told["version"].as_u64(), &told["faults"]), (Some(version + 1), &Value::from(0)), "{file}");
        version += 1;
        let shown = watched.read(page);
        assert!(shown.contains(words), "{file}: {shown}");
    };
    let mail = "mails/0001.html";
    let body = "thanks for coming to {{ event.name }}";
    after("data/campaigns/thanks.md", "thanks for coming", body, (mail, "thanks for coming to Summit."));
    after("data/events/summit.md", "name = \"Summit\"", "name = \"Spring\"", (mail, "thanks for coming to Spring."));
    after("templates/plain.mjml", ">unsubscribe<", ">no more<", (mail, ">no more<"));
    after("data/lists/people.csv", "Frau;anna", "Frau;Annabel", (mail, "Dear Annabel"));
    after("data/lists/people.csv", "cleo@z.example", "clea@z.example", ("", "clea@z.example"));
    after("rundbrief.toml", "name = \"Aufbruch\"", "name = \"The team\"", ("views/0001.headers.txt", "The team"));
}

#[test]
fn a_fault_is_shown_where_its_author_wrote_it_until_it_is_mended() {
    let work = Workdir::new();
    let watched = Watched::start(&work, "thanks");
    let mut news = watched.news();
    assert_eq!(news.next().expect("the first")["faults"], 0);
    let whole = work.read("data/campaigns/thanks.md");
    work.write("data/campaigns/thanks.md", whole.replace("{{ contact.last_name }}", "{{ contact.lastname }}"));
    let told = news.next().expect("a fault");
    assert_eq!((&told["faults"], &told["words"]), (&1.into(), &"one fault stands in the way of the mails".into()));
    for name in ["", "faults.html"] {
        let page = watched.read(name);
        assert!(page.contains("<h2>data/campaigns/thanks.md:6:9</h2>"), "{page}");
        assert!(page.contains("6 | Dear {{ contact.lastname }},\n            <b>^</b>\n"), "{page}");
        assert!(page.contains("did you mean `last_name`?"), "{page}");
        assert_eq!(page.contains("<script>"), name.is_empty(), "{name}");
    }
    assert_eq!(watched.page("mails/0001.html").status, 404);
    work.write("data/campaigns/thanks.md", &whole);
    assert_eq!(news.next().expect("mended")["faults"], 0);
    assert!(watched.read("mails/0001.html").contains("Dear anna"));
    assert_eq!(watched.page("faults.html").status, 404);
    work.write("data/campaigns/thanks.md", "no front matter");
    assert_eq!(news.next().expect("a fault")["faults"], 1);
    assert!(watched.read("").contains("data/campaigns/thanks.md"));
}

#[test]
fn settings_that_cannot_be_read_are_a_fault_like_any_other() {
    let work = Workdir::new();
    let watched = Watched::start(&work, "thanks");
    let mut news = watched.news();
    news.next().expect("the first");
    let whole = work.read("rundbrief.toml");
    work.write("rundbrief.toml", format!("languag = 3\n{whole}"));
    assert_eq!(news.next().expect("a fault")["faults"], 1);
    let page = watched.read("");
    assert!(page.contains("1 | languag = 3\n    <b>^</b>\n"), "{page}");
    work.write("rundbrief.toml", whole.replace("language = \"en\"", "language = \"de\""));
    assert_eq!(news.next().expect("mended")["faults"], 0);
    assert!(watched.read("").contains("Vorschau: thanks"));
}

#[test]
fn nobody_but_a_browser_that_was_sent_here_gets_anything() {
    let work = Workdir::new();
    let watched = Watched::start(&work, "thanks");
    let (ours, begin) = (format!("Host: {}\r\n", watched.host()), watched.begin().to_owned());
    for (status, path, headers) in [
        (421, begin.clone(), "Host: evil.example\r\n".to_owned()),
        (421, begin.clone(), "Host: 127.0.0.1\r\n".to_owned()),
        (403, format!("{begin}events"), format!("{ours}Origin: http://evil.example\r\n")),
        (403, format!("{begin}events"), format!("{ours}Sec-Fetch-Site: cross-site\r\n")),
        (403, begin.clone(), format!("{ours}Sec-Fetch-Site: same-site\r\n")),
        (404, "/".to_owned(), ours.clone()),
        (404, "/mails/0001.html".to_owned(), ours.clone()),
        (404, format!("{begin}..%2frundbrief.toml"), ours.clone()),
        (404, format!("{begin}../rundbrief.toml"), ours.clone()),
        (404, format!("{begin}mails/../../rundbrief.toml"), ours.clone()),
        (404, format!("{begin}rundbrief.toml"), ours.clone()),
    ] {
        let answer = watched.answer(&path, &headers);
        assert_eq!((answer.status, answer.body.as_str()), (status, ""), "{path}\n{headers}");
        assert!(!answer.headers.contains("access-control-allow"), "{answer:?}");
    }
    let answer = watched.page("mails/0001.html");
    for line in [
        "content-security-policy: sandbox; frame-ancestors 'self'",
        "cache-control: no-store",
        "cross-origin-resource-policy: same-origin",
        "x-content-type-options: nosniff",
    ] {
        assert!(answer.headers.contains(line), "{line}: {}", answer.headers);
    }
    let port = watched.host().rsplit(':').next().expect("a port").to_owned();
    let taken = work.ends_with(1, &["preview", "thanks", "--watch", "--port", &port]);
    assert!(taken.stderr.contains("error[port-taken]"), "{taken:?}");
}

#[test]
fn a_signal_ends_it_and_nothing_is_left_behind() {
    let work = Workdir::new();
    let before = (work.files("."), work.files("data"));
    for name in ["-INT", "-TERM"] {
        let watched = Watched::start(&work, "thanks");
        watched.read("");
        let outcome = watched.stop(name);
        assert_eq!(outcome.code, Some(130), "{outcome:?}");
        assert!(outcome.stderr.contains("preview of 3 mails made anew"), "{outcome:?}");
        assert_eq!((work.files("."), work.files("data")), before);
    }
}

#[test]
fn a_campaign_that_nobody_wrote_is_not_waited_for() {
    let work = Workdir::new();
    let outcome = stopped(work.spawn(&["preview", "thank", "--watch"]));
    assert_eq!(outcome.code, Some(2), "{outcome:?}");
    assert!(outcome.stderr.contains("error[campaign-unknown]"), "{outcome:?}");
}
