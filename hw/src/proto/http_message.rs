//! HTTP/1.1 messages as far as printing over the network needs them: a head, and a body of known length, in pieces, or up to
//! the end of the connection.

use httparse::{Header, Status};

/// Longest message that is taken, in bytes.
pub const LONGEST: usize = 8 << 20;
/// Most header lines of a message.
const HEADERS: usize = 64;

/// Which side of the conversation is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What a client sends.
    Request,
    /// What a server answers.
    Answer,
}

/// A whole message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Of an answer, for example 200; 0 for a request.
    pub status: u16,
    /// Of a request, for example `/ipp/print`.
    pub path: String,
    pub body: Vec<u8>,
}

/// What the bytes up to now are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parsed {
    /// The rest has not come.
    More,
    Whole(Message),
    /// No message of HTTP, or a longer one than is taken.
    Malformed,
}

/// The head of a request that sends `length` bytes of IPP, after which the server closes the connection.
pub fn post(host: &str, path: &str, length: usize) -> Vec<u8> {
    format!(
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/ipp\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n"
    )
    .into_bytes()
}

/// An answer that carries `body`.
pub fn answer(status: u16, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status} X\r\nContent-Type: application/ipp\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// Reads a message from all bytes that have come; `ended` when no more come.
pub fn parse(bytes: &[u8], side: Side, ended: bool) -> Parsed {
    if bytes.len() > LONGEST {
        return Parsed::Malformed;
    }
    let Some(head) = head(bytes, side) else { return Parsed::Malformed };
    let Some((head, status, path, length)) = head else {
        return if ended { Parsed::Malformed } else { Parsed::More };
    };
    if (100..200).contains(&status) {
        // "100 Continue": the real answer follows.
        return parse(&bytes[head..], side, ended);
    }
    let rest = &bytes[head..];
    let body = match length {
        Length::Known(length) => rest.get(..length).map(<[u8]>::to_vec).ok_or(Parsed::More),
        Length::Chunked => chunks(rest),
        Length::UpToEnd if ended => Ok(rest.to_vec()),
        Length::UpToEnd => Err(Parsed::More),
    };
    match body {
        Ok(body) => Parsed::Whole(Message { status, path, body }),
        Err(Parsed::More) if ended => Parsed::Malformed,
        Err(other) => other,
    }
}

enum Length {
    Known(usize),
    Chunked,
    UpToEnd,
}

/// Length of the head, status, path, and how the body ends. The outer nothing is no HTTP, the inner one an unfinished head.
type Head = (usize, u16, String, Length);

fn head(bytes: &[u8], side: Side) -> Option<Option<Head>> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    match side {
        Side::Request => {
            let mut request = httparse::Request::new(&mut headers);
            let Status::Complete(head) = request.parse(bytes).ok()? else { return Some(None) };
            let path = request.path.unwrap_or_default().to_owned();
            // A request without a length has no body.
            let length = match length(request.headers)? {
                Length::UpToEnd => Length::Known(0),
                length @ (Length::Known(_) | Length::Chunked) => length,
            };
            Some(Some((head, 0, path, length)))
        }
        Side::Answer => {
            let mut answer = httparse::Response::new(&mut headers);
            let Status::Complete(head) = answer.parse(bytes).ok()? else { return Some(None) };
            let status = answer.code?;
            Some(Some((head, status, String::new(), length(answer.headers)?)))
        }
    }
}

/// Nothing when the headers contradict HTTP.
fn length(headers: &[Header<'_>]) -> Option<Length> {
    let of =
        |name: &str| headers.iter().find(|header| header.name.eq_ignore_ascii_case(name)).map(|header| header.value);
    if of("Transfer-Encoding").is_some_and(|value| value.eq_ignore_ascii_case(b"chunked")) {
        return Some(Length::Chunked);
    }
    match of("Content-Length") {
        None => Some(Length::UpToEnd),
        Some(value) => {
            let length: usize = std::str::from_utf8(value).ok()?.trim().parse().ok()?;
            (length <= LONGEST).then_some(Length::Known(length))
        }
    }
}

/// The body that came in pieces, each with its length in front.
fn chunks(mut rest: &[u8]) -> Result<Vec<u8>, Parsed> {
    let mut body = Vec::new();
    loop {
        let (line, size) = match httparse::parse_chunk_size(rest) {
            Ok(Status::Complete(found)) => found,
            Ok(Status::Partial) => return Err(Parsed::More),
            Err(_) => return Err(Parsed::Malformed),
        };
        let size = usize::try_from(size).map_err(|_| Parsed::Malformed)?;
        if size > LONGEST {
            return Err(Parsed::Malformed);
        }
        if size == 0 {
            return Ok(body);
        }
        body.extend(rest.get(line..line + size).ok_or(Parsed::More)?);
        rest = rest.get(line + size + 2..).ok_or(Parsed::More)?;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn whole(status: u16, path: &str, body: &[u8]) -> Parsed {
        Parsed::Whole(Message { status, path: path.into(), body: body.to_vec() })
    }

    #[test]
    fn messages_of_every_shape_are_read_and_no_part_of_one_is() {
        let post = [post("p:631", "/ipp/print", 3), b"abc".to_vec()].concat();
        let chunked = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x\r\nc\r\n0\r\n\r\n";
        let cases: [(&[u8], Side, Parsed); 4] = [
            (&post, Side::Request, whole(0, "/ipp/print", b"abc")),
            (&answer(200, b"abc"), Side::Answer, whole(200, "", b"abc")),
            (chunked, Side::Answer, whole(200, "", b"abc")),
            (b"GET / HTTP/1.1\r\n\r\n", Side::Request, whole(0, "/", b"")),
        ];
        for (bytes, side, expected) in cases {
            assert_eq!(parse(bytes, side, false), expected);
            for left in 0..bytes.len().saturating_sub(4) {
                assert_eq!(parse(&bytes[..left], side, false), Parsed::More, "{left}");
                assert_eq!(parse(&bytes[..left], side, true), Parsed::Malformed, "{left}");
            }
        }
        assert_eq!(parse(b"HTTP/1.0 404 No\r\n\r\nxy", Side::Answer, false), Parsed::More);
        assert_eq!(parse(b"HTTP/1.0 404 No\r\n\r\nxy", Side::Answer, true), whole(404, "", b"xy"));
    }

    #[test]
    fn what_is_no_http_is_told() {
        for bytes in [
            &b"\x02030,0,0\x03\r\n"[..],
            b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffff\r\n",
        ] {
            assert_eq!(parse(bytes, Side::Answer, false), Parsed::Malformed, "{}", bytes.escape_ascii());
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..400), ended: bool) {
            let _ = parse(&bytes, Side::Answer, ended);
            let _ = parse(&[&b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"[..], &bytes].concat(), Side::Answer, ended);
        }
    }
}
