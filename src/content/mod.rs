//! Room `content`: see docs/architecture.md.
