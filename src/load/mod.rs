//! Room `load`: see docs/architecture.md.
