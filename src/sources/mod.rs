//! Room `sources`: see docs/architecture.md.
