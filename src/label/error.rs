//! What can be wrong with a template or with the data for it, in words that name the fix.

/// A template that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {key}: {reason}; {fix}")]
pub struct TemplateError {
    /// The file, or the name of a template that comes with Pitbox.
    pub file: String,
    /// The key, for example `text[2].size`, or the line when the file is no TOML.
    pub key: String,
    pub reason: String,
    /// What to do about it.
    pub fix: String,
}

/// Why a label cannot be drawn from a good template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LabelError {
    /// The template wants a field that the data does not have.
    #[error("label {template}: {element} needs the field {field}, which is missing or empty")]
    MissingField { template: String, element: String, field: String },
    /// A symbol with its quiet zones does not fit the room it has.
    #[error("label {template}: {element} needs {needs} dots and has {has}: shorten the data or give it more room")]
    TooSmall { template: String, element: String, needs: u32, has: u32 },
    /// The symbology cannot carry the data.
    #[error("label {template}: {element} cannot carry {data:?}: {reason}")]
    NotEncodable { template: String, element: String, data: String, reason: String },
    /// A field with a number past the last cell of a sheet.
    #[error("label {template}: the field {field} is for a cell past the last one, {cells}")]
    NoSuchCell { template: String, field: String, cells: u32 },
    /// The picture is larger than what the printer's medium can carry.
    #[error("the label of {width} x {height} dots does not fit the medium of {has_width} x {has_height} dots")]
    LargerThanMedium { width: u32, height: u32, has_width: u32, has_height: u32 },
    /// The printer has another resolution than the label was drawn for.
    #[error("this printer prints {needs} dots to the inch: draw the label with that resolution")]
    Resolution { needs: u32 },
    /// The library that writes PNG failed.
    #[error("failed to write the picture: {0}")]
    Picture(String),
}
