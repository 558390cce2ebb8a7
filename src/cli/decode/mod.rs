//! `pitbox decode`: what scans and device bytes mean, one JSON object a line in, one out (docs/codes.md).

mod codes;
mod devices;
mod identity_rows;
mod scan;

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::ExitCode;

use serde_json::{Map, Value, json};

/// Longest line that is read, in bytes. Longer ones are answered as invalid.
const MAX_LINE: u64 = 1 << 20;

/// Reads standard input to its end.
pub fn run() -> ExitCode {
    let input = BufReader::with_capacity(1 << 16, io::stdin().lock());
    match answer_all(input, io::BufWriter::with_capacity(1 << 16, io::stdout().lock())) {
        // Whoever reads the answers has gone: nothing is left to say.
        Ok(()) | Err(_) => ExitCode::SUCCESS,
    }
}

/// Answers each line. What was answered is written out before the next read can block.
///
/// # Errors
/// When the input cannot be read or the output cannot be written.
pub fn answer_all(mut input: BufReader<impl Read>, mut output: impl Write) -> io::Result<()> {
    let mut line = Vec::new();
    loop {
        if input.buffer().is_empty() {
            output.flush()?;
        }
        line.clear();
        let whole = read_line(&mut input, &mut line)?;
        if line.is_empty() && whole {
            return output.flush();
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let answer = if whole { answer_line(&line) } else { invalid("the line is too long") };
        serde_json::to_writer(&mut output, &answer)?;
        output.write_all(b"\n")?;
    }
}

/// Reads up to the end of a line. False when it was too long; the rest of it is then skipped.
fn read_line(input: &mut BufReader<impl Read>, line: &mut Vec<u8>) -> io::Result<bool> {
    input.by_ref().take(MAX_LINE).read_until(b'\n', line)?;
    if line.ends_with(b"\n") || (line.len() as u64) < MAX_LINE {
        return Ok(true);
    }
    input.skip_until(b'\n')?;
    Ok(false)
}

fn answer_line(line: &[u8]) -> Value {
    match serde_json::from_slice(line) {
        Ok(Value::Object(input)) => answer(&input),
        Ok(_) => invalid("a JSON object is expected"),
        Err(error) => invalid(&format!("no JSON: {error}")),
    }
}

fn answer(input: &Map<String, Value>) -> Value {
    let kind = match input.get("as") {
        None | Some(Value::Null) => return scan::answer(input),
        Some(Value::String(kind)) => kind,
        Some(_) => return invalid("\"as\" is no text"),
    };
    let known = codes::answer(kind, input)
        .or_else(|| identity_rows::answer(kind, input))
        .or_else(|| devices::answer(kind, input));
    known.unwrap_or_else(|| invalid(&format!("nothing is read as {kind:?}")))
}

/// The answer to a line that cannot be answered.
fn invalid(error: &str) -> Value {
    json!({"kind": "invalid", "error": error})
}

/// The text of a line, from `text` or from the bytes in `hex`.
fn text(input: &Map<String, Value>) -> Result<String, Value> {
    match input.get("text") {
        Some(Value::String(text)) => Ok(text.clone()),
        Some(_) => Err(invalid("\"text\" is no text")),
        None => String::from_utf8(bytes(input)?).map_err(|_| invalid("\"hex\" is no text")),
    }
}

/// The bytes in `hex`; blanks between them do not matter.
fn bytes(input: &Map<String, Value>) -> Result<Vec<u8>, Value> {
    let Some(Value::String(hex)) = input.get("hex") else {
        return Err(invalid("\"text\" or \"hex\" is missing"));
    };
    let digits: Option<Vec<u8>> = hex
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .map(|letter| letter.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    let digits = digits.filter(|digits| digits.len().is_multiple_of(2));
    let digits = digits.ok_or_else(|| invalid("\"hex\" holds something else than pairs of hexadecimal digits"))?;
    Ok(digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(input: &str) -> Vec<Value> {
        let mut output = Vec::new();
        answer_all(BufReader::new(input.as_bytes()), &mut output).expect("memory");
        let text = String::from_utf8(output).expect("JSON");
        text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }

    #[test]
    fn bad_lines_are_answered_one_by_one() {
        let long = format!("{{\"text\":\"{}\"}}", "x".repeat(1 << 20));
        let input = format!(
            "no\n[1]\n\n{{}}\n{{\"as\":1}}\n{{\"as\":\"x\"}}\n{{\"hex\":\"1\"}}\n{long}\n{{\"text\":\"W 712\"}}"
        );
        let answers = decode(&input);
        let kinds: Vec<&Value> = answers.iter().map(|answer| &answer["kind"]).collect();
        assert_eq!(kinds[..7], ["invalid"; 7]);
        assert!(answers[..7].iter().all(|answer| answer["error"].is_string()));
        assert_eq!(kinds[7..], ["unknown"]);
    }

    #[test]
    fn what_an_identifier_lacks_beside_it_is_a_warning() {
        for (text, ok) in [
            ("]C14301A", true),
            ("]C1423840\\u001d3545224744", true),
            ("]d20104012345678901422156\\u001d10A", true),
            ("]C110A\\u001d22B", true),
            ("]e00104012345678901250A\\u001d99B", true),
            ("]C110A(B", false),
            ("]e001040123456789013790077", false),
            ("]C110A\\u001d3103000123", true),
            ("]C18004401234\\u001d4301A", true),
        ] {
            let answer = &decode(&format!("{{\"as\":\"gs1\",\"text\":\"{text}\"}}"))[0];
            assert_eq!(answer["ok"], ok, "{answer}");
        }
    }

    #[test]
    fn codes_are_read_as_asked() {
        let input = concat!(
            "{\"as\":\"gs1\",\"text\":\"]d243211\\u001d\\u001d10LOT\"}\n",
            "{\"as\":\"gs1\",\"text\":\"]C17255Vmd\"}\n",
            "{\"as\":\"mh10\",\"text\":\"[)>\"}\n",
            "{\"as\":\"vin\",\"text\":\"VF14SRAP451234567\"}\n",
            "{\"text\":\"]A01M8GDM9AXKP042788\"}\n",
        );
        let answers = decode(input);
        let ok: Vec<bool> = answers.iter().map(|answer| answer["ok"] == true).collect();
        assert_eq!(ok, [false, true, false, true, true]);
        assert_eq!(answers[1]["elements"], json!([["7255", "Vmd"]]));
        assert_eq!(answers[4]["vin"], "1M8GDM9AXKP042788");
    }
}
