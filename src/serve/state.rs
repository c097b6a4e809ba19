//! What the server shows: the site's folder and the last build's faults. Builds change it, connections wait for it.

use super::Faults;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
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
    /// Files that are newer than those of the folder.
    fresh: BTreeMap<String, Arc<[u8]>>,
    faults: Option<Faults>,
}

impl State {
    /// Shows what a build came to. Without a folder the last good one stays.
    pub fn publish(&self, site: Option<&Path>, faults: Option<Faults>) {
        let mut now = self.lock();
        now.edition += 1;
        if let Some(site) = site {
            now.site = Some(site.to_owned());
            now.fresh.clear();
        }
        now.faults = faults;
        drop(now);
        self.changed.notify_all();
    }

    /// Shows files in the place of those in the site's folder, until the next build is published.
    pub fn show(&self, files: Vec<(String, Vec<u8>)>) {
        let mut now = self.lock();
        now.edition += 1;
        now.fresh.extend(files.into_iter().map(|(path, bytes)| (path, Arc::from(bytes))));
        drop(now);
        self.changed.notify_all();
    }

    /// Whether the last build had errors.
    #[must_use]
    pub fn has_faults(&self) -> bool {
        self.lock().faults.is_some()
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

    /// A file that is newer than that of the folder.
    pub(super) fn fresh(&self, path: &str) -> Option<Arc<[u8]>> {
        self.lock().fresh.get(path).cloned()
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
    fn what_is_shown_first_goes_with_the_next_build() {
        let state = State::default();
        state.publish(Some(Path::new("output")), None);
        state.show(vec![("index.html".to_owned(), b"new".to_vec())]);
        assert_eq!(state.fresh("index.html").as_deref(), Some(&b"new"[..]));
        state.publish(None, None);
        assert!(state.fresh("index.html").is_some(), "nothing newer was written");
        state.publish(Some(Path::new("output")), None);
        assert!(state.fresh("index.html").is_none());
    }

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
