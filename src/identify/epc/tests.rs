//! EPCs: the standard's own examples of every scheme (TDS 2.3, annex E.3), both ways, and what must be refused.

use proptest::prelude::*;

use super::*;

/// Bytes of hexadecimal digits, filled up to whole words as a tag holds them.
fn hex(text: &str) -> Vec<u8> {
    let mut padded = text.to_owned();
    padded.extend(std::iter::repeat_n('0', (4 - text.len() % 4) % 4));
    (0..padded.len()).step_by(2).map(|at| u8::from_str_radix(&padded[at..at + 2], 16).expect("hex")).collect()
}

#[test]
fn partitioned_schemes_both_ways() {
    let check = |code: &str, uri: &str, tag: &str, elements: Option<&str>| {
        let reading = read(&hex(code)).expect(tag);
        assert_eq!(reading.uri, format!("urn:epc:id:{uri}"));
        let tag_uri = format!("urn:epc:tag:{tag}");
        assert_eq!(reading.tag_uri.as_deref(), Some(tag_uri.as_str()));
        assert_eq!(reading.element_string().as_deref(), elements);
        let written = encode_tag_uri(&tag_uri).expect(tag);
        assert_eq!(written[..], hex(code)[..written.len()], "{tag}");
        assert!(hex(code)[written.len()..].iter().all(|b| *b == 0), "{tag}");
    };
    for line in PARTITIONED.lines() {
        let fields: Vec<&str> = line.split(' ').collect();
        check(fields[0], fields[1], fields[2], fields.get(3).copied());
    }
}

const PARTITIONED: &str = "\
3066C4409047E140075BCD15 sgtin:95060001343.05.123456789 sgtin-96:3.95060001343.05.123456789 (01)09506000134352(21)123456789
3666C4409047E159B2C2BF100000000000000000000000000000 sgtin:95060001343.05.32a%2Fb sgtin-198:3.95060001343.05.32a%2Fb (01)09506000134352(21)32a/b
311BA1B300CE0A6A83000000 sscc:952012.03456789123 sscc-96:0.952012.03456789123 (00)095201234567891235
3276451FD46072000000162E sgln:9521141.12345.5678 sgln-96:3.9521141.12345.5678 (414)9521141123454(254)5678
3976451FD46072CD9615F8800000000000000000000000000000 sgln:9521141.12345.32a%2Fb sgln-195:3.9521141.12345.32a%2Fb (414)9521141123454(254)32a/b
3376451FD40C0E400000162E grai:9521141.12345.5678 grai-96:3.9521141.12345.5678 (8003)095211411234545678
3776451FD40C0E59B2C2BF1000000000000000000000 grai:9521141.12345.32a%2Fb grai-170:3.9521141.12345.32a%2Fb (8003)0952114112345432a/b
3476451FD40000000000162E giai:9521141.5678 giai-96:3.9521141.5678 (8004)95211415678
3876451FD59B2C2BF10000000000000000000000000000000000 giai:9521141.32a%2Fb giai-202:3.9521141.32a%2Fb (8004)952114132a/b
2D76451FD4499602D2000000 gsrn:9521141.1234567890 gsrn-96:3.9521141.1234567890 (8018)952114112345678906
2E76451FD4499602D2000000 gsrnp:9521141.1234567890 gsrnp-96:3.9521141.1234567890 (8017)952114112345678906
2C76451FD46072000000162E gdti:9521141.12345.5678 gdti-96:3.9521141.12345.5678 (253)95211411234545678
3E76451FD7039B061438997367D0C18B266D1AB66EE0 gdti:9521141.98765.ABCDefgh012345678 gdti-174:3.9521141.98765.ABCDefgh012345678 (253)9521141987650ABCDefgh012345678
3C76451FD400C0E680003039 cpi:9521141.98765.12345 cpi-96:3.9521141.98765.12345 (8010)952114198765(8011)12345
3D76451FD75411DEF6B4CC00000003039000 cpi:9521141.5PQ7%2FZ43.12345 cpi-var:3.9521141.5PQ7%2FZ43.12345 (8010)95211415PQ7/Z43(8011)12345
3F76451FD612640000019907 sgcn:9521141.67890.04711 sgcn-96:3.9521141.67890.04711 (255)952114167890904711
4076451FD40C0E40820000000F54 itip:9521141.012345.01.02.981 itip-110:3.9521141.012345.01.02.981 (8006)095211411234540102(21)981
4176451FD40C0E4082DBDD8B36600000000000000000000000000000 itip:9521141.012345.01.02.mw133 itip-212:3.9521141.012345.01.02.mw133 (8006)095211411234540102(21)mw133
3500E86F8000A9E000000586 gid:952056.2718.1414 gid-96:952056.2718.1414
2F320434147455900000162E usdod:CAGEY.5678 usdod-96:3.CAGEY.5678
3B0E0CF5E76C9047759AD00373DC7602E7200 adi:35962.PQ7VZ4.M37GXB92 adi-var:3.35962.PQ7VZ4.M37GXB92
31E953446DB30EF769000000 sscc:5691960755.0980841 sscc-96:7.5691960755.0980841 (00)056919607559808413
3745626647D40163D06F425AD0000000000000000000 grai:47566700192.5.GP7PK- grai-170:2.47566700192.5.GP7PK- (8003)04756670019250GP7PK-
365AA9EC884256ED4666CE447C58E9555CD2B51C400000000000 sgtin:698290.2165083.ZF33HGbcRU.4VQb sgtin-198:2.698290.2165083.ZF33HGbcRU.4VQb (01)26982901650837(21)ZF33HGbcRU.4VQb";

