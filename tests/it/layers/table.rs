//! Which module may use what. The longest folder that fits a file holds for it.

/// What a module may use.
pub(crate) struct Layer {
    /// A folder or a file, from the root.
    pub(crate) folder: &'static str,
    /// Modules of this crate and of `pitbox_hw`, besides itself. `*` is all.
    pub(crate) imports: &'static [&'static str],
    pub(crate) crates: Crates,
    /// No clock, file, socket, thread, process or environment.
    pub(crate) pure: bool,
}

/// Libraries of others. Error types and the like count too: a layer is known by what it does not know.
#[derive(Clone, Copy)]
pub(crate) enum Crates {
    Only(&'static [&'static str]),
    Without(&'static [&'static str]),
}

use Crates::{Only, Without};

const fn pure(folder: &'static str, imports: &'static [&'static str], crates: &'static [&'static str]) -> Layer {
    Layer { folder, imports, crates: Only(crates), pure: true }
}

const fn shell(folder: &'static str, imports: &'static [&'static str], without: &'static [&'static str]) -> Layer {
    Layer { folder, imports, crates: Without(without), pure: false }
}

pub(crate) const LAYERS: &[Layer] = &[
    // Pure.
    pure("src/domain", &[], &[]),
    pure("src/record", &["domain"], &["minicbor", "sha2", "hmac", "ed25519_dalek", "argon2", "thiserror", "zstd"]),
    pure(
        "src/identify",
        &[
            "domain::ids",
            "domain::qty",
            "domain::lot",
            "domain::place",
            "domain::shipment",
            "domain::stock",
            "domain::catalogue",
            "pitbox_hw::reading",
            "pitbox_hw::health",
        ],
        &[],
    ),
    pure(
        "src/label",
        &["domain::ids", "domain::qty", "pitbox_hw::reading", "pitbox_hw::health"],
        &["datamatrix", "qrcode", "png", "miniz_oxide", "unicode_width", "serde", "toml", "thiserror"],
    ),
    pure(
        "src/station",
        &["domain", "identify", "zones", "pitbox_hw::reading", "pitbox_hw::health", "sync::plan", "sync::backoff"],
        &["jiff"],
    ),
    // Files of the kiosk's black box, and playing them.
    pure(
        "src/black_box",
        &[
            "domain",
            "identify",
            "record",
            "station",
            "sync::plan",
            "sync::wire",
            "pitbox_hw::reading",
            "pitbox_hw::health",
        ],
        &["serde", "serde_json", "thiserror", "zstd"],
    ),
    pure("src/sync/plan", &["domain::ids", "sync::backoff"], &[]),
    pure("src/sync/backoff", &[], &[]),
    pure("src/sync/wire", &["record", "domain"], &["minicbor", "zstd", "serde", "serde_json", "thiserror"]),
    pure("src/import", &["domain"], &["csv", "jiff"]),
    // Tables that the build script packed.
    pure("src/sounds", &[], &["miniz_oxide"]),
    pure("src/zones", &[], &["miniz_oxide", "jiff"]),
    // With the world.
    shell(
        "src/ui",
        &["station::view", "station::key", "label::glyphs", "sounds"],
        &["rusqlite", "tokio", "axum", "reqwest", "minicbor"],
    ),
    // Plays the station for the screens of the documents.
    shell(
        "src/ui/tests/first_day",
        &["identify::card", "station", "ui"],
        &["rusqlite", "tokio", "axum", "reqwest", "minicbor"],
    ),
    shell(
        "src/store",
        &["domain", "record", "sounds", "whole_file"],
        &["ratatui", "crossterm", "tokio", "axum", "reqwest"],
    ),
    shell("src/sync", &["record", "domain", "clock"], &["ratatui", "crossterm", "rusqlite", "axum"]),
    shell(
        "src/hub",
        &[
            "domain",
            "record",
            "sync::wire",
            "sync::plan",
            "sync::code",
            "sync::trust",
            "store::catalogue",
            "import",
            "config",
            "clock",
            "service",
            "whole_file",
            "zones",
        ],
        &["ratatui", "crossterm"],
    ),
    shell(
        "src/config",
        &["domain", "zones", "pitbox_hw::reading", "pitbox_hw::spot"],
        &["ratatui", "crossterm", "rusqlite", "tokio", "axum"],
    ),
    shell("src/plugged", &["config", "pitbox_hw"], &["ratatui", "crossterm", "rusqlite", "tokio", "axum"]),
    // Its moments are an input of the station.
    shell("src/clock", &["station::input"], &["ratatui", "rusqlite", "tokio", "axum"]),
    // Speaks to the service manager.
    shell("src/service", &[], &["ratatui", "rusqlite", "tokio", "axum"]),
    shell("src/whole_file", &[], &["ratatui", "rusqlite", "tokio", "axum"]),
    // The shells, which put the others together.
    shell(
        "src/kiosk",
        &[
            "black_box",
            "clock",
            "config",
            "domain",
            "identify",
            "import",
            "label",
            "plugged",
            "record",
            "service",
            "station",
            "store",
            "sync",
            "ui",
            "whole_file",
            "pitbox_hw",
        ],
        &["axum"],
    ),
    shell("src/cli", &["*"], &[]),
    shell("src/demo", &["*"], &[]),
    shell("src/sim", &["*"], &[]),
    shell("src/lib", &["*"], &[]),
    shell("src/main", &["pitbox::cli"], &["ratatui", "rusqlite", "tokio", "axum"]),
    // The device crate.
    pure("hw/src/proto", &["pitbox_hw::reading"], &["httparse"]),
    pure("hw/src/reading", &[], &[]),
    pure("hw/src/health", &[], &[]),
    pure("hw/src/spot", &[], &[]),
    pure("hw/src/supervise", &["pitbox_hw::health", "pitbox_hw::reading"], &[]),
    shell("hw/src/driver", &["pitbox_hw"], &[]),
    shell("hw/src/discover", &["pitbox_hw"], &[]),
    shell("hw/src/sim", &["pitbox_hw"], &[]),
    shell("hw/src/clock", &[], &[]),
    shell("hw/src/lib", &["pitbox_hw"], &[]),
];

/// Parts of the standard library that reach into the world.
pub(crate) const WORLD: &[&str] = &[
    "std::env",
    "std::fs",
    "std::io::stderr",
    "std::io::stdin",
    "std::io::stdout",
    "std::net",
    "std::os",
    "std::process",
    "std::thread",
    "std::time::Instant",
    "std::time::SystemTime",
    "std::time::UNIX_EPOCH",
];

/// Where conditional compilation on features may stand: a feature is a choice of whole modules.
pub(crate) const FEATURE_SWITCHES: &[&str] = &["src/lib.rs", "src/cli/", "src/hub/store/"];

/// A use against the table that is there for a reason. This list may only become shorter.
pub(crate) struct Exception {
    pub(crate) file: &'static str,
    /// The path, or a beginning of it.
    pub(crate) path: &'static str,
    #[expect(dead_code, reason = "for the reader")]
    pub(crate) reason: &'static str,
}

pub(crate) const EXCEPTIONS: &[Exception] = &[Exception {
    file: "src/hub/import/orders.rs",
    path: "crate::identify::badge",
    reason: "badges are hashed at the hub when people are imported, and have to be read for that as a kiosk reads them",
}];
