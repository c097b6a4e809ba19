//! Waits until something in the report changed, and until whoever changes it seems to be done.
//!
//! Editors write a file in several steps: truncate and write, or write another and rename it. So changes are gathered until
//! there is a moment of silence. Which step it was does not matter, since a build reads what it needs and compares bytes: that
//! is why events are not paired and ordered, as debouncers do it.

use super::changes::Places;
use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind};
use notify::{Config, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant, UNIX_EPOCH};

/// How long nothing must happen.
const SILENCE: Duration = Duration::from_millis(10);
/// How long is waited for silence at most.
const LONGEST: Duration = Duration::from_millis(500);
/// How often files are looked at where the system does not tell.
const POLL: Duration = Duration::from_millis(500);
/// After a folder was made: what came into it before it was watched is found by looking once more.
const ONCE_MORE: Duration = Duration::from_millis(150);

/// What reaches a watcher.
#[derive(Debug)]
pub enum Message {
    /// The file system says something.
    Event(notify::Result<notify::Event>),
    /// The user wants to end.
    Stop,
}

/// What a watcher waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    /// Something changed: paths as the report names them. None of them when it is not known what.
    Changed(BTreeSet<String>),
    /// The user wants to end.
    Stopped,
}

/// Watches the files of a report.
pub struct Watcher {
    system: Box<dyn notify::Watcher + Send>,
    sender: Sender<Message>,
    receiver: Receiver<Message>,
    places: Places,
    watched: BTreeMap<PathBuf, bool>,
    /// Folders were made or removed: what was watched may be another folder now.
    stale: bool,
    /// When to look again without being told.
    again: Option<Instant>,
    /// What the files looked like when events were lost.
    seen: Option<blake3::Hash>,
    polls: bool,
}

impl Watcher {
    /// Watches the places of a report.
    ///
    /// # Errors
    /// When the system cannot watch files at all.
    pub fn new(places: Places) -> Result<(Self, Sender<Message>), String> {
        let (sender, receiver) = mpsc::channel();
        let fault = |error: notify::Error| format!("cannot watch files: {error}");
        let system: Box<dyn notify::Watcher + Send> =
            match RecommendedWatcher::new(handler(&sender), Config::default()) {
                Ok(watcher) => Box::new(watcher),
                Err(_) => Box::new(poller(&sender).map_err(fault)?),
            };
        let (watched, to_stop) = (BTreeMap::new(), sender.clone());
        let mut watcher = Self {
            system,
            sender,
            receiver,
            places,
            watched,
            stale: false,
            again: None,
            seen: None,
            polls: false,
        };
        watcher.rewatch();
        Ok((watcher, to_stop))
    }

    /// Watches these places from now on. Whether there are new ones among them, which may have changed before.
    pub fn follow(&mut self, places: Places) -> bool {
        self.places = places;
        self.rewatch()
    }

    /// Looks again after a while, whatever happens; what was planned before is forgotten.
    pub fn look_again(&mut self, after: Duration) {
        self.again = Some(Instant::now() + after);
    }

    /// Whether files are looked at every now and then, since the system does not tell.
    #[must_use]
    pub const fn polls(&self) -> bool {
        self.polls
    }

    /// Waits for a change.
    pub fn wait(&mut self) -> Happening {
        let mut changed = BTreeSet::new();
        let mut lost = false;
        let mut first: Option<Instant> = None;
        loop {
            let ends = match first {
                Some(first) => Some((first + LONGEST).min(Instant::now() + SILENCE)),
                None => self.again,
            };
            let message = match ends {
                Some(ends) => self.receiver.recv_timeout(ends.saturating_duration_since(Instant::now())),
                None => self.receiver.recv().map_err(RecvTimeoutError::from),
            };
            match message {
                Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return Happening::Stopped,
                Err(RecvTimeoutError::Timeout) if first.is_none() => {
                    self.again = None;
                    return Happening::Changed(BTreeSet::new());
                }
                Err(RecvTimeoutError::Timeout) => {
                    if !lost || !changed.is_empty() || self.differs() {
                        return Happening::Changed(changed);
                    }
                    (first, lost) = (None, false);
                }
                Ok(Message::Event(event)) => {
                    let before = changed.len();
                    lost |= self.take(event, &mut changed);
                    if lost || changed.len() > before || first.is_some() {
                        first = first.or(Some(Instant::now()));
                    }
                }
            }
        }
    }