#[test]
fn schemes_without_partition() {
    for line in UNPARTITIONED.lines() {
        let fields: Vec<&str> = line.split(' ').collect();
        let reading = read(&hex(fields[0])).expect(line);
        assert_eq!(reading.element_string().as_deref(), Some(fields[2]), "{line}");
        assert_eq!((reading.uri.as_str(), reading.tag_uri), (fields[1], None), "{line}");
    }
}

const UNPARTITIONED: &str = "\
F73795211411234538566CB0AFC4 https://id.gs1.org/01/79521141123453/21/32a%2Fb (01)79521141123453(21)32a/b
FB342CDE795211411234538566CB0AFC4 https://id.gs1.org/01/79521141123453/21/32a%2Fb?17=220630 (01)79521141123453(21)32a/b(17)220630
FD3795211411234538566CB0AFC525065F1876F0D996D800 https://id.example.com/01/79521141123453/21/32a%2Fb (01)79521141123453(21)32a/b
FC342CDE795211411234538566CB0AFC525065F1876F0D996D80 https://id.example.com/01/79521141123453/21/32a%2Fb?17=220630 (01)79521141123453(21)32a/b(17)220630
F90095201234567891235 https://id.gs1.org/00/095201234567891235 (00)095201234567891235
EF009520123456789123592832F8C3B786CCB6C0 https://id.example.com/00/095201234567891235 (00)095201234567891235
F2395211411234548566CB0AFC4 https://id.gs1.org/414/9521141123454/254/32a%2Fb (414)9521141123454(254)32a/b
E9395211411234548566CB0AFC525065F1876F0D996D8000 https://id.example.com/414/9521141123454/254/32a%2Fb (414)9521141123454(254)32a/b
F13095211411234548566CB0AFC4 https://id.gs1.org/8003/0952114112345432a%2Fb (8003)0952114112345432a/b
EB3095211411234548566CB0AFC525065F1876F0D996D800 https://id.example.com/8003/0952114112345432a%2Fb (8003)0952114112345432a/b
FA3952114132E83C2BF10 https://id.gs1.org/8004/952114132a%2Fb (8004)952114132a/b
EE3952114132E83C2BF1494197C61DBC3665B600 https://id.example.com/8004/952114132a%2Fb (8004)952114132a/b
F43952114112345678906 https://id.gs1.org/8018/952114112345678906 (8018)952114112345678906
E7395211411234567890692832F8C3B786CCB6C0 https://id.example.com/8018/952114112345678906 (8018)952114112345678906
F53952114112345678906 https://id.gs1.org/8017/952114112345678906 (8017)952114112345678906
E8395211411234567890692832F8C3B786CCB6C0 https://id.example.com/8017/952114112345678906 (8017)952114112345678906
F6395211411234540458B8 https://id.gs1.org/253/95211411234545678 (253)95211411234545678
EA395211411234540458BA4A0CBE30EDE1B32DB0 https://id.example.com/253/95211411234545678 (253)95211411234545678
F0395211415E87A145BAFB4D19A8C0E4 https://id.gs1.org/8010/95211415PQ7%2FZ43/8011/12345 (8010)95211415PQ7/Z43(8011)12345
E6395211415E87A145BAFB4D19A8C0E64A0CBE30EDE1B32DB000 https://id.example.com/8010/95211415PQ7%2FZ43/8011/12345 (8010)95211415PQ7/Z43(8011)12345
F839521141678909509338 https://id.gs1.org/255/952114167890904711 (255)952114167890904711
EC3952114167890950933C94197C61DBC3665B60 https://id.example.com/255/952114167890904711 (255)952114167890904711
F3309521141123454010266AE27FDF35 https://id.gs1.org/8006/095211411234540102/21/rif981 (8006)095211411234540102(21)rif981
ED309521141123454010266AE27FDF3592832F8C3B786CCB6C00 https://id.example.com/8006/095211411234540102/21/rif981 (8006)095211411234540102(21)rif981";

