//! Rows of people, jobs and stock as commands of the office, and the way back from a refusal to a row.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "few refusals can come of an import, and any has the row as its place"
)]

use std::collections::BTreeMap;

use super::supply::{self, Supply};
use super::{Mistakes, Table};
use crate::domain::command::{Command, Item, NewLine, NewOperation};
use crate::domain::entry::Cause;
use crate::domain::event::JobOpened;
use crate::domain::ids::{BadgeHash, JobNo, PersonId};
use crate::domain::job::{Checks, Customer, Hours, JobState, Payer, Share, Vehicle};
use crate::domain::job_event::OpClass;
use crate::domain::person::{Bilingual, Profile, Role, Tongue};
use crate::domain::refusal::Refusal;
use crate::domain::stock::Condition;
use crate::hub::store::{Answer, Order, Site};
use crate::identify::badge::Transform;
use crate::import::{
    self, At, CertificateRow, JobRow, Language, LineRow, OperationRow, PersonRole, PersonRow, ShiftRow, StockRow,
};
use crate::record::MAX_RECORD;
use crate::record::badge::{SiteKey, badge_hashes};
use crate::record::pin::pin_hash;

/// The tables that become records.
pub(super) struct Work {
    pub(super) shifts: Vec<At<ShiftRow>>,
    pub(super) people: Vec<At<PersonRow>>,
    pub(super) jobs: Vec<At<JobRow>>,
    pub(super) operations: Vec<At<OperationRow>>,
    pub(super) lines: Vec<At<LineRow>>,
    pub(super) stock: Vec<At<StockRow>>,
    pub(super) certificates: Vec<At<CertificateRow>>,
    pub(super) supply: Supply,
}

/// Where each order came from, and the rows that a job is made of.
pub(super) struct Places {
    orders: Vec<(Table, u64)>,
    jobs: BTreeMap<JobNo, JobRows>,
    /// The job of an order that opens one.
    of_order: BTreeMap<usize, JobNo>,
}

#[derive(Default)]
struct JobRows {
    operations: Vec<At<OperationRow>>,
    lines: Vec<At<LineRow>>,
}

/// The orders in the order in which they build on each other: people, jobs, stock.
pub(super) fn orders(work: Work, site: &Site, mistakes: &mut Mistakes) -> (Vec<Order>, Places) {
    let mut jobs = by_job(work.operations, work.lines, &work.jobs, mistakes);
    let (mut orders, mut places) = (Vec::new(), Vec::new());
    let mut of_order = BTreeMap::new();
    let mut push = |table: Table, line: u64, once: Option<String>, command: Command| {
        let cause = Cause::Import { file: table.file(), line: u32::try_from(line).unwrap_or(u32::MAX) };
        orders.push(Order { command, cause, once });
        places.push((table, line));
        orders.len() - 1
    };
    for At { line, row } in work.shifts {
        push(Table::Shifts, line, None, Command::SetShift { shift: row.0 });
    }
    let mut holders = BTreeMap::new();
    for At { line, row } in work.people {
        let badges = badges(&row, line, &site.site_key, &mut holders, mistakes);
        let pin = row.pin.as_ref().map(|pin| (row.person.clone(), pin_hash(&site.site_key, &row.person, pin)));
        push(Table::People, line, None, add_person(row, badges));
        match pin {
            Some((person, Ok(hash))) => {
                push(Table::People, line, None, Command::SetPin { person, hash });
            }
            Some((_, Err(why))) => mistakes.add(Table::People, line, "pin", why),
            None => {}
        }
    }
    for At { line, row } in work.certificates {
        let CertificateRow { person, skill, until_ms } = row;
        push(Table::Certificates, line, None, Command::HoldCertificate { person, skill, until_ms });
    }
    for At { line, row } in work.jobs {
        let rows = jobs.entry(row.job.clone()).or_default();
        of_order.insert(push(Table::Jobs, line, Some(format!("job {}", row.job)), open_job(&row, rows)), row.job);
    }
    for At { line, row } in work.stock {
        let once = import::Row::key(&row).map(|key| format!("stock {key}"));
        push(Table::Stock, line, once, opening(row));
    }
    for (table, line, once, command) in supply::commands(work.supply, &site.timezone, mistakes) {
        push(table, line, once, command);
    }
    (orders, Places { orders: places, jobs, of_order })
}

