//! The schemes of TDS 2 (`SGTIN+` and its kin, `SGTIN++` with a host name): element values as they stand in a barcode,
//! without a company prefix length (TDS 2.3, section 14.5). They have no tag URI; their URI is a GS1 Digital Link.

use super::EpcError;
use super::bits::{BitReader, BitWriter};
use super::elements::{self, Element};
use super::{hostname, values};

/// A scheme of TDS 2.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unpartitioned {
    plain: u8,
    with_host: u8,
    name: &'static str,
    /// A date stands before the values (14.5.3).
    dated: bool,
    values: &'static [&'static str],
}

const fn unpartitioned(plain: u8, with_host: u8, name: &'static str, values: &'static [&'static str]) -> Unpartitioned {
    Unpartitioned { plain, with_host, name, dated: plain == 0xFB, values }
}

const SCHEMES: [Unpartitioned; 12] = [
    unpartitioned(0xF0, 0xE6, "cpi+", &["8010", "8011"]),
    unpartitioned(0xF1, 0xEB, "grai+", &["8003"]),
    unpartitioned(0xF2, 0xE9, "sgln+", &["414", "254"]),
    unpartitioned(0xF3, 0xED, "itip+", &["8006", "21"]),
    unpartitioned(0xF4, 0xE7, "gsrn+", &["8018"]),
    unpartitioned(0xF5, 0xE8, "gsrnp+", &["8017"]),
    unpartitioned(0xF6, 0xEA, "gdti+", &["253"]),
    unpartitioned(0xF7, 0xFD, "sgtin+", &["01", "21"]),
    unpartitioned(0xF8, 0xEC, "sgcn+", &["255"]),
    unpartitioned(0xF9, 0xEF, "sscc+", &["00"]),
    unpartitioned(0xFA, 0xEE, "giai+", &["8004"]),
    unpartitioned(0xFB, 0xFC, "dsgtin+", &["01", "21"]),
];

/// What an EPC of TDS 2 holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decoded {
    pub(super) name: String,
    pub(super) filter: u8,
    /// The values in the order of the element string: a date comes last.
    pub(super) elements: Vec<Element>,
    pub(super) hostname: Option<String>,
    /// The tag says that further data follows its EPC.
    pub(super) more_data: bool,
    /// What could be read of it.
    pub(super) further: Vec<Element>,
    /// Why the rest of it could not be read.
    pub(super) unread: Option<EpcError>,
}

/// True when this header belongs to a scheme of TDS 2.
pub(super) fn knows(header: u8) -> bool {
    scheme_of(header).is_some()
}

fn scheme_of(header: u8) -> Option<(&'static Unpartitioned, bool)> {
    let scheme = SCHEMES.iter().find(|scheme| scheme.plain == header || scheme.with_host == header)?;
    Some((scheme, scheme.with_host == header))
}

/// Decodes an EPC of TDS 2, and the data that follow it when it says so. An EPC that is right stays so whatever follows.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, EpcError> {
    let mut bits = BitReader::new(bytes);
    let header = bits.take_byte(8)?;
    let (scheme, hosted) = scheme_of(header).ok_or(EpcError::Header(header))?;
    let more_data = bits.take(1)? == 1;
    let filter = bits.take_byte(3)?;
    let date = if scheme.dated { Some(read_date(&mut bits)?) } else { None };
    let mut values = Vec::new();
    for ai in scheme.values {
        values.push(values::read(ai, &mut bits)?);
    }
    let mut elements = match (scheme.plain, values.as_slice()) {
        (0xF2, [(_, gln), (_, extension)]) => elements::sgln(gln.clone(), extension),
        (_, _) => values,
    };
    elements.extend(date);
    let hostname = if hosted { Some(hostname::read(&mut bits)?) } else { None };
    let name = if hosted { format!("{}+", scheme.name) } else { scheme.name.to_owned() };
    let (further, unread) = match more_data.then(|| values::read_further(&mut bits)) {
        None => (Vec::new(), None),
        Some(Ok(further)) => (further, None),
        Some(Err((further, why))) => (further, Some(why)),
    };
    Ok(Decoded { name, filter, elements, hostname, more_data, further, unread })
}

/// Application identifiers of the date types, by their code.
const DATES: [&str; 7] = ["11", "13", "15", "16", "17", "7006", "7007"];

fn read_date(bits: &mut BitReader) -> Result<Element, EpcError> {
    let ai = DATES.get(usize::from(bits.take_byte(4)?)).ok_or(EpcError::Range)?;
    Ok((ai, values::read_date(bits)?))
}

/// Encodes elements as a tag of TDS 2: `SGTIN+` for (01)(21), `SSCC+` for (00) and so on, what comes after them as further data.
///
/// # Errors
/// When no scheme begins with these application identifiers, or a value has the wrong form. Host names and dates before the
/// EPC are not written.
pub(super) fn encode(filter: u8, elements: &[(&str, &str)]) -> Result<Vec<u8>, EpcError> {
    let fits = |scheme: &&Unpartitioned| {
        let begin = elements.get(..scheme.values.len()).unwrap_or_default();
        !scheme.dated && scheme.values.iter().eq(begin.iter().map(|(ai, _)| ai))
    };
    let scheme = SCHEMES.iter().find(fits).ok_or(EpcError::Form)?;
    if filter > 7 {
        return Err(EpcError::Range);
    }
    let (own, further) = elements.split_at(scheme.values.len());
    let mut out = BitWriter::default();
    out.put(u128::from(scheme.plain), 8);
    out.put(u128::from(!further.is_empty()), 1);
    out.put(u128::from(filter), 3);
    own.iter().try_for_each(|(ai, value)| values::write(ai, value, &mut out))?;
    values::write_further(further, &mut out)?;
    Ok(out.into_words())
}