#[test]
fn elements_are_written_without_partition() {
    let check = |code: &str, filter: u8, elements: &[(&str, &str)]| {
        assert_eq!(encode_elements(filter, elements), Ok(hex(code)), "{elements:?}");
    };
    check("F73795211411234538566CB0AFC4", 3, &[("01", "79521141123453"), ("21", "32a/b")]);
    check("F90095201234567891235", 0, &[("00", "095201234567891235")]);
    check("FA3952114132E83C2BF10", 3, &[("8004", "952114132a/b")]);
    check("F839521141678909509338", 3, &[("255", "952114167890904711")]);
    check("F6395211411234540458B8", 3, &[("253", "95211411234545678")]);
    check("F3309521141123454010266AE27FDF35", 3, &[("8006", "095211411234540102"), ("21", "rif981")]);
    let refused = |filter: u8, elements: &[(&str, &str)], why: EpcError| {
        assert_eq!(encode_elements(filter, elements), Err(why), "{elements:?}");
    };
    refused(8, &[("00", "095201234567891235")], EpcError::Range);
    refused(0, &[("01", "79521141123453")], EpcError::Form);
    refused(0, &[("01", "7952114112345"), ("21", "1")], EpcError::Length);
    refused(0, &[("01", "79521141123453"), ("21", "")], EpcError::Length);
    refused(0, &[("01", "79521141123453"), ("21", "a b")], EpcError::Character);
    refused(0, &[("01", "79521141123453"), ("21", "123456789012345678901")], EpcError::Length);
    refused(0, &[("8004", "")], EpcError::Length);
}

/// Encodes and reads back.
fn again(tag: &str) -> EpcReading {
    read(&encode_tag_uri(&format!("urn:epc:tag:{tag}")).expect(tag)).expect(tag)
}

#[test]
fn references_without_digits_are_empty() {
    let check = |tag: &str, uri: &str, elements: &str| {
        let reading = again(tag);
        assert_eq!(
            (reading.uri.clone(), reading.element_string()),
            (format!("urn:epc:id:{uri}"), Some(elements.to_owned()))
        );
    };
    check("grai-96:0.952114112345..7", "grai:952114112345..7", "(8003)095211411234547");
    check("sgln-96:1.952114112345..0", "sgln:952114112345..0", "(414)9521141123454");
    check("sgln-195:1.952114112345..0", "sgln:952114112345..0", "(414)9521141123454");
    check("gdti-96:0.952114112345..7", "gdti:952114112345..7", "(253)95211411234547");
    check("sgtin-96:0.952114112345.7.0", "sgtin:952114112345.7.0", "(01)79521141123453(21)0");
    check("giai-96:0.952114112345.0", "giai:952114112345.0", "(8004)9521141123450");
    check("gdti-113:0.9521141.12345.007", "gdti:9521141.12345.007", "(253)9521141123454007");
}

