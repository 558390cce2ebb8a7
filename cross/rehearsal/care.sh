# Sourced by cross/rehearse.sh: the stages of looking after a kiosk: over SSH, and upgrades.
# shellcheck shell=bash

# As the account of maintenance, with a key of somebody's; nothing comes from this machine's own set-up.
maintain() { # NAME WORDS..
    local name=$1
    shift
    ssh -q -F none -i "$cache/run/$name" -o IdentitiesOnly=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o BatchMode=yes \
        -o ConnectTimeout=60 -o LogLevel=ERROR -p "$port" "${maintain_options[@]}" pitbox@127.0.0.1 "$@"
}
maintain_options=()

may() { # NAME HOURS [watch]
    rm -f "$cache/run/$1" "$cache/run/$1.pub"
    ssh-keygen -q -t ed25519 -N '' -C "$1" -f "$cache/run/$1"
    give_guest "/usr/lib/pitbox/maintenance allow $*" <"$cache/run/$1.pub" >/dev/null || fail "no key for $1"
}

refused() { # NAME WORDS..
    ! maintain "$@" </dev/null >"$cache/run/refused.txt" 2>&1 || fail "$* was let in: $(head -n 3 "$cache/run/refused.txt")"
}

# The kiosk's screen in a terminal of this machine: keys come from the pipe NAME.keys, what is drawn goes to NAME.screen.
open_console() { # NAME WORD
    rm -f "$cache/run/$1.keys"
    mkfifo "$cache/run/$1.keys"
    maintain_options=(-tt)
    TERM=xterm maintain "$1" "$2" <>"$cache/run/$1.keys" >"$cache/run/$1.screen" 2>&1 &
    maintain_options=()
    console=$!
}

shown_there() { # NAME WORDS
    grep -aqF -- "$2" "$cache/run/$1.screen"
}

close_console() { # NAME
    printf '\021' >"$cache/run/$1.keys"
    until_true 60 "the console of $1 closed" is_over "$console"
    wait "$console" || fail "the console of $1 ended badly: $(tail -c 300 "$cache/run/$1.screen")"
}

is_over() { # PID
    ! kill -0 "$1" 2>/dev/null
}

stage_console() {
    resume
    log_on
    may ada 8
    may eve 8 watch
    maintain ada status </dev/null | grep -q 'saved' || fail "status over SSH"
    maintain ada 'status --json' </dev/null | grep -q '"recording":true' || fail "status --json over SSH"
    maintain ada devices </dev/null | grep -q Scanner || fail "devices over SSH"
    maintain ada queue </dev/null | grep -q LABEL || fail "queue over SSH"
    # What the doctor finds wrong in an emulated machine is no failure of this stage; that it ran is what counts.
    maintain ada doctor </dev/null >"$cache/screens/doctor.txt" 2>&1 || true
    grep -q 'hub' "$cache/screens/doctor.txt" || fail "doctor over SSH: $(head -n 5 "$cache/screens/doctor.txt")"
    maintain ada logs </dev/null | grep -q . || fail "logs over SSH"
    maintain ada support </dev/null >"$cache/run/support.tar.zst" || fail "support over SSH"
    bundle_is_whole
    note "console: over SSH as ada: status, devices, queue, doctor ($(grep -c . "$cache/screens/doctor.txt") lines), logs, and a bundle of $(stat -c %s "$cache/run/support.tar.zst") bytes without the badge of who is logged on"
    refuses_the_rest
    watch_and_drive
}

bundle_is_whole() {
    local names part
    names=$(zstd -dcq "$cache/run/support.tar.zst" | tar -t)
    for part in version.txt kiosk.toml doctor.txt devices.txt labels.jsonl kiosk.log status.txt machine.txt unit.txt journal.txt black-box/; do
        grep -qF "/$part" <<<"$names" || fail "the bundle has no $part"
    done
    ! zstd -dcq "$cache/run/support.tar.zst" | grep -aqF 0007432190 || fail "a badge is in the bundle"
}

