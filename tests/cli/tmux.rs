//! `ibid review` on a real terminal, which tmux plays: keys are sent, screens are read, files are looked at.
//! Without tmux these tests say that they were skipped.

use super::{BRIDGE, Workspace};
use std::{
    process::Command,
    time::{Duration, Instant},
};

const SIDECAR: &str = "annotations/ferry.md.yaml";
/// Where the exit code is written.
const ENDED: &str = "ended";
/// How long a screen may take to come, on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(30);

/// A terminal with a shell that runs the command.
struct Tmux<'w> {
    here: &'w Workspace,
    /// Where its server listens: each has one of its own.
    socket: tempfile::TempPath,
}

impl<'w> Tmux<'w> {
    /// Runs the command on a terminal of so many columns and rows; nothing when there is no tmux.
    fn run(here: &'w Workspace, size: (u16, u16), args: &str) -> Option<Self> {
        if Command::new("tmux").arg("-V").output().is_err() {
            eprintln!("SKIPPED: there is no tmux on this machine, `ibid review` was not tried on a terminal");
            return None;
        }
        let socket = tempfile::Builder::new().prefix("tmux-").tempfile().unwrap().into_temp_path();
        std::fs::remove_file(&socket).unwrap();
        let tmux = Self { here, socket };
        let [columns, rows] = [size.0, size.1].map(|number| number.to_string());
        // The shell outlives its terminal, and leaves word of how the command ended; one that spins is stopped.
        let line = format!(
            "trap '' HUP; ulimit -t 20; '{}' review {args}; echo $? > {ENDED}; echo \"[exit $(cat {ENDED})]\"; stty -a | grep -o -- '-\\?icanon'; exec cat",
            env!("CARGO_BIN_EXE_ibid")
        );
        tmux.tmux(&["-f", "/dev/null", "new-session", "-d", "-x", &columns, "-y", &rows, &line]);
        Some(tmux)
    }

    fn tmux(&self, args: &[&str]) -> String {
        let mut command = Command::new("tmux");
        command.arg("-S").arg(&self.socket).args(args).current_dir(self.here.dir.path());
        command.env("LC_ALL", "C.UTF-8").env("SHELL", "/bin/sh").env_remove("TMUX").env_remove("NO_COLOR");
        let done = command.output().unwrap();
        assert!(done.status.success(), "tmux {args:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    }

    fn keys(&self, keys: &[&str]) {
        self.tmux(&[&["send-keys"], keys].concat());
    }

    fn screen(&self) -> String {
        self.tmux(&["capture-pane", "-p"])
    }

    /// Waits until the screen shows something, and returns it.
    #[track_caller]
    fn wait(&self, what: &str) -> String {
        let begun = Instant::now();
        loop {
            let screen = self.screen();
            if screen.contains(what) {
                return screen;
            }
            assert!(begun.elapsed() < PATIENCE, "{what:?} never came:\n{screen}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Tmux<'_> {
    fn drop(&mut self) {
        let _ = Command::new("tmux").arg("-S").arg(&self.socket).arg("kill-server").output();
    }
}

#[test]
fn decisions_are_written_and_taken_back_and_the_terminal_is_given_back() {
    let here = Workspace::annotated();
    here.write("corpus/bridge.md", BRIDGE);
    here.ibid(&["annotate", "--quiet"]).expect(0);
    let before = here.read(SIDECAR);
    let Some(tmux) = Tmux::run(&here, (100, 30), "--by 'Mira Osk' corpus/ferry.md corpus/bridge.md") else { return };
    insta::assert_snapshot!("review_100x30", tmux.wait("Enter shows all"));
    tmux.keys(&["/", "so-called", "Enter", "a"]);
    tmux.wait("accepted");
    let after = here.read(SIDECAR);
    assert!(after.contains("review: accepted") && after.contains("reviewer: Mira Osk"), "{after}");
    // Another program writes into the file that is open.
    here.write(SIDECAR, format!("{after}# kept\n"));
    tmux.wait("changed by another program: read again");
    tmux.keys(&["u"]);
    tmux.wait("taken back: ");
    assert_eq!(here.read(SIDECAR), format!("{before}# kept\n"));
    assert!(!here.has("annotations/.ibid.lock"));
    // Right behind one another they would be another key.
    tmux.keys(&["Escape"]);
    tmux.wait("most doubtful first");
    tmux.keys(&["]"]);
    tmux.wait("Bridge opens");
    tmux.tmux(&["resize-window", "-x", "40", "-y", "10"]);
    tmux.wait("? help  q quit");
    tmux.keys(&["?"]);
    tmux.wait("Decide");
    tmux.keys(&["q", "C-c"]);
    let screen = tmux.wait("icanon");
    assert!(screen.contains("[exit 0]") && !screen.contains("-icanon"), "the terminal is as it was:\n{screen}");
    assert!(!screen.contains("Bridge opens"), "the screen is as it was:\n{screen}");
}

#[test]
fn a_signal_gives_the_terminal_back() {
    let here = Workspace::annotated();
    let Some(tmux) = Tmux::run(&here, (80, 24), "") else { return };
    tmux.wait("1/1");
    let shell = tmux.tmux(&["display-message", "-p", "#{pane_pid}"]);
    let killed = Command::new("pkill").args(["-TERM", "-P", shell.trim()]).status();
    if killed.is_err() {
        eprintln!("SKIPPED: there is no pkill on this machine, no signal was sent");
        return;
    }
    let screen = tmux.wait("icanon");
    assert!(screen.contains("[exit 0]") && !screen.contains("-icanon"), "the terminal is as it was:\n{screen}");
}

#[test]
fn a_terminal_that_is_closed_ends_it() {
    let here = Workspace::annotated();
    here.write("ibid.yaml", "reviewer: Bo Ask\n");
    let Some(tmux) = Tmux::run(&here, (80, 24), "") else { return };
    tmux.wait("1/1");
    tmux.keys(&["a"]);
    tmux.wait("accepted");
    // A note that is being typed is nobody's decision yet.
    tmux.keys(&["n", "half"]);
    tmux.wait("half");
    tmux.tmux(&["kill-server"]);
    let begun = Instant::now();
    while !here.has(ENDED) || here.read(ENDED).is_empty() {
        assert!(begun.elapsed() < PATIENCE, "it goes on without a terminal");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(here.read(ENDED), "0\n");
    let after = here.read(SIDECAR);
    assert!(after.contains("review: accepted") && after.contains("reviewer: Bo Ask"), "{after}");
    assert!(!after.contains("half"), "{after}");
    assert!(!here.has("annotations/.ibid.lock"));
}

#[test]
fn where_the_list_is_wanted_it_is_printed() {
    let here = Workspace::annotated();
    for args in ["--list", "| cat", "--format json"] {
        let Some(tmux) = Tmux::run(&here, (80, 24), args) else { return };
        let screen = tmux.wait("[exit 0]");
        assert!(screen.contains("f-pjv4"), "{screen}");
    }
}
