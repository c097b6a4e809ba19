//! The pages' texts. Few or small ones are held from the first look to the last; all others are let go once their hash is known, and
//! read again when their turn comes. One that has another hash then was changed meanwhile, and the build begins anew. Those that are
//! the files that the last build read are not read before their turn comes (`load::Stamp`), nor are files of CSV, of which a
//! large report has as many.

use super::Request;
use super::record::{DataRecord, PageRecord};
use super::store::Store;
use crate::diagnostics::{Diagnostics, FileId, Files, below};
use crate::load::{self, Blob, DATA, Former, Known};
use crate::model::{Asset, Config};
use bytes::Bytes;
use camino::Utf8PathBuf;
use rayon::prelude::*;
use std::sync::Arc;

/// Pages whose sources weigh no more than this together stay parsed from the first look at them to the last. Parsed,
/// a page takes some twenty times its source.
pub(super) const KEPT: usize = 12 << 20;

/// What becomes of texts that weigh more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Texts {
    LetGo,
    Held,
}

/// The sources of a build, of which the hashes are known.
#[derive(Debug, Clone)]
pub(super) struct Sources {
    folder: Utf8PathBuf,
    texts: Texts,
    sizes: Vec<usize>,
    /// Of pages in the order of their paths.
    pub(super) pages: Vec<blake3::Hash>,
    /// Of data files in the order of their paths.
    pub(super) data: Vec<blake3::Hash>,
}

/// What the last build saw: which files there were, and what pages were when it read them, and tables if they are wanted.
pub(super) fn known(store: &Store, tables: bool) -> Known<'_> {
    let page = |page: &'_ PageRecord| page.stamp.zip(Some(page.text));
    let table = |data: &DataRecord| {
        let is_wanted = tables && data.path.ends_with(".csv");
        data.stamp.zip(Some(data.bytes)).filter(|_| is_wanted)
    };
    Known {
        pages: store.pages.iter().map(|record| Former { path: &record.path, read: page(record) }).collect(),
        data: store.data.iter().map(|record| Former { path: &record.path, read: table(record) }).collect(),
        listing: store.listing.clone(),
    }
}

impl Sources {
    /// Those of a report that was read; its pages' texts are let go when that is wanted.
    pub(super) fn of(
        request: &Request<'_>,
        config: &Config,
        content: &mut load::Texts,
        texts: Texts,
    ) -> Self {
        let hash = |blob: &Blob| blob.unread.unwrap_or_else(|| blake3::hash(&blob.bytes));
        let hashes = |blobs: &[Blob]| blobs.par_iter().map(hash).collect();
        let (pages, data) = (hashes(&content.pages), hashes(&content.data));
        let sizes: Vec<usize> = content.pages.iter().map(|blob| blob.size).collect();
        let texts = if sizes.iter().sum::<usize>() > KEPT { texts } else { Texts::Held };
        if texts == Texts::LetGo {
            Arc::make_mut(&mut content.pages).iter_mut().for_each(Blob::let_go);
        }
        let folder = request.root.join(&config.build.content);
        Self { folder, texts, sizes, pages, data }
    }

    /// What pages weigh together.
    pub(super) fn weight(&self, indices: &[usize]) -> usize {
        indices.iter().filter_map(|index| self.sizes.get(*index)).sum()
    }

    /// The bytes of a page; `None` when they changed.
    pub(super) fn bytes(&self, blobs: &[Blob], index: usize) -> Option<Bytes> {
        let blob = blobs.get(index)?;
        if self.texts == Texts::Held && blob.unread.is_none() {
            return Some(blob.bytes.clone());
        }
        load::bytes_again(&self.folder.join(&blob.path), self.pages.get(index)?)
    }

    /// The bytes of a data file; `None` when they changed.
    pub(super) fn data_bytes(&self, blobs: &[Blob], index: usize) -> Option<Bytes> {
        let blob = blobs.get(index)?;
        match blob.unread {
            None => Some(blob.bytes.clone()),
            Some(hash) => load::bytes_again(&self.folder.join(DATA).join(&blob.path), &hash),
        }
    }

    /// Some of the data files, read if they were not yet. `None` when one changed.
    pub(super) fn opened(&self, blobs: &[Blob], wanted: &[usize]) -> Option<Vec<Blob>> {
        let open = |index: &usize| {
            let blob = blobs.get(*index)?;
            match blob.unread {
                None => Some(blob.clone()),
                Some(_) => self.data_bytes(blobs, *index).map(|bytes| blob.with_bytes(bytes)),
            }
        };
        wanted.par_iter().map(open).collect()
    }

