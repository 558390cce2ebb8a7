# Sourced by cross/rehearse.sh: the stages of devices at USB and at lines of a board.
# shellcheck shell=bash

# The kiosk with other devices: its configuration without any, then those of standard input; at its next start.
with_devices_later() {
    {
        sed '/^\[\[device\]\]/,$d' "$here/rehearsal/inside/kiosk.toml"
        cat
    } >"$cache/run/kiosk.toml"
    to_guest 644 "$cache/run/kiosk.toml" /etc/pitbox/kiosk.toml
}

# The same, started again.
with_devices() {
    with_devices_later
    guest "systemctl restart pitbox-kiosk"
    until_true 120 "the kiosk with all devices in use" devices_ready
}

devices_unready() {
    ! devices_ready
}

# A scanner that types: the badge reader of `start_typists`, for stages whose subject is another device.
typing() { # NAME ROLE MATCH
    printf '[[device]]\nname = "%s"\nrole = "%s"\ndriver = "evdev"\nmatch = "%s"\n' "$1" "$2" "$3"
}

# A serial adapter of QEMU's own (FTDI): its line is a pair of pipes on this machine.
fit_ftdi() {
    rm -f "$cache/run/ftdi.in" "$cache/run/ftdi.out"
    mkfifo "$cache/run/ftdi.in" "$cache/run/ftdi.out"
    monitor "chardev-add pipe,id=ftdi,path=$cache/run/ftdi" >/dev/null
    plug_ftdi
}

plug_ftdi() {
    monitor "device_add usb-serial,id=ftdi,bus=xhci.0,chardev=ftdi" >/dev/null
    until_true 30 "the node of the FTDI adapter" guest "[ -c /dev/ttyUSB0 ]"
}

unplug_ftdi() {
    monitor "device_del ftdi" >/dev/null
    until_true 30 "the node of the FTDI adapter gone" guest "[ ! -e /dev/ttyUSB0 ]"
}

# Bytes that a device behind the FTDI adapter sends.
ftdi_sends() { # FORMAT ARGUMENTS..
    # shellcheck disable=SC2059
    printf "$@" >"$cache/run/ftdi.in"
}

# What an RDM6300 sends when a badge is held to it: ten digits in hexadecimal and their sum.
rdm6300() { # NUMBER
    local tag sum=0 at
    tag=$(printf '00%08X' "$((10#$1))")
    for ((at = 0; at < 10; at += 2)); do
        sum=$((sum ^ 0x${tag:at:2}))
    done
    printf '\\x02%s%02X\\x03' "$tag" "$sum"
}

stage_serial() {
    serial_by_acm
    serial_by_ftdi
}

# CDC-ACM: the scanner goes away in the middle of a scan, and comes back. The badge reader is an RDM6300 behind an FTDI adapter.
serial_by_acm() {
    local before code times
    resume
    guest "/opt/rehearsal/gadget scanner plug"
    fit_ftdi
    with_devices <<'TOML'
[[device]]
name = "scanner"
role = "scanner"
driver = "serial"
match = "0c2e:0b6a"
framing = "cr"

[[device]]
name = "badge"
role = "badge"
driver = "rdm6300"
match = "0403:6001"
TOML
    guest "systemd-run --quiet --unit acm /opt/rehearsal/sender /run/rehearsal/acm /dev/ttyGS0"
    ftdi_sends "$(rdm6300 0007432190)"
    sees "Hello, Sun Min"
    visit <<LINES
acm	$(code_of job 4711)	Tiguan
LINES
    before=$(records)
    issue_lines 6 acm >"$cache/run/issues"
    visit <"$cache/run/issues" >"$cache/run/ticks"
    code=$(code_of part 06L115562B)
    # The first half of a scan, and then nothing.
    guest "stty -F /dev/ttyGS0 raw -echo; printf '%s' '${code:0:8}' >/dev/ttyGS0; /opt/rehearsal/gadget scanner unplug"
    sees "scanner gone since"
    keep_screen scanner-gone
    guest "/opt/rehearsal/gadget scanner plug"
    until_true 60 "the scanner in use again" devices_ready
    visit <"$cache/run/issues" >>"$cache/run/ticks"
    [ "$(($(records) - before))" -eq 12 ] || fail "12 scans were ticked, $(($(records) - before)) recorded"
    note "serial: CDC-ACM (cdc_acm): $(ticks_after), 12 recorded, half a scan before it was unplugged is none"
    times=$(guest '/opt/rehearsal/replug serial "$(systemctl show pitbox-kiosk -P MainPID)" 10' | awk '{ print $3 }' | sort -n | tr '\n' ' ')
    [ "$(wc -w <<<"$times")" = 10 ] || fail "the scanner did not come back each time: $times"
    note "serial: CDC-ACM: plugged in again it is in use after (ms, emulated) $times"
    # The badge reader too.
    unplug_ftdi
    sees "badge gone since"
    plug_ftdi
    until_true 60 "the badge reader in use again" devices_ready
    visit <<LINES
acm	$(code_of card log-off)	Scan your badge
LINES
    ftdi_sends "$(rdm6300 0007432190)"
    sees "Hello, Sun Min"
    note "serial: RDM6300 behind an FTDI adapter (ftdi_sio): logs on, before and after it was unplugged"
    leave
}

