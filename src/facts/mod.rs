//! Room `facts`: see docs/architecture.md.
