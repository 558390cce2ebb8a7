//! A wish for a label, in the domain's words. What it looks like is the label template's business.

use std::collections::BTreeMap;

/// One label to print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintRequest {
    /// Name of the template: `part`, `bin`, `job`, ..
    pub template: String,
    /// What the label is of, for example the part number: written into the print job and shown in the queue.
    pub key: String,
    /// Texts by field name.
    pub fields: BTreeMap<String, String>,
}
