//! How far the reading of many documents has come, on a terminal and nowhere else.

use crate::catalogue::command::cli as words;
use crate::lang::Lang;
use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Nothing is shown of work that is done sooner.
const PATIENCE: Duration = Duration::from_millis(500);
/// Time between two changes of the line.
const PAUSE: Duration = Duration::from_millis(100);

/// A line on the terminal that says how many documents of how many have been read.
pub struct Progress {
    all: usize,
    lang: Lang,
    /// Documents read, when the line was last written, and how long it was; `None` where nothing is shown.
    state: Option<Mutex<State>>,
}

struct State {
    done: usize,
    shown: Instant,
    width: usize,
}

impl Progress {
    /// Progress of reading `all` documents, shown where there are several and somebody looks.
    pub fn of(all: usize, lang: Lang) -> Progress {
        let shown = all > 1 && std::io::stderr().is_terminal();
        // As if the line had been written so long ago that it is due after the time nobody minds.
        let state = shown.then(|| Mutex::new(State { done: 0, shown: Instant::now() + PATIENCE, width: 0 }));
        Progress { all, lang, state }
    }

    /// One more has been read.
    pub fn step(&self) {
        let Some(state) = &self.state else { return };
        let mut state = state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        state.done += 1;
        if state.shown.checked_add(PAUSE).is_none_or(|due| Instant::now() < due) {
            return;
        }
        let line = words::reading(state.done, self.all, self.lang);
        state.shown = Instant::now();
        state.width = line.chars().count().saturating_mul(2).max(state.width);
        // What cannot be shown is no reason to stop.
        let _ = write!(std::io::stderr(), "\r{line}").and_then(|()| std::io::stderr().flush());
    }

    /// Takes the line away.
    pub fn clear(&self) {
        let Some(state) = &self.state else { return };
        let state = state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if state.width > 0 {
            let _ = write!(std::io::stderr(), "\r{}\r", " ".repeat(state.width)).and_then(|()| std::io::stderr().flush());
        }
    }
}