fn by_job(
    operations: Vec<At<OperationRow>>,
    lines: Vec<At<LineRow>>,
    jobs: &[At<JobRow>],
    mistakes: &mut Mistakes,
) -> BTreeMap<JobNo, JobRows> {
    let mut rows: BTreeMap<JobNo, JobRows> = jobs.iter().map(|at| (at.row.job.clone(), JobRows::default())).collect();
    let missing = |job: &JobNo| format!("job {job} is not in the jobs.csv of the same import");
    for at in operations {
        match rows.get_mut(&at.row.job) {
            Some(job) => job.operations.push(at),
            None => mistakes.add(Table::Operations, at.line, "job", missing(&at.row.job)),
        }
    }
    for at in lines {
        let Some(job) = rows.get_mut(&at.row.job) else {
            mistakes.add(Table::Lines, at.line, "job", missing(&at.row.job));
            continue;
        };
        let unknown = at.row.op.filter(|op| !job.operations.iter().any(|known| known.row.op == *op));
        if let Some(op) = unknown {
            mistakes.add(Table::Lines, at.line, "op", format!("job {} has no operation {op}", at.row.job));
        }
        job.lines.push(at);
    }
    rows
}

/// The hashes under which a person's badges are known; a badge of two people is a mistake.
fn badges(
    row: &PersonRow,
    line: u64,
    key: &SiteKey,
    holders: &mut BTreeMap<String, PersonId>,
    mistakes: &mut Mistakes,
) -> Vec<Vec<BadgeHash>> {
    let mut hashes = Vec::new();
    for text in &row.badges {
        let badge = match Transform::of_shape(text).and_then(|form| form.read(text)) {
            Ok(badge) => badge,
            Err(why) => {
                mistakes.add(Table::People, line, "badges", format!("{text:?} is no badge: {why}"));
                continue;
            }
        };
        let known_as = badge.known_as();
        for canonical in &known_as {
            let holder = holders.entry(canonical.to_string()).or_insert_with(|| row.person.clone());
            if *holder != row.person {
                let why = format!("a 24-bit reader cannot tell {text} from a badge of {holder}, or it is the same one");
                mistakes.add(Table::People, line, "badges", why);
            }
        }
        hashes.push(badge_hashes(key, &known_as));
    }
    hashes
}

fn add_person(row: PersonRow, badges: Vec<Vec<BadgeHash>>) -> Command {
    let role = match row.role {
        PersonRole::Technician => Role::Technician,
        PersonRole::Clerk => Role::Clerk,
        PersonRole::Lead => Role::Lead,
        PersonRole::Adviser => Role::Adviser,
        PersonRole::Admin => Role::Admin,
    };
    let language = row.language.map(|language| match language {
        Language::En => Tongue::English,
        Language::ZhCn => Tongue::Chinese,
    });
    let PersonRow { person, rights, shift, left, .. } = row;
    let name = Bilingual { en: row.name_en, zh: row.name_zh };
    let profile = Profile { rights, language, shift, left };
    Command::AddPerson { person, name, role, badges, profile, until_ms: row.badges_until_ms }
}

fn open_job(row: &JobRow, rows: &JobRows) -> Command {
    let row = row.clone();
    let opened = JobOpened {
        job: row.job,
        state: JobState::Released,
        vehicle: Vehicle {
            vin: row.vin.unwrap_or_default(),
            plate: row.plate,
            model: row.model,
            odometer_in: row.odometer,
            odometer_out: None,
        },
        adviser: row.adviser,
        customer: Customer { name: row.customer, phone: row.phone },
        words: row.words,
        payer: payer(row.payer),
        waits: row.waits,
        promised_ms: row.promised_ms,
        bay: row.bay,
        comeback_of: row.comeback_of,
    };
    let operations = rows.operations.iter().map(|at| operation(&at.row)).collect();
    let lines = rows.lines.iter().map(|at| line(&at.row)).collect();
    Command::OpenJob { opened: Box::new(opened), operations, lines }
}

fn operation(row: &OperationRow) -> NewOperation {
    let has = |check| row.checks.contains(&check);
    NewOperation {
        op: row.op,
        title: Bilingual { en: row.title_en.clone(), zh: row.title_zh.clone() },
        hours: Hours(row.hours.0),
        checks: Checks {
            own: has(import::Check::Own),
            mutual: has(import::Check::Mutual),
            last: has(import::Check::Final),
        },
        shares: shares(&row.technicians),
        class: OpClass { code: row.code.clone(), category: row.category, skill: row.skill.clone() },
    }
}

/// The first one leads. Without percentages all have the same, and the leader what is left over.
fn shares(technicians: &[import::Share]) -> Vec<Share> {
    let count = u8::try_from(technicians.len()).unwrap_or(u8::MAX).max(1);
    let (equal, rest) = (100 / count, 100 % count);
    let share = |(at, share): (usize, &import::Share)| {
        let lead = at == 0;
        let percent = share.percent.unwrap_or(if lead { equal + rest } else { equal });
        Share { person: share.person.clone(), lead, percent }
    };
    technicians.iter().enumerate().map(share).collect()
}

