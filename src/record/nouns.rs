//! Stored forms of the values that events and aggregates are made of.

use super::codec::{BadRecord, Field, In, Out, choices, clip, fields, pair, sure, wrapped_fields};
use crate::domain::attendance::MarkKind;
use crate::domain::event::MoveRef;
use crate::domain::fault::{DeliveryFault, FaultKind, Outcome};
use crate::domain::job::{CheckLevel, Checks, Customer, Hours, JobState, Payer, Share, Vehicle};
use crate::domain::level::{AbcClass, Basis, Level};
use crate::domain::lot::Day;
use crate::domain::old_part::{Fault, OldPart};
use crate::domain::person::{BadBadge, Bilingual, Profile, Role, Tongue};
use crate::domain::place::Place;
use crate::domain::qty::Unit;
use crate::domain::reason::Reason;
use crate::domain::rights::Right;
use crate::domain::shift::{Shift, Stretch};
use crate::domain::stock::{Condition, Owner, Stock};
use crate::domain::work::PauseReason;

choices! {
    Unit { 1: Piece, 2: Litre, 3: Metre, 4: Kilogram, 5: Set, 6: Pair }
    Condition { 1: New, 2: Old, 3: Repaired, 4: Opened }
    Owner { 1: Shop, 2: Customer }
    Payer { 1: Customer, 2: Warranty, 3: Internal, 4: Insurance }
    MarkKind {
        1: In, 2: Out, 3: BreakBegin, 4: BreakEnd, 5: ActivityEnd, 6: Training, 7: Cleaning, 8: WaitingForWork,
        9: Meeting, 10: OtherActivity, 11: Resume,
    }
    BadBadge { 1: Revoked, 2: Expired, 3: Left }
    Tongue { 1: English, 2: Chinese }
    Right {
        1: SeeCost, 2: SeePrice, 3: SeeCustomer, 4: HandleStore, 5: WorkOnCars, 6: TakeSpecialOrder, 7: ApproveCount,
        8: ApproveAnyCount, 9: EnterLate, 10: CorrectTime, 11: TeachCode, 12: ReverseOthers, 13: Scrap,
        14: AdjustStock, 15: Dispatch, 16: InspectFinally, 17: OpenCabinet, 18: ManagePeople, 19: ChangeSettings,
    }
    Role { 1: Technician, 2: Clerk, 3: Lead, 4: Adviser, 5: Admin }
    CheckLevel { 1: Own, 2: Mutual, 3: Final }
    Fault { 1: Leaks, 2: Noise, 3: Broken, 4: Worn, 5: Electrical, 6: Other }
    Reason {
        1: DamagedInWork, 2: Lost, 3: ListTooLow, 4: Trial, 5: WrongPart, 6: WrongJob, 7: WrongQuantity, 8: NotNeeded,
        9: DamagedInStore, 10: Expired, 11: Obsolete, 12: Recall, 13: Suspect, 14: Short, 15: DamagedOnTheWay,
        16: KeptByCustomer, 17: NotWantedBack, 18: Destroyed, 19: NoShow, 20: Other,
    }
    AbcClass { 1: A, 2: B, 3: C }
    FaultKind { 1: Short, 2: Damaged, 3: Wrong }
    Outcome { 1: Credited, 2: Replaced, 3: Rejected, 4: Withdrawn }
    JobState {
        1: Planned, 2: Released, 3: InProgress, 4: Check, 5: Rework, 6: Wash, 7: Ready, 8: Settled, 9: Delivered,
        10: Cancelled,
    }
    PauseReason {
        1: Parts, 2: CustomerApproval, 3: BayOrLift, 4: Tool, 5: Insurer, 6: TechnicalHotline, 7: WarrantyApproval,
        8: Sublet, 9: Break, 10: Switch, 11: Other,
    }
}

fields! {
    Bilingual { 0: en, 1: zh }
    Stretch { 0: from, 1: to }
    Shift { 0: name, 1: days, 2: hours, 3: breaks, 4: day_start }
    Profile { 0: rights, 1: language, 2: shift, 3: left }
    Vehicle { 0: vin, 1: plate, 2: model, 3: odometer_in, 4: odometer_out }
    Customer { 0: name, 1: phone }
    Checks { 0: own, 1: mutual, 2: last }
    Share { 0: person, 1: lead, 2: percent }
    OldPart {
        0: tag, 1: job, 2: vin, 3: odometer, 4: part, 5: unit, 6: qty, 7: fault, 8: until_ms,
    }
    Stock { 0: part, 1: lot, 2: serial, 3: condition, 4: owner }
    Level {
        0: part, 1: unit, 2: safety, 3: reorder_point, 4: max, 5: pack, 6: lead_days, 7: supplier, 8: class, 9: basis,
    }
    Basis { 0: z, 1: days, 2: mean, 3: sd, 4: lead, 5: sd_lead }
    DeliveryFault {
        0: kind, 1: part, 2: unit, 3: qty, 4: note, 5: order, 6: line, 7: deadline_ms, 8: photo,
    }
}

wrapped_fields! { Hours Day }

impl Field for Place {
    fn put(&self, out: &mut Out) {
        sure(out.str(&self.to_string()));
    }
    fn get(from: &mut In<'_>) -> Result<Self, BadRecord> {
        let text = from.str()?;
        text.parse().map_err(|_| BadRecord::Value(format!("{:?} as a place", clip(text))))
    }
}

impl Field for MoveRef {
    fn put(&self, out: &mut Out) {
        sure(out.array(2));
        self.record.put(out);
        self.index.put(out);
    }
    fn get(from: &mut In<'_>) -> Result<Self, BadRecord> {
        pair(from)?;
        Ok(MoveRef { record: Field::get(from)?, index: Field::get(from)? })
    }
}
