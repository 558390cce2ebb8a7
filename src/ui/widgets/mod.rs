//! The parts that screens are made of. Each knows how many lines it wants and draws itself into what it gets.

pub(crate) mod banner;
pub(crate) mod facts;
pub(crate) mod header;
pub(crate) mod keybar;
pub(crate) mod large;
pub(crate) mod notice;
pub(crate) mod paragraph;
pub(crate) mod table;
pub(crate) mod typed;
