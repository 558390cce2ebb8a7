//! People, their roles and their badges.

use super::entry::Recorded;
use super::event::Event;
use super::ids::{BadgeHash, PersonId};

/// What a person may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    Technician,
    Clerk,
    Lead,
    Adviser,
    Admin,
}

impl Role {
    pub const ALL: [Role; 5] = [Role::Technician, Role::Clerk, Role::Lead, Role::Adviser, Role::Admin];

    /// Spelling in files and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Role::Technician => "technician",
            Role::Clerk => "clerk",
            Role::Lead => "lead",
            Role::Adviser => "adviser",
            Role::Admin => "admin",
        }
    }

    pub fn from_code(code: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.code() == code)
    }

    /// May take deliveries in, put away, and issue from behind the counter.
    pub fn handles_store(self) -> bool {
        matches!(self, Role::Clerk | Role::Lead | Role::Admin)
    }

    /// May clock on to operations.
    pub fn works_on_cars(self) -> bool {
        matches!(self, Role::Technician | Role::Lead)
    }
}

/// A text in both languages of the shop.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bilingual {
    pub en: String,
    pub zh: String,
}

/// A person of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub name: Bilingual,
    pub role: Role,
}

impl Person {
    pub(super) fn fold(slot: &mut Option<Person>, key: &PersonId, record: &Recorded) {
        for event in &record.entry.events {
            if let Event::PersonAdded { person, name, role } = event
                && person == key
            {
                *slot = Some(Person { id: person.clone(), name: name.clone(), role: *role });
            }
        }
    }
}

/// Who carries a badge. The last assignment holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadgeHolder(pub PersonId);

impl BadgeHolder {
    pub(super) fn fold(slot: &mut Option<BadgeHolder>, key: &BadgeHash, record: &Recorded) {
        for event in &record.entry.events {
            if let Event::BadgeAssigned { badge, person } = event
                && badge == key
            {
                *slot = Some(BadgeHolder(person.clone()));
            }
        }
    }
}
