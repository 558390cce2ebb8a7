# Sourced by cross/rehearse.sh: what is played. A stage begins with what `install` left, unless its words say otherwise, and fails
# when something is not as it should be.
# shellcheck shell=bash

list_stages() {
    cat <<'LIST'
install   the package goes in, the kiosk stands on the first console, is enrolled at a hub on this machine and has everything
scan      a scanner made with uinput: what it reads is recorded, and reaches no console
hid       the same through USB: a gadget that is a keyboard; unplugged in the middle of a scan
replug    the scanner is unplugged and plugged in again: how soon the kiosk has it
serial    scanners at a serial port (CDC-ACM, FTDI) and an RDM6300: recorded, unplugged in the middle of a scan, in use again
printer   a label printer at USB (usblp): byte for byte; no paper, unplugged, unplugged in the middle of a label
hub       the line to the hub is cut while scanning: work goes on, everything arrives afterwards, hub and kiosk have the same
console   over SSH with a key for maintenance: status, doctor, a bundle; the screen looked at and driven, and said so at the kiosk
upgrade   newer versions: one that is well, one that is not, half a package, a full disk
config    a kiosk.toml that is wrong, unreadable or missing: the screen says why; with the good one back the kiosk starts
second    a second copy of the records, on a medium that is mounted while the kiosk runs
gpio      lamp and button at lines of a board that the kernel simulates (gpio-sim), through gpiocdev
pi        lamp and lock at the pins of a Raspberry Pi 3 that QEMU emulates, through rppal
boot      a cold start: how long until the screen is there
recovery  the power is cut between ticks, three times: no ticked record is lost
memory    how much the kiosk needs with 100,000 parts
bytes     what one record costs the card: file system, log, checkpoint
LIST
}

is_stage() {
    list_stages | cut -d ' ' -f 1 | grep -qxF -- "$1"
}

play() { # STAGE
    local began=$SECONDS
    printf '== %s\n' "$1"
    skipped=
    "stage_$1"
    leave
    [ -z "$skipped" ] || { left_out+=("$1") && return; }
    printf '== %s: ok, %d s\n' "$1" $((SECONDS - began))
}

# For a stage that cannot be played here: says why, and the rehearsal ends with 3.
skip() { # WHY
    skipped=$1
    printf 'skipped: %s\n' "$1" >&2
}

# The kiosk for the guest and the hub for this machine, and the package.
build_programs() {
    [ -n "$kiosk" ] || kiosk=$(cross/aarch64.sh kiosk)
    [ -n "$hub" ] || { cargo build --quiet --bin pitbox && hub=${CARGO_TARGET_DIR:-target}/debug/pitbox; }
    package=$(PITBOX_PACKAGES="$cache/packages" cross/deb.sh arm64 "$kiosk" 2>/dev/null)
}

# The kiosk's records, as the log command tells them.
records() {
    guest "pitbox log --config /etc/pitbox/kiosk.toml --json | wc -l"
}

# Waits until words stand on a console.
sees() { # WORDS [CONSOLE]
    until_true "${PATIENCE:-90}" "\"$1\" on console ${2:-1}" sees_now "$1" "${2:-1}"
}

sees_now() {
    guest "/opt/rehearsal/screen $2" | grep -qF -- "$1"
}

# What the first console shows, as text and as a picture.
keep_screen() { # NAME
    mkdir -p "$cache/screens"
    guest "/opt/rehearsal/screen 1" >"$cache/screens/$1.txt"
    monitor "screendump $cache/screens/$1.ppm" >/dev/null
}

# Lets a visit be played: lines of DEVICE, CODE, WORDS.
visit() {
    give_guest "/opt/rehearsal/visit" || fail "the visit was not as it should be"
}

start_typists() {
    guest "mkdir -p /run/rehearsal
        systemctl reset-failed scanner badge 2>/dev/null
        systemd-run --quiet --unit scanner /opt/rehearsal/typist Scanner 0c2e 0b61 /run/rehearsal/scanner
        systemd-run --quiet --unit badge /opt/rehearsal/typist Badges ffff 0035 /run/rehearsal/badge"
    until_true 60 "scanner and badge reader in use" devices_ready
}

devices_ready() {
    guest "pitbox status --json" | grep -qF '"devices_unwell":[]'
}

stage_install() {
    local began
    if has_snapshot booted; then
        start_machine booted
        wait_for_guest 120
        guest "date -s @$(date +%s) >/dev/null"
    else
        new_disks
        start_machine
        wait_for_guest
        snapshot booted
    fi
    put_programs
    to_guest 644 "$package" /opt/pitbox-kiosk.deb
    began=$SECONDS
    guest "DEBIAN_FRONTEND=noninteractive dpkg -i /opt/pitbox-kiosk.deb" >"$cache/run/dpkg.log" 2>&1 || fail "dpkg: $(tail -n 3 "$cache/run/dpkg.log")"
    until_true 120 "the kiosk's unit" guest "systemctl is-active --quiet pitbox-kiosk"
    note "install: the package is in and the kiosk ready after $((SECONDS - began)) s, first set-up on the first console"
    keep_screen first-set-up
    join_the_shop
    start_typists
    rm -rf "$cache/hub.ready"
    cp -a "$cache/run/hub" "$cache/hub.ready"
    snapshot ready
    touch "$cache/ready"
}

