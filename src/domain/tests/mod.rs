//! The rules as stories in plain text, and what must hold for every story that nobody thought of.

mod figures;
pub(crate) mod laws;
mod print;
mod script;
mod script_count;
mod script_job;
mod script_store;
mod shop;
mod stories;
mod supply;
mod time;
