//! The integration tests, one binary: what can only be seen from outside the library.

mod store;