# The same scanner behind an FTDI adapter.
serial_by_ftdi() {
    local before code words
    resume
    fit_ftdi
    with_devices <<TOML
[[device]]
name = "scanner"
role = "scanner"
driver = "serial"
match = "0403:6001"
framing = "cr"

$(typing badge badge Badges)
TOML
    visit <<'LINES'
badge	0007432190	Hello, Sun Min
LINES
    ftdi_sends '%s\r' "$(code_of job 4711)"
    sees Tiguan
    before=$(records)
    issue_lines 6 ftdi >"$cache/run/issues"
    ftdi_visit
    code=$(code_of part 06L115562B)
    ftdi_sends '%s' "${code:0:8}"
    unplug_ftdi
    sees "scanner gone since"
    plug_ftdi
    until_true 60 "the scanner in use again" devices_ready
    ftdi_visit
    [ "$(($(records) - before))" -eq 12 ] || fail "12 scans were ticked, $(($(records) - before)) recorded"
    note "serial: FTDI (ftdi_sio): 12 scans recorded, half a scan before it was unplugged is none"
}

ftdi_visit() {
    local code words
    while IFS=$'\t' read -r _ code words; do
        ftdi_sends '%s\r' "$code"
        sees "$words"
    done <"$cache/run/issues"
}

# A scanner that types, at USB: its keys come through usbhid and are the kiosk's alone.
stage_hid() {
    local before
    resume
    guest "/opt/rehearsal/gadget keyboard plug
        systemctl stop scanner
        systemd-run --quiet --unit hid /opt/rehearsal/keyboard /dev/hidg0 /run/rehearsal/hid"
    with_devices <<TOML
[[device]]
name = "scanner"
role = "scanner"
driver = "evdev"
match = "0c2e:0b62"

$(typing badge badge Badges)
TOML
    visit <<LINES
badge	0007432190	Hello, Sun Min
hid	$(code_of job 4711)	Tiguan
LINES
    before=$(records)
    issue_lines 6 hid >"$cache/run/issues"
    visit <"$cache/run/issues" >"$cache/run/ticks"
    # The first half of a scan, with no Enter behind it, and then nothing.
    guest "/opt/rehearsal/keyboard --half /dev/hidg0 '$(code_of part 06L115562B | cut -c 1-8)'; /opt/rehearsal/gadget keyboard unplug"
    sees "scanner gone since"
    guest "/opt/rehearsal/gadget keyboard plug"
    until_true 60 "the scanner in use again" devices_ready
    visit <"$cache/run/issues" >>"$cache/run/ticks"
    [ "$(($(records) - before))" -eq 12 ] || fail "12 scans were ticked, $(($(records) - before)) recorded"
    note "hid: a keyboard at USB (usbhid): $(ticks_after), 12 recorded, half a scan before it was unplugged is none"
    check_grab hid hid
}

# How soon ticks were seen, of those in the file `ticks`.
ticks_after() {
    sed -n 's/seen [0-9]* //p' "$cache/run/ticks" | sort -n |
        awk '{ t[NR] = $1 } END { printf "%d ticks, half of them after %d ms, the last after %d ms (emulated)", NR, t[int(NR / 2) + 1], t[NR] }'
}

# A printer of a language at the guest's USB port: what usblp hands over goes to a printer that is a program of this machine (that of a kiosk
# has none).
start_printer() { # KIND
    guest "systemctl stop relay 2>/dev/null" || true
    stop_printer
    rm -rf "$cache/run/labels" "$cache/run/printer"
    mkfifo "$cache/run/printer"
    exec 7<>"$cache/run/printer"
    "$hub" sim device "$1" --to "$cache/run/labels" <&7 >"$cache/run/printer.at" 2>"$cache/run/printer.log" 7>&- 8>&- 9>&- &
    printer_pid=$!
    until_true 60 "the printer" grep -q : "$cache/run/printer.at"
    make_line 9100 "$(sed -n 's/.*://p' "$cache/run/printer.at")"
    printer_line=$!
    until_true 60 "the line to the printer" listens 9100
    plug_printer
}

stop_printer() {
    [ -n "${printer_pid:-}" ] || return 0
    kill "$printer_pid" "$printer_line" 2>/dev/null || true
    wait "$printer_pid" "$printer_line" 2>/dev/null || true
    printer_pid=
    exec 7>&-
    ! is_running || until_true 60 "the line to the printer cut" listens_not 9100
}

