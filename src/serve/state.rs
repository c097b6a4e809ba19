//! What the server shows: the site's folder and the last build's faults. Builds change it, connections wait for it.

use super::Faults;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Shared by builds and connections.
#[derive(Debug, Default)]
pub struct State {
    now: Mutex<Now>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Now {
    /// Counts what was published.
    edition: u64,
    site: Option<PathBuf>,
    faults: Option<Faults>,
}

impl State {
    /// Shows what a build came to. Without a folder the last good one stays.
    pub fn publish(&self, site: Option<&Path>, faults: Option<Faults>) {
        let mut now = self.lock();
        now.edition += 1;
        if let Some(site) = site {
            now.site = Some(site.to_owned());
        }
        now.faults = faults;
        drop(now);
        self.changed.notify_all();
    }

    /// Whether there is a site to show.
    #[must_use]
    pub fn has_site(&self) -> bool {
        self.lock().site.is_some()
    }

    /// The site's folder.
    pub(super) fn site(&self) -> Option<PathBuf> {
        self.lock().site.clone()
    }

    /// How often something was published, and the faults.
    pub(super) fn now(&self) -> (u64, Option<Faults>) {
        let now = self.lock();
        (now.edition, now.faults.clone())
    }

    /// Waits until something new is published, but not longer than `patience`.
    pub(super) fn wait(&self, seen: u64, patience: Duration) {
        let now = self.lock();
        let waited = self.changed.wait_timeout_while(now, patience, |now| now.edition == seen);
        drop(waited.unwrap_or_else(PoisonError::into_inner));
    }

    // Nothing is left half done under the lock, so a panic elsewhere spoils nothing.
    fn lock(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_good_site_stays() {
        let state = State::default();
        state.publish(Some(Path::new("output")), None);
        let before = state.now().0;
        state.publish(None, None);
        assert_eq!(state.site().as_deref(), Some(Path::new("output")));
        assert_ne!(state.now().0, before);
        state.wait(before, Duration::from_secs(60));
    }
}
