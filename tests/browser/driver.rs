//! Chromium, driven over WebDriver: one process for all tests, which take turns.
//!
//! fantoccini speaks the standard; what only Chromium has (emulation, printing, its logs) is asked for by commands
//! of our own, [`Ask`].

use axum::http::Method;
use fantoccini::{
    Client, ClientBuilder, Locator,
    actions::{InputSource as _, KeyAction, KeyActions},
    elements::Element,
    key::Key,
    wd::{Capabilities, WebDriverCompatibleCommand},
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::{
    io::{BufRead as _, BufReader},
    os::unix::process::CommandExt as _,
    process::{Child, Command, Stdio},
    sync::{LazyLock, Mutex, MutexGuard, PoisonError},
    thread::sleep,
    time::{Duration, Instant},
};
use tokio::runtime::{Builder, Runtime};
use url::{ParseError, Url};

/// Says that a missing browser is a failure, not a reason to skip.
const REQUIRED: &str = "IBID_BROWSER";

/// A program that runs until this process ends, however it ends: the shell that started it waits for the end of its
/// input, which is ours.
pub(crate) struct Kept {
    child: Child,
}

impl Kept {
    pub(crate) fn start(command: &[&str], dir: &str) -> std::io::Result<Self> {
        // In a group of its own, so that what it starts ends with it: Chromium outlives its driver.
        let script = "trap : TERM; \"$@\" & cat > /dev/null; kill 0; wait";
        let mut shell = Command::new("sh");
        shell
            .process_group(0)
            .args(["-c", script, "sh"])
            .args(command)
            .current_dir(dir)
            .env("TMPDIR", env!("CARGO_TARGET_TMPDIR"));
        let child = shell.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        Ok(Self { child })
    }

    /// Reads what the program prints up to a line that is asked for.
    pub(crate) fn says<T>(&mut self, wanted: impl Fn(&str) -> Option<T>) -> Option<T> {
        let mut lines = BufReader::new(self.child.stdout.take()?).lines();
        let found = lines.by_ref().map_while(Result::ok).find_map(|line| wanted(&line));
        // What is printed later must find somebody who reads it.
        std::thread::spawn(move || lines.for_each(drop::<std::io::Result<String>>));
        found
    }
}

/// The browser, with one window.
pub(crate) struct Browser {
    runtime: Runtime,
    client: Client,
    _driver: Kept,
}

/// A command that the standard does not have.
#[derive(Debug)]
struct Ask {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Ask {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}

static BROWSER: LazyLock<Result<Mutex<Browser>, String>> = LazyLock::new(|| Browser::start().map(Mutex::new));

/// Returns the browser when it is free; nothing, and says so, where there is none.
pub(crate) fn browser() -> Option<MutexGuard<'static, Browser>> {
    match &*BROWSER {
        Ok(browser) => {
            let browser = browser.lock().unwrap_or_else(PoisonError::into_inner);
            browser.reset();
            Some(browser)
        }
        Err(why) if std::env::var_os(REQUIRED).is_some() => panic!("{REQUIRED} is set, and there is no browser: {why}"),
        Err(why) => {
            eprintln!("skipped, for want of a browser: {why}");
            None
        }
    }
}

impl Browser {
    fn start() -> Result<Self, String> {
        if !is_program("chromedriver") {
            return Err("no `chromedriver` (Debian: chromium-driver)".to_owned());
        }
        let mut driver = Kept::start(&["chromedriver", "--port=0"], ".").map_err(|error| error.to_string())?;
        let port = |line: &str| line.split_once("started successfully on port ")?.1.trim_end_matches('.').parse().ok();
        let port: u16 = driver.says(port).ok_or("chromedriver does not say where it listens")?;
        let runtime = Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())?;
        let client = runtime.block_on(async {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            builder.capabilities(capabilities()).connect(&format!("http://127.0.0.1:{port}")).await
        });
        Ok(Self { client: client.map_err(|error| error.to_string())?, runtime, _driver: driver })
    }

    fn ask(&self, path: &'static str, body: Value) -> Value {
        let asked = body.to_string();
        let said = self.runtime.block_on(self.client.issue_cmd(Ask { path, body }));
        said.unwrap_or_else(|error| panic!("{path} {asked}: {error}"))
    }

    /// Gives a command of the DevTools protocol.
    pub(crate) fn devtools(&self, command: &str, params: Value) -> Value {
        self.ask("goog/cdp/execute", json!({ "cmd": command, "params": params }))
    }

    /// Makes the window as it is at first: of a laptop, light, with script; and forgets what was logged.
    fn reset(&self) {
        self.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": false }));
        self.devtools("Browser.resetPermissions", json!({}));
        self.looks("screen", "light");
        self.size(1280, 900);
        self.open("about:blank");
        self.log();
        self.asked_for();
    }

    /// Sets the size of the page in CSS pixels.
    pub(crate) fn size(&self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", size);
    }

    /// Sets the medium, and what the user prefers: `light` or `dark`.
    pub(crate) fn looks(&self, media: &str, scheme: &str) {
        // Nothing moves, so that nothing is measured on its way.
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "media": media, "features": features }));
    }

    pub(crate) fn open(&self, url: &str) {
        self.runtime.block_on(self.client.goto(url)).unwrap_or_else(|error| panic!("{url}: {error}"));
    }

    pub(crate) fn url(&self) -> String {
        self.runtime.block_on(self.client.current_url()).unwrap().to_string()
    }

    /// Runs the body of a function in the page, and returns what it returns.
    pub(crate) fn script(&self, body: &str) -> Value {
        self.runtime.block_on(self.client.execute(body, vec![])).unwrap_or_else(|error| panic!("{body}: {error}"))
    }

    /// Runs the body of a function whose last argument takes the answer.
    pub(crate) fn wait_for(&self, body: &str) -> Value {
        let said = self.runtime.block_on(self.client.execute_async(body, vec![]));
        said.unwrap_or_else(|error| panic!("{body}: {error}"))
    }

    /// Runs the body of a function that returns a list of texts.
    pub(crate) fn texts(&self, body: &str) -> Vec<String> {
        let said = self.script(body);
        serde_json::from_value(said.clone()).unwrap_or_else(|error| panic!("{error}: {said}"))
    }

    pub(crate) fn find(&self, css: &str) -> Element {
        let found = self.runtime.block_on(self.client.find(Locator::Css(css)));
        found.unwrap_or_else(|error| panic!("{css} at {}: {error}", self.url()))
    }

    /// Clicks as a mouse does: what covers the element takes the click.
    pub(crate) fn click(&self, css: &str) {
        let element = self.find(css);
        self.runtime.block_on(element.click()).unwrap_or_else(|error| panic!("{css}: {error}"));
    }

    /// Clicks what asks for another page, and waits for that page: the click alone does not.
    pub(crate) fn follow(&self, css: &str) {
        self.script("window.left = true");
        self.click(css);
        let arrived = "return !window.left && document.readyState === 'complete'";
        let deadline = Instant::now() + Duration::from_secs(60);
        // Between two pages there may be none that a script can run in.
        while !matches!(self.runtime.block_on(self.client.execute(arrived, vec![])), Ok(Value::Bool(true))) {
            assert!(Instant::now() < deadline, "{css} brings no other page");
            sleep(Duration::from_millis(20));
        }
    }

    pub(crate) fn type_into(&self, css: &str, text: &str) {
        let element = self.find(css);
        self.runtime.block_on(element.send_keys(text)).unwrap_or_else(|error| panic!("{css}: {error}"));
    }

    /// Returns the text as it is shown.
    pub(crate) fn text(&self, css: &str) -> String {
        self.runtime.block_on(self.find(css).text()).unwrap()
    }

    /// Tells whether an element is there, and is not covered where it stands.
    pub(crate) fn find_shown(&self, css: &str) -> bool {
        let look = format!(
            "const one = document.querySelector({css:?});
             one?.scrollIntoView();
             const {{ left, top, width }} = one?.getClientRects()[0] ?? {{}};
             const seen = width && document.elementFromPoint(left + Math.min(4, width / 2), Math.max(top, 0) + 4);
             return Boolean(seen && (one.contains(seen) || seen.contains(one)))"
        );
        self.script(&look) == true
    }

    /// Presses the tabulator key so many times.
    pub(crate) fn tab(&self, times: usize) {
        let key = char::from(Key::Tab);
        let pressed =
            |keys: KeyActions, _| keys.then(KeyAction::Down { value: key }).then(KeyAction::Up { value: key });
        let keys = (0..times).fold(KeyActions::new("keys".to_owned()), pressed);
        self.runtime.block_on(self.client.perform_actions(keys)).unwrap();
    }

    /// Returns what the console says since this was last asked, without what is mere information.
    pub(crate) fn log(&self) -> Vec<String> {
        let said = self.ask("se/log", json!({ "type": "browser" }));
        let grave = |entry: &&Value| matches!(entry["level"].as_str(), Some("SEVERE" | "WARNING"));
        said.as_array().unwrap().iter().filter(grave).map(|entry| entry["message"].to_string()).collect()
    }

    /// Returns what pages asked for since this was last asked, be it given or not.
    pub(crate) fn asked_for(&self) -> Vec<String> {
        let said = self.ask("se/log", json!({ "type": "performance" }));
        let url = |entry: &Value| {
            let event: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
            let event = &event["message"];
            let sent = event["method"] == "Network.requestWillBeSent";
            sent.then(|| event["params"]["request"]["url"].as_str().unwrap().to_owned())
        };
        said.as_array().unwrap().iter().filter_map(url).collect()
    }
}

fn is_program(name: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).any(|dir| dir.join(name).is_file())
}

fn capabilities() -> Capabilities {
    let options = json!({
        "args": [
            "--headless=new",
            // Containers run tests as root, who has no sandbox; the pages are our own.
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--disable-background-networking",
            "--no-first-run",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        ],
    });
    let wanted = json!({
        "goog:chromeOptions": options,
        "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        "timeouts": { "script": 120_000, "pageLoad": 120_000 },
    });
    serde_json::from_value(wanted).unwrap()
}
