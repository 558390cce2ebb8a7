//! People, their roles and their badges.

use super::entry::{HUB_DEVICE, Recorded};
use super::event::Event;
use super::ids::{BadgeHash, PersonId};
use super::lockout::WrongPins;
use super::rights::Right;

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
}

/// A text in both languages of the shop.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bilingual {
    pub en: String,
    pub zh: String,
}

/// A language of the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tongue {
    English,
    Chinese,
}

impl Tongue {
    /// The code in files and JSON (BCP 47).
    pub fn code(self) -> &'static str {
        match self {
            Tongue::English => "en",
            Tongue::Chinese => "zh-CN",
        }
    }
}

/// What else the office says of a person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Profile {
    /// Rights beyond those of the role.
    pub rights: Vec<Right>,
    /// The language of the screen while this person is logged on; `None`: the kiosk's.
    pub language: Option<Tongue>,
    /// The shift calendar that holds for this person; empty: the shop's.
    pub shift: String,
    /// Does not work here any more.
    pub left: bool,
}

/// A badge that a person carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Badge {
    pub badge: BadgeHash,
    /// It is no longer good from here on, in milliseconds since 1970-01-01 UTC.
    pub until_ms: Option<i64>,
    /// Given at a kiosk: the office's tables do not name it, and do not take it back.
    pub at_kiosk: bool,
    /// The badge of which this is another form: some readers say less of a badge's number than others.
    pub form_of: Option<BadgeHash>,
}

/// A person of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub name: Bilingual,
    pub role: Role,
    pub profile: Profile,
    /// Those that are good, in the order in which they were given.
    pub badges: Vec<Badge>,
    /// Hash of the PIN (argon2id, PHC string form) over a text that is made with the site's key.
    pub pin: Option<String>,
    /// Wrong PINs, by kiosk.
    pub wrong_pins: Vec<WrongPins>,
    /// The last time that a badge of this person was refused.
    pub refused: Option<RefusedBadge>,
}

/// That a badge was held to a reader and was not good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefusedBadge {
    pub why: BadBadge,
    /// In milliseconds since 1970-01-01 UTC.
    pub at_ms: i64,
}

impl Person {
    /// A person of whom no more is known.
    pub fn new(id: PersonId, name: Bilingual, role: Role) -> Person {
        let (profile, badges, wrong_pins) = (Profile::default(), Vec::new(), Vec::new());
        Person { id, name, role, profile, badges, pin: None, wrong_pins, refused: None }
    }

    /// The wrong PINs at this kiosk since the last right one.
    pub fn wrong_pins_at(&self, device: u32) -> Option<&WrongPins> {
        self.wrong_pins.iter().find(|wrong| wrong.device == device)
    }

    pub(super) fn fold(slot: &mut Option<Person>, key: &PersonId, record: &Recorded) {
        for event in &record.entry.events {
            match (event, slot.as_mut()) {
                (Event::PersonAdded { person, name, role }, Some(known)) if person == key => {
                    (known.name, known.role) = (name.clone(), *role);
                }
                (Event::PersonAdded { person, name, role }, None) if person == key => {
                    *slot = Some(Person::new(person.clone(), name.clone(), *role));
                }
                (Event::ProfileSet { person, profile }, Some(known)) if person == key => {
                    known.profile = profile.clone();
                }
                (Event::BadgeAssigned { badge, person, until_ms, form_of }, Some(known)) if person == key => {
                    known.badges.retain(|other| other.badge != *badge);
                    let at_kiosk = record.position.device != HUB_DEVICE;
                    known.badges.push(Badge { badge: *badge, until_ms: *until_ms, at_kiosk, form_of: *form_of });
                }
                (Event::BadgeRevoked { badge, person }, Some(known)) if person == key => {
                    known.badges.retain(|other| other.badge != *badge);
                }
                (Event::PinSet { person, hash }, Some(known)) if person == key => {
                    known.pin = Some(hash.clone());
                    known.wrong_pins.clear();
                }
                (Event::PinRejected { person, .. }, Some(known)) if person == key => known.count_wrong_pin(record),
                (Event::BadgeRefused { person, why, .. }, Some(known)) if person == key => {
                    known.refused = Some(RefusedBadge { why: *why, at_ms: record.entry.meta.stamp.wall_ms });
                }
                _ => {}
            }
        }
        // A right PIN: what was wrong before at that kiosk does not count any more.
        if let Some(known) = slot
            && record.entry.meta.approved_by.as_ref() == Some(key)
        {
            known.wrong_pins.retain(|wrong| wrong.device != record.position.device);
        }
    }

    /// The badges that this person carries, each once, however many forms of its number are known.
    pub fn carried(&self) -> impl Iterator<Item = &Badge> {
        let is_known = |of: BadgeHash| self.badges.iter().any(|held| held.badge == of);
        self.badges.iter().filter(move |held| held.form_of.is_none_or(|of| !is_known(of)))
    }

    fn count_wrong_pin(&mut self, record: &Recorded) {
        let device = record.position.device;
        let wrong = WrongPins::after(self.wrong_pins_at(device), device, &record.entry.meta.stamp);
        self.wrong_pins.retain(|other| other.device != device);
        self.wrong_pins.push(wrong);
    }
}

/// Who carries a badge. The last assignment holds, until the badge is revoked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadgeHolder {
    pub person: PersonId,
    /// It is no longer good from here on, in milliseconds since 1970-01-01 UTC.
    pub until_ms: Option<i64>,
    /// It was lost, or taken back.
    pub revoked: bool,
    /// That was said at a kiosk: a table of the office that still names it does not make it good again.
    pub lost: bool,
}

impl BadgeHolder {
    /// Why the badge is not good at this moment, if so; `left` says that who carries it does not work here any more. A kiosk
    /// that does not know the time takes one whose time may be over.
    pub(super) fn trouble(&self, left: bool, wall_ms: i64, trusted: bool) -> Option<BadBadge> {
        if self.revoked {
            return Some(BadBadge::Revoked);
        }
        if left {
            return Some(BadBadge::Left);
        }
        (trusted && self.until_ms.is_some_and(|until| wall_ms >= until)).then_some(BadBadge::Expired)
    }

    pub(super) fn fold(slot: &mut Option<BadgeHolder>, key: &BadgeHash, record: &Recorded) {
        for event in &record.entry.events {
            match event {
                Event::BadgeAssigned { badge, person, until_ms, .. } if badge == key => {
                    *slot =
                        Some(BadgeHolder { person: person.clone(), until_ms: *until_ms, revoked: false, lost: false });
                }
                Event::BadgeRevoked { badge, person } if badge == key => {
                    let held = slot.as_ref().is_none_or(|holder| holder.person == *person);
                    if held {
                        let until_ms = slot.as_ref().and_then(|holder| holder.until_ms);
                        let lost = record.position.device != HUB_DEVICE;
                        *slot = Some(BadgeHolder { person: person.clone(), until_ms, revoked: true, lost });
                    }
                }
                _ => {}
            }
        }
    }
}

/// Why a badge that is known is not good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BadBadge {
    /// Lost, or taken back.
    Revoked,
    /// Its time is over.
    Expired,
    /// Who carries it does not work here any more.
    Left,
}

impl BadBadge {
    /// Spelling in JSON.
    pub fn code(self) -> &'static str {
        match self {
            BadBadge::Revoked => "revoked",
            BadBadge::Expired => "expired",
            BadBadge::Left => "left",
        }
    }
}
