//! The keys of what hangs on lines of a board: stack lights, buzzers, buttons, locks.

use pitbox_hw::reading::Role;

use super::super::ConfigError;
use super::super::section::Section;
use super::{ButtonKey, Driver, Line};

/// Highest line number of a chip that is believed.
const MAX_OFFSET: u32 = 1023;
/// GPIO numbers of the header of a Raspberry Pi.
const MAX_PIN: u32 = 27;
/// Where most buzzers are loudest.
const HERTZ: u32 = 2700;

/// Reads the line at a key, nothing when the key is not there.
type ReadLine<'a> = &'a dyn Fn(&mut Section, &str) -> Result<Option<Line>, ConfigError>;

/// Lines by name, or by number when `chip` is given.
pub(super) fn gpiocdev(section: &mut Section, role: Role) -> Result<Driver, ConfigError> {
    let chip = section.optional_path("chip")?;
    let line = |section: &mut Section, key: &str| match &chip {
        None => Ok(section.optional_text(key)?.map(Line::Named)),
        Some(chip) => {
            let number = section.optional_number(key, 0..=MAX_OFFSET)?;
            Ok(number.map(|offset| Line::Numbered { chip: chip.clone(), offset }))
        }
    };
    driver(section, role, &line, None)
}

/// Pins by their GPIO number; a buzzer may be at a PWM channel.
pub(super) fn rppal(section: &mut Section, role: Role) -> Result<Driver, ConfigError> {
    let pwm = if role == Role::Buzzer { pwm(section)? } else { None };
    let line = |section: &mut Section, key: &str| {
        let number = section.optional_number(key, 0..=MAX_PIN)?;
        Ok(number.and_then(|number| u8::try_from(number).ok()).map(Line::Pin))
    };
    driver(section, role, &line, pwm)
}

fn pwm(section: &mut Section) -> Result<Option<Line>, ConfigError> {
    let channel = section.optional_number("pwm", 0..=3)?;
    let frequency = section.optional_number("frequency", 100..=20_000)?;
    match channel.and_then(|channel| u8::try_from(channel).ok()) {
        Some(channel) => Ok(Some(Line::Pwm { channel, hertz: frequency.unwrap_or(HERTZ) })),
        None if frequency.is_some() => {
            Err(section.error("frequency", "a line without PWM is only on or off", "Remove frequency, or give pwm = 0"))
        }
        None => Ok(None),
    }
}

fn driver(section: &mut Section, role: Role, line: ReadLine<'_>, pwm: Option<Line>) -> Result<Driver, ConfigError> {
    match role {
        Role::Lamp => lamp(section, line),
        Role::Button => button(section, line),
        Role::Buzzer => {
            let line = match (line(section, "line")?, pwm) {
                (Some(line), None) | (None, Some(line)) => line,
                (None, None) => return Err(missing(section)),
                (Some(_), Some(_)) => return Err(section.error("pwm", "both line and pwm are given", "Remove one")),
            };
            Ok(Driver::Buzzer { line, active_low: section.optional_flag("active_low")?.unwrap_or(false) })
        }
        Role::Lock => lock(section, line),
        Role::Scanner | Role::Badge | Role::Rfid | Role::Printer => {
            Err(section.error("role", "no line plays this role", "Use \"lamp\", \"buzzer\", \"button\" or \"lock\""))
        }
    }
}

fn missing(section: &Section) -> ConfigError {
    section.error("line", "this key is missing", "Name the line; docs/hardware.md has examples")
}

fn lamp(section: &mut Section, line: ReadLine<'_>) -> Result<Driver, ConfigError> {
    let [red, amber, green] = [line(section, "red")?, line(section, "amber")?, line(section, "green")?];
    if red.is_none() && amber.is_none() && green.is_none() {
        return Err(section.error("red", "a stack light has at least one lamp", "Give red, amber or green"));
    }
    Ok(Driver::Lamp { red, amber, green, active_low: section.optional_flag("active_low")?.unwrap_or(false) })
}

/// The driver has a hard maximum as well.
fn lock(section: &mut Section, line: ReadLine<'_>) -> Result<Driver, ConfigError> {
    let line = line(section, "line")?.ok_or_else(|| missing(section))?;
    let active_low = section.optional_flag("active_low")?.unwrap_or(false);
    let pulse_ms = section.number_or("pulse", 500, 50..=3000)?;
    Ok(Driver::Lock { line, active_low, pulse_ms })
}

/// Most buttons connect the line to ground.
fn button(section: &mut Section, line: ReadLine<'_>) -> Result<Driver, ConfigError> {
    let line = line(section, "line")?.ok_or_else(|| missing(section))?;
    let active_low = section.optional_flag("active_low")?.unwrap_or(true);
    let keys = [("enter", ButtonKey::Enter), ("escape", ButtonKey::Escape), ("f10", ButtonKey::F10)];
    let key = section.optional_choice("key", &keys)?.unwrap_or(ButtonKey::Enter);
    let debounce_ms = section.number_or("debounce", 20, 1..=500)?;
    Ok(Driver::Button { line, active_low, key, debounce_ms })
}
