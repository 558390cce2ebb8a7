//! Rows of `jobs.csv`, `operations.csv` and `lines.csv`: the work that is planned.

use super::cell::{Cells, free_text, id, number, positive, qty, word, yes_no};
use super::table::{Column, Row};
use crate::domain::ids::{BayId, JobNo, LineNo, OpNo, PartNo, PersonId};
use crate::domain::job_event::Category;
use crate::domain::qty::Qty;

/// Technicians of one operation; more is a mistake in the file.
const MAX_TECHNICIANS: usize = 8;

/// One job (repair order).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRow {
    pub job: JobNo,
    /// 17 characters in capital letters (ISO 3779); the check digit is not asked for, as European makers have none.
    pub vin: Option<String>,
    pub plate: String,
    pub model: String,
    /// Kilometres when the car came in.
    pub odometer: Option<u32>,
    pub adviser: Option<PersonId>,
    pub customer: String,
    pub phone: String,
    /// What the customer said.
    pub words: String,
    pub payer: Payer,
    /// The customer waits in the shop.
    pub waits: bool,
    /// Promised time, in milliseconds since 1970-01-01 UTC.
    pub promised_ms: Option<i64>,
    pub bay: Option<BayId>,
    /// The job that this one is a comeback of.
    pub comeback_of: Option<JobNo>,
}

/// Who pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Payer {
    Customer,
    Warranty,
    Internal,
    Insurance,
}

/// One operation of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationRow {
    pub job: JobNo,
    pub op: OpNo,
    pub title_en: String,
    pub title_zh: String,
    /// Flat-rate hours in thousandths of an hour.
    pub hours: Qty,
    /// In the order self, mutual, final; none twice.
    pub checks: Vec<Check>,
    /// The lead technician first.
    pub technicians: Vec<Share>,
    /// The shop's code of the operation; the shop's own texts and check lists go by it.
    pub code: String,
    pub category: Option<Category>,
    /// The certificate that it asks for.
    pub skill: String,
}

/// One of the three checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Check {
    Own,
    Mutual,
    Final,
}

/// A technician's part of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    pub person: PersonId,
    /// Share of the flat-rate hours; `None` for all of an operation's technicians means equal shares.
    pub percent: Option<u8>,
}

/// One required part of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineRow {
    pub job: JobNo,
    pub line: LineNo,
    /// The operation that needs the part.
    pub op: Option<OpNo>,
    pub part: PartNo,
    pub qty: Qty,
    pub payer: Payer,
    /// The payer agreed.
    pub approved: bool,
}

const PAYERS: [(&str, Payer); 4] = [
    ("customer", Payer::Customer),
    ("warranty", Payer::Warranty),
    ("internal", Payer::Internal),
    ("insurance", Payer::Insurance),
];

impl Row for JobRow {
    const FILE: &'static str = "jobs.csv";
    const COLUMNS: &'static [Column] = &[
        Column::required("job"),
        Column::optional("vin"),
        Column::optional("plate"),
        Column::optional("model"),
        Column::optional("odometer"),
        Column::optional("adviser"),
        Column::optional("customer"),
        Column::optional("phone"),
        Column::optional("words"),
        Column::optional("payer"),
        Column::optional("waits"),
        Column::optional("promised"),
        Column::optional("bay"),
        Column::optional("comeback_of"),
    ];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let job = cells.must("job", id(JobNo::new));
        let vin = cells.maybe("vin", vin);
        let (plate, model) = (cells.text("plate"), cells.text("model"));
        let odometer = cells.maybe("odometer", number);
        let adviser = cells.maybe("adviser", id(PersonId::new));
        let (customer, phone, words) = (cells.text("customer"), cells.text("phone"), cells.text("words"));
        let payer = cells.maybe("payer", |text| word(text, &PAYERS));
        let waits = cells.maybe("waits", yes_no);
        let promised = cells.maybe("promised", instant);
        let bay = cells.maybe("bay", id(BayId::new));
        let comeback_of = cells.maybe("comeback_of", id(JobNo::new));
        Some(JobRow {
            job: job?,
            vin: vin?,
            plate: plate?,
            model: model?,
            odometer: odometer?,
            adviser: adviser?,
            customer: customer?,
            phone: phone?,
            words: words?,
            payer: payer?.unwrap_or(Payer::Customer),
            waits: waits?.unwrap_or(false),
            promised_ms: promised?,
            bay: bay?,
            comeback_of: comeback_of?,
        })
    }

    fn key(&self) -> Option<String> {
        Some(format!("job {}", self.job))
    }
}

