//! Golden bytes and properties of the stored form.
