//! Each table fed with good and bad files, and the sample workshop of `configs/demo`.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::domain::catalogue::{CodeKind, normalise_number};
use crate::domain::qty::Qty;

fn read<T: Row>(text: impl AsRef<[u8]>) -> Result<Vec<T>, String> {
    let rows = read_table::<T>(text.as_ref()).map_err(|error| error.to_string())?;
    Ok(rows.into_iter().map(|at| at.row).collect())
}

#[track_caller]
fn check_error<T: Row + std::fmt::Debug>(text: impl AsRef<[u8]>, expected: &str) {
    let error = read::<T>(text).expect_err("the table is wrong");
    assert_eq!(error.trim(), expected.trim());
}

const BINS: &str = "bin,zone,kind,walk\nA-01-1,A,shelf,10\nW-01,,open-shelf,20\n";

#[test]
fn byte_order_mark_line_ends_and_column_order_do_not_matter() {
    let plain = read::<BinRow>(BINS).unwrap();
    assert_eq!(plain.len(), 2);
    assert_eq!(read::<BinRow>(format!("\u{feff}{}", BINS.replace('\n', "\r\n"))), Ok(plain.clone()));
    assert_eq!(read::<BinRow>("walk, kind ,bin,zone\n10,shelf, A-01-1 ,A\n\n20,open-shelf,W-01,"), Ok(plain));
}

#[test]
fn headers_are_checked() {
    check_error::<BinRow>(
        "bin,walk,colour,walk\n",
        "bins.csv: line 1, column colour: there is no such column in this table\n\
         bins.csv: line 1, column walk: the column stands twice\n\
         bins.csv: line 1, column kind: the column is missing",
    );
    check_error::<CodeRow>(
        "",
        "codes.csv: line 1, column code: the column is missing\n\
         codes.csv: line 1, column part: the column is missing\n\
         codes.csv: line 1, column kind: the column is missing",
    );
    assert_eq!(read::<BinRow>("bin,kind,walk\n"), Ok(vec![]));
}

#[test]
fn every_mistake_is_told_with_line_and_column() {
    check_error::<BinRow>(
        "bin,kind,walk\nA,shelf,1\n,rack,-4\nA,shelf,2\nB,shelf\n",
        "bins.csv: line 3, column bin: the cell is empty\n\
         bins.csv: line 3, column kind: \"rack\" is none of shelf, open-shelf, goods-in\n\
         bins.csv: line 3, column walk: \"-4\" is no whole number of the allowed size\n\
         bins.csv: line 4: A stands on line 2 already\n\
         bins.csv: line 5: the row has 2 cells and the header has 3",
    );
    check_error::<PersonRow>(
        b"person,name_en,role\nt-1,\xcd\xf5\xc0\xda,technician\n",
        "people.csv: line 2, column name_en: the text is not UTF-8; save the table as \"CSV UTF-8\"",
    );
}

#[test]
fn mistakes_are_bounded() {
    let text = format!("bin,kind,walk\n{}", "x,y,z\n".repeat(500));
    let error = read_table::<BinRow>(text.as_bytes()).unwrap_err();
    assert_eq!((error.errors.len(), error.more), (MAX_ERRORS, true));
    let open = format!("bin,kind,walk\n\"A,shelf,1\n{}", "B,shelf,2\n".repeat(20_000));
    assert!(read::<BinRow>(open).unwrap_err().contains("is a quotation mark left open?"));
}

#[test]
fn a_row_without_end_is_given_up_early() {
    for begin in ["", "bin,kind,walk\n\"", "bin,kind,walk\nA-1,shelf,1\n"] {
        let mut read = 0_u64;
        let endless = std::io::Read::chain(begin.as_bytes(), std::io::repeat(b'x'));
        let error = read_table::<BinRow>(Counted(endless, &mut read)).unwrap_err().to_string();
        assert!(error.contains("is a quotation mark left open?"), "{error}");
        assert!(read < 1 << 20, "{read} bytes were read");
    }
}