plug_printer() {
    guest "/opt/rehearsal/gadget printer plug
        until [ -c /dev/g_printer0 ] && [ -c /dev/usb/lp0 ]; do sleep 0.1; done
        systemd-run --quiet --unit relay /opt/rehearsal/relay /dev/g_printer0 127.0.0.1:9100 /run/rehearsal/came"
}

unplug_printer() {
    guest "systemctl stop relay; /opt/rehearsal/gadget printer unplug; until [ ! -e /dev/usb/lp0 ]; do sleep 0.1; done"
}

tell_printer() { # WORDS
    printf '%s\n' "$1" >&7
}

labels_out() {
    find "$cache/run/labels" -type f 2>/dev/null | wc -l
}

labels_are() { # COUNT
    [ "$(labels_out)" -eq "$1" ]
}

# The sample label as `pitbox doctor --bench` prints it on the guest, and as it is drawn on this machine.
bench_label() { # DRIVER RENDERED_AS
    local file
    guest "printf '[[device]]\nname = \"labels\"\nrole = \"printer\"\ndriver = \"%s\"\npath = \"/dev/usb/lp0\"\n' $1 >/run/rehearsal/bench.toml
        runuser -u pitbox -- pitbox doctor --bench /run/rehearsal/bench.toml" >"$cache/run/bench.txt" 2>&1 || fail "the bench: $(cat "$cache/run/bench.txt")"
    until_true 60 "the label" labels_are 1
    cp "$cache/run/labels/label-1.bin" "$cache/run/label"
    "$hub" label render --to "$2" --output "$cache/run/drawn"
    # The comment in a label of ZPL says of what it is: for the bench, of nothing. What follows its last command is no part of it.
    for file in label drawn; do
        [ "$1" = zpl ] || break
        printf '%s' "$(sed 's/^^FX pitbox 0 part .*/^FX/' "$cache/run/$file")" >"$cache/run/bare"
        mv "$cache/run/bare" "$cache/run/$file"
    done
    cmp "$cache/run/label" "$cache/run/drawn" || fail "what came out of the $1 printer is not the label"
    note "printer: $1 through usblp: $(stat -c %s "$cache/run/label") bytes, the same as were drawn"
}

stage_printer() {
    local language count
    resume
    for language in tspl escpos zpl; do
        start_printer $language
        bench_label $language $language
        unplug_printer
    done
    start_printer zpl
    with_devices <<TOML
[[device]]
name = "labels"
role = "printer"
driver = "zpl"
path = "/dev/pitbox/by-id/lp-R0120"

$(typing scanner scanner Scanner)
$(typing badge badge Badges)
TOML
    visit <<LINES
badge	0007432190	Hello, Sun Min
scanner	$(code_of card label)	Scan a part, a bin or a job
scanner	$(code_of part 06L115562B)	Label printed: 06L115562B
LINES
    until_true 60 "the label" labels_are 1
    tell_printer paper-out
    visit <<LINES
scanner	$(code_of part N91167901)	label roll empty
LINES
    keep_screen paper-out
    labels_are 1 || fail "a label came out without paper"
    tell_printer paper-in
    until_true 60 "the label that waited" labels_are 2
    sees "Label printed: N91167901"
    note "printer: without paper the screen says so, and the label waits; with paper it comes out, once"
    unplug_printer
    sees "labels gone since"
    visit <<LINES
scanner	$(code_of part 5Q0129620D)	Label waits: 5Q0129620D
LINES
    plug_printer
    until_true 60 "the label that waited" labels_are 3
    sees "Label printed: 5Q0129620D"
    note "printer: unplugged it is said to be gone, and the label waits; plugged in again it comes out, once"
    # Taken by the printer, and then the cable is out: nobody knows, and a person is asked.
    tell_printer slow
    visit <<LINES
scanner	$(code_of part 5Q0819644A)	Label on its way: 5Q0819644A
LINES
    until_true 60 "the label in the printer" guest "grep -q 5Q0819644A /run/rehearsal/came"
    unplug_printer
    sees "Did this label come out: 5Q0819644A?"
    keep_screen label-unclear
    tell_printer fast
    until_true 60 "the label that was in it" labels_are 4
    plug_printer
    visit <<LINES
scanner	$(code_of card yes)	Scan a part, a bin or a job
LINES
    [ "$(guest "pitbox queue --json | wc -l")" -eq 0 ] || fail "labels wait that should not: $(guest "pitbox queue")"
    labels_are 4 || fail "$(labels_out) labels came out, of 4 that were wanted"
    note "printer: the cable out in the middle of a label: a person is asked, and nothing is printed twice"
}
