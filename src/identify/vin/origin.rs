//! Where a vehicle's maker is at home: the first two characters (ISO 3780).

/// Part of the world by the first character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Region {
    Africa,
    Asia,
    Europe,
    NorthAmerica,
    Oceania,
    SouthAmerica,
    /// Not given to any region.
    None,
}

impl Region {
    /// The name in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Region::Africa => "africa",
            Region::Asia => "asia",
            Region::Europe => "europe",
            Region::NorthAmerica => "north-america",
            Region::Oceania => "oceania",
            Region::SouthAmerica => "south-america",
            Region::None => "none",
        }
    }
}

/// The region of a world manufacturer identifier.
pub(super) fn region(wmi: &str) -> Region {
    match wmi.as_bytes().first() {
        Some(b'A'..=b'H') => Region::Africa,
        Some(b'J'..=b'R') => Region::Asia,
        Some(b'S'..=b'Z') => Region::Europe,
        Some(b'1'..=b'5') => Region::NorthAmerica,
        // 7F to 70 were taken over by the United States.
        Some(b'7') if country(wmi) == Some("US") => Region::NorthAmerica,
        Some(b'6' | b'7') => Region::Oceania,
        Some(b'8' | b'9') => Region::SouthAmerica,
        Some(_) | None => Region::None,
    }
}

/// Order of the second character within a first one.
const ORDER: &[u8] = b"ABCDEFGHJKLMNPRSTUVWXYZ1234567890";

/// Blocks of two-character codes, first and last, and their country (ISO 3166-1 alpha-2).
const BLOCKS: &[(&str, &str, &str)] = &[
    ("1A", "10", "US"),
    ("2A", "20", "CA"),
    ("3A", "3X", "MX"),
    ("4A", "40", "US"),
    ("5A", "50", "US"),
    ("6A", "6X", "AU"),
    ("7A", "7E", "NZ"),
    ("7F", "70", "US"),
    ("8A", "8E", "AR"),
    ("8F", "8G", "CL"),
    ("8L", "8N", "EC"),
    ("8S", "8T", "PE"),
    ("8X", "8Z", "VE"),
    ("9A", "9E", "BR"),
    ("9F", "9G", "CO"),
    ("9S", "9V", "UY"),
    ("91", "90", "BR"),
    ("AA", "AH", "ZA"),
    ("JA", "J0", "JP"),
    ("KF", "KH", "IL"),
    ("KL", "KR", "KR"),
    ("LA", "L0", "CN"),
    ("MA", "ME", "IN"),
    ("MF", "MK", "ID"),
    ("ML", "MR", "TH"),
    ("MS", "MS", "MM"),
    ("MX", "MX", "KZ"),
    ("MY", "M0", "IN"),
    ("NA", "NE", "IR"),
    ("NF", "NG", "PK"),
    ("NL", "NR", "TR"),
    ("NS", "NT", "UZ"),
    ("PA", "PC", "PH"),
    ("PF", "PG", "SG"),
    ("PL", "PR", "MY"),
    ("PS", "PT", "BD"),
    ("RA", "RB", "AE"),
    ("RF", "RG", "TW"),
    ("RL", "RN", "VN"),
    ("RS", "RT", "SA"),
    ("SA", "SM", "GB"),
    ("SN", "ST", "DE"),
    ("SU", "SZ", "PL"),
    ("TA", "TH", "CH"),
    ("TJ", "TP", "CZ"),
    ("TR", "TV", "HU"),
    ("TW", "T2", "PT"),
    ("UH", "UM", "DK"),
    ("UN", "UR", "IE"),
    ("UU", "UX", "RO"),
    ("U5", "U7", "SK"),
    ("VA", "VE", "AT"),
    ("VF", "VR", "FR"),
    ("VS", "VW", "ES"),
    ("VX", "V2", "RS"),
    ("V3", "V5", "HR"),
    ("V6", "V8", "EE"),
    ("WA", "W0", "DE"),
    ("XA", "XE", "BG"),
    ("XF", "XK", "GR"),
    ("XL", "XR", "NL"),
    ("XS", "XW", "RU"),
    ("XX", "X2", "LU"),
    ("X3", "X0", "RU"),
    ("YA", "YE", "BE"),
    ("YF", "YK", "FI"),
    ("YS", "YW", "SE"),
    ("YX", "Y2", "NO"),
    ("Y3", "Y5", "BY"),
    ("Y6", "Y8", "UA"),
    ("ZA", "ZU", "IT"),
    ("ZX", "ZZ", "SI"),
    ("Z3", "Z5", "LT"),
    ("Z6", "Z0", "RU"),
];

/// The country of a world manufacturer identifier, as ISO 3166-1 alpha-2; nothing for blocks of countries without
/// makers.
pub(super) fn country(wmi: &str) -> Option<&'static str> {
    let [first, second, ..] = *wmi.as_bytes() else { return None };
    let place = |symbol: u8| ORDER.iter().position(|&known| known == symbol);
    let at = place(second)?;
    let holds = |from: &str, to: &str| {
        let (from, to) = (from.as_bytes(), to.as_bytes());
        from[0] == first && place(from[1]).is_some_and(|low| low <= at) && place(to[1]).is_some_and(|high| at <= high)
    };
    BLOCKS.iter().find(|(from, to, _)| holds(from, to)).map(|(_, _, country)| *country)
}

/// True where the law asks for the check digit: North America (49 CFR 565) and China (GB 16735).
pub(super) fn check_digit_is_law(wmi: &str) -> bool {
    wmi.starts_with('L') || region(wmi) == Region::NorthAmerica
}
