//! Own records that cannot be read any more. That they are missing is a fact like any other: it is recorded, and never taken
//! back.

use super::Events;
use crate::domain::event::Event;
use crate::domain::qty::Qty;
use crate::domain::refusal::Refusal;

pub(super) fn report(epoch: u32, first: u64, last: u64) -> Events {
    if first == 0 || first > last {
        return Err(Refusal::ImpossibleQuantity(Qty::ZERO));
    }
    Ok(vec![Event::RecordsLost { epoch, first, last }])
}
