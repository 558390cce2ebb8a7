//! Bodies for what people write: CSV tables, configuration, templates of labels.

use std::path::Path;

use pitbox::config as configuration;
use pitbox::import::{
    BinRow, CodeRow, JobRow, LineRow, MAX_ERRORS, OperationRow, PartRow, PersonRow, Row, StockRow, read_table,
};
use pitbox::label::{Dpi, Template, render, sample};

/// A CSV file as every table.
pub(super) fn import_table(data: &[u8]) {
    as_table::<PartRow>(data);
    as_table::<CodeRow>(data);
    as_table::<BinRow>(data);
    as_table::<PersonRow>(data);
    as_table::<JobRow>(data);
    as_table::<OperationRow>(data);
    as_table::<LineRow>(data);
    as_table::<StockRow>(data);
}

fn as_table<T: Row>(data: &[u8]) {
    if let Err(error) = read_table::<T>(data) {
        assert!((1..=MAX_ERRORS).contains(&error.errors.len()));
        assert!(error.to_string().contains(T::FILE));
    }
}

/// A configuration; an error always says where and what to do.
pub(super) fn config(data: &[u8]) {
    if let Err(error) = configuration::parse(Path::new("kiosk.toml"), &String::from_utf8_lossy(data)) {
        assert!(error.to_string().contains("kiosk.toml"));
        assert!(!error.fix.is_empty());
    }
}

/// A template; one that is accepted can be drawn, or says why not.
pub(super) fn label_template(data: &[u8]) {
    match Template::parse("fuzz.toml", &String::from_utf8_lossy(data)) {
        Ok(template) => {
            template.fields();
            let _ = render(&template, &sample(&template), Dpi::D203);
        }
        Err(error) => assert!(error.to_string().contains("fuzz.toml")),
    }
}
