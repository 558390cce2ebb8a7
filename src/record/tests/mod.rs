//! The stored form: golden bytes that are for ever, and what holds for all other bytes.

mod chained;
mod golden;
mod samples;
mod samples_count;
mod samples_job;
mod strange;
mod supply;
mod walk;

/// Bytes of hexadecimal digits with white space between.
fn from_hex(text: &str) -> Vec<u8> {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(16)).collect();
    digits.chunks(2).map(|two| u8::try_from(two[0] * 16 + two[1]).expect("a byte")).collect()
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
