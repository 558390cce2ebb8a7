//! Host names of the `++` schemes (TDS 2.3, section 14.5.16): URN Code 40, or 7-bit characters with short codes for
//! domains.

use super::EpcError;
use super::bits::BitReader;
use super::text::Alphabet;
use super::values::read_code40;

/// Short codes of 7 bits (table 14-11).
const SHORT: &[(u8, &str)] = &[
    (0x1E, "qr."),
    (0x1F, "www."),
    (0x20, "id."),
    (0x5B, ".com"),
    (0x5C, ".org"),
    (0x5D, ".net"),
    (0x5E, ".int"),
    (0x60, ".edu"),
    (0x7B, ".gov"),
    (0x7C, ".mil"),
    (0x7D, ".biz"),
    (0x7E, ".eco"),
    (0x7F, ".med"),
];

/// Domains of countries, by the code after 0 (table 14-12).
const COUNTRIES_A: &str = "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo bq br bs bt bw \
    by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg eh er es et eu fi fj fk fm fo fr ga \
    gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km \
    kn kp kr kw ky kz la lb lc li";

/// Domains of countries, by the code after 1 (table 14-13).
const COUNTRIES_B: &str = "lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng \
    ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sk sl sm sn sr ss \
    st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw";

/// Domains of two parts, by the code after 2 (table 14-14).
const COMPOUND: &str = "com.au net.au org.au co.at com.bd co.bd com.br net.br co.nz com.ng com.pk co.in com.in co.il co.jp co.za \
    co.kr com.es com.lk co.th co.tt com.tt com.tr biz.tr com.ua co.uk co.zm com.zm com.cn org.cn net.cn gov.cn";

/// Further domains, by the code after 3 (table 14-15).
const FURTHER: &str = "tech";

const LONG: [&str; 4] = [COUNTRIES_A, COUNTRIES_B, COMPOUND, FURTHER];

/// Reads a host name.
pub(super) fn read(bits: &mut BitReader) -> Result<String, EpcError> {
    let seven_bit = bits.take(1)? == 1;
    let len = usize::from(bits.take_byte(6)?);
    if len == 0 {
        return Err(EpcError::Empty);
    }
    if !seven_bit {
        return read_code40(bits, len);
    }
    let mut host = String::new();
    let mut left = len;
    while left > 0 {
        let code = bits.take_byte(7)?;
        left -= 1;
        if let Some(table) = LONG.get(usize::from(code)) {
            left = left.checked_sub(1).ok_or(EpcError::Length)?;
            let domain =
                table.split_ascii_whitespace().nth(usize::from(bits.take_byte(7)?)).ok_or(EpcError::Character)?;
            host.push('.');
            host.push_str(domain);
        } else if let Some((_, short)) = SHORT.iter().find(|(short, _)| *short == code) {
            host.push_str(short);
        } else if Alphabet::Serial.holds(char::from(code), 0) || code == b'#' {
            host.push(char::from(code));
        } else {
            return Err(EpcError::Character);
        }
    }
    Ok(host)
}
