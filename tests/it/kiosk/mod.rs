//! End to end: the real program in a terminal, worked with by scans and keys, checked on its screen, in its log and at the hub.

mod clerk;
