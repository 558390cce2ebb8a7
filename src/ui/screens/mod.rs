//! The arrangements of a whole screen.

pub(crate) mod body;
pub(crate) mod question;
pub(crate) mod stop;
pub(crate) mod work;
