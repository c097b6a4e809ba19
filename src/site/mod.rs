//! The site: rendered pages and everything beside them, first as a value, then on disk.
//!
//! In: a `Resolved`, the pages as HTML, the files of figures. Out: a [`Site`] (path → bytes), and after [`write()`] an
//! output folder that holds it. The steps, in the order in which one needs the other:
//!
//! 1. [`Assets::new`]: pages name these files with the hash of their bytes, so they come first;
//! 2. [`cards`]: pages name their social card if they have one;
//! 3. (rendering, in `render`);
//! 4. [`search_index()`], then [`assemble()`]: pages, assets, data, figures, cards, feed, sitemap, `facts.json` are put together, and files that
//!    would share a place are reported;
//! 5. [`write()`]: the only step that changes the output folder; [`Cache`] is the only other file access.
//!
//! Left out: what pages look like (`render`), and whether the report is sound (`check`).

mod assemble;
mod assets;
pub mod build;
mod cache;
mod card;
mod css;
mod dates;
mod facts_json;
mod feed;
mod make;
mod plan;
#[cfg(test)]
mod sample;
mod search_index;
mod sitemap;
mod write;
mod xml;

pub use assemble::{MadeFile, SiteInput, assemble};
pub use assets::{AssetTexts, Assets, HashedFile};
pub use cache::Cache;
pub use card::{Card, Cards, cards, cover};
pub use facts_json::facts_json;
pub use make::make;
pub use plan::Site;
pub use search_index::search_index;
pub use write::{
    Body, Listed, Listing, Protected, Stored, WriteError, WriteSummary, Writing, is_site, resolve, write,
};