refuses_the_rest() {
    local no
    for no in sh 'status; sh' 'cat /etc/shadow' 'logs --config /etc/shadow' 'sftp'; do
        refused ada "$no"
    done
    refused eve drive
    # No tunnel, no files.
    maintain_options=(-o ExitOnForwardFailure=yes -R "8641:127.0.0.1:1")
    refused ada status
    maintain_options=(-s)
    refused ada sftp
    maintain_options=()
    # A key that has ended, and one that was taken back.
    guest "sed -i 's/expiry-time=\"[0-9]*\"\(.*--as eve\)/expiry-time=\"202601010000\"\1/' /etc/pitbox/maintenance-keys"
    refused eve status
    may eve 8 watch
    maintain eve status </dev/null >/dev/null || fail "eve's new key"
    note "console: no shell, no other file, no tunnel, no sftp; a key for looking on does not drive; an ended key is refused"
}

watch_and_drive() {
    local watching
    open_console eve watch
    watching=$console
    sees "watched by eve"
    until_true 60 "the kiosk's screen at eve's" shown_there eve 4711
    keep_screen watched
    open_console ada drive
    sees "REMOTE CONTROL: ada"
    keep_screen remote-control
    # F2 is the list of jobs; eve, who only looks on, presses a key that does nothing.
    printf '1' >"$cache/run/eve.keys"
    printf '\033OQ' >"$cache/run/ada.keys"
    sees "Jobs"
    until_true 60 "the list of jobs at eve's" shown_there eve Job
    close_console ada
    console=$watching
    close_console eve
    until_true 60 "the header without a console" no_console
    until_true 60 "four records of consoles" consoles_recorded 4
    guest "/usr/lib/pitbox/maintenance revoke ada"
    refused ada status
    note "console: eve looks on and ada drives: both are on the kiosk's screen and in its records; a key that was taken back is refused"
}

no_console() {
    ! sees_now "REMOTE CONTROL" 1 && ! sees_now "watched by" 1
}

consoles_recorded() { # COUNT
    [ "$(guest "pitbox log --config /etc/pitbox/kiosk.toml --json" | grep -c '"type":"ConsoleUsed"')" -eq "$1" ]
}

