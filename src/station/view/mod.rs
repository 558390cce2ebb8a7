//! What stands on the screen.
pub mod screen;
