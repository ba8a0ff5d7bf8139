//! The pages that are looked at: written to files, and served, from a workspace made once.

use super::driver::Kept;
use std::{fs, path::Path, process::Command, sync::LazyLock};

/// Documents of the corpus on one event, from four outlets.
const EVENT: [&str; 4] =
    ["brass-bell-post.md", "lantern-commentary.md", "meridian-wire-brief.md", "state-media-release.md"];

/// The document that most is tried on: it has claims and terms in several voices.
pub(crate) const DOCUMENT: &str = "corpus/lantern-commentary.md";

/// The bytes of text that a large document has.
const LARGE: usize = 50_000;

/// Texts that want to run, load, cover or forge something; what runs sets `window.ran`.
pub(crate) const HOSTILE: [(&str, &str); 6] = [
    (
        "script",
        "<script>window.ran=1;alert(1)</script>\n\nA word <script>window.ran=1</script> more, Ann Lee said.\n\n<noscript><p title=\"</noscript><img src=x onerror=window.ran=1>\"></noscript>\n\n<iframe srcdoc=\"<script>parent.ran=1</script>\"></iframe>\n",
    ),
    (
        "events",
        "<img src=x onerror=\"window.ran=1\"> <b onclick=\"window.ran=1\" onmouseover=\"window.ran=1\">bold</b>\n\n<details open ontoggle=\"window.ran=1\"><summary>more</summary>x</details>\n\n<input autofocus onfocus=\"window.ran=1\"><body onload=\"window.ran=1\"> ![x](x\"onerror=\"window.ran=1)\n",
    ),
    (
        "links",
        "[a](javascript:window.ran=1) [b](JaVaScRiPt:window.ran=1) [c](data:text/html,<script>opener.ran=1</script>) [d](vbscript:x) <a href='jav&#x09;ascript:window.ran=1'>e</a>\n\n<form action=https://evil.example><button formaction=\"javascript:window.ran=1\">go</button></form>\n\n<base href=https://evil.example/><meta http-equiv=refresh content=\"0;url=https://evil.example\">\n",
    ),
    (
        "style",
        "<style>body{display:none} article{background:url(https://evil.example/x.png)}</style>\n\n<p style=\"position:fixed;inset:0;background:url(https://evil.example/y.png)\">cover</p>\n\n<link rel=stylesheet href=https://evil.example/x.css> ![pixel](https://evil.example/p.png)\n",
    ),
    (
        "drawing",
        "<svg onload=\"window.ran=1\"><script>window.ran=1</script><animate onbegin=\"window.ran=1\" attributeName=x dur=1s /></svg>\n\n<math><mi//xlink:href=\"data:x,<script>window.ran=1</script>\">\n\n<object data=\"data:text/html,<script>parent.ran=1</script>\"></object> <embed src=\"data:image/svg+xml,<svg/>\">\n",
    ),
    (
        "title",
        "---\ntitle: '</title><script>window.ran=1</script>\"><img src=x onerror=window.ran=1>'\nauthor: '<b onclick=window.ran=1>Ann</b> \"Lee\"'\nsitename: '</dd><script>window.ran=1</script>'\n---\n\nThe \u{202e}detsetnoc\u{202c} vote \u{2066}was\u{2069} a sham, Mayor \u{202e}htoR said. \"No,\" said Ann \"><script>window.ran=1</script> Lee.\n",
    ),
];

/// Where the pages are.
pub(crate) struct Stage {
    dir: String,
    pub(crate) served: String,
    _reader: Kept,
}

pub(crate) static STAGE: LazyLock<Stage> = LazyLock::new(Stage::make);

impl Stage {
    fn make() -> Self {
        let dir = format!("{}/browser", env!("CARGO_TARGET_TMPDIR"));
        let _ = fs::remove_dir_all(&dir);
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        for folder in ["corpus", "annotations"] {
            fs::create_dir_all(format!("{dir}/{folder}")).unwrap();
            for file in fs::read_dir(here.join(folder)).unwrap().map(Result::unwrap) {
                fs::copy(file.path(), Path::new(&dir).join(folder).join(file.file_name())).unwrap();
            }
        }
        for (name, text) in HOSTILE {
            fs::write(format!("{dir}/corpus/hostile-{name}.md"), text).unwrap();
        }
        fs::create_dir(format!("{dir}/large")).unwrap();
        fs::write(format!("{dir}/large/large.md"), large(&dir)).unwrap();
        let ibid = env!("CARGO_BIN_EXE_ibid");
        let run = |args: &[&str]| {
            let ran = Command::new(ibid).args(args).current_dir(&dir).output().unwrap();
            assert!(ran.status.success(), "{args:?}: {}", String::from_utf8_lossy(&ran.stderr));
            ran.stdout
        };
        run(&["annotate", "--quiet", "corpus", "large"]);
        run(&["report", "--quiet", "--format", "html", "corpus", "large"]);
        let event = EVENT.map(|name| format!("corpus/{name}"));
        let compare: Vec<&str> =
            ["compare", "--format", "html"].into_iter().chain(event.iter().map(String::as_str)).collect();
        fs::write(format!("{dir}/compare.html"), run(&compare)).unwrap();
        fs::write(format!("{dir}/sources.html"), run(&["sources", "--format", "html"])).unwrap();
        let mut reader = Kept::start(&[ibid, "serve"], &dir).unwrap();
        let served = reader.says(|line| line.starts_with("http://").then(|| line.to_owned())).unwrap();
        Self { dir, served, _reader: reader }
    }

    pub(crate) fn path(&self, name: &str) -> String {
        format!("{}/{name}", self.dir)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn file(&self, name: &str) -> String {
        format!("file://{}", self.path(name))
    }

    /// Returns the address of the page of a document, as a file.
    pub(crate) fn report(&self, document: &str) -> String {
        self.file(&format!("reports/{}.html", document.trim_start_matches("corpus/")))
    }

    /// Returns an address below the token of the reader.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.served)
    }

    /// Returns the reader's address without its token.
    pub(crate) fn origin(&self) -> String {
        format!("{}/", self.served.split('/').take(3).collect::<Vec<_>>().join("/"))
    }

    /// One page of each kind: what it is, and its address.
    pub(crate) fn kinds(&self) -> [(&'static str, String); 9] {
        let [first, second, ..] = EVENT;
        [
            ("document", self.report(DOCUMENT)),
            ("conversation", self.report("corpus/interview.md")),
            ("comparison", self.file("compare.html")),
            ("sources", self.file("sources.html")),
            ("served list", self.at("")),
            ("served document", self.at(&format!("document?name={DOCUMENT}"))),
            ("served comparison", self.at(&format!("compare?d=corpus/{first}&d=corpus/{second}"))),
            ("served sources", self.at("sources?all=1")),
            ("served mistake", self.at("compare")),
        ]
    }
}

/// A document of [`LARGE`] bytes: the texts of the corpus one after another, again and again.
fn large(dir: &str) -> String {
    let mut files: Vec<_> = fs::read_dir(format!("{dir}/corpus")).unwrap().map(|file| file.unwrap().path()).collect();
    files.retain(|path| !path.to_string_lossy().contains("hostile"));
    files.sort();
    let texts: Vec<String> =
        files.iter().map(|path| String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned()).collect();
    let body = |text: &str| match text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")) {
        Some((_, body)) => body.to_owned(),
        None => text.replace('\r', ""),
    };
    let mut out = String::new();
    for text in texts.iter().cycle() {
        out += &body(text);
        out += "\n\n";
        if out.len() > LARGE {
            break;
        }
    }
    out
}
