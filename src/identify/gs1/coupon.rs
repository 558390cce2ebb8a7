//! North American coupons: AI (8110), paper coupons in GS1 DataBar, and AI (8112), positive offer file. Fields of
//! digits, many with a digit in front that says how long they are.

use super::check::Check;

/// A reader over the digits of a coupon. Each step fails with the offset where it stands.
struct Digits<'a> {
    data: &'a [u8],
    at: usize,
}

impl<'a> Digits<'a> {
    fn new(data: &'a [u8]) -> Result<Self, usize> {
        match data.iter().position(|byte| !byte.is_ascii_digit()) {
            Some(at) => Err(at),
            None => Ok(Self { data, at: 0 }),
        }
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], usize> {
        let taken = self.data.get(self.at..self.at + count).ok_or(self.at)?;
        self.at += count;
        Ok(taken)
    }

    /// A digit that must be one of these.
    fn one_of(&mut self, allowed: &[u8]) -> Result<u8, usize> {
        let at = self.at;
        let digit = self.take(1)?[0];
        if allowed.contains(&digit) { Ok(digit) } else { Err(at) }
    }

    /// A field with its length in front: the length digit plus `more`.
    fn sized(&mut self, allowed: &[u8], more: usize) -> Result<&'a [u8], usize> {
        let length = self.one_of(allowed)?;
        self.take(usize::from(length - b'0') + more)
    }

    /// Goes past the number of an optional field when that field comes next.
    fn begins(&mut self, field: u8) -> bool {
        let begins = self.data.get(self.at) == Some(&field);
        self.at += usize::from(begins);
        begins
    }

    fn date(&mut self) -> Result<&'a [u8], usize> {
        let at = self.at;
        let date = self.take(6)?;
        Check::Date.run(date).map_err(|_| at)?;
        Ok(date)
    }

    fn end(&self) -> Result<(), usize> {
        if self.at == self.data.len() { Ok(()) } else { Err(self.at) }
    }
}

/// AI (8112): format, funder, offer code, serial number.
pub(super) fn positive_offer(data: &[u8]) -> Result<(), usize> {
    let mut digits = Digits::new(data)?;
    digits.one_of(b"01")?;
    digits.sized(b"0123456", 6)?;
    digits.take(6)?;
    digits.sized(b"0123456789", 6)?;
    digits.end()
}

/// AI (8110): company prefix, offer code, save value, first purchase, then optional fields in rising order.
pub(super) fn paper(data: &[u8]) -> Result<(), usize> {
    let mut digits = Digits::new(data)?;
    digits.sized(b"0123456", 6)?;
    digits.take(6)?;
    digits.sized(b"12345", 0)?;
    purchase(&mut digits)?;
    if digits.begins(b'1') {
        digits.one_of(b"0123")?;
        purchase_of_company(&mut digits)?;
    }
    if digits.begins(b'2') {
        purchase_of_company(&mut digits)?;
    }
    let expires = if digits.begins(b'3') { Some(digits.date()?) } else { None };
    if digits.begins(b'4') {
        let at = digits.at;
        let starts = digits.date()?;
        if expires.is_some_and(|expires| starts > expires) {
            return Err(at);
        }
    }
    if digits.begins(b'5') {
        digits.sized(b"0123456789", 6)?;
    }
    if digits.begins(b'6') {
        digits.sized(b"1234567", 6)?;
    }
    if digits.begins(b'9') {
        digits.one_of(b"01256")?;
        digits.one_of(b"012")?;
        digits.take(1)?;
        digits.one_of(b"01")?;
    }
    digits.end()
}

/// What has to be bought: the amount, its code, the family code.
fn purchase(digits: &mut Digits<'_>) -> Result<(), usize> {
    digits.sized(b"12345", 0)?;
    digits.one_of(b"012349")?;
    digits.take(3)?;
    Ok(())
}

/// A further purchase, of a company of its own or (9) of the first.
fn purchase_of_company(digits: &mut Digits<'_>) -> Result<(), usize> {
    purchase(digits)?;
    if digits.begins(b'9') {
        return Ok(());
    }
    digits.sized(b"0123456", 6)?;
    Ok(())
}
