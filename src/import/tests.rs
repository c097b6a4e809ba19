//! Laws of the import.
