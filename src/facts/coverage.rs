//! What supports the numbers of a report.
