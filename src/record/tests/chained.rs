//! The chain and what is signed.

use super::{from_hex, to_hex};
use crate::domain::entry::Position;
use crate::domain::ids::SiteId;
use crate::record::chain::{Link, genesis, name_of, next};
use crate::record::signing::{pulled_page, push_batch, request};

fn site(id: &str) -> SiteId {
    SiteId::new(id).expect("a site")
}

const AT: Position = Position { device: 3, epoch: 2, seq: 1 };

#[test]
fn links_are_what_they_always_were() {
    let h0 = genesis(&site("SH01"), 3, 2);
    assert_eq!(h0.to_string(), "2e5dc2dc02f45ed0f4d399d30c3d15e57b11586d3dabbd340da20b19c96aafef");
    assert_eq!(
        next(&h0, AT, b"record").to_string(),
        "68b97bfb7e7f4a5672a680361b3d1c88b606a38479cee8bf7e329271333cfde4"
    );
    assert_eq!(name_of(b"record").to_string(), "70ce871f8a3d3fb449bc3c3ace6547ce");
}

#[test]
fn any_change_changes_the_link() {
    let h0 = genesis(&site("SH01"), 3, 2);
    let h1 = next(&h0, AT, b"record");
    for i in 0..6 {
        let mut bytes = *b"record";
        bytes[i] ^= 1;
        assert_ne!(next(&h0, AT, &bytes), h1);
    }
    let changed = [Position { device: 4, ..AT }, Position { epoch: 3, ..AT }, Position { seq: 2, ..AT }];
    assert!(changed.iter().all(|at| next(&h0, *at, b"record") != h1));
    assert_ne!(next(&Link([0; 32]), AT, b"record"), h1);
    assert_ne!(next(&h0, AT, b"record\0"), h1);
    let others = [genesis(&site("SH02"), 3, 2), genesis(&site("SH01"), 4, 2), genesis(&site("SH01"), 3, 3)];
    assert!(others.iter().all(|other| *other != h0));
}

#[test]
fn signed_bytes_are_what_they_always_were() {
    let site = site("SH01");
    let check = |signed: Vec<u8>, expected: &str| assert_eq!(to_hex(&signed), to_hex(&from_hex(expected)));
    let link = Link([0xaa; 32]);
    let site_bytes = "0000000000000004 53483031";
    check(
        push_batch(&site, 3, 2, 4711, &link),
        &format!("706974626f7820707573682031 00 {site_bytes} 00000003 00000002 0000000000001267 {}", "aa".repeat(32)),
    );
    // SHA-256 of nothing, FIPS 180-4.
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    check(pulled_page(&site, 8, b""), &format!("706974626f7820706167652031 00 {site_bytes} 0000000000000008 {empty}"));
    check(
        request(&site, 3, "GET /v1", b""),
        &format!("706974626f7820726571756573742031 00 {site_bytes} 00000003 0000000000000007 474554202f7631 {empty}"),
    );
}
