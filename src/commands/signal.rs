//! The user's wish to end the program, for work that must tidy up first.

use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Holds signals back while it lives: the first is remembered, a second ends the program at once.
#[derive(Debug)]
pub(super) struct Signal {
    asked: Arc<AtomicBool>,
    over: Arc<AtomicBool>,
}

impl Signal {
    /// Begins. A process can do so once; where that fails, a signal ends the program as ever.
    pub(super) fn hold_back() -> Self {
        let signal = Self { asked: Arc::default(), over: Arc::default() };
        let (asked, over) = (Arc::clone(&signal.asked), Arc::clone(&signal.over));
        let handler = move || {
            if asked.swap(true, Ordering::SeqCst) || over.load(Ordering::SeqCst) {
                process::exit(130);
            }
        };
        // Without it, only temporary files are left behind.
        let _ = ctrlc::set_handler(handler);
        signal
    }

    /// Whether a signal came.
    pub(super) fn came(&self) -> bool {
        self.asked.load(Ordering::SeqCst)
    }
}

impl Drop for Signal {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
    }
}
