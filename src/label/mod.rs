//! Labels: a template and data become dots, and dots become what a printer of each kind takes.
//!
//! Everything here is a function of its arguments: no file, no clock, no device. The dots are drawn here and not by the
//! printer, so that Chinese names, part numbers and symbols look the same on every one of them.

pub mod bitmap;
pub mod code128;
pub mod font;
pub mod glyphs;
pub mod length;
pub mod pattern;
pub mod symbol;
pub mod template;
pub mod wrap;

pub mod builtin;
pub mod error;
pub mod render;
pub mod templates;

pub mod brother;
pub mod epl;
pub mod escpos;
pub mod output;
pub mod png;
pub mod preview;
pub mod pwg;
pub mod tspl;
pub mod zpl;

#[cfg(test)]
mod read_back;

pub use bitmap::Bitmap;
pub use builtin::builtin;
pub use error::{LabelError, TemplateError};
pub use length::Dpi;
pub use output::{Output, encode};
pub use pattern::Data;
pub use preview::{preview, preview_ascii};
pub use render::{Rendered, render};
pub use template::{Languages, Template};
pub use templates::{Templates, sample};
pub use zpl::{PrintTag, to_zpl, to_zpl_native};