    /// Reads all data files that were not read yet, for those who parse and those who publish them. `None` when one changed.
    pub(super) fn open_data(&self, blobs: &mut Arc<Vec<Blob>>, assets: &mut [Asset]) -> Option<()> {
        let unread = (0..blobs.len()).into_par_iter().filter(|index| blobs[*index].unread.is_some());
        let read = unread.map(|index| Some((index, self.data_bytes(blobs, index)?)));
        let read: Vec<(usize, Bytes)> = read.collect::<Option<_>>()?;
        if read.is_empty() {
            return Some(());
        }
        let blobs = Arc::make_mut(blobs);
        for (index, bytes) in read {
            let path = below(DATA, &blobs[index].path);
            // In the order of the paths, as all files are.
            let asset = assets.binary_search_by(|asset| asset.path.cmp(&path)).ok()?;
            assets[asset].bytes = bytes.clone();
            blobs[index] = blobs[index].with_bytes(bytes);
        }
        Some(())
    }

    /// Gives the files of pages their texts; says which are text. `None` when one of them changed.
    pub(super) fn open(
        &self,
        blobs: &[Blob],
        pages: &[(usize, FileId)],
        files: &mut Files,
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<bool>> {
        let read: Option<Vec<Bytes>> = pages.par_iter().map(|(index, _)| self.bytes(blobs, *index)).collect();
        let opened = pages.iter().zip(read?);
        Some(opened.map(|((_, file), bytes)| load::set_text(files, diagnostics, *file, &bytes)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::Gathered;
    use camino::Utf8Path;
    use std::fs;

    fn sources(root: &Utf8Path, texts: Texts) -> (Sources, Gathered) {
        let options = load::Options::default();
        let request = Request {
            root,
            options: &options,
            output: None,
            home: None,
            cache: false,
            strict: false,
            date: None,
            version: "",
            program: "",
            previews: false,
        };
        let mut gathered = load::gather(root, &options, usize::MAX, Known::default);
        let sources = Sources::of(&request, &gathered.report.config, &mut gathered.content, texts);
        (sources, gathered)
    }

    #[test]
    fn texts_that_were_let_go_are_read_again_unless_they_changed() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = Utf8Path::from_path(folder.path()).expect("a path in UTF-8");
        let large = "words ".repeat(KEPT / 6 + 1);
        fs::create_dir(root.join("content")).expect("made");
        for (path, text) in
            [("sourcebook.toml", "title = \"A\""), ("content/index.md", &large), ("content/a.md", "# A\n")]
        {
            fs::write(root.join(path), text).expect("written");
        }
        let (held, gathered) = sources(root, Texts::Held);
        let (let_go, empty) = sources(root, Texts::LetGo);
        assert!(empty.content.pages.iter().all(|blob| blob.bytes.is_empty()));
        assert_eq!(held.weight(&[0, 1]), large.len() + 4);
        for index in [0, 1] {
            assert_eq!(let_go.bytes(&empty.content.pages, index), held.bytes(&gathered.content.pages, index));
        }
        fs::write(root.join("content/a.md"), "# B\n").expect("written");
        assert_eq!(let_go.bytes(&empty.content.pages, 0), None);
        assert_eq!(held.bytes(&gathered.content.pages, 0).as_deref(), Some(&b"# A\n"[..]));
        let mut files = Files::default();
        let pages = [(0, files.add("content/a.md", "")), (1, files.add("content/index.md", ""))];
        let mut opened = |sources: &Sources, gathered: &Gathered| {
            sources.open(&gathered.content.pages, &pages, &mut files, &mut Diagnostics::default())
        };
        assert_eq!(opened(&let_go, &empty), None);
        assert_eq!(opened(&held, &gathered), Some(vec![true, true]));
        fs::remove_file(root.join("content/index.md")).expect("removed");
        assert_eq!(let_go.bytes(&empty.content.pages, 1), None);
    }

    #[test]
    fn small_reports_are_held() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = Utf8Path::from_path(folder.path()).expect("a path in UTF-8");
        fs::create_dir(root.join("content")).expect("made");
        fs::write(root.join("sourcebook.toml"), "title = \"A\"").expect("written");
        fs::write(root.join("content/index.md"), "# A\n").expect("written");
        let (sources, gathered) = sources(root, Texts::LetGo);
        assert_eq!(sources.bytes(&gathered.content.pages, 0).as_deref(), Some(&b"# A\n"[..]));
    }
}
