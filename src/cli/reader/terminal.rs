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
        event::{
            self, DisableBracketedPaste, EnableBracketedPaste, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers,
        },
        execute,
    },
};
use std::{
    io::{self, stdout},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

/// The signals on which the reader ends as with `q`.
#[cfg(unix)]
const SIGNALS: &[i32] = &[signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP];
#[cfg(not(unix))]
const SIGNALS: &[i32] = &[signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM];

/// How long a key is waited for before signals are looked at.
const WAIT: Duration = Duration::from_millis(200);
/// How often it is looked whether other programs changed the open file.
const LOOK: Duration = Duration::from_secs(1);

/// Gives the terminal back when dropped; a panic has given it back before it speaks.
struct Taken;

impl Drop for Taken {
    fn drop(&mut self) {
        let _ = execute!(stdout(), DisableBracketedPaste);
        ratatui::restore();
    }
}

/// Reads keys until the person quits or a signal comes.
pub(super) fn run(state: &mut State, first: Ask, disk: &mut Files, ink: Ink) -> io::Result<()> {
    let ended = Arc::new(AtomicBool::new(false));
    for signal in SIGNALS {
        signal_hook::flag::register(*signal, Arc::clone(&ended))?;
    }
    let mut terminal = ratatui::try_init()?;
    let taken = Taken;
    execute!(stdout(), EnableBracketedPaste)?;
    terminal.draw(|frame| screen::draw(frame, state, ink))?;
    answer(state, Some(first), disk);
    let done = read(state, disk, &mut terminal, ink, &ended);
    drop(taken);
    done
}

fn read(
    state: &mut State,
    disk: &mut Files,
    terminal: &mut DefaultTerminal,
    ink: Ink,
    ended: &AtomicBool,
) -> io::Result<()> {
    let mut looked = Instant::now();
    while !ended.load(Ordering::Relaxed) {
        terminal.draw(|frame| screen::draw(frame, state, ink))?;
        let mut is_drawn = true;
        while is_drawn && !ended.load(Ordering::Relaxed) {
            if looked.elapsed() >= LOOK {
                looked = Instant::now();
                if let Some(book) = disk.changed() {
                    state.reread(book);
                    is_drawn = false;
                }
            }
            // All that was typed is taken before the screen is drawn again.
            let mut wait = WAIT;
            while event::poll(wait)? {
                wait = Duration::ZERO;
                is_drawn = false;
                let Some(key) = key(event::read()?) else { continue };
                let ask = state.press(&key);
                match answer(state, ask, disk) {
                    After::Draw => {}
                    After::Redraw => terminal.clear()?,
                    After::Quit => return Ok(()),
                }
            }
        }
    }
    Ok(())
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
