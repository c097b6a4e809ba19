//! Small languages with spans: YAML, TOML, written numbers, slugs.
