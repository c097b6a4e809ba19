//! The page cache on disk: the records of pages and data files (`.sourcebook/cache/records`); all else, with what was found out
//! since of a few of them (`.sourcebook/cache/pages`); and the texts that these name (`parts`). It is found again only by the same
//! program with the same configuration, templates, sources, files and options. Every fault of it means only that all pages are made
//! again.

use super::codec::{Decoder, Encoder};
use super::parts::{Part, Parts};
use super::record::{DataRecord, Output, PageRecord};
use crate::load::Listing;
use crate::site::cache;
use crate::site::write::{KnownManifest, Twin, Twins};
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::Path;

/// The first bytes of the file; another number for another format.
const MAGIC: &[u8] = b"sourcebook pages 9\n";
/// The file of records.
const RECORDS: &str = "records";
/// The file of all else.
const HEAD: &str = "pages";
/// The records are written anew once one of so many is another.
const SHARE: usize = 16;
/// What the file's name begins with while it is written.
const UNFINISHED: &str = ".tmp";
/// Items that are encoded in one go.
const PORTION: usize = 256;
/// Pages that are encoded while others are written.
const AT_ONCE: usize = 4096;

/// What the last build left.
#[derive(Debug)]
pub(super) struct Store {
    /// What it was left under.
    pub(super) key: blake3::Hash,
    /// Pages in the order of their paths.
    pub(super) pages: Vec<PageRecord>,
    /// Data files in the order of their paths.
    pub(super) data: Vec<DataRecord>,
    /// Whether data files can be read one by one: nothing was found in any, and none speaks of another.
    pub(super) apart: bool,
    /// Which other files the content folder held.
    pub(super) listing: Listing,
    /// What each file of the search index was made of.
    pub(super) search: Vec<blake3::Hash>,
    /// What `facts.json` was made of, as one hash.
    pub(super) facts: blake3::Hash,
    /// Files of the site that belong to no page.
    pub(super) others: Vec<Output>,
    /// What was found, see `findings`.
    pub(super) findings: Vec<u8>,
    /// Folders of the site that need not be looked into, if they are as they were.
    pub(super) twins: Twins,
    /// What of it stands on the disk already.
    pub(super) written: Written,
}

/// What the file of records holds, and which of them another one has taken the place of since it was written.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// The hash of the file; `None` when there is none to build on.
    file: Option<blake3::Hash>,
    /// Indices of pages.
    pub(super) pages: BTreeSet<usize>,
    /// Indices of data files.
    pub(super) data: BTreeSet<usize>,
}

impl Store {
    /// Reads the store of a report.
    pub(super) fn read(root: &Utf8Path) -> Option<Self> {
        let (records, head) =
            rayon::join(|| read(root, RECORDS, decode_records), || read(root, HEAD, Self::decode));
        let (file, (pages, data)) = records?;
        let (_, mut store) = head?;
        if store.written.file != Some(file) {
            return None;
        }
        let (new_pages, new_data) = (std::mem::take(&mut store.pages), std::mem::take(&mut store.data));
        (store.pages, store.data) = (pages, data);
        for (index, page) in store.written.pages.iter().zip(new_pages) {
            *store.pages.get_mut(*index)? = page;
        }
        for (index, data) in store.written.data.iter().zip(new_data) {
            *store.data.get_mut(*index)? = data;
        }
        Some(store)
    }

    /// All but the records, of which only those that changed are there.
    fn decode(body: &[u8]) -> Option<Self> {
        let mut from = Decoder::new(body);
        let key = from.hash()?;
        let apart = from.flag()?;
        let others = from.list(|from| from.text().map(Utf8PathBuf::from))?;
        let folders = from.list(|from| Some((from.text()?.into(), from.list(Decoder::stamp)?.pop())))?;
        let listing = Listing { others, folders };
        let search = from.list(Decoder::hash)?;
        let facts = from.hash()?;
        let findings = from.section()?.to_vec();
        let manifest = from.list(Decoder::hash)?.pop();
        let spare = from.list(Decoder::hash)?.pop();
        let file = Some(from.hash()?);
        let pages: BTreeMap<usize, PageRecord> =
            from.list(|from| Some((from.size()?, PageRecord::decode(from)?)))?.into_iter().collect();
        let data: BTreeMap<usize, DataRecord> =
            from.list(|from| Some((from.size()?, DataRecord::decode(from)?)))?.into_iter().collect();
        let (others, folders) = (from.section()?, from.section()?);
        let (others, folders) = rayon::join(
            || Decoder::new(others).list(Output::decode),
            || Decoder::new(folders).list(decode_twin),
        );
        let twins = Twins { manifest, spare, folders: folders?.into_iter().collect() };
        let written =
            Written { file, pages: pages.keys().copied().collect(), data: data.keys().copied().collect() };
        Some(Self {
            key,
            pages: pages.into_values().collect(),
            data: data.into_values().collect(),
            apart,
            listing,
            search,
            facts,
            others: others?,
            findings,
            twins,
            written,
        })
    }

