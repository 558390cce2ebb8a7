//! Rows of `guides.csv`, `checks.csv`, `skills.csv` and `certificates.csv`: the shop's own texts, its check lists, what its
//! certificates are called, and who holds which.

use super::cell::{Cells, free_text, id, number, word};
use super::table::{Column, Row};
use crate::domain::catalogue::{CheckItem, Guide, GuideKind};
use crate::domain::ids::PersonId;
use crate::domain::person::Bilingual;

/// A text for an operation, a model, or a car.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuideRow {
    /// Its own name.
    pub name: String,
    pub code: String,
    pub model: String,
    pub vin: String,
    pub guide: Guide,
}

/// One item of the check list of an operation's code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckRow {
    pub code: String,
    pub item: CheckItem,
}

/// What a certificate is called on the screens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkillRow {
    /// The word that operations and certificates use.
    pub skill: String,
    pub name: Bilingual,
}

/// A certificate of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateRow {
    pub person: PersonId,
    pub skill: String,
    /// Milliseconds since 1970-01-01 UTC.
    pub until_ms: Option<i64>,
}

const KINDS: [(&str, GuideKind); 3] =
    [("instruction", GuideKind::Instruction), ("bulletin", GuideKind::Bulletin), ("fault", GuideKind::KnownFault)];

impl Row for GuideRow {
    const FILE: &'static str = "guides.csv";
    const COLUMNS: &'static [Column] = &[
        Column::required("name"),
        Column::required("kind"),
        Column::optional("code"),
        Column::optional("model"),
        Column::optional("vin"),
        Column::required("title_en"),
        Column::optional("title_zh"),
        Column::required("text_en"),
        Column::optional("text_zh"),
    ];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let name = cells.must("name", free_text);
        let kind = cells.must("kind", |text| word(text, &KINDS));
        let (code, model, vin) = (cells.text("code"), cells.text("model"), cells.text("vin"));
        let title_en = cells.must("title_en", free_text);
        let title_zh = cells.text("title_zh");
        let text_en = cells.must("text_en", free_text);
        let text_zh = cells.text("text_zh");
        let title = Bilingual { en: title_en?, zh: title_zh? };
        let text = Bilingual { en: text_en?, zh: text_zh? };
        let vin = vin?.to_ascii_uppercase();
        Some(GuideRow { name: name?, code: code?, model: model?, vin, guide: Guide { kind: kind?, title, text } })
    }

    fn key(&self) -> Option<String> {
        Some(format!("text {}", self.name))
    }
}

impl Row for CheckRow {
    const FILE: &'static str = "checks.csv";
    const COLUMNS: &'static [Column] = &[
        Column::required("code"),
        Column::required("item"),
        Column::required("title_en"),
        Column::optional("title_zh"),
        Column::optional("unit"),
        Column::optional("low"),
        Column::optional("high"),
    ];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let code = cells.must("code", free_text);
        let item = cells.must("item", number::<u16>);
        let title_en = cells.must("title_en", free_text);
        let (title_zh, unit) = (cells.text("title_zh"), cells.text("unit"));
        let (low, high) = (cells.maybe("low", thousandths), cells.maybe("high", thousandths));
        let (low, high) = (low?, high?);
        if let (Some(low), Some(high)) = (low, high)
            && low > high
        {
            cells.wrong("high", "it is lower than low");
            return None;
        }
        let title = Bilingual { en: title_en?, zh: title_zh? };
        Some(CheckRow { code: code?, item: CheckItem { item: item?, title, unit: unit?, low, high } })
    }

    fn key(&self) -> Option<String> {
        Some(format!("item {} of {}", self.item.item, self.code))
    }
}

impl Row for SkillRow {
    const FILE: &'static str = "skills.csv";
    const COLUMNS: &'static [Column] =
        &[Column::required("skill"), Column::required("name_en"), Column::optional("name_zh")];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let skill = cells.must("skill", free_text);
        let en = cells.must("name_en", free_text);
        let zh = cells.text("name_zh");
        Some(SkillRow { skill: skill?, name: Bilingual { en: en?, zh: zh? } })
    }

    fn key(&self) -> Option<String> {
        Some(format!("skill {}", self.skill))
    }
}

impl Row for CertificateRow {
    const FILE: &'static str = "certificates.csv";
    const COLUMNS: &'static [Column] =
        &[Column::required("person"), Column::required("skill"), Column::optional("until")];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let person = cells.must("person", id(PersonId::new));
        let skill = cells.must("skill", free_text);
        let until_ms = cells.maybe("until", day_or_moment);
        Some(CertificateRow { person: person?, skill: skill?, until_ms: until_ms? })
    }

    fn key(&self) -> Option<String> {
        Some(format!("certificate {} of {}", self.skill, self.person))
    }
}

/// A decimal with a sign, as thousandths.
fn thousandths(text: &str) -> Result<i64, String> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    crate::domain::qty::Qty::parse(digits).map(|qty| sign * qty.0).ok_or_else(|| format!("{text:?} is no number"))
}

/// The end of a day in UTC, or a moment with its offset.
fn day_or_moment(text: &str) -> Result<i64, String> {
    if let Ok(moment) = text.parse::<jiff::Timestamp>() {
        return Ok(moment.as_millisecond());
    }
    let wrong = || format!("{text:?} is no day as 2027-03-31");
    let day: jiff::civil::Date = text.parse().map_err(|_| wrong())?;
    let end = day.tomorrow().and_then(|day| day.to_zoned(jiff::tz::TimeZone::UTC)).map_err(|_| wrong())?;
    Ok(end.timestamp().as_millisecond())
}
