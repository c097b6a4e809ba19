//! Room `render`: see docs/architecture.md.