    /// All files of the site.
    pub(super) fn outputs(&self) -> impl Iterator<Item = &Output> {
        let of_pages = self.pages.iter().flat_map(PageRecord::files);
        of_pages.chain(&self.others)
    }

    /// What is known of the list of files in the output folder.
    pub(super) fn manifest(&self) -> Option<KnownManifest<'_>> {
        let files = Box::new(self.outputs().map(|output| (output.path.as_str(), output.hash)));
        self.twins.manifest.map(|manifest| KnownManifest { manifest, files })
    }

    /// Keeps it; a fault is nobody's business.
    pub(super) fn write(&mut self, root: &Utf8Path, parts: &mut Parts) {
        // By kind, as they are read.
        let mut live: Vec<&mut Part> = self.data.iter_mut().flat_map(|data| &mut data.facts).collect();
        let (mut figures, mut facts) = (Vec::new(), Vec::new());
        for page in &mut self.pages {
            live.push(&mut page.search);
            figures.push(&mut page.figures);
            facts.push(&mut page.facts);
        }
        live.append(&mut figures);
        live.append(&mut facts);
        let Some(moved) = parts.settle(live) else { return };
        let few = (self.pages.len() + self.data.len()) / SHARE;
        let changed = self.written.pages.len() + self.written.data.len();
        if moved || changed > few || self.written.file.is_none() {
            self.written = Written { file: self.write_records(root).ok(), ..Written::default() };
        }
        if self.write_head(root).is_ok() {
            let of_data = self.data.iter().flat_map(|data| &data.facts);
            parts.keep(self.pages.iter().flat_map(PageRecord::parts).chain(of_data));
        }
    }

    /// Writes the records of all pages and data files, portion by portion.
    fn write_records(&self, root: &Utf8Path) -> io::Result<blake3::Hash> {
        keep(root, RECORDS, |add| {
            let mut head = Encoder::default();
            head.bytes(&list(&self.data, |to, data| data.encode(to)));
            head.number(self.pages.len() as u64);
            add(&head.finish())?;
            // One portion is encoded while the one before is written. Each page has its length before it, so that pages can be decoded
            // side by side.
            let encoded = |pages| encoded(pages, |to, page: &PageRecord| to.nested(|to| page.encode(to)));
            let mut portions = self.pages.chunks(AT_ONCE);
            let mut next = portions.next().map(encoded);
            while let Some(portion) = next {
                let (added, encoded) = rayon::join(|| add(&portion), || portions.next().map(encoded));
                added?;
                next = encoded;
            }
            Ok(())
        })
    }

    /// Writes all else, and the records that changed.
    fn write_head(&self, root: &Utf8Path) -> io::Result<blake3::Hash> {
        let file = self.written.file.ok_or_else(|| io::Error::other("no records"))?;
        let folders: Vec<(&String, &Twin)> = self.twins.folders.iter().collect();
        let (others, folders) = rayon::join(
            || list(&self.others, |to, output| output.encode(to)),
            || list(&folders, encode_twin),
        );
        let mut to = Encoder::default();
        to.hash(&self.key);
        to.flag(self.apart);
        to.list(&self.listing.others, |to, path| to.text(path.as_str()));
        to.list(&self.listing.folders, |to, (path, stamp)| {
            to.text(path.as_str());
            to.list(stamp.as_slice(), Encoder::stamp);
        });
        to.list(&self.search, Encoder::hash);
        to.hash(&self.facts);
        to.bytes(&self.findings);
        to.list(self.twins.manifest.as_slice(), Encoder::hash);
        to.list(self.twins.spare.as_slice(), Encoder::hash);
        to.hash(&file);
        to.number(self.written.pages.len() as u64);
        for index in &self.written.pages {
            to.number(*index as u64);
            self.pages[*index].encode(&mut to);
        }
        to.number(self.written.data.len() as u64);
        for index in &self.written.data {
            to.number(*index as u64);
            self.data[*index].encode(&mut to);
        }
        to.bytes(&others);
        to.bytes(&folders);
        keep(root, HEAD, |add| add(&to.finish()))
    }
}

