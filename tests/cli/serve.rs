//! `ibid serve`: the real binary over real sockets. Who may ask, what is found, what is written, how it ends.

use super::{BRIDGE, FERRY, Workspace};
use scraper::{Html, Selector};
use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

const SIDECAR: &str = "annotations/ferry.md.yaml";

/// A running reader; it is killed when a test fails.
struct Reader {
    child: Child,
    host: String,
    base: String,
}

/// What was answered.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        let line = |line: &'_ str| line.split_once(": ").filter(|(key, _)| key.eq_ignore_ascii_case(name)).is_some();
        self.head.lines().find(|known| line(known)).and_then(|line| Some(line.split_once(": ")?.1))
    }

    fn html(&self) -> Html {
        Html::parse_document(&self.body)
    }

    /// The texts of what a selector finds.
    fn all(&self, selector: &str) -> Vec<String> {
        let html = self.html();
        html.select(&Selector::parse(selector).unwrap()).map(|element| element.text().collect()).collect()
    }

    #[track_caller]
    fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}\n{}", self.head, self.body);
        self
    }
}

impl Reader {
    fn of(here: &Workspace, args: &[&str]) -> Self {
        let mut command = here.command(&[&["serve"], args].concat());
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut url = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut url).unwrap();
        let rest = url.trim_end().strip_prefix("http://").unwrap_or_else(|| panic!("no address: {url:?}"));
        let (host, path) = rest.split_once('/').unwrap();
        Self { host: host.to_owned(), base: format!("/{path}"), child }
    }

    /// Sends bytes as they are, and returns all that comes back.
    fn raw(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = vec![];
        stream.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer to {request:?}: {text:?}"));
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_owned(), body: body.to_owned() }
    }

    /// Asks for a path below the token.
    fn get(&self, path: &str) -> Answer {
        self.raw(&format!("GET {}{path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.base, self.host))
    }

    fn search(&self, pairs: &[(&str, &str)]) -> Answer {
        self.get(&format!("?{}", form(pairs)))
    }

    /// Sends a form as a browser does from one of our pages.
    fn post(&self, pairs: &[(&str, &str)]) -> Answer {
        self.post_as(pairs, "Origin: null\r\nSec-Fetch-Site: same-origin\r\n")
    }

    fn post_as(&self, pairs: &[(&str, &str)], headers: &str) -> Answer {
        let body = form(pairs);
        self.raw(&format!(
            "POST {}review HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{headers}\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.base,
            self.host,
            body.len()
        ))
    }

    /// The documents that a page lists.
    fn listed(answer: &Answer) -> Vec<String> {
        let html = answer.html();
        let boxes = Selector::parse(".cards input").unwrap();
        html.select(&boxes).map(|tick| tick.value().attr("value").unwrap().to_owned()).collect()
    }

    fn end(&mut self, signal: &str) -> Option<i32> {
        let kill = format!("kill -{signal} {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "it does not end");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn form(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

#[test]
fn every_answer_is_for_this_browser_alone() {
    let here = Workspace::annotated();
    let reader = Reader::of(&here, &[]);
    assert!(reader.host.starts_with("127.0.0.1:"), "{}", reader.host);
    assert!(reader.base.len() == 34 && reader.base[1..33].bytes().all(|b| b.is_ascii_hexdigit()), "{}", reader.base);
    let document = reader.get("document?name=corpus/ferry.md").expect(200);
    let missing = reader.get("nothing").expect(404);
    let refused = reader.raw("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n").expect(403);
    for answer in [reader.get("").expect(200), document, missing, refused] {
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none';") && policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(!policy.contains("unsafe") && !policy.contains('*'), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert!(!answer.head.to_ascii_lowercase().contains("access-control"), "{}", answer.head);
    }
}

#[test]
fn who_is_not_meant_gets_nothing() {
    let here = Workspace::annotated();
    let reader = Reader::of(&here, &[]);
    let (host, base) = (reader.host.as_str(), reader.base.as_str());
    let port = host.rsplit(':').next().unwrap();
    let wrong = "0".repeat(32);
    let ask = |line: &str, headers: &str| reader.raw(&format!("{line} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n"));
    let ours = format!("Host: {host}\r\n");
    for path in
        ["/", "/favicon.ico", &format!("/{wrong}/"), &base[..base.len() - 2], &format!("/{base}"), &base.to_uppercase()]
    {
        if path != base {
            ask(&format!("GET {path}"), &ours).expect(404);
        }
    }
    for host in ["evil.example", "127.0.0.1", "127.0.0.1:1", &format!("evil.example:{port}")] {
        ask(&format!("GET {base}"), &format!("Host: {host}\r\n")).expect(403);
    }
    ask(&format!("GET {base}"), &format!("{ours}Host: {host}\r\n")).expect(403);
    ask(&format!("GET http://evil.example{base}"), &ours).expect(403);
    ask(&format!("GET {base}"), &format!("{ours}Origin: http://evil.example\r\n")).expect(403);
    ask(&format!("GET {base}"), &format!("{ours}Sec-Fetch-Site: cross-site\r\n")).expect(403);
    for method in ["OPTIONS", "PUT", "DELETE"] {
        ask(&format!("{method} {base}"), &ours).expect(405);
    }
    ask(&format!("GET {base}"), &format!("Host: localhost:{port}\r\n")).expect(200);
    let before = here.read(SIDECAR);
    let verdict = [("name", "corpus/ferry.md"), ("id", "c-50b2"), ("verdict", "accept")];
    for headers in [
        "Origin: http://evil.example\r\n",
        "Origin: null\r\n",
        "Origin: null\r\nSec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: same-site\r\n",
    ] {
        reader.post_as(&verdict, headers).expect(403);
    }
    reader.get(&format!("review?{}", form(&verdict))).expect(405);
    let text = format!("{ours}Content-Type: text/plain\r\nContent-Length: {}\r\n", form(&verdict).len());
    let plain = reader.raw(&format!("POST {base}review HTTP/1.1\r\n{text}Connection: close\r\n\r\n{}", form(&verdict)));
    assert_eq!((plain.status, here.read(SIDECAR)), (404, before));
}

#[test]
fn no_path_leads_to_another_file() {
    let here = Workspace::annotated();
    here.write("secret.md", "The secret is out, Ann Lee said.\n");
    let reader = Reader::of(&here, &[]);
    for name in
        ["secret.md", "corpus/../secret.md", "../secret.md", "/etc/passwd", "annotations/ferry.md.yaml", "corpus", ""]
    {
        let answer = reader.get(&format!("document?{}", form(&[("name", name)]))).expect(404);
        assert!(!answer.body.contains("secret is out") && !answer.body.contains("root:"), "{}", answer.body);
        reader.get(&format!("sources?{}", form(&[("d", name)]))).expect(404);
        reader.post(&[("name", name), ("id", "c-50b2"), ("verdict", "accept")]).expect(404);
    }
    for path in ["../secret.md", "..%2fsecret.md", "secret.md", "document/../../secret.md", "%2e%2e/secret.md"] {
        reader.get(path).expect(404);
    }
}

#[test]
fn a_verdict_is_what_review_writes() {
    let (by_hand, here) = (Workspace::annotated(), Workspace::annotated());
    let reader = Reader::of(&here, &["--by", "Mira Osk"]);
    let page = reader.get("document?name=corpus/ferry.md").expect(200);
    assert_eq!(page.all(".decide button").len(), 2 * page.all(".note").len(), "two for each entry");
    let note = "said: it “twice” & <more>";
    by_hand.ibid(&["review", "accept", "c-50b2", "--by", "Mira Osk", "--note", note]).expect(0);
    let verdict =
        [("name", "corpus/ferry.md"), ("id", "c-50b2"), ("note-at", "c2"), ("note", note), ("verdict", "accept")];
    let answer = reader.post(&verdict).expect(303);
    assert_eq!(
        answer.header("location"),
        Some(format!("{}document?name=corpus%2Fferry.md#n-c2", reader.base).as_str())
    );
    assert_eq!(here.read(SIDECAR), by_hand.read(SIDECAR));
    by_hand.ibid(&["review", "reject", "f-pjv4", "--by", "Mira Osk"]).expect(0);
    reader.post(&[("name", "corpus/ferry.md"), ("id", "f-pjv4"), ("note", " "), ("verdict", "reject")]).expect(303);
    assert_eq!(here.read(SIDECAR), by_hand.read(SIDECAR));
    let page = reader.get("document?name=corpus/ferry.md").expect(200);
    assert_eq!(page.all(".verdict"), ["accepted"]);
    assert_eq!(page.all("#rejected code"), ["f-pjv4"]);
    assert!(page.body.contains("note: <bdi>said: it “twice” &amp; &lt;more&gt;</bdi>"), "{}", page.body);
    // What was rejected by mistake comes back.
    reader.post(&[("name", "corpus/ferry.md"), ("id", "f-pjv4"), ("verdict", "accept")]).expect(303);
    by_hand.ibid(&["review", "accept", "f-pjv4", "--by", "Mira Osk"]).expect(0);
    assert_eq!(here.read(SIDECAR), by_hand.read(SIDECAR));
    here.ibid(&["check"]).expect(0);
}

#[test]
fn what_cannot_be_decided_changes_nothing() {
    let here = Workspace::annotated();
    here.write("corpus/bridge.md", BRIDGE);
    let reader = Reader::of(&here, &[]);
    let before = here.read(SIDECAR);
    let verdict =
        |name: &str, id: &str, verdict: &str| reader.post(&[("name", name), ("id", id), ("verdict", verdict)]);
    assert!(verdict("corpus/ferry.md", "c-none", "accept").expect(409).body.contains("no entry has the id"));
    verdict("corpus/ferry.md", "", "accept").expect(409);
    verdict("corpus/ferry.md", "c-50b2", "amend").expect(400);
    verdict("corpus/ferry.md", "c-50b2", "").expect(400);
    verdict("corpus/bridge.md", "c-50b2", "accept").expect(409);
    let page = reader.get("document?name=corpus/bridge.md").expect(200);
    assert!(page.all(".decide").is_empty() && page.body.contains("no annotation file"), "{}", page.body);
    let long = "x".repeat(1 << 17);
    reader.post(&[("name", "corpus/ferry.md"), ("id", "c-50b2"), ("note", &long), ("verdict", "accept")]).expect(413);
    assert_eq!(here.read(SIDECAR), before);
    assert!(!here.has("annotations/bridge.md.yaml") && !here.has("reports/ferry.md.html"), "nothing else is written");
}

#[test]
fn words_find_and_facets_narrow() {
    let here = Workspace::annotated();
    here.write("corpus/bridge.md", BRIDGE);
    let reader = Reader::of(&here, &[]);
    let list = |pairs: &[(&str, &str)]| Reader::listed(&reader.search(pairs).expect(200));
    assert_eq!(list(&[]), ["corpus/ferry.md", "corpus/bridge.md"]);
    assert_eq!(list(&[("q", "“bridge is safe”")]), ["corpus/bridge.md"]);
    assert_eq!(list(&[("q", "bridge ferry")]), [""; 0]);
    assert_eq!(list(&[("outlet", "The Harbor Gazette")]), ["corpus/ferry.md"]);
    assert_eq!(list(&[("speaker", "Tomas Vell")]), ["corpus/bridge.md"]);
    assert_eq!(list(&[("month", "2031-03"), ("q", "strike")]), ["corpus/ferry.md"]);
    assert_eq!(list(&[("voice", "attributed"), ("speaker", "Tomas Vell")]), [""; 0]);
    let page = reader.search(&[("q", "said")]).expect(200);
    assert_eq!(page.all(".snippet mark"), ["said", "said", "said"]);
    let facets = page.all(".facets li");
    assert!(facets.contains(&"Tomas Vell 1".to_owned()) && facets.contains(&"not said 1".to_owned()), "{facets:?}");
    for words in ["\"", "a AND", "NEAR(", "title:", "* ^", "'; DROP TABLE document; --", "\u{0}", "<b>"] {
        let page = reader.search(&[("q", words)]).expect(200);
        assert!(!page.body.contains("<b>\""), "{words}");
    }
}

#[test]
fn files_are_the_truth() {
    let here = Workspace::annotated();
    let reader = Reader::of(&here, &[]);
    assert_eq!(Reader::listed(&reader.get("")).len(), 1);
    here.write("corpus/bridge.md", BRIDGE);
    assert_eq!(Reader::listed(&reader.search(&[("q", "engineer")])), ["corpus/bridge.md"]);
    here.write("corpus/bridge.md", "# Bridge shut\n\nThe bridge is unsafe, mason Ole Brand said.\n");
    assert_eq!(Reader::listed(&reader.search(&[("q", "engineer")])), [""; 0]);
    assert_eq!(Reader::listed(&reader.search(&[("speaker", "Ole Brand")])), ["corpus/bridge.md"]);
    let undecided = |reader: &Reader, count: usize| reader.get("").body.contains(&format!("{count} undecided"));
    assert!(undecided(&reader, 4));
    here.ibid(&["review", "reject", "c-50b2"]).expect(0);
    assert!(undecided(&reader, 3), "{}", reader.get("").body);
    std::fs::remove_file(here.path("corpus/bridge.md")).unwrap();
    assert_eq!(Reader::listed(&reader.get("")), ["corpus/ferry.md"]);
    reader.get("document?name=corpus/bridge.md").expect(404);
    // A file that cannot be read is listed with what is wrong, and takes nothing with it.
    here.write("corpus/photo.md", b"caf\xe9");
    let page = reader.get("").expect(200);
    assert_eq!(Reader::listed(&page), ["corpus/ferry.md", "corpus/photo.md"]);
    assert!(page.body.contains("UTF-8"), "{}", page.body);
    reader.get("document?name=corpus/photo.md").expect(422);
    assert_eq!(reader.get("sources?all=1").expect(200).all(".said").len(), 1);
    here.edit(SIDECAR, "claims:", "clams:");
    assert!(reader.get("document?name=corpus/ferry.md").expect(422).body.contains("annotations/ferry.md.yaml:"));
}

#[test]
fn a_selection_is_compared_and_counted_as_on_the_command_line() {
    let here = Workspace::annotated();
    here.write("corpus/bridge.md", BRIDGE);
    here.write("corpus/other.md", "Nothing was said.\n");
    let reader = Reader::of(&here, &[]);
    let main = |page: &str| page[page.find("<main").unwrap()..page.find("</main>").unwrap()].to_owned();
    let names = ["corpus/bridge.md", "corpus/ferry.md"];
    let ticked = form(&names.map(|name| ("d", name)));
    let page = here.ibid(&["compare", "--format", "html", names[0], names[1]]).expect(0).out();
    assert_eq!(main(&reader.get(&format!("compare?{ticked}")).expect(200).body), main(&page));
    let page = here.ibid(&["sources", "--format", "html", names[0], names[1]]).expect(0).out();
    assert_eq!(main(&reader.get(&format!("sources?{ticked}")).expect(200).body), main(&page));
    let table = reader.get(&format!("sources.csv?{ticked}")).expect(200);
    assert_eq!(table.body, here.ibid(&["sources", "--format", "csv", names[0], names[1]]).expect(0).out());
    assert_eq!(table.header("content-disposition"), Some("attachment; filename=\"sources.csv\""));
    let all = reader.get("sources?all=1&q=said&speaker=Tomas+Vell").expect(200);
    assert_eq!(all.all("title"), ["Sources of 1 document"]);
    assert!(reader.get("compare?d=corpus/ferry.md").expect(400).body.contains("at least two"));
    reader.get("sources").expect(400);
}

#[test]
fn nothing_of_a_hostile_document_runs() {
    let here = Workspace::new();
    let evil = "---\ntitle: '<script>x</script>\"><img src=x onerror=x>'\nsitename: '\"><svg onload=x>'\n---\n\n\
                The brutal regime, “<script>alert(1)</script>”, <b onclick=x>said</b> <svg onload=x> it, Ann </form><form> Lee said.\n";
    let name = "corpus/'\"><form action=x>&amp;.md";
    here.write(name, evil);
    here.ibid(&["annotate", "--quiet"]).expect(0);
    // An annotation file of a stranger: an id that would close its value.
    let sidecar = format!("annotations/{}.yaml", name.trim_start_matches("corpus/"));
    let text = here.read(&sidecar);
    let id = text.lines().find(|line| line.contains("id: f-")).unwrap().trim_start_matches([' ', '-']).to_owned();
    here.edit(&sidecar, &id, "id: 'f\"><img src=x onerror=x>'\n    review: rejected");
    let reader = Reader::of(&here, &[]);
    let query = form(&[("name", name)]);
    for page in [
        reader.get(""),
        reader.search(&[("q", "\"><script>x</script>"), ("outlet", "\"><svg onload=x>")]),
        reader.search(&[("q", "script")]),
        reader.get(&format!("document?{query}")),
        reader.get("document?name=%22%3E%3Cscript%3Ex%3C/script%3E"),
        reader.get("sources?all=1"),
    ] {
        let html = page.html();
        let count = |selector: &str| html.select(&Selector::parse(selector).unwrap()).count();
        assert_eq!(count("script"), 1, "{}", page.body);
        assert_eq!(count("img, svg[onload], [onerror], [onclick], [onload], a[href^=javascript]"), 0, "{}", page.body);
        let form = Selector::parse("form").unwrap();
        let actions: Vec<&str> = html.select(&form).filter_map(|form| form.value().attr("action")).collect();
        assert!(actions.iter().all(|action| action.starts_with(&reader.base)), "{actions:?}");
    }
    assert_eq!(reader.get(&format!("document?{query}")).all("#rejected code"), ["f\"><img src=x onerror=x>"]);
    // The name comes back from the form as it is.
    let page = reader.get(&format!("document?{query}")).expect(200).html();
    let hidden = Selector::parse("input[name=name]").unwrap();
    assert_eq!(page.select(&hidden).next().unwrap().value().attr("value"), Some(name));
}

#[test]
fn it_ends_when_it_is_told_to_and_leaves_nothing_behind() {
    let here = Workspace::annotated();
    let files = || {
        let mut files: Vec<_> = ["", "corpus", "annotations", "reports"]
            .iter()
            .flat_map(|folder| std::fs::read_dir(here.path(folder)).unwrap())
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        files
    };
    let before = files();
    for signal in ["TERM", "INT"] {
        let mut reader = Reader::of(&here, &[]);
        reader.get("").expect(200);
        // Somebody who keeps a connection open, and one who began to ask.
        let _idle = TcpStream::connect(&reader.host).unwrap();
        let mut begun = TcpStream::connect(&reader.host).unwrap();
        begun.write_all(b"GET / HTT").unwrap();
        assert_eq!(reader.end(signal), Some(0), "{signal}");
        assert!(TcpStream::connect(&reader.host).is_err(), "nobody listens");
        let (mut out, mut err) = (String::new(), String::new());
        reader.child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
        reader.child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        assert_eq!((out.as_str(), err.as_str()), ("", ""), "one line is all it prints");
    }
    assert_eq!(files(), before);
}

#[test]
fn what_cannot_be_served_is_told() {
    let here = Workspace::new();
    assert!(here.ibid(&["serve"]).expect(2).err().contains("help:"));
    here.write("corpus/ferry.md", FERRY);
    let reader = Reader::of(&here, &[]);
    let port = reader.host.rsplit(':').next().unwrap();
    let ran = here.ibid(&["serve", "--port", port]).expect(2);
    assert!(ran.err().contains(port) && ran.err().contains("help: leave out --port"), "{}", ran.screen());
}
