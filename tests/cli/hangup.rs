//! `ibid review` on a terminal that goes away without a signal, as when the other end of a connection does: the
//! terminal is a pseudo-terminal of the test's own, and is nobody's controlling terminal.

use super::Workspace;
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    fd::OwnedFd,
    fs::{Mode, OFlags},
    io::{FdFlags, fcntl_setfd},
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{Winsize, tcsetwinsize},
};
use std::{
    process::Stdio,
    time::{Duration, Instant},
};

const SIDECAR: &str = "annotations/ferry.md.yaml";
/// How long what is waited for may take, on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(30);

/// Takes what is drawn, as a terminal does, until something is so of all of it.
#[track_caller]
fn watch(near: &OwnedFd, is_so: impl Fn(&str) -> bool) {
    let (begun, mut drawn) = (Instant::now(), vec![]);
    while !is_so(&String::from_utf8_lossy(&drawn)) {
        assert!(begun.elapsed() < PATIENCE, "it never came:\n{}", String::from_utf8_lossy(&drawn).escape_debug());
        let wait = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };
        if poll(&mut [PollFd::new(near, PollFlags::IN)], Some(&wait)).unwrap() > 0 {
            let mut bytes = [0; 4096];
            let count = rustix::io::read(near, &mut bytes).unwrap();
            drawn.extend(&bytes[..count]);
        }
    }
}

#[test]
fn a_terminal_that_goes_away_in_silence_ends_it() {
    let here = Workspace::annotated();
    let near = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    // Else the command has it too, and its terminal never goes away.
    fcntl_setfd(&near, FdFlags::CLOEXEC).unwrap();
    grantpt(&near).unwrap();
    unlockpt(&near).unwrap();
    tcsetwinsize(&near, Winsize { ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
    let far = ptsname(&near, vec![]).unwrap();
    let far = rustix::fs::open(far.as_c_str(), OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap();
    let mut command = here.command(&["review"]);
    let stream = || Stdio::from(far.try_clone().unwrap());
    command.env("TERM", "xterm").stdin(stream()).stdout(stream()).stderr(stream());
    let mut child = command.spawn().unwrap();
    watch(&near, |drawn| drawn.contains("1/1"));
    rustix::io::write(&near, b"a").unwrap();
    watch(&near, |_| here.read(SIDECAR).contains("review: accepted"));
    assert!(child.try_wait().unwrap().is_none(), "it has a terminal still");
    drop(near);

    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if begun.elapsed() > PATIENCE {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("it goes on without a terminal");
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    assert_eq!(status.code(), Some(0));
    assert!(here.read(SIDECAR).contains("review: accepted"));
    assert!(!here.has("annotations/.ibid.lock"));
}