impl Row for OperationRow {
    const FILE: &'static str = "operations.csv";
    const COLUMNS: &'static [Column] = &[
        Column::required("job"),
        Column::required("op"),
        Column::required("title_en"),
        Column::optional("title_zh"),
        Column::required("hours"),
        Column::optional("checks"),
        Column::optional("technicians"),
        Column::optional("code"),
        Column::optional("category"),
        Column::optional("skill"),
    ];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let job = cells.must("job", id(JobNo::new));
        let op = cells.must("op", from_one);
        let title_en = cells.must("title_en", free_text);
        let title_zh = cells.text("title_zh");
        let hours = cells.must("hours", qty);
        let checks = cells.maybe("checks", checks);
        let technicians = cells.maybe("technicians", technicians);
        let (code, skill) = (cells.text("code"), cells.text("skill"));
        let category = cells.maybe("category", category);
        Some(OperationRow {
            job: job?,
            op: OpNo(op?),
            title_en: title_en?,
            title_zh: title_zh?,
            hours: hours?,
            checks: checks?.unwrap_or_default(),
            technicians: technicians?.unwrap_or_default(),
            code: code?,
            category: category?,
            skill: skill?,
        })
    }

    fn key(&self) -> Option<String> {
        Some(format!("operation {} of job {}", self.op, self.job))
    }
}

impl Row for LineRow {
    const FILE: &'static str = "lines.csv";
    const COLUMNS: &'static [Column] = &[
        Column::required("job"),
        Column::required("line"),
        Column::optional("op"),
        Column::required("part"),
        Column::required("qty"),
        Column::optional("payer"),
        Column::optional("approved"),
    ];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let job = cells.must("job", id(JobNo::new));
        let line = cells.must("line", from_one);
        let op = cells.maybe("op", from_one);
        let part = cells.must("part", id(PartNo::new));
        let qty = cells.must("qty", positive);
        let payer = cells.maybe("payer", |text| word(text, &PAYERS));
        let approved = cells.maybe("approved", yes_no);
        Some(LineRow {
            job: job?,
            line: LineNo(line?),
            op: op?.map(OpNo),
            part: part?,
            qty: qty?,
            payer: payer?.unwrap_or(Payer::Customer),
            approved: approved?.unwrap_or(true),
        })
    }

    fn key(&self) -> Option<String> {
        Some(format!("line {} of job {}", self.line, self.job))
    }
}

fn from_one(text: &str) -> Result<u16, String> {
    match number(text)? {
        0 => Err("numbers begin at 1".into()),
        number => Ok(number),
    }
}

/// ISO 3779: 17 characters without I, O and Q.
fn vin(text: &str) -> Result<String, String> {
    let vin = text.to_ascii_uppercase();
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() && !b"IOQ".contains(&byte);
    if vin.len() != 17 || !vin.bytes().all(allowed) {
        return Err(format!("{text:?} is no VIN (17 characters, without I, O and Q)"));
    }
    Ok(vin)
}

/// RFC 3339 with its offset.
pub(super) fn instant(text: &str) -> Result<i64, String> {
    let time: jiff::Timestamp =
        text.parse().map_err(|_| format!("{text:?} is no time as 2026-03-02T16:30:00+08:00"))?;
    Ok(time.as_millisecond())
}

fn checks(text: &str) -> Result<Vec<Check>, String> {
    let words = [("self", Check::Own), ("mutual", Check::Mutual), ("final", Check::Final)];
    let mut checks = text.split_whitespace().map(|text| word(text, &words)).collect::<Result<Vec<_>, _>>()?;
    checks.sort();
    checks.dedup();
    Ok(checks)
}

fn category(text: &str) -> Result<Category, String> {
    let codes = Category::ALL.iter().map(|category| category.code()).collect::<Vec<_>>();
    Category::from_code(text).ok_or_else(|| format!("{text:?} is none of {}", codes.join(", ")))
}

fn technicians(text: &str) -> Result<Vec<Share>, String> {
    let shares = text.split_whitespace().map(share).collect::<Result<Vec<_>, _>>()?;
    let said = shares.iter().filter(|share| share.percent.is_some()).count();
    let total: u32 = shares.iter().filter_map(|share| share.percent).map(u32::from).sum();
    let twice = shares.iter().enumerate().any(|(at, a)| shares[..at].iter().any(|b| a.person == b.person));
    if shares.len() > MAX_TECHNICIANS {
        Err(format!("more than {MAX_TECHNICIANS} technicians"))
    } else if twice {
        Err("a technician stands twice".into())
    } else if said != 0 && said != shares.len() {
        Err("give each technician a percentage, or none".into())
    } else if said != 0 && total != 100 {
        Err(format!("the shares add up to {total} percent"))
    } else {
        Ok(shares)
    }
}

fn share(text: &str) -> Result<Share, String> {
    let (person, percent) = match text.split_once(':') {
        Some((person, percent)) => (person, Some(number::<u8>(percent)?)),
        None => (text, None),
    };
    if percent.is_some_and(|percent| percent > 100) {
        return Err(format!("{text:?} is more than 100 percent"));
    }
    Ok(Share { person: id(PersonId::new)(person)?, percent })
}
