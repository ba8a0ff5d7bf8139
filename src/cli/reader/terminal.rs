//! The terminal: taken for as long as the reader runs, and given back however that ends.

use super::{
    disk::{After, Files, answer},
    keys::Key,
    screen::{self, Ink},
    state::{Ask, State},
};
use ratatui::{
    DefaultTerminal,
    crossterm::{
        cursor::Show,
        event::{
            self, DisableBracketedPaste, EnableBracketedPaste, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers,
        },
        execute,
    },
};
use std::{
    io::{self, IsTerminal as _, stdin, stdout},
    mem::ManuallyDrop,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver, RecvTimeoutError},
    },
    thread,
    time::{Duration, Instant},
};

/// How long a key is waited for before signals, and the terminal, are looked at.
const WAIT: Duration = Duration::from_millis(200);
/// How often it is looked whether other programs changed the open file.
const LOOK: Duration = Duration::from_secs(1);

/// The signals on which the reader ends as with `q`.
#[derive(Default)]
struct Signals {
    ended: Arc<AtomicBool>,
    /// Apart from the others: it may come before the terminal is seen to be gone.
    hung_up: Arc<AtomicBool>,
}

impl Signals {
    fn heeded() -> io::Result<Self> {
        let signals = Self::default();
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
            signal_hook::flag::register(signal, Arc::clone(&signals.ended))?;
        }
        #[cfg(unix)]
        signal_hook::flag::register(signal_hook::consts::SIGHUP, Arc::clone(&signals.hung_up))?;
        Ok(signals)
    }

    /// Tells whether the terminal was closed: what was one is none then.
    fn is_gone(&self) -> bool {
        self.hung_up.load(Ordering::Relaxed) || !stdin().is_terminal()
    }

    fn is_over(&self) -> bool {
        self.ended.load(Ordering::Relaxed) || self.is_gone()
    }
}

/// How the reader ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The person left, or a signal came.
    Left,
    /// The terminal was closed: nobody can be told anything any more.
    Gone,
}

/// Gives the terminal back when dropped; a panic has given it back before it speaks.
struct Taken {
    /// Never dropped: where the cursor cannot be shown again it says so on standard error, and panics when that is
    /// gone too, as it is with the terminal.
    screen: ManuallyDrop<DefaultTerminal>,
}

impl Drop for Taken {
    fn drop(&mut self) {
        let _ = execute!(stdout(), DisableBracketedPaste, Show);
        let _ = ratatui::try_restore();
    }
}

/// Reads keys until the person quits, a signal comes or the terminal is closed.
pub(super) fn run(state: &mut State, first: Ask, disk: &mut Files, ink: Ink) -> io::Result<End> {
    let signals = Signals::heeded()?;
    let mut taken = Taken { screen: ManuallyDrop::new(ratatui::try_init()?) };
    let done = show(state, first, disk, &mut taken.screen, ink, &signals);
    drop(taken);
    // Whatever failed, it failed for want of a terminal.
    if signals.is_gone() { Ok(End::Gone) } else { done.map(|()| End::Left) }
}

fn show(
    state: &mut State,
    first: Ask,
    disk: &mut Files,
    screen: &mut DefaultTerminal,
    ink: Ink,
    signals: &Signals,
) -> io::Result<()> {
    execute!(stdout(), EnableBracketedPaste)?;
    screen.draw(|frame| screen::draw(frame, state, ink))?;
    answer(state, Some(first), disk);
    let events = listen()?;
    let mut looked = Instant::now();
    while !signals.is_over() {
        screen.draw(|frame| screen::draw(frame, state, ink))?;
        let mut is_drawn = true;
        while is_drawn && !signals.is_over() {
            if looked.elapsed() >= LOOK {
                looked = Instant::now();
                if let Some(book) = disk.changed() {
                    state.reread(book);
                    is_drawn = false;
                }
            }
            // All that was typed is taken before the screen is drawn again.
            let mut wait = WAIT;
            while let Some(event) = next(&events, wait)? {
                wait = Duration::ZERO;
                is_drawn = false;
                let Some(key) = key(event) else { continue };
                let ask = state.press(&key);
                match answer(state, ask, disk) {
                    After::Draw => {}
                    // Unlike `clear`, this does not ask the terminal where the cursor is: the answer is a key.
                    After::Redraw => screen.resize(screen.size()?.into())?,
                    After::Quit => return Ok(()),
                }
            }
        }
    }
    Ok(())
}

/// Reads what is typed, on a thread of its own: from a terminal that was closed crossterm never comes back, but tries
/// for ever to read it.
fn listen() -> io::Result<Receiver<io::Result<Event>>> {
    let (sender, events) = mpsc::channel();
    thread::Builder::new().name("keys".to_owned()).spawn(move || {
        loop {
            let event = event::read();
            let is_last = event.is_err();
            if sender.send(event).is_err() || is_last {
                return;
            }
        }
    })?;
    Ok(events)
}

/// Returns the next event; nothing when none comes for so long.
fn next(events: &Receiver<io::Result<Event>>, wait: Duration) -> io::Result<Option<Event>> {
    match events.recv_timeout(wait) {
        Ok(event) => event.map(Some),
        Err(RecvTimeoutError::Timeout) => Ok(None),
        Err(RecvTimeoutError::Disconnected) => Err(io::Error::other("no more keys can be read")),
    }
}

fn key(event: Event) -> Option<Key> {
    match event {
        Event::Key(KeyEvent { kind: KeyEventKind::Release, .. }) => None,
        Event::Key(KeyEvent { code, modifiers, .. }) => {
            let control = modifiers.contains(KeyModifiers::CONTROL);
            Some(match code {
                KeyCode::Char(c) if control => Key::Control(c.to_ascii_lowercase()),
                KeyCode::Char(_) if modifiers.contains(KeyModifiers::ALT) => return None,
                KeyCode::Char(c) => Key::Char(c),
                KeyCode::Enter => Key::Enter,
                KeyCode::Esc => Key::Escape,
                KeyCode::Backspace => Key::Backspace,
                KeyCode::Delete => Key::Delete,
                KeyCode::BackTab => Key::BackTab,
                KeyCode::Tab if modifiers.contains(KeyModifiers::SHIFT) => Key::BackTab,
                KeyCode::Tab => Key::Tab,
                KeyCode::Up => Key::Up,
                KeyCode::Down => Key::Down,
                KeyCode::Left => Key::Left,
                KeyCode::Right => Key::Right,
                KeyCode::PageUp => Key::PageUp,
                KeyCode::PageDown => Key::PageDown,
                KeyCode::Home => Key::Home,
                KeyCode::End => Key::End,
                _ => return None,
            })
        }
        Event::Paste(text) => Some(Key::Paste(text)),
        _ => None,
    }
}
