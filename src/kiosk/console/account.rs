//! Accounts of the kiosk's computer: who is at the other end of a socket, and which group may be.

use std::os::unix::net::UnixStream;

use rustix::net::sockopt::socket_peercred;

/// The account at the other end, as the kernel says.
pub(super) fn of_peer(stream: &UnixStream) -> String {
    let Ok(peer) = socket_peercred(stream) else { return "?".to_owned() };
    let uid = peer.uid.as_raw();
    let accounts = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    name_of(&accounts, uid).map_or_else(|| format!("uid {uid}"), str::to_owned)
}

/// The number of a group.
pub(super) fn group(name: &str) -> Option<u32> {
    number_of(&std::fs::read_to_string("/etc/group").unwrap_or_default(), name)
}

/// `name:x:number:..`, a line each, in passwd(5) and group(5).
fn fields(line: &str) -> Option<(&str, u32)> {
    let mut fields = line.split(':');
    let (name, number) = (fields.next()?, fields.nth(1)?);
    Some((name, number.parse().ok()?))
}

fn name_of(accounts: &str, number: u32) -> Option<&str> {
    accounts.lines().filter_map(fields).find(|(_, known)| *known == number).map(|(name, _)| name)
}

fn number_of(groups: &str, name: &str) -> Option<u32> {
    groups.lines().filter_map(fields).find(|(known, _)| *known == name).map(|(_, number)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_and_groups_are_found_by_their_lines() {
        let accounts = "root:x:0:0:root:/root:/bin/sh\n# no line\nada:x:1000:1000::/ada:/bin/bash\n";
        assert_eq!(name_of(accounts, 1000), Some("ada"));
        assert_eq!(name_of(accounts, 1001), None);
        let groups = "root:x:0:\npitbox-admin:x:998:ada\n";
        assert_eq!(number_of(groups, "pitbox-admin"), Some(998));
        assert_eq!(number_of(groups, "pitbox"), None);
    }
}
