//! Rows of `people.csv`.

use super::cell::{Cells, free_text, id, word};
use super::table::{Column, Row};
use super::work::instant;
use crate::domain::ids::PersonId;
use crate::domain::pin::Pin;
use crate::domain::rights::Right;

/// Badges of one person; more is a mistake in the file.
const MAX_BADGES: usize = 8;

/// One person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    pub person: PersonId,
    pub name_en: String,
    pub name_zh: String,
    pub role: PersonRole,
    /// Canonical ids, or what a reader types; hashed before they are kept anywhere.
    pub badges: Vec<String>,
    /// The language of the screen while this person is logged on; `None`: the kiosk's.
    pub language: Option<Language>,
    /// The first PIN; only its hash is kept.
    pub pin: Option<Pin>,
    /// Rights beyond those of the role.
    pub rights: Vec<Right>,
    /// The badges are good until then, in milliseconds since 1970-01-01 UTC.
    pub badges_until_ms: Option<i64>,
    /// The shift calendar that holds for this person; empty: the shop's.
    pub shift: String,
    /// Does not work here any more.
    pub left: bool,
}

/// What a person does in the shop, and so which rights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PersonRole {
    Technician,
    Clerk,
    Lead,
    Adviser,
    Admin,
}

/// A language of the screens (BCP 47: `en`, `zh-CN`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    En,
    ZhCn,
}

const ROLES: [(&str, PersonRole); 5] = [
    ("technician", PersonRole::Technician),
    ("clerk", PersonRole::Clerk),
    ("lead", PersonRole::Lead),
    ("adviser", PersonRole::Adviser),
    ("admin", PersonRole::Admin),
];

impl Row for PersonRow {
    const FILE: &'static str = "people.csv";
    const COLUMNS: &'static [Column] = &[
        Column::required("person"),
        Column::required("name_en"),
        Column::optional("name_zh"),
        Column::required("role"),
        Column::optional("badges"),
        Column::optional("language"),
        Column::optional("pin"),
        Column::optional("rights"),
        Column::optional("badges_until"),
        Column::optional("shift"),
        Column::optional("left"),
    ];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let person = cells.must("person", id(PersonId::new));
        let name_en = cells.must("name_en", free_text);
        let name_zh = cells.text("name_zh");
        let role = cells.must("role", |text| word(text, &ROLES));
        let badges = cells.maybe("badges", badges);
        let languages = [("en", Language::En), ("zh-CN", Language::ZhCn)];
        let language = cells.maybe("language", |text| word(text, &languages));
        // What stands there is in no message.
        let pin = cells.maybe("pin", |text| Pin::new(text).map_err(|why| why.to_string()));
        let rights = cells.maybe("rights", rights);
        let badges_until_ms = cells.maybe("badges_until", instant);
        let shift = cells.text("shift");
        let left = cells.maybe("left", |text| word(text, &[("yes", true), ("no", false)]));
        Some(PersonRow {
            person: person?,
            name_en: name_en?,
            name_zh: name_zh?,
            role: role?,
            badges: badges?.unwrap_or_default(),
            language: language?,
            pin: pin?,
            rights: rights?.unwrap_or_default(),
            badges_until_ms: badges_until_ms?,
            shift: shift?,
            left: left?.unwrap_or_default(),
        })
    }

    fn key(&self) -> Option<String> {
        Some(self.person.to_string())
    }
}

fn rights(text: &str) -> Result<Vec<Right>, String> {
    let right = |code: &str| {
        let all: Vec<&str> = Right::all().map(Right::code).collect();
        Right::from_code(code).ok_or_else(|| format!("{code:?} is no right; there are: {}", all.join(", ")))
    };
    text.split_whitespace().map(right).collect()
}

fn badges(text: &str) -> Result<Vec<String>, String> {
    let badges: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    if badges.len() > MAX_BADGES || badges.iter().any(|badge| badge.len() > 64) {
        return Err(format!("more than {MAX_BADGES} badges, or one longer than 64 bytes"));
    }
    free_text(text).map(|_| badges)
}
