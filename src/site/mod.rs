//! Room `site`: see docs/architecture.md.