fn line(row: &LineRow) -> NewLine {
    NewLine {
        line: row.line,
        op: row.op,
        part: row.part.clone(),
        qty: row.qty,
        payer: payer(row.payer),
        approved: row.approved,
    }
}

fn payer(payer: import::Payer) -> Payer {
    match payer {
        import::Payer::Customer => Payer::Customer,
        import::Payer::Warranty => Payer::Warranty,
        import::Payer::Internal => Payer::Internal,
        import::Payer::Insurance => Payer::Insurance,
    }
}

fn opening(row: StockRow) -> Command {
    let condition = match row.condition {
        import::Condition::New => Condition::New,
        import::Condition::Old => Condition::Old,
        import::Condition::Repaired => Condition::Repaired,
        import::Condition::Opened => Condition::Opened,
    };
    let item = Item { part: row.part, lot: row.lot, serial: row.serial, expires: row.expires };
    Command::AddOpeningStock { item, bin: row.bin, qty: row.qty, condition }
}

impl Places {
    /// Notes each refusal at the row and column that it is about.
    pub(super) fn explain(&self, answers: &[Answer], mistakes: &mut Mistakes) {
        for (at, answer) in answers.iter().enumerate() {
            match answer {
                Answer::Recorded(_) | Answer::Unchanged => {}
                Answer::Refused(refusal) => {
                    let (table, line, column) = self.place(at, refusal);
                    mistakes.add(table, line, column, words(refusal, table));
                }
                Answer::TooLarge(bytes) => {
                    let (table, line) = self.row(at);
                    mistakes.add(table, line, "", too_large(*bytes));
                }
            }
        }
    }

    /// The row that the order was made of.
    fn row(&self, at: usize) -> (Table, u64) {
        self.orders.get(at).copied().unwrap_or((Table::Jobs, 0))
    }

    fn place(&self, at: usize, refusal: &Refusal) -> (Table, u64, &'static str) {
        let (table, line) = self.row(at);
        let rows = self.of_order.get(&at).and_then(|job| self.jobs.get(job));
        let in_job = rows.and_then(|rows| match refusal {
            Refusal::UnknownPart(part) => {
                let row = rows.lines.iter().find(|at| at.row.part == *part)?;
                Some((Table::Lines, row.line, "part"))
            }
            Refusal::UnknownPerson(person) => {
                let works = |at: &&At<OperationRow>| at.row.technicians.iter().any(|share| share.person == *person);
                Some((Table::Operations, rows.operations.iter().find(works)?.line, "technicians"))
            }
            _ => None,
        });
        in_job.unwrap_or((table, line, column(refusal)))
    }
}

fn too_large(bytes: usize) -> String {
    let most = MAX_RECORD / 1024;
    format!("with its operations and lines it takes {} KiB, at most {most} KiB fit; divide it", bytes.div_ceil(1024))
}

fn column(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::UnknownPart(_) => "part",
        Refusal::UnknownBin(_) => "bin",
        Refusal::UnknownPerson(_) => "adviser",
        Refusal::UnknownJob(_) => "job",
        Refusal::LevelsDoNotRise { .. } => "reorder_point",
        Refusal::PeriodIsClosed => "month",
        Refusal::ImpossibleQuantity(_) | Refusal::FractionOf(_) | Refusal::SerialIsOnePiece => "qty",
        Refusal::SerialElsewhere { .. } => "serial",
        _ => "",
    }
}

fn words(refusal: &Refusal, table: Table) -> String {
    match refusal {
        Refusal::UnknownPart(part) => format!("there is no part {part}"),
        Refusal::UnknownBin(bin) => format!("there is no bin {bin}"),
        Refusal::UnknownPerson(person) => format!("there is no person {person}"),
        Refusal::ImpossibleQuantity(qty) => format!("{qty} is no quantity for one delivery"),
        Refusal::FractionOf(unit) => format!("the part is counted whole ({})", unit.code()),
        Refusal::SerialIsOnePiece => "a serial number stands for one piece".into(),
        Refusal::SerialElsewhere { serial, place } => format!("serial number {serial} lies at {place} already"),
        Refusal::Exists(what) if table == Table::Stock => {
            format!("opening stock was given for this before, with another quantity ({what}); count the bin instead")
        }
        Refusal::Exists(what) => format!("{what} is there already, in other words"),
        Refusal::UnknownJob(job) => format!("there is no job {job}"),
        Refusal::JobIsSettled { job, .. } => format!("job {job} is settled"),
        Refusal::LevelsDoNotRise { .. } => "safety, reorder_point and max do not rise".into(),
        Refusal::PeriodIsClosed => "the month is closed already, or has not ended".into(),
        other => format!("{other:?}"),
    }
}
