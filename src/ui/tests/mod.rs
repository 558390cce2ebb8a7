//! Whole screens, seen as the cells of a terminal.

mod any;
mod samples;
mod snapshots;
mod writing;