#[test]
fn every_character_of_a_serial_number() {
    let all: String = (' '..='~').filter(|c| text::Alphabet::Serial.holds(*c, 0)).collect();
    assert_eq!(all.len(), 82);
    for part in all.as_bytes().chunks(20) {
        let serial = String::from_utf8_lossy(part).into_owned();
        let reading = again(&format!("sgtin-198:0.9521141.012345.{}", text::escape(&serial)));
        assert_eq!(reading.elements[1], ("21", serial));
    }
    let uri = again("sgtin-198:0.9521141.012345.%22%25%26%2F%3C%3E%3F'(.)").uri;
    assert_eq!(uri, "urn:epc:id:sgtin:9521141.012345.%22%25%26%2F%3C%3E%3F'(.)");
}

#[test]
fn what_is_no_epc() {
    let check = |code: &str, why: EpcError| assert_eq!(read(&hex(code)), Err(why), "{code}");
    check("", EpcError::Unprogrammed);
    check("000000000000000000000000", EpcError::Unprogrammed);
    check("E28011700000020B1234ABCD", EpcError::Tid);
    check("AA8011700000020B1234ABCD", EpcError::Header(0xAA));
    check("3066C4409047E1400758", EpcError::TooShort);
    check("307EC4409047E140075BCD15", EpcError::Partition);
    check("307BFFFFFFFFE140075BCD15", EpcError::Range);
    check("3063FFFFFFFFFF40075BCD15", EpcError::Range);
    check("311BA1B300CE0A6A83000001", EpcError::Padding);
    check("3666C4409047E14000000000000000000000000000000000000", EpcError::Empty);
    check("3666C4409047E159B2C2BF100000000000000000000001000000", EpcError::Padding);
    check("3666C4409047E14132C2BF100000000000000000000000000000", EpcError::Character);
    check("3F76451FD612640000000001", EpcError::Range);
    check("2F32043414745590", EpcError::TooShort);
    check("2F320434147455FF0000162E", EpcError::Character);
    check("4076451FD40C0E7F820000000F54", EpcError::Range);
    check("3B0E0CF5E76C9047759AD0", EpcError::TooShort);
    check("F7379521141123453C566CB0AFC4", EpcError::Form);
    check("F73A95211411234538566CB0AFC4", EpcError::Character);
    check("F9009520123456789123", EpcError::TooShort);
    check("FB37ECDE795211411234538566CB0AFC4", EpcError::Range);
}

#[test]
fn bits_after_the_end_are_the_tags_filling() {
    let reading = read(&hex("3066C4409047E140075BCD15FFFF")).expect("longer memory");
    assert_eq!(reading.uri, "urn:epc:id:sgtin:95060001343.05.123456789");
}

/// Bytes of zeros and ones, filled up with zeros.
fn bits(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(|b| matches!(b, b'0' | b'1')).map(|b| b - b'0').collect();
    digits.chunks(8).map(|chunk| (0..8).fold(0, |byte, at| byte << 1 | chunk.get(at).copied().unwrap_or(0))).collect()
}

/// An SSCC that says that data follow it, and these.
fn with_data(text: &str) -> Vec<u8> {
    let mut bytes = hex("F98095201234567891235");
    bytes.truncate(10);
    // The number ends in the middle of a byte.
    bytes.extend(bits(&format!("0101 {text}")));
    bytes
}

