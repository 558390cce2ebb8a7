//! SSI code types (Simple Serial Interface Programmer's Guide, DECODE_DATA, table of code types).

use crate::reading::AimId;

/// One code type: its number, the symbology's name, and the AIM identifier (ISO/IEC 15424) of what the scanner sends for
/// it, where the code type says enough to tell.
struct Row(u8, &'static str, Option<&'static AimId>);

const ROWS: &[Row] = &[
    Row(0x01, "Code 39", Some(b"]A0")),
    Row(0x02, "Codabar", Some(b"]F0")),
    Row(0x03, "Code 128", Some(b"]C0")),
    Row(0x04, "Discrete 2 of 5", Some(b"]S0")),
    Row(0x05, "IATA 2 of 5", Some(b"]R0")),
    Row(0x06, "Interleaved 2 of 5", Some(b"]I0")),
    Row(0x07, "Code 93", Some(b"]G0")),
    Row(0x08, "UPC-A", Some(b"]E0")),
    Row(0x09, "UPC-E", Some(b"]E0")),
    Row(0x0A, "EAN-8", Some(b"]E4")),
    Row(0x0B, "EAN-13", Some(b"]E0")),
    Row(0x0C, "Code 11", Some(b"]H0")),
    Row(0x0D, "Code 49", Some(b"]T0")),
    Row(0x0E, "MSI", Some(b"]M0")),
    Row(0x0F, "GS1-128", Some(b"]C1")),
    Row(0x10, "UPC-E1", None),
    Row(0x11, "PDF417", Some(b"]L0")),
    Row(0x12, "Code 16K", Some(b"]K0")),
    Row(0x13, "Code 39 full ASCII", Some(b"]A4")),
    Row(0x14, "UPC-D", None),
    Row(0x15, "Trioptic Code 39", None),
    Row(0x16, "Bookland EAN", Some(b"]E0")),
    Row(0x17, "coupon code", None),
    Row(0x18, "NW-7", Some(b"]F0")),
    Row(0x19, "ISBT 128", Some(b"]C0")),
    Row(0x1A, "MicroPDF417", Some(b"]L0")),
    Row(0x1B, "Data Matrix", Some(b"]d1")),
    Row(0x1C, "QR Code", Some(b"]Q1")),
    Row(0x1D, "MicroPDF417 CC-A", None),
    Row(0x1E, "US Postnet", None),
    Row(0x1F, "US Planet", None),
    Row(0x20, "Code 32", None),
    Row(0x21, "ISBT 128 concatenated", Some(b"]C4")),
    Row(0x22, "Japan Postal", None),
    Row(0x23, "Australia Post", None),
    Row(0x24, "Netherlands KIX", None),
    Row(0x25, "MaxiCode", Some(b"]U0")),
    Row(0x26, "Canada Post", None),
    Row(0x27, "UK Postal", None),
    Row(0x28, "Macro PDF417", None),
    Row(0x29, "Macro QR Code", None),
    Row(0x2C, "Micro QR Code", Some(b"]Q1")),
    Row(0x2D, "Aztec", Some(b"]z0")),
    Row(0x2E, "Aztec rune", Some(b"]zC")),
    Row(0x30, "GS1 DataBar", Some(b"]e0")),
    Row(0x31, "GS1 DataBar Limited", Some(b"]e0")),
    Row(0x32, "GS1 DataBar Expanded", Some(b"]e0")),
    Row(0x33, "scanner parameter", None),
    Row(0x34, "USPS 4CB", None),
    Row(0x35, "UPU FICS", None),
    Row(0x37, "Scanlet", None),
    Row(0x39, "Matrix 2 of 5", None),
    Row(0x48, "UPC-A with 2-digit supplement", None),
    Row(0x49, "UPC-E with 2-digit supplement", None),
    Row(0x4A, "EAN-8 with 2-digit supplement", None),
    Row(0x4B, "EAN-13 with 2-digit supplement", Some(b"]E3")),
    Row(0x72, "Chinese 2 of 5", None),
    Row(0x73, "Korean 3 of 5", None),
    Row(0x88, "UPC-A with 5-digit supplement", None),
    Row(0x89, "UPC-E with 5-digit supplement", None),
    Row(0x8A, "EAN-8 with 5-digit supplement", None),
    Row(0x8B, "EAN-13 with 5-digit supplement", Some(b"]E3")),
    Row(0xB7, "Han Xin", Some(b"]h0")),
    Row(0xC1, "GS1 Data Matrix", Some(b"]d2")),
    Row(0xC2, "GS1 QR Code", Some(b"]Q3")),
    Row(0xC4, "DotCode", Some(b"]J0")),
];

/// The symbology's name, for a code that is shown raw. `None` for a code type that the table does not have.
pub fn symbology(code_type: u8) -> Option<&'static str> {
    row(code_type).map(|row| row.1)
}

/// The AIM identifier that stands for the code type, if the code type is enough to tell.
pub fn aim(code_type: u8) -> Option<AimId> {
    row(code_type).and_then(|row| row.2.copied())
}

fn row(code_type: u8) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.0 == code_type)
}
