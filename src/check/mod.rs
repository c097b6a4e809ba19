//! Room `check`: see docs/architecture.md.
