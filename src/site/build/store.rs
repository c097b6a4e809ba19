//! The page cache on disk: one file, `.sourcebook/cache/pages`, and the texts that it names (`parts`), found again only by the
//! same program with the same configuration, templates, sources, files and options. Every fault of it means only that all
//! pages are made again.

use super::codec::{Decoder, Encoder};
use super::parts::{Part, Parts};
use super::record::{DataRecord, Output, PageRecord};
use crate::load::Listing;
use crate::site::cache;
use crate::site::write::{KnownManifest, Twin, Twins};
use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use std::fs;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// The first bytes of the file; another number for another format.
const MAGIC: &[u8] = b"sourcebook pages 8\n";
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
}

fn path(root: &Utf8Path) -> PathBuf {
    cache::folder(root.as_std_path()).join("pages")
}

impl Store {
    /// Reads the store of a report.
    pub(super) fn read(root: &Utf8Path) -> Option<Self> {
        let bytes = fs::read(path(root)).ok()?;
        let body = bytes.strip_prefix(MAGIC)?;
        let (hash, body) = body.split_at_checked(blake3::OUT_LEN)?;
        let (found, store) = rayon::join(|| blake3::hash(body), || Self::decode(body));
        store.filter(|_| found.as_bytes() == hash)
    }

    fn decode(body: &[u8]) -> Option<Self> {
        let mut from = Decoder::new(body);
        let key = from.hash()?;
        let apart = from.flag()?;
        let data = from.section()?;
        let others = from.list(|from| from.text().map(Utf8PathBuf::from))?;
        let folders = from.list(|from| Some((from.text()?.into(), from.list(Decoder::stamp)?.pop())))?;
        let listing = Listing { others, folders };
        let search = from.list(Decoder::hash)?;
        let facts = from.hash()?;
        let others = from.section()?;
        let findings = from.section()?.to_vec();
        let manifest = from.list(Decoder::hash)?.pop();
        let spare = from.list(Decoder::hash)?.pop();
        let folders = from.section()?;
        let pages = from.list(Decoder::section)?;
        let page = |bytes: &[u8]| PageRecord::decode(&mut Decoder::new(bytes));
        let ((data, others), (folders, pages)) = rayon::join(
            || {
                rayon::join(
                    || Decoder::new(data).list(DataRecord::decode),
                    || Decoder::new(others).list(Output::decode),
                )
            },
            || {
                rayon::join(
                    || Decoder::new(folders).list(decode_twin),
                    || pages.into_par_iter().map(page).collect::<Vec<Option<PageRecord>>>(),
                )
            },
        );
        let twins = Twins { manifest, spare, folders: folders?.into_iter().collect() };
        // The same memory serves for both lists.
        let pages = pages.into_iter().collect::<Option<Vec<PageRecord>>>()?;
        Some(Self {
            key,
            pages,
            data: data?,
            apart,
            listing,
            search,
            facts,
            others: others?,
            findings,
            twins,
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
        if parts.settle(live).is_none() {
            return;
        }
        let folders: Vec<(&String, &Twin)> = self.twins.folders.iter().collect();
        let (data, (others, folders)) = rayon::join(
            || list(&self.data, |to, data| data.encode(to)),
            || {
                rayon::join(
                    || list(&self.others, |to, output| output.encode(to)),
                    || list(&folders, encode_twin),
                )
            },
        );
        let mut to = Encoder::default();
        to.hash(&self.key);
        to.flag(self.apart);
        to.bytes(&data);
        to.list(&self.listing.others, |to, path| to.text(path.as_str()));
        to.list(&self.listing.folders, |to, (path, stamp)| {
            to.text(path.as_str());
            to.list(stamp.as_slice(), Encoder::stamp);
        });
        to.list(&self.search, Encoder::hash);
        to.hash(&self.facts);
        to.bytes(&others);
        to.bytes(&self.findings);
        to.list(self.twins.manifest.as_slice(), Encoder::hash);
        to.list(self.twins.spare.as_slice(), Encoder::hash);
        to.bytes(&folders);
        to.number(self.pages.len() as u64);
        if keep(root, to.finish(), &self.pages).is_ok() {
            let of_data = self.data.iter().flat_map(|data| &data.facts);
            parts.keep(self.pages.iter().flat_map(PageRecord::parts).chain(of_data));
        }
    }
}

/// Writes the file: its head, then the pages portion by portion.
fn keep(root: &Utf8Path, head: Vec<u8>, pages: &[PageRecord]) -> std::io::Result<()> {
    let path = path(root);
    let Some(folder) = path.parent() else { return Ok(()) };
    cache::make(folder)?;
    clear(folder);
    let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)?;
    file.write_all(MAGIC)?;
    // The place of the hash, which is known last.
    file.write_all(&[0; blake3::OUT_LEN])?;
    let mut hasher = blake3::Hasher::new();
    let mut add = |bytes: &[u8]| {
        let (_, written) = rayon::join(|| hasher.update(bytes), || file.write_all(bytes));
        written
    };
    add(&head)?;
    // One portion is encoded while the one before is written. Each page has its length before it, so that pages can be decoded side by
    // side.
    let encoded = |pages| encoded(pages, |to, page: &PageRecord| to.nested(|to| page.encode(to)));
    let mut portions = pages.chunks(AT_ONCE);
    let mut next = portions.next().map(encoded);
    while let Some(portion) = next {
        let (added, encoded) = rayon::join(|| add(&portion), || portions.next().map(encoded));
        added?;
        next = encoded;
    }
    file.seek(SeekFrom::Start(MAGIC.len() as u64))?;
    file.write_all(hasher.finalize().as_bytes())?;
    file.persist(&path)?;
    Ok(())
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
