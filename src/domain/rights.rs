//! Who may do what: one table of roles and rights. A person may hold further rights of their own.

use super::person::{Person, Role};
use super::qty::Money;

/// Something that not everybody may do or see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Right {
    /// See what parts cost the shop.
    SeeCost,
    /// See what customers pay.
    SeePrice,
    /// See a customer's name and telephone number unmasked.
    SeeCustomer,
    /// Take deliveries in, put away, issue from behind the counter.
    HandleStore,
    /// Clock on to operations.
    WorkOnCars,
    /// Give out a part that is bound to another job.
    TakeSpecialOrder,
    /// Post a count whose variance is worth at most [`COUNT_LIMIT_MINOR`].
    ApproveCount,
    /// Post a count whatever its variance is worth.
    ApproveAnyCount,
    /// Enter afterwards what happened earlier, with its own time.
    EnterLate,
    /// Correct or confirm attendance and work times.
    CorrectTime,
    /// Say what an unknown code means.
    TeachCode,
    /// Take back what somebody else recorded.
    ReverseOthers,
    /// Throw parts away.
    Scrap,
    /// Change stock without a move that explains it.
    AdjustStock,
    /// Give work to technicians and take it from them.
    Dispatch,
    /// Say that an operation passed its final check.
    InspectFinally,
    /// Open a locked cabinet.
    OpenCabinet,
    /// Badges and PINs of others.
    ManagePeople,
    /// Settings of a kiosk.
    ChangeSettings,
}

/// One line of the table: the right, its spelling, the roles that have it, and whether somebody who has it may stand in
/// with badge and PIN for somebody who has not.
type Line = (Right, &'static str, &'static [Role], bool);

const STORE: &[Role] = &[Role::Clerk, Role::Lead, Role::Admin];
const LEADS: &[Role] = &[Role::Lead, Role::Admin];
const ADMIN: &[Role] = &[Role::Admin];

const TABLE: &[Line] = &[
    (Right::SeeCost, "see-cost", LEADS, false),
    (Right::SeePrice, "see-price", &[Role::Clerk, Role::Lead, Role::Adviser, Role::Admin], false),
    (Right::SeeCustomer, "see-customer", &[Role::Lead, Role::Adviser, Role::Admin], false),
    (Right::HandleStore, "handle-store", STORE, false),
    (Right::WorkOnCars, "work-on-cars", &[Role::Technician, Role::Lead], false),
    (Right::TakeSpecialOrder, "take-special-order", LEADS, true),
    (Right::ApproveCount, "approve-count", LEADS, true),
    (Right::ApproveAnyCount, "approve-any-count", ADMIN, true),
    (Right::EnterLate, "enter-late", LEADS, true),
    (Right::CorrectTime, "correct-time", LEADS, true),
    (Right::TeachCode, "teach-code", STORE, false),
    (Right::ReverseOthers, "reverse-others", LEADS, true),
    (Right::Scrap, "scrap", STORE, true),
    (Right::AdjustStock, "adjust-stock", LEADS, true),
    (Right::Dispatch, "dispatch", LEADS, true),
    (Right::InspectFinally, "inspect", &[Role::Lead], false),
    (Right::OpenCabinet, "open-cabinet", STORE, true),
    (Right::ManagePeople, "manage-people", ADMIN, true),
    (Right::ChangeSettings, "change-settings", ADMIN, true),
];

/// Most that a variance may be worth for [`Right::ApproveCount`], in minor units of the shop's currency.
pub const COUNT_LIMIT_MINOR: i64 = 100_000;

impl Right {
    /// All rights, in the order of the table.
    pub fn all() -> impl Iterator<Item = Right> {
        TABLE.iter().map(|(right, ..)| *right)
    }

    fn line(self) -> Option<&'static Line> {
        TABLE.iter().find(|(right, ..)| *right == self)
    }

    /// Spelling in files and JSON.
    pub fn code(self) -> &'static str {
        self.line().map_or("", |(_, code, ..)| code)
    }

    pub fn from_code(code: &str) -> Option<Right> {
        TABLE.iter().find(|(_, known, ..)| *known == code).map(|(right, ..)| *right)
    }

    /// Whether the role as such has it.
    pub fn is_of(self, role: Role) -> bool {
        self.line().is_some_and(|(_, _, roles, _)| roles.contains(&role))
    }

    /// Whether badge and PIN of somebody who has it do as well.
    pub fn can_be_approved(self) -> bool {
        self.line().is_some_and(|(.., approvable)| *approvable)
    }

    /// The right to post a count with a variance of this worth.
    pub fn to_approve_count(worth: Option<Money>) -> Right {
        match worth {
            Some(worth) if worth.minor.saturating_abs() <= COUNT_LIMIT_MINOR => Right::ApproveCount,
            _ => Right::ApproveAnyCount,
        }
    }
}

impl Person {
    /// Whether this person has the right, by role or as their own. Who left has none.
    pub fn may(&self, right: Right) -> bool {
        let by_role = right.is_of(self.role);
        // Whoever may approve any count may approve a small one.
        let wider = right == Right::ApproveCount && self.profile.rights.contains(&Right::ApproveAnyCount);
        !self.profile.left && (by_role || wider || self.profile.rights.contains(&right))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_right_has_one_line_and_one_spelling() {
        for right in Right::all() {
            assert_eq!(Right::from_code(right.code()), Some(right));
        }
        let all: std::collections::BTreeSet<Right> = Right::all().collect();
        assert_eq!((all.len(), TABLE.len()), (19, 19), "a right is missing in the table, or stands there twice");
    }

    #[test]
    fn the_document_has_the_same_table() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/people.md");
        let text = std::fs::read_to_string(file).expect("the document");
        let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
        let rows: Vec<Vec<String>> = text.lines().filter(|line| line.starts_with("| `")).map(cells).collect();
        assert_eq!(rows.len(), TABLE.len());
        for (row, (right, code, ..)) in rows.iter().zip(TABLE) {
            assert_eq!(row[1], format!("`{code}`"));
            for (cell, role) in row[2..7].iter().zip(Role::ALL) {
                assert_eq!(cell == "x", right.is_of(role), "{code} of {}", role.code());
            }
            assert_eq!(row[7] == "yes", right.can_be_approved(), "{code}");
        }
    }

    #[test]
    fn money_is_for_those_who_need_it() {
        let sees = |role| (Right::SeeCost.is_of(role), Right::SeePrice.is_of(role));
        assert_eq!(sees(Role::Technician), (false, false));
        assert_eq!(sees(Role::Clerk), (false, true));
        assert_eq!(sees(Role::Lead), (true, true));
    }

    #[test]
    fn a_large_variance_needs_more() {
        let worth = |minor| {
            let currency = crate::domain::qty::Currency::new("CNY").expect("a currency");
            Right::to_approve_count(Some(Money { minor, currency }))
        };
        assert_eq!(worth(-COUNT_LIMIT_MINOR), Right::ApproveCount);
        assert_eq!(worth(COUNT_LIMIT_MINOR + 1), Right::ApproveAnyCount);
        assert_eq!(Right::to_approve_count(None), Right::ApproveAnyCount, "nobody knows what it is worth");
    }
}