has_snapshot() { # NAME
    qemu-img snapshot -U -l "$cache/run/system.qcow2" 2>/dev/null | grep -q " $1 "
}

# A hub with the sample tables on this machine, and the kiosk a member of it with two devices that type.
join_the_shop() {
    local code
    rm -rf "$cache/run/hub"
    mkdir -p "$cache/run/hub"
    free_port >"$cache/run/hub/port"
    printf 'listen = "127.0.0.1:%s"\ndata = "data"\ndatabase = "sqlite"\nsite = "SH01"\ntimezone = "Asia/Shanghai"\n' "$(cat "$cache/run/hub/port")" \
        >"$cache/run/hub/hub.toml"
    "$hub" import --config "$cache/run/hub/hub.toml" --dir configs/demo >/dev/null
    start_hub
    to_guest 644 "$here/rehearsal/inside/kiosk.toml" /etc/pitbox/kiosk.toml
    code=$("$hub" enrol --new --json --config "$cache/run/hub/hub.toml" | sed 's/.*"code":"\([^"]*\)".*/\1/')
    guest "systemctl stop pitbox-kiosk && runuser -u pitbox -- pitbox enrol --config /etc/pitbox/kiosk.toml $code && systemctl start pitbox-kiosk" \
        >/dev/null || fail "the kiosk was not enrolled"
    until_true 240 "everything from the hub" has_everything
}

has_everything() {
    [ "$(records </dev/null)" -ge "$("$hub" log --config "$cache/run/hub/hub.toml" --json | wc -l)" ] \
        && guest "pitbox label codes --config /etc/pitbox/kiosk.toml --json" | grep -q 'HU 6002 z'
}

# What a scanner reads of a code.
code_of() { # KIND KEY
    guest "pitbox label codes --config /etc/pitbox/kiosk.toml --json" | grep -F "{\"key\":\"$2\",\"kind\":\"$1\"," | sed 's/.*"text":"\(.*\)"}$/\1/'
}

# A clerk stands at the kiosk with a job open.
log_on() {
    visit <<LINES
badge	0007432190	Hello, Sun Min
scanner	$(code_of job 4711)	Tiguan
LINES
}

stage_scan() {
    local before
    resume
    log_on
    before=$(records)
    visit <<LINES
scanner	$(code_of part 06L115562B)	saved - Issued: 1 pc 06L115562B to job 4711
LINES
    keep_screen issued
    [ "$(records)" -eq $((before + 1)) ] || fail "the scan was not recorded once"
    note "scan: recorded, and shown as saved"
    check_grab scan scanner
}

# With the second console in front, what the scanner types must not stand there, and what another keyboard types must.
check_grab() { # STAGE PIPE
    local before
    before=$(records)
    guest "chvt 2; systemctl start getty@tty2
        systemd-run --quiet --unit keyboard /opt/rehearsal/typist Keyboard 1234 5678 /run/rehearsal/keyboard"
    sees "login:" 2
    guest "echo $(code_of part N91167901) >/run/rehearsal/$2"
    until_true 60 "the record of a scan while the second console is in front" has_more_than "$before"
    guest "until [ -p /run/rehearsal/keyboard ]; do sleep 0.2; done; echo typed-by-hand >/run/rehearsal/keyboard"
    sees typed-by-hand 2
    ! sees_now "N91167901" 2 || fail "what the scanner read stands on the second console"
    note "$1: with the second console in front it is recorded too, and types nothing there (another keyboard does)"
}

has_more_than() {
    [ "$(records </dev/null)" -gt "$1" ]
}

stage_replug() {
    local times
    resume
    times=$(guest '/opt/rehearsal/replug keys "$(systemctl show pitbox-kiosk -P MainPID)" 10' | awk '{ print $3 }' | sort -n | tr '\n' ' ')
    [ "$(wc -w <<<"$times")" = 10 ] || fail "the scanner did not come back each time: $times"
    note "replug: a scanner that was plugged in again is in use after (ms, emulated) $times"
}

stage_boot() {
    resume
    guest sync
    cut_power
    start_machine
    wait_for_guest
    until_true 120 "the kiosk's unit" guest "systemctl is-active --quiet pitbox-kiosk"
    note "boot: $(unit_times) (everything emulated: no figure of a Raspberry Pi)"
    guest "systemctl restart pitbox-kiosk"
    note "boot: started again on the running system: $(unit_times)"
    keep_screen boot
}

# From the program's start until it says that its screen is drawn, and until the unit began from the kernel's start.
unit_times() {
    guest "systemctl show pitbox-kiosk -p ExecMainStartTimestampMonotonic -p ActiveEnterTimestampMonotonic -p InactiveExitTimestampMonotonic" |
        awk -F = '{ at[$1] = $2 / 1000000 } END { printf "usable screen %.1f s after systemd started the unit (%.1f s after the program itself), %.1f s after the kernel",
            at["ActiveEnterTimestampMonotonic"] - at["InactiveExitTimestampMonotonic"],
            at["ActiveEnterTimestampMonotonic"] - at["ExecMainStartTimestampMonotonic"], at["ActiveEnterTimestampMonotonic"] }'
}