    /// Sorts an event in. Whether events were lost.
    fn take(&mut self, event: notify::Result<notify::Event>, changed: &mut BTreeSet<String>) -> bool {
        let event = match event {
            Ok(event) => event,
            Err(error) => {
                if matches!(error.kind, notify::ErrorKind::MaxFilesWatch) {
                    self.poll();
                }
                return true;
            }
        };
        for path in event.paths.iter().filter(|path| self.places.concern(path)) {
            changed.insert(self.places.shown(path));
            let is_new = matches!(event.kind, EventKind::Create(CreateKind::Folder));
            if is_new || matches!(event.kind, EventKind::Modify(ModifyKind::Name(_))) && path.is_dir() {
                self.again = self.again.or(Some(Instant::now() + ONCE_MORE));
            }
            let moved =
                !matches!(event.kind, EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_)));
            self.stale |= moved && self.places.holds_folder(path);
        }
        event.need_rescan()
    }

    /// Whether the files look otherwise than when events were lost before. Reading them, as a build does, can be what made
    /// the system lose events; so without this a build could be followed by another for ever.
    fn differs(&mut self) -> bool {
        let mut hasher = blake3::Hasher::new();
        for folder in self.places.folders() {
            for entry in
                walkdir::WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter().flatten()
            {
                add(&mut hasher, entry.path());
            }
        }
        self.places.files().iter().for_each(|file| add(&mut hasher, file));
        let now = Some(hasher.finalize());
        std::mem::replace(&mut self.seen, now) != now
    }

    fn rewatch(&mut self) -> bool {
        let wanted = self.places.watched();
        let gone: Vec<PathBuf> = self
            .watched
            .iter()
            .filter(|(path, mode)| self.stale || wanted.get(*path) != Some(mode))
            .map(|(path, _)| path.clone())
            .collect();
        for path in gone {
            // It may be gone itself.
            let _ = self.system.unwatch(&path);
            self.watched.remove(&path);
        }
        self.stale = false;
        let mut new = false;
        for (path, whole) in wanted {
            if self.watched.contains_key(&path) {
                continue;
            }
            let mode = if whole { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
            match self.system.watch(&path, mode) {
                Ok(()) => {
                    self.watched.insert(path, whole);
                    new = true;
                }
                Err(error) if matches!(error.kind, notify::ErrorKind::MaxFilesWatch) && self.poll() => {
                    return true;
                }
                // It went away meanwhile; what holds it is watched, and shows when it comes back.
                Err(_) => self.stale = true,
            }
        }
        new
    }

    /// Looks at files every now and then instead of being told. Whether that is new.
    fn poll(&mut self) -> bool {
        if self.polls {
            return false;
        }
        let Ok(system) = poller(&self.sender) else { return false };
        (self.system, self.polls) = (Box::new(system), true);
        self.watched.clear();
        self.rewatch();
        true
    }
}

impl std::fmt::Debug for Watcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watcher")
            .field("watched", &self.watched)
            .field("polls", &self.polls)
            .finish_non_exhaustive()
    }
}

fn poller(sender: &Sender<Message>) -> notify::Result<PollWatcher> {
    PollWatcher::new(handler(sender), Config::default().with_poll_interval(POLL))
}

/// Hands events on, but for those of reading: a build reads every file.
fn handler(sender: &Sender<Message>) -> impl FnMut(notify::Result<notify::Event>) + Send + 'static {
    let sender = sender.clone();
    move |event| {
        let reading = |kind: &EventKind| matches!(kind, EventKind::Access(access) if *access != AccessKind::Close(AccessMode::Write));
        if !event.as_ref().is_ok_and(|event| reading(&event.kind) && !event.need_rescan()) {
            // Whoever would receive it is gone at the end of the program.
            let _ = sender.send(Message::Event(event));
        }
    }
}

fn add(hasher: &mut blake3::Hasher, path: &std::path::Path) {
    let found = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file);
    let time = found.as_ref().and_then(|found| found.modified().ok()?.duration_since(UNIX_EPOCH).ok());
    hasher.update(format!("{} {:?} {time:?}\n", path.display(), found.map(|found| found.len())).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use camino::{Utf8Path, Utf8PathBuf};
    use std::fs;

    fn watcher() -> (tempfile::TempDir, Utf8PathBuf, Watcher) {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap().to_owned();
        fs::create_dir_all(root.join("content/data")).unwrap();
        fs::write(root.join("content/index.md"), "# A\n").unwrap();
        let (watcher, _) = Watcher::new(places(&root)).unwrap();
        (folder, root, watcher)
    }

    fn places(root: &Utf8Path) -> Places {
        Places::of(root, &crate::model::Config::default(), &root.join("output"))
    }

    fn changed(watcher: &mut Watcher) -> Vec<String> {
        // Should nothing come, the test ends all the same, and fails.
        watcher.look_again(Duration::from_secs(20));
        match watcher.wait() {
            Happening::Changed(paths) => paths.into_iter().collect(),
            Happening::Stopped => panic!("nobody stops it"),
        }
    }

    #[test]
    fn changes_are_named_and_the_program_s_own_files_are_passed_over() {
        let (_folder, root, mut watcher) = watcher();
        fs::create_dir(root.join("output")).unwrap();
        fs::write(root.join("output/index.html"), "x").unwrap();
        fs::write(root.join("content/index.md~"), "x").unwrap();
        fs::read(root.join("content/index.md")).unwrap();
        fs::write(root.join("content/data/a.csv"), "x").unwrap();
        assert_eq!(changed(&mut watcher), ["content/data/a.csv"]);
        fs::write(root.join("content/.new"), "# B\n").unwrap();
        fs::rename(root.join("content/.new"), root.join("content/index.md")).unwrap();
        assert_eq!(changed(&mut watcher), ["content/index.md"]);
        fs::write(root.join("sourcebook.toml"), "x").unwrap();
        assert_eq!(changed(&mut watcher), ["sourcebook.toml"]);
    }

    #[test]
    fn folders_that_come_back_are_watched_again() {
        let (_folder, root, mut watcher) = watcher();
        fs::remove_dir_all(root.join("content")).unwrap();
        assert!(changed(&mut watcher).iter().any(|path| path == "content"));
        watcher.follow(places(&root));
        fs::create_dir(root.join("content")).unwrap();
        assert_eq!(changed(&mut watcher), ["content"]);
        assert!(watcher.follow(places(&root)), "there is something new to watch");
        fs::write(root.join("content/b.md"), "x").unwrap();
        while changed(&mut watcher) != ["content/b.md"] {}
    }

    #[test]
    fn lost_events_lead_to_one_look_only() {
        let (_folder, root, mut watcher) = watcher();
        assert!(watcher.differs());
        assert!(!watcher.differs());
        fs::write(root.join("content/index.md"), "# Longer\n").unwrap();
        assert!(watcher.differs());
    }

    #[test]
    fn stopping_ends_the_wait() {
        let (_folder, _root, mut watcher) = watcher();
        watcher.sender.send(Message::Stop).unwrap();
        assert_eq!(watcher.wait(), Happening::Stopped);
    }
}