#[test]
fn data_that_follow_the_epc_are_read() {
    let check = |text: &str, elements: &str| {
        let reading = read(&with_data(text)).expect(elements);
        assert_eq!((reading.more_data, reading.unread), (true, None), "{elements}");
        assert_eq!(reading.element_string(), Some(format!("(00)095201234567891235{elements}")));
    };
    check("", "");
    check("0001 0000  001 00010 1010 0001  0001 0111  0011010 1100 11111", "(10)A1(17)261231");
    check("0010 0000  0101010", "(20)42");
    check("0011 0001 0000 0011  00000001010001011000", "(3103)005208");
    check("0011 0000  0011  0001111011", "(30)123");
    check("0011 1001 0001 0010  1111010010  0011 0001111011", "(3912)978123");
    check("0100 0010 0001  1000010100  000 0101 00011111101000111", "(421)53216199");
    check("0100 0011 0000 0111  000011 001101", "(4307)DN");
    check("0100 0011 0010 0001  1", "(4321)1");
    check("0100 0011 0011 0000  00000000000100101100 1", "(4330)000300-");
    check("0111 0000 0000 0011  0011010 1100 11111 10111 111011", "(7003)2612312359");
    check("0111 0000 0000 0111  1 0011010 1100 00001 0011010 1100 11111", "(7007)261201261231");
    check("0111 0000 0001 0001  11 0011010 1100 00001", "(7011)261201");
    check("1000 0000 0000 1000  10 0011010 1100 00001 01000 000111 111011", "(8008)261201080759");
    check("0111 0010 0101 1000  0001 0011", "(7258)1/3");
    check("1000 0000 0000 0100  1001 0101 0010 1111", "(8004)952");
    check("0100 0001 0100  1001 0101 0010 0001 0001 0100 0001 0001 0010 0011 0100 0101 0100", "(414)9521141123454");
}

#[test]
fn what_cannot_be_read_after_the_epc_leaves_it_valid() {
    let check = |text: &str, elements: &str, why: EpcError| {
        let reading = read(&with_data(text)).expect(elements);
        assert_eq!(reading.unread, Some(why), "{text}");
        assert_eq!(reading.element_string(), Some(format!("(00)095201234567891235{elements}")));
    };
    check("1111 0000", "", EpcError::Character);
    // There is no (18), and (03) is not for tags.
    check("0001 1000", "", EpcError::Form);
    check("0000 0011 00000000", "", EpcError::Form);
    check("0001 0111  0011010 1101 11111", "", EpcError::Range);
    check("0010 0000  0101010  0001 0000  001 10101", "(20)42", EpcError::Length);
    check("0111 0010 0101 1000  0000 0011", "", EpcError::Range);
    check("0100 0011 0000 0111  011010 001101", "", EpcError::Character);
}

#[test]
fn a_link_has_qualifiers_in_its_path_and_the_rest_behind() {
    let check = |elements: &[(&str, &str)], uri: &str| {
        let bytes = encode_elements(1, elements).expect(uri);
        let reading = read(&bytes).expect(uri);
        assert_eq!((reading.uri.as_str(), reading.unread), (uri, None));
        let same: Vec<(&str, &str)> = reading.elements.iter().map(|(ai, value)| (*ai, value.as_str())).collect();
        assert_eq!(same, elements);
    };
    let item = [("01", "09506000134352"), ("21", "7")];
    check(
        &[item[0], item[1], ("17", "261231"), ("10", "B/4")],
        "https://id.gs1.org/01/09506000134352/10/B%2F4/21/7?17=261231",
    );
    check(
        &[item[0], item[1], ("3103", "000195"), ("15", "270101")],
        "https://id.gs1.org/01/09506000134352/21/7?3103=000195&15=270101",
    );
    check(
        &[("00", "095201234567891235"), ("4307", "CN"), ("4321", "0")],
        "https://id.gs1.org/00/095201234567891235?4307=CN&4321=0",
    );
    let refused = |ai: &str, value: &str, why: EpcError| {
        assert_eq!(encode_elements(1, &[item[0], item[1], (ai, value)]), Err(why), "{ai} {value}");
    };
    refused("03", "09506000134352", EpcError::Form);
    refused("17", "2612", EpcError::Length);
    refused("17", "26é23", EpcError::Length);
    refused("4321", "2", EpcError::Range);
    refused("4307", "cn", EpcError::Character);
    refused("4330", "000300+", EpcError::Character);
    refused("8008", "2612310", EpcError::Length);
    refused("7258", "1-2", EpcError::Form);
    refused("3103", "1234567", EpcError::Length);
    refused("30", "123456789", EpcError::Length);
}