struct Counted<'a, R>(R, &'a mut u64);

impl<R: std::io::Read> std::io::Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.0.read(buffer)?;
        *self.1 += count as u64;
        Ok(count)
    }
}

#[track_caller]
fn check_part(cells: &str, expected: &str) {
    let header = "number,name_en,unit,pack,cost,price,currency,superseded_by,supersession";
    let shown = match read::<PartRow>(format!("{header}\n{cells}\n")) {
        Ok(rows) => {
            let part = &rows[0].0;
            let minor = |money: Option<crate::domain::qty::Money>| money.map(|money| money.minor);
            format!("{} {:?} {:?} {:?}", part.pack, minor(part.cost), minor(part.price), part.superseded_by)
        }
        Err(error) => error.replace("parts.csv: line 2, ", ""),
    };
    assert_eq!(shown, expected);
}

#[test]
fn parts_have_exact_money_and_whole_supersessions() {
    check_part("X1,Filter,pc,,12.5,20,CNY,,", "1 Some(1250) Some(2000) None");
    check_part("X1,Filter,l,0.85,,,,,", "0.85 None None None");
    check_part("X1,Filter,pc,10,300,,JPY,,", "10 Some(300) None None");
    check_part("X1,Filter,pc,10,0.5,,KWD,,", "10 Some(500) None None");
    check_part("X1,Filter,pc,1,300.5,,JPY,,", "column cost: \"300.5\" is no amount of JPY");
    check_part("X1,Filter,pc,1,3,,,,", "column cost: a price needs its currency");
    check_part("X1,Filter,pc,0,,,,,", "column pack: \"0\" is not above zero");
    check_part("X1,Filter,box,1,,,,,", "column unit: \"box\" is none of pc, l, m, kg, set, pair");
    check_part("X1,F,pc,,,,,X2,one-way", "1 None None Some(Supersession { by: X2, interchangeable: false })");
    check_part("X1,F,pc,,,,,X2,", "column supersession: say one-way or interchangeable");
    check_part("X1,F,pc,,,,,,one-way", "column superseded_by: the replacing number is missing");
    check_part("X1,F,pc,,,,,X1,one-way", "column superseded_by: a part cannot replace itself");
}

#[test]
fn a_part_says_whether_what_comes_back_is_looked_at() {
    let text = "number,name_en,unit,returns\nE,Sensor,pc,inspection\nF,Filter,pc,stock\nG,Oil,l,\n";
    let shown: Vec<bool> = read::<PartRow>(text).unwrap().iter().map(|row| row.0.inspected).collect();
    assert_eq!(shown, [true, false, false]);
    check_error::<PartRow>(
        "number,name_en,unit,returns\nE,Sensor,pc,maybe\n",
        "parts.csv: line 2, column returns: \"maybe\" is none of stock, inspection",
    );
}

#[test]
fn codes_are_kept_in_the_form_of_their_kind() {
    let text = "code,part,kind,qty\n4006381333931,A,gtin,\n04e 115 561-h,A,maker,\nTH 1,B,supplier,10\n";
    let codes = read::<CodeRow>(text).unwrap();
    let shown: Vec<_> = codes.iter().map(|code| (code.code.as_str(), code.qty)).collect();
    assert_eq!(shown, [("04006381333931", Qty::ONE), ("04E115561H", Qty::ONE), ("TH1", Qty::units(10))]);
    check_error::<CodeRow>(
        "code,part,kind\n4006381333932,A,gtin\n400638133393,A,gtin\n--,A,maker\n",
        "codes.csv: line 2, column code: the check digit of GTIN 4006381333932 is wrong\n\
         codes.csv: line 3, column code: the check digit of GTIN 400638133393 is wrong\n\
         codes.csv: line 4, column code: \"--\" has no letters and digits, or more than 64 bytes of them",
    );
}

