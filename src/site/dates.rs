//! When a page was last changed, from the content alone.

use crate::model::{Config, Page};
use jiff::civil::Date;

/// The page's `updated`, else its `date`, else the report's date, else that of the build.
pub(super) fn of_page(page: &Page, config: &Config, build: Option<Date>) -> Option<Date> {
    page.front.updated.or(page.front.date).or(config.date).or(build)
}
