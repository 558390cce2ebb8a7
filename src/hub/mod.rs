//! The hub: takes in what the stations of a site have recorded, brings it into one order, and gives it to all of them.

mod book;
pub mod store;
