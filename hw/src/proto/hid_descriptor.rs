//! HID report descriptors (USB Device Class Definition for HID 1.11, section 6.2.2): just enough to tell what a device
//! poses as.

/// Usage page of bar code scanners (USB-IF HID Point of Sale Usage Tables 1.02).
const BAR_CODE_SCANNER_PAGE: u32 = 0x8C;
/// Usage of the application collection of a bar code scanner.
const BAR_CODE_SCANNER: u32 = 0x02;
const GENERIC_DESKTOP: u32 = 0x01;
const KEYBOARD: u32 = 0x06;

/// What a device poses as, by one of its application collections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Application {
    pub page: u32,
    pub usage: u32,
}

impl Application {
    /// A bar code scanner in point-of-sale mode.
    pub fn is_scanner(self) -> bool {
        self.page == BAR_CODE_SCANNER_PAGE && self.usage == BAR_CODE_SCANNER
    }

    /// A keyboard.
    pub fn is_keyboard(self) -> bool {
        self.page == GENERIC_DESKTOP && self.usage == KEYBOARD
    }
}

/// The application collections of a report descriptor, in order. What stands behind an item that is cut off is not read.
pub fn applications(mut descriptor: &[u8]) -> Vec<Application> {
    let (mut page, mut usage, mut found) = (0, None, Vec::new());
    while let Some((tag, value, rest)) = item(descriptor) {
        descriptor = rest;
        match tag {
            USAGE_PAGE => page = value,
            // A usage of four bytes carries its page in the upper half.
            USAGE if usage.is_none() => {
                let own = value >> 16;
                usage = Some(Application { page: if own == 0 { page } else { own }, usage: value & 0xFFFF });
            }
            COLLECTION => {
                found.extend(usage.take().filter(|_| value == APPLICATION));
            }
            // Main items use up the local ones before them.
            _ if tag & TYPE == MAIN => usage = None,
            _ => {}
        }
    }
    found
}

const TYPE: u8 = 0x0C;
const MAIN: u8 = 0x00;
const USAGE_PAGE: u8 = 0x04;
const USAGE: u8 = 0x08;
const COLLECTION: u8 = 0xA0;
const APPLICATION: u32 = 1;
/// A long item; none is defined, but its length is.
const LONG: u8 = 0xFE;

/// The first item: its prefix without the size, its value, and what follows. `None` when it is cut off.
fn item(descriptor: &[u8]) -> Option<(u8, u32, &[u8])> {
    let (prefix, rest) = descriptor.split_first()?;
    if *prefix == LONG {
        let (length, rest) = rest.split_first()?;
        return Some((LONG, 0, rest.get(usize::from(*length) + 1..)?));
    }
    let size = [0, 1, 2, 4][usize::from(prefix & 3)];
    let (value, rest) = rest.split_at_checked(size)?;
    let value = value.iter().rev().fold(0u32, |value, byte| value << 8 | u32::from(*byte));
    Some((prefix & !3, value, rest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The beginning of a scanner's descriptor, and of a boot keyboard's (HID 1.11, appendix E.6).
    const SCANNER: &[u8] = &[0x05, 0x8C, 0x09, 0x02, 0xA1, 0x01, 0x09, 0x12, 0xA1, 0x02, 0x85, 0x02, 0xC0, 0xC0];
    const KEYS: &[u8] = &[0x05, 0x01, 0x09, 0x06, 0xA1, 0x01, 0x05, 0x07, 0x19, 0xE0, 0x29, 0xE7, 0x81, 0x02, 0xC0];

    fn check(descriptor: &[u8], expected: &[(u32, u32)]) {
        let found: Vec<_> = applications(descriptor).iter().map(|is| (is.page, is.usage)).collect();
        assert_eq!(found, expected, "{descriptor:02X?}");
    }

    #[test]
    fn application_collections_say_what_a_device_poses_as() {
        check(SCANNER, &[(0x8C, 2)]);
        check(KEYS, &[(1, 6)]);
        check(&[KEYS, SCANNER].concat(), &[(1, 6), (0x8C, 2)]);
        check(&[0x0B, 0x02, 0x00, 0x8C, 0x00, 0xA1, 0x01], &[(0x8C, 2)]);
        check(&[0xFE, 2, 0, 9, 9, 0x05, 0x8C, 0x09, 0x02, 0xA1, 0x01], &[(0x8C, 2)]);
        check(&SCANNER[..4], &[]);
        check(&[0x05], &[]);
        assert!(applications(SCANNER)[0].is_scanner() && applications(KEYS)[0].is_keyboard());
    }

    proptest! {
        #[test]
        fn any_descriptor_is_survived(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(applications(&bytes).len() <= bytes.len());
        }
    }
}
