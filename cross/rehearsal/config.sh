# Sourced by cross/rehearse.sh: the stages of what kiosk.toml says: what the kiosk cannot use, and the second copy of its records.
# shellcheck shell=bash
settings=/etc/pitbox/kiosk.toml
starts=${PITBOX_REHEARSAL_STARTS:-5}

stage_config() {
    local before
    resume
    before=$(records)
    guest "cp -p $settings /run/rehearsal/good.toml"
    config_fails wrong "sed -i 's/^role = .*/role = \"nowhere\"/' $settings" 'role'
    # Whoever mends it tries more often than systemd lets a program fail.
    for _ in 1 2 3 4 5 6; do
        guest "systemctl start pitbox-kiosk" >/dev/null 2>&1 || true
    done
    sees "OUT OF ORDER"
    config_mended "$before"
    config_again "$before"
    config_fails unreadable "chown root: $settings; chmod 600 $settings" 'ermission denied'
    config_mended "$before"
    config_fails missing "rm $settings" 'kiosk.toml'
    guest "cp -p /run/rehearsal/good.toml $settings"
    # Somebody at the kiosk, with its keyboard.
    guest "systemd-run --quiet --unit keyboard /opt/rehearsal/typist Keyboard 1234 5678 /run/rehearsal/keyboard
        until [ -p /run/rehearsal/keyboard ]; do sleep 0.2; done; sleep 1; echo >/run/rehearsal/keyboard"
    sees "Scan your badge"
    note "config: with the good kiosk.toml back, Enter on the out-of-order screen starts the kiosk"
    config_unchanged "$before"
    restarts_are_not_counted
    crashes_are_counted
    config_unchanged "$before"
}

# Starts by hand are no crashes: an administrator who tries settings is not turned away.
restarts_are_not_counted() {
    local failed
    failed=$(guest "failed=0; for at in 1 2 3 4 5 6 7 8; do systemctl restart pitbox-kiosk || failed=\$((failed + 1)); done 2>/dev/null; echo \$failed")
    [ "$failed" = 0 ] || fail "$failed of 8 starts by hand were refused"
    sees "Scan your badge"
    note "config: started anew by hand eight times in a row: none was refused"
}

# A program that ends by itself is: after the fifth time the screen says so, and whom to call.
crashes_are_counted() {
    local program=/usr/lib/pitbox/kiosk/pitbox
    guest "systemctl stop pitbox-kiosk
        mv $program /usr/lib/pitbox/kiosk/good
        printf '#!/bin/sh\necho \"pitbox: this program does not go on\" >&2\nsleep 0.2\nexit 1\n' >$program
        chmod 755 $program
        systemctl --no-block start pitbox-kiosk"
    sees "OUT OF ORDER"
    sees "this program does not go on"
    keep_screen out-of-order
    note "config: a program that ends by itself: out of order after $(guest "journalctl -b -u pitbox-kiosk -o cat" | grep -c 'this program does not go on') starts"
    guest "mv /usr/lib/pitbox/kiosk/good $program; systemctl start pitbox-kiosk" || fail "with the good program back it did not start"
    sees "Scan your badge"
}

# The kiosk is started anew with a kiosk.toml that was changed like that.
config_fails() { # NAME COMMAND WORDS
    guest "$2"
    ! guest "systemctl restart pitbox-kiosk" >/dev/null 2>&1 || fail "the kiosk took a kiosk.toml that is $1"
    sees "OUT OF ORDER"
    sees "$3"
    [ "$(guest "/opt/rehearsal/screen 1" | grep -c 'pitbox: ')" -eq 1 ] || fail "the screen has reasons of other starts too"
    keep_screen "config-$1"
    note "config: $1: $(sed -n '/pitbox: /,/^$/p' "$cache/screens/config-$1.txt" | sed 's/^ *//' | paste -sd ' ')"
}

config_mended() { # RECORDS
    guest "cp -p /run/rehearsal/good.toml $settings"
    guest "systemctl start pitbox-kiosk" >"$cache/run/start.log" 2>&1 ||
        fail "with the good file back it did not start: $(guest "journalctl -b -u pitbox-kiosk -n 8 -o cat; systemctl status pitbox-kiosk -n 0" | tr '\n' ' ')"
    sees "Scan your badge"
    config_unchanged "$1"
    note "config: with the good kiosk.toml back it starts at once"
}

# Wrong and good in turns, as quickly as somebody types: each start with the good file has to succeed.
config_again() { # RECORDS
    local failed
    guest "sed 's/^role = .*/role = \"nowhere\"/' /run/rehearsal/good.toml >/run/rehearsal/wrong.toml"
    failed=$(guest "failed=0
        for at in \$(seq $starts); do
            cat /run/rehearsal/wrong.toml >$settings
            systemctl restart pitbox-kiosk
            sleep 0.\$((at % 10))
            cat /run/rehearsal/good.toml >$settings
            systemctl start pitbox-kiosk || failed=\$((failed + 1))
        done 2>/run/rehearsal/starts
        echo \$failed")
    [ "$failed" = 0 ] || fail "$failed of $starts starts with the good file failed: $(guest "journalctl -b -u pitbox-kiosk -u pitbox-out-of-order -n 40 -o short-monotonic")"
    sees "Scan your badge"
    config_unchanged "$1"
    note "config: $starts times wrong and good in turns: each start with the good file succeeds"
}

config_unchanged() { # RECORDS
    until_true 60 "the kiosk up" devices_ready
    [ "$(records)" -eq "$1" ] || fail "$(records) records, $1 before"
    ! guest "systemctl is-active --quiet pitbox-out-of-order" || fail "the out-of-order screen goes on beside the kiosk"
}

# Under the unit's own rights, with nothing but `journal` in kiosk.toml. The medium is a file system in a file.
stage_second() {
    local before
    resume
    guest "truncate -s 16M /run/second.raw && mke2fs -q -t ext4 /run/second.raw && mkdir -p /media/second
        sed -i 's,^store = .*,&\njournal = \"/media/second/pitbox\",' $settings
        systemctl restart pitbox-kiosk"
    sees "second copy behind"
    mount_second
    until_true 90 "the header without the second copy" second_is_up
    log_on
    issue_lines 6 >"$cache/run/issues"
    visit <"$cache/run/issues" >"$cache/run/ticks"
    before=$(second_bytes)
    [ "$before" -gt 1000 ] || fail "the second copy has $before bytes"
    ! sees_now "second copy behind" 1 || fail "the second copy fell behind"
    note "second: on a medium that is mounted below /media while the kiosk runs: $before bytes"
}

mount_second() {
    guest "mount -o loop /run/second.raw /media/second && install -d -o pitbox -g pitbox -m 700 /media/second/pitbox"
}

second_is_up() {
    ! sees_now "second copy behind" 1
}

second_bytes() {
    guest "cat /media/second/pitbox/*.pbj | wc -c"
}