# The package once more, of a higher version and with another program in it.
package_with() { # VERSION PROGRAM
    local root=$cache/run/package file=$cache/run/pitbox-kiosk_$1.deb
    rm -rf "$root"
    dpkg-deb -R "$package" "$root"
    sed -i "s/^Version: .*/Version: $1/" "$root/DEBIAN/control"
    install -m 755 "$2" "$root/usr/lib/pitbox/kiosk/pitbox"
    (cd "$root" && find . -path ./DEBIAN -prune -o -type f -printf '%P\0' | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
    dpkg-deb --root-owner-group -Zxz --build "$root" "$file" >/dev/null
    printf '%s\n' "$file"
}

# Installs a package; whether dpkg was content, is the answer.
installs() { # FILE
    to_guest 644 "$1" /opt/newer.deb
    guest "DEBIAN_FRONTEND=noninteractive dpkg -i /opt/newer.deb" >"$cache/run/dpkg.log" 2>&1
}

# What became of the last upgrade.
upgrade_ended() { # WORDS
    guest "/usr/lib/pitbox/upgrade state | tail -n 1" | grep -qF -- "$1"
}

# Why an upgrade was refused; the reason has to be there.
said_by_dpkg() { # WORDS
    grep -m 1 -o -- "$1" "$cache/run/dpkg.log" || fail "it is not said why: $(tail -n 3 "$cache/run/dpkg.log")"
}

# The program that is installed is this one, the kiosk is up, and its records are as they were.
kiosk_has() { # PROGRAM RECORDS
    until_true 120 "the kiosk up" guest "timeout 20 pitbox status"
    [ "$(guest "sha256sum </usr/lib/pitbox/kiosk/pitbox")" = "$(sha256sum <"$1")" ] || fail "another program is installed than $1"
    [ "$(records)" -eq "$2" ] || fail "$(records) records, $2 before"
}

kiosk_pid() {
    guest "systemctl show pitbox-kiosk -P MainPID"
}

stage_upgrade() {
    local before waiting newer=$cache/run/newer
    resume
    # What is recorded from here on waits.
    stop_hub
    part_from_hub
    log_on
    issue_lines 8 >"$cache/run/issues"
    visit <"$cache/run/issues" >"$cache/run/ticks"
    before=$(records)
    waiting=$(guest "pitbox status --json" | sed 's/.*\("waiting":[0-9]*\).*/\1/')
    # The same program, told apart by bytes behind its end.
    { cat "$kiosk" && echo newer; } >"$newer"
    installs "$(package_with 90 "$newer")" || fail "the newer version: $(tail -n 3 "$cache/run/dpkg.log")"
    until_true 240 "the newer version seen to be well" upgrade_ended "well: pitbox"
    kiosk_has "$newer" "$before"
    kiosk_says "$waiting" || fail "other records wait than before ($waiting)"
    note "upgrade: a newer version is well, and stays; $waiting, as before"
    upgrade_put_back "$newer" "$before"
    upgrade_refused "$newer" "$before"
    kiosk_says "$waiting" || fail "other records wait than before ($waiting)"
    start_hub
    until_true 240 "nothing waits any more" kiosk_says '"hub":"online","waiting":0'
    until_true 60 "hub and kiosk have the same records" hub_equals_kiosk
    note "upgrade: after all of it what waited arrives, and hub and kiosk have the same"
}

# A version that does not come up: it ends at once.
upgrade_put_back() { # PROGRAM RECORDS
    local began broken=$cache/run/broken
    printf '#!/bin/sh\necho "pitbox: this version does not start" >&2\nexit 1\n' >"$broken"
    installs "$(package_with 91 "$broken")" || fail "the broken version: $(tail -n 3 "$cache/run/dpkg.log")"
    began=$SECONDS
    until_true 400 "the broken version put back" upgrade_ended "put back: pitbox"
    kiosk_has "$1" "$2"
    sees "Scan your badge"
    note "upgrade: a version that ends at once is put back by itself after $((SECONDS - began)) s"
}

# What dpkg or the package refuses: the kiosk goes on with the version that it has.
upgrade_refused() { # PROGRAM RECORDS
    local whole half=$cache/run/half.deb why
    whole=$(package_with 93 "$1")
    head -c $(($(stat -c %s "$whole") / 2)) "$whole" >"$half"
    ! installs "$half" || fail "half a package was installed"
    kiosk_has "$1" "$2"
    why=$(said_by_dpkg 'unexpected end of file.*')
    note "upgrade: half a package is refused: $why"
    # No room to keep the version of now.
    guest "rm -f /opt/newer.deb"
    to_guest 644 "$whole" /var/full.deb
    fill_disk 4096
    ! guest "dpkg -i /var/full.deb" >"$cache/run/dpkg.log" 2>&1 || fail "an upgrade without room was installed"
    kiosk_has "$1" "$2"
    why=$(said_by_dpkg 'pitbox upgrade: .*')
    note "upgrade: without room: $why"
    guest "rm -f /var/filler /var/full.deb"
    upgrade_breaks_off "$1" "$2"
}

# Room to keep the version of now, and none for all of the newer one: dpkg stops in the middle of unpacking.
upgrade_breaks_off() { # PROGRAM RECORDS
    local why large=$cache/run/large
    { cat "$1" && head -c 20000000 /dev/urandom; } >"$large"
    to_guest 644 "$(package_with 94 "$large")" /var/full.deb
    # Nothing is put by for root, who unpacks.
    guest "rm -rf /var/lib/pitbox-previous/*; tune2fs -m 0 \$(findmnt -no SOURCE /)" >/dev/null
    fill_disk "$(guest "du -k -s -c /usr/lib/pitbox/kiosk/pitbox /var/lib/pitbox/store | tail -n 1 | awk '{ print \$1 + 12288 }'")"
    ! guest "DEBIAN_FRONTEND=noninteractive dpkg -i /var/full.deb" >"$cache/run/dpkg.log" 2>&1 || fail "more was unpacked than there was room for"
    kiosk_has "$1" "$2"
    why=$(said_by_dpkg 'No space left on device')
    sees "Scan your badge"
    note "upgrade: a disk that is full in the middle of unpacking: $why; the kiosk goes on with the version that it had"
    guest "rm -f /var/filler /var/full.deb"
}

# The system's disk full but for so many KiB.
fill_disk() { # KIB
    guest "free=\$(df -k -P /var/lib | awk 'NR == 2 { print \$4 }'); fallocate -l \$((free - $1))K /var/filler; sync"
}
