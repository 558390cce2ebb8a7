//! The acts of the stories at totes, sales, places, old parts and shipments.

use super::script::Stage;
use super::shop::{bin_id, job_no, part_no, qty};
use crate::domain::command::{Agreed, Command, Item};
use crate::domain::event::MoveRef;
use crate::domain::ids::*;
use crate::domain::inspection::Inspected;
use crate::domain::old_part::Fault;
use crate::domain::place::Place;
use crate::domain::qty::Unit;
use crate::domain::reason::Reason;
use crate::domain::shipment::{Papers, SentLine};
use crate::domain::stock::{Condition, Stock};

impl Stage {
    /// The command of these words, when they are of one of these tasks.
    pub(super) fn store_command<'a>(
        &self,
        plain: &[&str],
        option: &impl Fn(&str) -> Option<&'a str>,
        item: &impl Fn(&str) -> Item,
        agreed: Agreed,
    ) -> Option<Command> {
        let reason = || Reason::from_code(option("reason").expect("reason=")).expect("a reason");
        let at = |record: &str| MoveRef { record: self.act_named(record), index: 0 };
        let tote = |text: &str| ToteId::new(text).expect("a tote");
        let sale = |text: &str| SaleNo::new(text).expect("a sale");
        let command = match *plain {
            ["stage", job, part, n, id] => {
                let (job, item, from) = (job_no(job), item(part), option("from").map(bin_id));
                Command::StagePart { job, item, from, qty: qty(n), tote: tote(id), agreed }
            }
            ["inspect-return", job, part, n] => {
                Command::ReturnToInspection { job: job_no(job), item: item(part), qty: qty(n) }
            }
            ["inspect", part, n, to] => {
                let now = Condition::from_code(option("as").unwrap_or("new")).expect("a condition");
                let to = match to {
                    "scrap" => Inspected::Scrap,
                    "supplier" => Inspected::Supplier,
                    bin => Inspected::Stock { bin: bin_id(bin), condition: now },
                };
                let (stock, reason) = (Stock::plain(part_no(part)), option("reason").map(|_| reason()));
                Command::Inspect { stock, qty: qty(n), to, reason }
            }
            ["no-show", job] => Command::ReleaseNoShow { job: job_no(job) },
            ["issue-tote", id] => Command::IssueTote { tote: tote(id) },
            ["release-tote", id] => {
                Command::ReleaseTote { tote: tote(id), to: option("to").map(bin_id), reason: Reason::NoShow }
            }
            ["release", job] => Command::ReleaseAllocation { job: job_no(job), released: true },
            ["renew", job] => Command::ReleaseAllocation { job: job_no(job), released: false },
            ["sell", no, part, n] => {
                let (sale, item, from) = (sale(no), item(part), option("from").map(bin_id));
                Command::SellPart { sale, item, from, qty: qty(n), agreed }
            }
            ["unsell", no, record] => Command::TakeBackSold { sale: sale(no), at: at(record), reason: reason() },
            ["pay", no, slip] => Command::PaySale { sale: sale(no), slip: NoteNo::new(slip).expect("a slip") },
            ["collect", no] => Command::CollectSale { sale: sale(no) },
            _ => {
                let counting = super::script_count::command(plain, option, item);
                return counting.or_else(|| self.place_command(plain, option, item));
            }
        };
        Some(command)
    }

    fn place_command<'a>(
        &self,
        plain: &[&str],
        option: &impl Fn(&str) -> Option<&'a str>,
        item: &impl Fn(&str) -> Item,
    ) -> Option<Command> {
        let reason = || Reason::from_code(option("reason").expect("reason=")).expect("a reason");
        let at = |record: &str| MoveRef { record: self.act_named(record), index: 0 };
        let shipment = |text: &str| ShipmentNo::new(text).expect("a shipment");
        let place = |text: &str| text.parse::<Place>().expect("a place");
        let condition = |code: &str| Condition::from_code(code).expect("a condition");
        let command = match *plain {
            ["transfer", part, n, from, to] => {
                let (item, reason) = (item(part), option("reason").map(|_| reason()));
                Command::TransferPart { item, from: place(from), to: place(to), qty: qty(n), reason }
            }
            ["turns", part, n, bin, from, to] => {
                let (from, to) = (condition(from), condition(to));
                Command::ChangeCondition { item: item(part), bin: bin_id(bin), from, to, qty: qty(n) }
            }
            ["break", kit, n, bin] => {
                Command::ChangeKit { kit: part_no(kit), bin: bin_id(bin), qty: qty(n), whole: false }
            }
            ["assemble", kit, n, bin] => {
                Command::ChangeKit { kit: part_no(kit), bin: bin_id(bin), qty: qty(n), whole: true }
            }
            ["reverse-line", job, record] => {
                let to = option("to").map(bin_id);
                Command::ReverseLine { job: job_no(job), at: at(record), to, reason: reason() }
            }
            ["repost", job, record, to] => Command::RepostLine { job: job_no(job), at: at(record), to_job: job_no(to) },
            ["keep-old", job, part, fault] => {
                let fault = Fault::from_code(fault).expect("a fault");
                Command::KeepOldPart { job: job_no(job), part: part_no(part), fault }
            }
            ["waive-old", job, part] => {
                Command::WaiveOldPart { job: job_no(job), part: part_no(part), reason: reason() }
            }
            ["send-old", tag, to] => Command::SendOldPart { tag: TagNo::new(tag).expect("a tag"), to: place(to) },
            ["old-parts", job, answer] => Command::AnswerOldParts { job: job_no(job), wanted: answer == "wanted" },
            ["customers", job, part, n] => {
                Command::FitCustomersPart { job: job_no(job), item: item(part), qty: qty(n) }
            }
            ["ship", no, part, n, to] => Command::ShipPart {
                shipment: shipment(no),
                to: SiteId::new(to).expect("a site"),
                item: item(part),
                from: option("from").map(bin_id),
                qty: qty(n),
            },
            ["arrive", no, part, n, bin] => {
                Command::ReceiveShipped { shipment: shipment(no), item: item(part), qty: qty(n), to: bin_id(bin) }
            }
            ["differs", no, part] => {
                Command::ExplainShipment { shipment: shipment(no), part: part_no(part), reason: reason() }
            }
            ["papers", no, from, sheet, sheets, ref lines @ ..] => papers((no, from), (sheet, sheets), lines),
            ["end-shipment", no] => Command::EndShipment { shipment: shipment(no) },
            ["close-shipment", no] => Command::CloseShipment { shipment: shipment(no) },
            _ => return None,
        };
        Some(command)
    }
}

/// A sheet of a shipment's papers with these lines, `PART:QTY`.
fn papers((no, from): (&str, &str), (sheet, sheets): (&str, &str), lines: &[&str]) -> Command {
    let line = |line: &&str| {
        let (part, n) = line.split_once(':').expect("PART:QTY");
        let unit = if part == "PAD" { Unit::Set } else { Unit::Piece };
        SentLine { stock: Stock::plain(part_no(part)), unit, qty: qty(n) }
    };
    let number = |text: &str| text.parse().expect("a number");
    let (shipment, from) = (ShipmentNo::new(no).expect("a shipment"), SiteId::new(from).expect("a site"));
    let (sheet, sheets, lines) = (number(sheet), number(sheets), lines.iter().map(line).collect());
    Command::AnnounceShipment(Box::new(Papers { shipment, from, sheet, sheets, lines }))
}
