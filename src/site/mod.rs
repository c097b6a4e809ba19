//! The site.

mod plan;
mod write;

pub use plan::Site;
pub use write::{Protected, WriteError, WriteSummary, write};