#[test]
fn what_is_no_tag_uri() {
    let check = |tag: &str, why: EpcError| assert_eq!(encode_tag_uri(&format!("urn:epc:tag:{tag}")), Err(why), "{tag}");
    check("", EpcError::Form);
    check("sgtin-97:3.9521141.012345.1", EpcError::Form);
    check("sgtin-96:3.9521141.012345", EpcError::Form);
    check("sgtin-96:8.9521141.012345.1", EpcError::Range);
    check("sgtin-96:3.95211.01234567.1", EpcError::Partition);
    check("sgtin-96:3.9521141.12345.1", EpcError::Length);
    check("sgtin-96:3.9521141.012345.01", EpcError::Form);
    check("sgtin-96:3.9521141.012345.274877906944", EpcError::Range);
    check("sgtin-96:3.9521141.012345.x", EpcError::Character);
    check("sgtin-198:3.9521141.012345.a/b", EpcError::Form);
    check("sgtin-198:3.9521141.012345.%zz", EpcError::Form);
    check("sgtin-198:3.9521141.012345.123456789012345678901", EpcError::Length);
    check("usdod-96:3.OAGEY.1", EpcError::Character);
    check("adi-var:3.35962.A#.1", EpcError::Form);
    check("adi-var:3.35962.A%23.1", EpcError::Character);
    assert_eq!(encode_tag_uri("urn:epc:id:sgtin:9521141.012345.1"), Err(EpcError::Form));
}

proptest! {
    #[test]
    fn nothing_panics(bytes in proptest::collection::vec(any::<u8>(), 0..80), header in 0x2Cu8..0x42, text in ".{0,40}") {
        let _ = read(&bytes);
        let _ = encode_tag_uri(&format!("urn:epc:tag:{text}"));
        let _ = encode_elements(0, &[("8010", &text), ("8011", &text)]);
        let mut known = bytes;
        known.insert(0, header);
        let _ = read(&known);
        known[0] |= 0xE0;
        let _ = read(&known);
    }

    #[test]
    fn what_is_read_is_written_the_same(mut bytes in proptest::collection::vec(any::<u8>(), 12..13), header in 0x2Cu8..0x40) {
        bytes[0] = header;
        if let Ok(reading) = read(&bytes) {
            let tag_uri = reading.tag_uri.unwrap_or_default();
            let written = encode_tag_uri(&tag_uri).expect("what was read can be written");
            prop_assert_eq!(read(&written).expect("and read again").tag_uri, Some(tag_uri));
        }
    }

    #[test]
    fn further_elements_survive(
        lot in "[!-\"%-?A-Z_a-z]{1,20}", digits in "[0-9]{1,8}", weight in "[0-9]{6}", country in "[A-Z]{2}",
        (year, month, day) in (0u8..100, 1u8..=12, 0u8..=28), (hour, minute, second) in (0u8..24, 0u8..60, 0u8..60),
        parts in 0usize..4,
    ) {
        let date = format!("{year:02}{month:02}{day:02}");
        let moment = format!("{date}{hour:02}{minute:02}{second:02}")[..6 + 2 * parts].to_owned();
        let elements = [
            ("00", "095201234567891235"), ("10", lot.as_str()), ("37", &digits), ("3102", &weight), ("4317", &country),
            ("8008", &moment), ("7007", &date), ("7258", "2/3"), ("4332", "000123"),
        ];
        let reading = read(&encode_elements(3, &elements).expect("valid elements")).expect("what was written");
        let read: Vec<(&str, &str)> = reading.elements.iter().map(|(ai, value)| (*ai, value.as_str())).collect();
        prop_assert_eq!(&read[..], &elements[..]);
    }

    #[test]
    fn elements_survive(gtin in "[0-9]{14}", serial in "[!-\"%-?A-Z_a-z]{1,20}", filter in 0u8..8) {
        let bytes = encode_elements(filter, &[("01", &gtin), ("21", &serial)]).expect("valid elements");
        let reading = read(&bytes).expect("what was written can be read");
        prop_assert_eq!(reading.filter, Some(filter));
        prop_assert_eq!(reading.elements, vec![("01", gtin), ("21", serial)]);
    }
}