/// Reads a file, while its hash is taken.
fn read<T: Send>(
    root: &Utf8Path,
    name: &str,
    decode: impl FnOnce(&[u8]) -> Option<T> + Send,
) -> Option<(blake3::Hash, T)> {
    let bytes = fs::read(cache::folder(root.as_std_path()).join(name)).ok()?;
    let body = bytes.strip_prefix(MAGIC)?;
    let (hash, body) = body.split_at_checked(blake3::OUT_LEN)?;
    let (found, decoded) = rayon::join(|| blake3::hash(body), || decode(body));
    decoded.filter(|_| found.as_bytes() == hash).map(|decoded| (found, decoded))
}

/// Writes a file; gives the hash of what was added.
fn keep(
    root: &Utf8Path,
    name: &str,
    write: impl FnOnce(&mut (dyn FnMut(&[u8]) -> io::Result<()> + Send)) -> io::Result<()>,
) -> io::Result<blake3::Hash> {
    let folder = cache::folder(root.as_std_path());
    cache::make(&folder)?;
    clear(&folder);
    let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(&folder)?;
    file.write_all(MAGIC)?;
    // The place of the hash, which is known last.
    file.write_all(&[0; blake3::OUT_LEN])?;
    let mut hasher = blake3::Hasher::new();
    write(&mut |bytes| {
        let (_, written) = rayon::join(|| hasher.update(bytes), || file.write_all(bytes));
        written
    })?;
    file.seek(SeekFrom::Start(MAGIC.len() as u64))?;
    let hash = hasher.finalize();
    file.write_all(hash.as_bytes())?;
    file.persist(folder.join(name))?;
    Ok(hash)
}

/// Pages and data files, each list in the order of the paths.
type Records = (Vec<PageRecord>, Vec<DataRecord>);

fn decode_records(body: &[u8]) -> Option<Records> {
    let mut from = Decoder::new(body);
    let data = from.section()?;
    let pages = from.list(Decoder::section)?;
    let page = |bytes: &[u8]| PageRecord::decode(&mut Decoder::new(bytes));
    let (data, pages) = rayon::join(
        || Decoder::new(data).list(DataRecord::decode),
        || pages.into_par_iter().map(page).collect::<Vec<Option<PageRecord>>>(),
    );
    // The same memory serves for both lists.
    Some((pages.into_iter().collect::<Option<_>>()?, data?))
}

/// Removes what builds that were killed did not come to the end of. Should another build be writing, it keeps nothing, and makes all
/// pages the next time.
fn clear(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let unfinished = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().starts_with(UNFINISHED);
    for entry in entries.filter(unfinished) {
        let _ = fs::remove_file(entry.path());
    }
}

/// The items of a list, encoded side by side.
fn encoded<T: Sync>(items: &[T], encode: impl Fn(&mut Encoder, &T) + Sync) -> Vec<u8> {
    let portion = |items: &[T]| {
        let mut to = Encoder::default();
        items.iter().for_each(|item| encode(&mut to, item));
        to.finish()
    };
    items.par_chunks(PORTION).map(portion).collect::<Vec<_>>().concat()
}

/// The same with the length of the list before them.
fn list<T: Sync>(items: &[T], encode: impl Fn(&mut Encoder, &T) + Sync) -> Vec<u8> {
    let mut to = Encoder::default();
    to.number(items.len() as u64);
    [to.finish(), encoded(items, encode)].concat()
}

fn encode_twin(to: &mut Encoder, (folder, twin): &(&String, &Twin)) {
    to.text(folder);
    to.stamp(&twin.output);
    to.stamp(&twin.spare);
}

fn decode_twin(from: &mut Decoder<'_>) -> Option<(String, Twin)> {
    Some((from.text()?, Twin { output: from.stamp()?, spare: from.stamp()? }))
}

#[cfg(test)]
mod tests;
