//! The checks that components of values must pass, by the names of the GS1 Barcode Syntax Dictionary. Each follows the section of
//! the GS1 General Specifications that defines its identifier. They run in the order of the table and see ASCII only.

use super::codes;
use super::coupon;
use super::table::Set;

macro_rules! checks {
    ($($(#[$doc:meta])* $variant:ident $name:literal $wrong:literal,)*) => {
        /// A check of one component.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Check {
            $($(#[$doc])* $variant,)*
        }

        impl Check {
            /// The check that the table calls so.
            pub(super) fn from_name(name: &str) -> Option<Check> {
                match name {
                    $($name => Some(Check::$variant),)*
                    _ => None,
                }
            }

            /// What is wrong when it fails.
            pub fn complaint(self) -> &'static str {
                match self {
                    $(Check::$variant => $wrong,)*
                }
            }
        }
    };
}

checks! {
    /// Modulo 10 check digit at the end.
    CheckDigit "csum" "the check digit does not fit",
    /// Pair of check characters at the end.
    CheckPair "csumalpha" "the check characters do not fit",
    /// Begins with a company prefix.
    Prefix1 "gcppos1" "it does not begin with a GS1 company prefix",
    /// Has a company prefix from the second character.
    Prefix2 "gcppos2" "there is no GS1 company prefix from the second character on",
    Date "yymmdd" "it is not a date YYMMDD",
    /// The day may be 00: the whole month.
    DateOrMonth "yymmd0" "it is not a date YYMMDD",
    LongDate "yyyymmdd" "it is not a date YYYYMMDD",
    HourMinute "hhmi" "it is not a time HHMM",
    Hour "hh" "it is not an hour",
    Minute "mi" "it is not a minute",
    Second "ss" "it is not a second",
    Country "iso3166" "it is not an ISO 3166 country number",
    CountryOrMany "iso3166999" "it is neither an ISO 3166 country number nor 999",
    CountryLetters "iso3166alpha2" "it is not an ISO 3166 country code of two letters",
    Currency "iso4217" "it is not an ISO 4217 currency number",
    Sex "iso5218" "it is not an ISO/IEC 5218 code",
    PercentEncoding "pcenc" "a % is not followed by two hexadecimal digits",
    Iban "iban" "it is not an international bank account number",
    ImporterIndex "importeridx" "it is not an importer index",
    NonZero "nonzero" "it must not be zero",
    NoZeroPrefix "nozeroprefix" "it must not begin with a zero",
    Zero "zero" "it must be zero",
    Winding "winding" "it is not a winding direction (0, 1 or 9)",
    YesNo "yesno" "it is neither 0 nor 1",
    Hyphen "hyphen" "only a hyphen may stand there",
    Latitude "latitude" "it is not a latitude",
    Longitude "longitude" "it is not a longitude",
    MediaType "mediatype" "it is not an AIDC media type",
    PackageType "packagetype" "it is not a package type code",
    PieceOfTotal "pieceoftotal" "it is not a piece number and a total",
    PositionSlashEnd "posinseqslash" "it is not a position and an end with a slash between them",
    HasNonDigit "hasnondigit" "it must hold something else than digits",
    Coupon "couponcode" "it is not a coupon code",
    CouponOffer "couponposoffer" "it is not a positive offer file coupon code",
}

impl Check {
    /// Runs the check. On failure: the offset in the component where it went wrong.
    pub(super) fn run(self, data: &[u8]) -> Result<(), usize> {
        match self {
            Check::CheckDigit => ok(check_digit_fits(data)).map_err(|_| data.len().saturating_sub(1)),
            Check::CheckPair => ok(check_pair_fits(data)).map_err(|_| data.len().saturating_sub(2)),
            Check::Prefix1 => prefix(data),
            Check::Prefix2 => prefix(data.get(1..).unwrap_or_default()).map_err(|at| at + 1),
            Check::Date => date(data, false),
            Check::DateOrMonth => date(data, true),
            Check::LongDate => long_date(data),
            Check::HourMinute => {
                ok(data.len() == 4)?;
                below(&data[..2], 24)?;
                below(&data[2..], 60).map_err(|at| at + 2)
            }
            Check::Hour => below(data, 24),
            Check::Minute | Check::Second => below(data, 60),
            Check::Country => ok(codes::is_country(number(data))),
            Check::CountryOrMany => ok(data == b"999" || codes::is_country(number(data))),
            Check::CountryLetters => ok(codes::is_country_letters(data)),
            Check::Currency => ok(codes::is_currency(number(data))),
            Check::Sex => ok(matches!(data, b"0" | b"1" | b"2" | b"9")),
            Check::PercentEncoding => percent(data),
            Check::Iban => ok(is_iban(data)),
            Check::ImporterIndex => ok(matches!(data, [b'-' | b'_'] | [b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z'])),
            Check::NonZero => ok(data.iter().any(|digit| *digit != b'0')),
            Check::NoZeroPrefix => ok(data.first() != Some(&b'0')),
            Check::Zero => ok(data.iter().all(|digit| *digit == b'0')),
            Check::Winding => ok(matches!(data, b"0" | b"1" | b"9")),
            Check::YesNo => ok(matches!(data, b"0" | b"1")),
            Check::Hyphen => data.iter().position(|byte| *byte != b'-').map_or(Ok(()), Err),
            Check::Latitude => ok(number(data) <= 1_800_000_000),
            Check::Longitude => ok(number(data) <= 3_600_000_000),
            Check::MediaType => ok(matches!(number(data), 1..=10 | 80..=99)),
            Check::PackageType => ok(codes::is_package_type(data)),
            Check::PieceOfTotal => piece_of_total(data),
            Check::PositionSlashEnd => position_slash_end(data),
            Check::HasNonDigit => ok(!data.iter().all(u8::is_ascii_digit)),
            Check::Coupon => coupon::paper(data),
            Check::CouponOffer => coupon::positive_offer(data),
        }
    }
}

/// Offset of the first character outside the set.
pub(super) fn outside(set: Set, data: &[u8]) -> Option<usize> {
    match set {
        Set::Numeric => data.iter().position(|byte| !byte.is_ascii_digit()),
        Set::Cset82 => data.iter().position(|byte| CSET82[usize::from(*byte)] == 0),
        Set::Cset39 => data.iter().position(|byte| !matches!(byte, b'#' | b'-' | b'/' | b'0'..=b'9' | b'A'..=b'Z')),
        Set::Cset64 => outside_base64(data),
    }
}

fn outside_base64(data: &[u8]) -> Option<usize> {
    let text = data.iter().rposition(|byte| *byte != b'=').map_or(0, |last| last + 1);
    let padding = data.len() - text;
    if padding > 2 || padding > 0 && !data.len().is_multiple_of(3) {
        return Some(text);
    }
    data[..text].iter().position(|byte| !matches!(byte, b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'))
}

/// One more than the value of each of the 82 characters, in the order of the General Specifications, figure 7.11-1.
static CSET82: [u8; 256] = {
    let all = b"!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
    let mut values = [0; 256];
    let mut at: u8 = 0;
    while (at as usize) < all.len() {
        values[all[at as usize] as usize] = at + 1;
        at += 1;
    }
    values
};

fn ok(fits: bool) -> Result<(), usize> {
    if fits { Ok(()) } else { Err(0) }
}

/// Value of a number of digits, saturating.
fn number(digits: &[u8]) -> u64 {
    digits.iter().fold(0_u64, |sum, byte| sum.saturating_mul(10).saturating_add(u64::from(byte.wrapping_sub(b'0'))))
}

/// True when the last digit is the modulo 10 check digit of the rest (General Specifications, section 7.9.1).
pub fn check_digit_fits(digits: &[u8]) -> bool {
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let weighted = digits.iter().rev().enumerate().map(|(at, digit)| {
        let weight = if at % 2 == 0 { 1 } else { 3 };
        weight * u32::from(digit - b'0')
    });
    weighted.sum::<u32>().is_multiple_of(10)
}

/// True when the last two characters are the check pair of the rest (General Specifications, section 7.9.5): the values of the
/// characters weighted with primes, counted from the right, modulo 1021.
fn check_pair_fits(data: &[u8]) -> bool {
    const PRIMES: [u32; 23] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83];
    const PAIR: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let Some((text, pair)) = data.len().checked_sub(2).map(|at| data.split_at(at)) else {
        return false;
    };
    if text.len() > PRIMES.len() {
        return false;
    }
    let value = |byte: &u8| u32::from(CSET82[usize::from(*byte)]).saturating_sub(1);
    let sum: u32 = text.iter().rev().zip(PRIMES).map(|(byte, prime)| value(byte) * prime).sum();
    let sum = (sum % 1021) as usize;
    pair == [PAIR[sum >> 5], PAIR[sum & 31]]
}

/// The shortest company prefix has four digits.
fn prefix(data: &[u8]) -> Result<(), usize> {
    let start = data.get(..4).ok_or(0_usize)?;
    start.iter().position(|byte| !byte.is_ascii_digit()).map_or(Ok(()), Err)
}

/// Two digits below a limit.
fn below(data: &[u8], limit: u64) -> Result<(), usize> {
    ok(data.len() == 2 && number(data) < limit)
}

/// A year of two digits is within 49 years before and 50 years after now; whichever century that is, it is a leap year when the
/// two digits are divisible by four, because no such date lies in 1900 or 2100.
fn date(data: &[u8], month_only: bool) -> Result<(), usize> {
    ok(data.len() == 6)?;
    let leap = number(&data[..2]).is_multiple_of(4);
    month_and_day(&data[2..], leap, month_only).map_err(|at| at + 2)
}

fn long_date(data: &[u8]) -> Result<(), usize> {
    ok(data.len() == 8)?;
    let year = number(&data[..4]);
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    month_and_day(&data[4..], leap, false).map_err(|at| at + 4)
}

fn month_and_day(data: &[u8], leap: bool, month_only: bool) -> Result<(), usize> {
    let days = match number(&data[..2]) {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return Err(0),
    };
    let day = number(&data[2..]);
    ok(day <= days && (day > 0 || month_only)).map_err(|_| 2)
}

fn percent(data: &[u8]) -> Result<(), usize> {
    let mut at = 0;
    while at < data.len() {
        if data[at] == b'%' {
            let hex = data.get(at + 1..at + 3).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
            ok(hex).map_err(|_| at)?;
            at += 2;
        }
        at += 1;
    }
    Ok(())
}

/// ISO 13616: country, two check digits, account; the whole, read from the fifth character on, is 1 modulo 97.
fn is_iban(data: &[u8]) -> bool {
    if !(11..=34).contains(&data.len()) || !codes::is_country_letters(&data[..2]) {
        return false;
    }
    let remainder = data[4..].iter().chain(&data[..4]).try_fold(0_u32, |sum, byte| match byte {
        b'0'..=b'9' => Some((sum * 10 + u32::from(byte - b'0')) % 97),
        b'A'..=b'Z' => Some((sum * 100 + u32::from(byte - b'A') + 10) % 97),
        _ => None,
    });
    remainder == Some(1)
}

/// Two digits of the piece, two of the total.
fn piece_of_total(data: &[u8]) -> Result<(), usize> {
    ok(data.len() == 4)?;
    let (piece, total) = (number(&data[..2]), number(&data[2..]));
    ok(piece > 0)?;
    ok(total > 0).map_err(|at| at + 2)?;
    ok(piece <= total)
}

fn position_slash_end(data: &[u8]) -> Result<(), usize> {
    let slash = data.iter().position(|byte| *byte == b'/').ok_or(0_usize)?;
    let (position, end) = (&data[..slash], &data[slash + 1..]);
    let counts = |digits: &[u8]| digits.iter().all(u8::is_ascii_digit) && !matches!(digits, [] | [b'0', ..]);
    ok(counts(position))?;
    ok(counts(end)).map_err(|_| slash + 1)?;
    ok((position.len(), position) <= (end.len(), end))
}