#[test]
fn work_is_read_with_shares_checks_and_times() {
    let jobs =
        read::<JobRow>("job,vin,promised,waits\n4711,lsvnv4182h2158062,2026-03-02T16:30:00+08:00,yes\n").unwrap();
    assert_eq!(jobs[0].promised_ms, Some(1_772_440_200_000));
    assert_eq!((jobs[0].vin.as_deref(), jobs[0].waits), (Some("LSVNV4182H2158062"), true));
    check_error::<JobRow>(
        "job,vin,promised\n1,LSVNV4182H215806O,2026-03-02 16:30\n",
        "jobs.csv: line 2, column vin: \"LSVNV4182H215806O\" is no VIN (17 characters, without I, O and Q)\n\
         jobs.csv: line 2, column promised: \"2026-03-02 16:30\" is no time as 2026-03-02T16:30:00+08:00",
    );
    let operations = "job,op,title_en,hours,checks,technicians\n1,1,Brakes,1.9,final self,a:70 b:30\n";
    let operation = &read::<OperationRow>(operations).unwrap()[0];
    assert_eq!((operation.hours, operation.checks.as_slice()), (Qty(1900), &[Check::Own, Check::Final][..]));
    assert_eq!(operation.technicians[0].percent, Some(70));
    for (technicians, why) in [
        ("a a", "a technician stands twice"),
        ("a:50 b", "give each technician a percentage, or none"),
        ("a:50 b:40", "the shares add up to 90 percent"),
        ("a:200", "\"a:200\" is more than 100 percent"),
    ] {
        let error = read::<OperationRow>(format!("job,op,title_en,hours,technicians\n1,1,X,1,{technicians}\n"));
        assert!(error.clone().unwrap_err().ends_with(why), "{error:?}");
    }
}

#[test]
fn a_serial_number_is_one_piece() {
    check_error::<StockRow>(
        "part,bin,qty,serial\nX,A,2,S1\n",
        "stock.csv: line 2, column qty: a serial number stands for one piece",
    );
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), cells in "[0-9A-Za-z,:.\n \"-]{0,200}") {
        let _ = read::<PartRow>(&bytes);
        let header: Vec<&str> = OperationRow::COLUMNS.iter().map(|column| column.name).collect();
        let _ = read::<OperationRow>(format!("{}\n{cells}", header.join(",")));
    }
}

/// The sample workshop of `configs/demo`.
struct Sample {
    parts: Vec<PartRow>,
    codes: Vec<CodeRow>,
    bins: Vec<BinRow>,
    people: Vec<PersonRow>,
    jobs: Vec<JobRow>,
    operations: Vec<OperationRow>,
    lines: Vec<LineRow>,
    stock: Vec<StockRow>,
}

fn sample() -> Sample {
    fn table<T: Row>(text: &str) -> Vec<T> {
        read(text).expect("the sample workshop parses")
    }
    Sample {
        parts: table(include_str!("../../configs/demo/parts.csv")),
        codes: table(include_str!("../../configs/demo/codes.csv")),
        bins: table(include_str!("../../configs/demo/bins.csv")),
        people: table(include_str!("../../configs/demo/people.csv")),
        jobs: table(include_str!("../../configs/demo/jobs.csv")),
        operations: table(include_str!("../../configs/demo/operations.csv")),
        lines: table(include_str!("../../configs/demo/lines.csv")),
        stock: table(include_str!("../../configs/demo/stock.csv")),
    }
}

