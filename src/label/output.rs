//! From a finished label to the bytes for a printer of one kind.

use super::brother::{self, Tape};
use super::error::LabelError;
use super::length::Dpi;
use super::render::Rendered;
use super::zpl::{self, PrintTag};
use super::{epl, escpos, png, pwg, tspl};

/// A language that label printers speak, or a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Output {
    /// ZPL II, the whole label as dots.
    Zpl,
    /// ZPL II with Code 128 bars drawn by the printer.
    ZplNative,
    /// TSPL, TSPL2.
    Tspl,
    /// EPL2.
    Epl,
    /// ESC/POS.
    Escpos,
    /// Brother QL raster on this roll. The label has to be drawn at 300 dpi.
    Brother(Tape),
    /// PNG.
    Png,
    /// PWG Raster, for printers and print queues that speak IPP.
    Pwg,
}

/// The bytes that print the label once. The tag goes into jobs whose language has comments (ZPL).
pub fn encode(label: &Rendered, output: Output, tag: &PrintTag) -> Result<Vec<u8>, LabelError> {
    match output {
        Output::Zpl => Ok(zpl::to_zpl(&label.bitmap, tag)),
        Output::ZplNative => Ok(zpl::to_zpl_native(label, tag)),
        Output::Tspl => Ok(tspl::to_tspl(&label.bitmap, &label.media)),
        Output::Epl => Ok(epl::to_epl(&label.bitmap, &label.media)),
        Output::Escpos => escpos::to_escpos(&label.bitmap),
        Output::Brother(_) if label.media.dpi != Dpi::D300 => Err(LabelError::Resolution { needs: 300 }),
        Output::Brother(tape) => brother::to_brother(&label.bitmap, tape),
        Output::Png => png::to_png(&label.bitmap, label.media.dpi),
        Output::Pwg => Ok(pwg::to_pwg(&label.bitmap, label.media.dpi)),
    }
}
