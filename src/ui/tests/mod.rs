//! Whole screens, seen as the cells of a terminal.

mod any;
mod first_day;
mod important;
mod samples;
mod snapshots;
mod writing;
