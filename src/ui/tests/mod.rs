//! Whole screens, seen as the cells of a terminal.

mod any;
mod important;
mod samples;
mod snapshots;
mod writing;
