//! A connection that stays open, and one request after the other on it: the least that a client can do.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};

/// A line to a server.
pub(crate) struct Line {
    to: TcpStream,
    from: BufReader<TcpStream>,
}

impl Line {
    pub(crate) fn to(address: SocketAddr) -> Line {
        let to = TcpStream::connect(address).expect("a connection");
        to.set_nodelay(true).expect("a socket");
        let from = BufReader::new(to.try_clone().expect("a socket"));
        Line { to, from }
    }

    /// Posts the body and waits for the answer that it was taken in.
    pub(crate) fn push(&mut self, body: &[u8]) {
        let head = format!(
            "POST /v1/push HTTP/1.1\r\nhost: hub\r\npitbox-protocol: 1\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        let mut request = head.into_bytes();
        request.extend(body);
        self.to.write_all(&request).expect("it is sent");
        let (mut status, mut length) = (String::new(), 0);
        self.from.read_line(&mut status).expect("an answer");
        loop {
            let mut line = String::new();
            self.from.read_line(&mut line).expect("a header");
            let Some((name, value)) = line.trim().split_once(':') else { break };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().expect("a length");
            }
        }
        let mut answer = vec![0; length];
        self.from.read_exact(&mut answer).expect("an answer");
        assert!(status.starts_with("HTTP/1.1 200"), "{status} {}", String::from_utf8_lossy(&answer));
    }
}
