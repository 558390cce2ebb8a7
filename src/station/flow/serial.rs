//! A part of which every piece has a number of its own, and nothing that was read said which one it is.

use super::super::Station;
use super::super::input::World;
use super::super::record::Wish;
use crate::domain::command::{Command, Item};
use crate::domain::entry::Cause;
use crate::domain::ids::SerialNo;
use crate::domain::qty::Qty;
use crate::domain::stock::Stock;
use crate::station::session::Asked;

/// Most pieces that stand behind a key; the key after them says that there is no number. Others are scanned.
const LISTED: usize = 8;

/// The pieces that can be chosen by number.
pub(in crate::station) fn listed(pieces: &[Stock]) -> &[Stock] {
    &pieces[..pieces.len().min(LISTED)]
}

/// Whether the command can do with a piece that has no number.
pub(in crate::station) fn may_have_none(command: &Command) -> bool {
    matches!(command, Command::IssuePart { .. } | Command::StagePart { .. } | Command::SellPart { .. })
}

/// The piece of this place in the list was chosen, or the answer after the last one: it has no number. Gives the question
/// back when there is no such answer.
pub(super) fn chosen(station: &mut Station, asked: Asked, nth: usize, wish: Wish, world: World<'_>) -> Option<Asked> {
    let Asked::WhichSerial { part, place, pieces, mut command, then } = asked else { return Some(asked) };
    let listed = listed(&pieces);
    let piece = nth.checked_sub(1).and_then(|at| listed.get(at)).and_then(|piece| piece.serial.clone());
    let has_none = nth == listed.len() + 1 && may_have_none(&command);
    match piece {
        Some(serial) => name(&mut command, serial),
        None if has_none => command.agreed_mut().into_iter().for_each(|agreed| agreed.no_serial = true),
        None => return Some(Asked::WhichSerial { part, place, pieces, command, then }),
    }
    station.submit(*command, Wish { then, ..wish }, world);
    None
}

/// The label of the piece was scanned while it was asked which one it is. False when it is another part, or has no number
/// either.
pub(in crate::station) fn scanned(station: &mut Station, item: &Item, cause: &Cause, world: World<'_>) -> bool {
    let Some(Asked::WhichSerial { part, .. }) = &station.session.question else { return false };
    let Some(serial) = item.serial.clone().filter(|_| item.part == *part) else { return false };
    let Some(Asked::WhichSerial { mut command, then, .. }) = station.session.question.take() else { return false };
    name(&mut command, serial);
    station.submit(*command, Wish { then, ..Wish::new(cause) }, world);
    true
}

fn name(command: &mut Command, serial: SerialNo) {
    if let Some((item, qty)) = command.taken_mut() {
        item.serial = Some(serial);
        *qty = Qty::ONE;
    }
}