#[test]
fn sample_catalogue_hangs_together() {
    let sample = sample();
    assert!(sample.parts.len() >= 400 && sample.stock.len() >= 600 && sample.bins.len() == 60);
    let bins: BTreeSet<_> = sample.bins.iter().map(|row| row.0.id.clone()).collect();
    let parts: BTreeMap<_, _> = sample.parts.iter().map(|row| (row.0.number.clone(), &row.0)).collect();
    for part in parts.values() {
        assert!(part.home_bin.as_ref().is_some_and(|bin| bins.contains(bin)), "{}", part.number);
        assert!(part.superseded_by.as_ref().is_none_or(|to| parts.contains_key(&to.by)), "{}", part.number);
        assert!(!part.name_zh.is_empty() && part.price > part.cost, "{}", part.number);
    }
    let normalised: BTreeSet<_> = parts.keys().map(|number| normalise_number(number.as_str())).collect();
    assert_eq!(normalised.len(), parts.len(), "numbers differ in more than separators");
    let gtins: BTreeSet<_> =
        sample.codes.iter().filter(|row| row.kind == CodeKind::Gtin).map(|row| row.part.clone()).collect();
    let share = gtins.len() * 100 / parts.len();
    assert!((80..95).contains(&share), "{share} % of the parts have a GTIN");
    assert!(sample.codes.iter().all(|row| parts.contains_key(&row.part)));
    for row in &sample.stock {
        assert!(parts.contains_key(&row.part) && bins.contains(&row.bin), "{row:?}");
        assert!(!parts[&row.part].unit.is_whole() || row.qty.0.rem_euclid(1000) == 0, "{row:?}");
    }
}

#[test]
fn sample_jobs_hang_together() {
    let sample = sample();
    let people: BTreeSet<_> = sample.people.iter().map(|row| row.person.clone()).collect();
    let jobs: BTreeSet<_> = sample.jobs.iter().map(|row| row.job.clone()).collect();
    let operations: BTreeSet<_> = sample.operations.iter().map(|row| (row.job.clone(), row.op)).collect();
    for job in &sample.jobs {
        let vin = job.vin.as_deref().expect("each sample car has a VIN");
        assert_eq!(vin.chars().nth(8), Some(vin_check_digit(vin)), "{vin}");
        assert!(job.adviser.as_ref().is_some_and(|person| people.contains(person)), "{}", job.job);
        assert!(job.comeback_of.as_ref().is_none_or(|job| jobs.contains(job)), "{}", job.job);
        assert!(operations.iter().any(|(of, _)| *of == job.job), "{}", job.job);
    }
    for operation in &sample.operations {
        assert!(jobs.contains(&operation.job));
        assert!(operation.technicians.iter().all(|share| people.contains(&share.person)), "{operation:?}");
    }
    let mut stocked = 0;
    for line in &sample.lines {
        let op = line.op.expect("each sample line has its operation");
        assert!(operations.contains(&(line.job.clone(), op)), "{line:?}");
        assert!(sample.parts.iter().any(|row| row.0.number == line.part), "{line:?}");
        let held: i64 = sample.stock.iter().filter(|row| row.part == line.part).map(|row| row.qty.0).sum();
        stocked += usize::from(held >= line.qty.0);
    }
    assert!(stocked * 10 >= sample.lines.len() * 9, "{stocked} of {} lines are in stock", sample.lines.len());
    let badges: Vec<_> = sample.people.iter().flat_map(|row| &row.badges).collect();
    assert_eq!(badges.iter().collect::<BTreeSet<_>>().len(), badges.len());
    assert!(badges.iter().all(|badge| badge.len() == 10 && badge.parse::<u32>().is_ok()));
}

/// Position 9 of a VIN (49 CFR 565.15 and GB 16735).
fn vin_check_digit(vin: &str) -> char {
    const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    let value = |c: char| match c {
        '0'..='9' => u32::from(c) - u32::from('0'),
        'A'..='H' => u32::from(c) - u32::from('A') + 1,
        'J'..='R' => u32::from(c) - u32::from('J') + 1,
        _ => u32::from(c) - u32::from('S') + 2,
    };
    let sum: u32 = vin.chars().zip(WEIGHTS).map(|(c, weight)| value(c) * weight).sum();
    char::from_digit(sum % 11, 10).unwrap_or('X')
}
