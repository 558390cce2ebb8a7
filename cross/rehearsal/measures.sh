# Sourced by cross/rehearse.sh: the stages that cut the power and measure.
# shellcheck shell=bash
cuts=${PITBOX_REHEARSAL_CUTS:-3}

# Scans that are a record each, and whose words on the screen are others each time: parts of the job, and each taken back. `visit` reads them.
issue_lines() { # COUNT [PIPE]
    local parts=(06L115562B N91167901 5Q0129620D 5Q0819644A) codes=() undo part at
    undo=$(code_of card undo)
    for part in "${parts[@]}"; do
        codes+=("$(code_of part "$part")")
    done
    for ((at = 0; at < $1; at++)); do
        part=$((at / 2 % 4))
        if [ $((at % 2)) = 0 ]; then
            printf '%s\t%s\tsaved - Issued: 1 pc %s to job 4711\n' "${2:-scanner}" "${codes[part]}" "${parts[part]}"
        else
            printf '%s\t%s\tsaved - Undone: Issued: 1 pc %s to job 4711\n' "${2:-scanner}" "$undo" "${parts[part]}"
        fi
    done
}

restart_after_cut() {
    start_machine
    wait_for_guest
    until_true 120 "the kiosk's unit" guest "systemctl is-active --quiet pitbox-kiosk"
    hub_pid_alive && join_hub || start_hub
    start_typists
}

hub_pid_alive() {
    [ -n "${hub_pid:-}" ] && kill -0 "$hub_pid" 2>/dev/null
}

stage_recovery() {
    local before ticked now cut total=0 player
    for ((cut = 1; cut <= cuts; cut++)); do
        resume
        issue_lines 400 >"$cache/run/issues"
        log_on
        before=$(records)
        give_guest "/opt/rehearsal/visit" <"$cache/run/issues" >"$cache/run/ticks" &
        player=$!
        until_true 60 "ticks" grep -q "seen $((3 + RANDOM % 12)) " "$cache/run/ticks"
        # Anywhere between two ticks.
        sleep "0.$((RANDOM % 9))"
        cut_power
        wait $player 2>/dev/null || true
        restart_after_cut
        ticked=$(grep -c '^seen' "$cache/run/ticks")
        now=$(($(records) - before))
        [ "$now" -ge "$ticked" ] || fail "cut $cut: $ticked were ticked, $now are there"
        guest "pitbox audit verify --config /etc/pitbox/kiosk.toml" >/dev/null || fail "cut $cut: the records are damaged"
        note "recovery: cut $cut: $ticked ticked, $now recorded, the chain is whole"
        total=$((total + ticked))
    done
    note "recovery: $cuts power cuts, $total ticks, none lost"
}

# The catalogue of a large shop, through the hub; then what the kiosk needs after its first screen, and after work.
stage_memory() {
    local parts=100000 first
    resume
    large_catalogue $parts >"$cache/run/parts.csv"
    "$hub" import --hub "http://127.0.0.1:$(cat "$cache/run/hub/port")" --token-file "$cache/run/hub/data/token" \
        parts "$cache/run/parts.csv" >/dev/null || fail "the hub did not take the parts"
    until_true 1200 "the last of the parts at the kiosk" has_part "LARGE-$parts"
    guest "systemctl restart pitbox-kiosk"
    until_true 120 "the kiosk up" devices_ready
    first=$(memory_now)
    log_on
    issue_lines 20 >"$cache/run/issues"
    visit <"$cache/run/issues" >"$cache/run/ticks"
    note "memory: with $(guest "pitbox label codes --config /etc/pitbox/kiosk.toml --json | grep -c '\"kind\":\"part\"'") parts: $first; after 20 scans: $(memory_now)"
}

large_catalogue() { # COUNT
    awk -v count="$1" 'BEGIN {
        print "number,name_en,name_zh,unit"
        for (at = 1; at <= count; at++) printf "LARGE-%d,Wheel bearing set %d front axle,前桥轮毂轴承套件 %d,pc\n", at, at, at
    }'
}

# The question costs an emulated machine half a minute: seldom.
has_part() { # NUMBER
    sleep 30
    guest "pitbox label codes --config /etc/pitbox/kiosk.toml --json" | grep -qF "\"key\":\"$1\""
}

# What the kernel says of the program, and of its unit.
memory_now() {
    guest "grep -E '^(VmHWM|VmRSS|RssAnon):' /proc/\$(systemctl show pitbox-kiosk -P MainPID)/status; systemctl show pitbox-kiosk -P MemoryCurrent" |
        awk '/^VmHWM/ { peak = $2 } /^VmRSS/ { all = $2 } /^RssAnon/ { own = $2 } /^[0-9]+$/ { unit = $1 }
            END { printf "%.1f MB resident (%.1f of its own, %.1f at most), %.1f MB of the unit", all / 1024, own / 1024, peak / 1024, unit / 1048576 }'
}

# Written sectors of the disk that has the records, from its own counter; pages by file, from the kernel's trace points.
stage_bytes() {
    local scans=${PITBOX_REHEARSAL_SCANS:-200} disk before after
    resume
    # The hub's answers are records too: it is left away here.
    stop_hub
    log_on
    issue_lines "$scans" >"$cache/run/issues"
    disk=$(guest "basename \$(findmnt -no SOURCE /var/lib/pitbox)")
    guest "sync; mount -t tracefs none /sys/kernel/tracing 2>/dev/null; cd /sys/kernel/tracing
        echo 16384 >buffer_size_kb; echo >trace; echo 1 >events/ext4/ext4_writepages_result/enable"
    before=$(guest "cat /sys/block/$disk/stat")
    visit <"$cache/run/issues" >"$cache/run/ticks"
    guest sync
    after=$(guest "cat /sys/block/$disk/stat")
    guest "cat /sys/kernel/tracing/trace; echo 0 >/sys/kernel/tracing/events/ext4/ext4_writepages_result/enable" >"$cache/run/trace"
    guest "find /var/lib/pitbox -xdev -type f -printf '%i %P\n'" >"$cache/run/inodes"
    note "bytes: $(bytes_per_scan "$scans" "$before" "$after")"
    note "bytes: ticks after $(sed -n 's/seen [0-9]* //p' "$cache/run/ticks" | sort -n | awk '{ t[NR] = $1 } END { print t[int(NR / 2) + 1] " ms (half of them), " t[int(NR * 0.99)] " ms (99 of 100)" }'), emulated"
}

bytes_per_scan() { # SCANS BEFORE AFTER
    local major_minor
    major_minor=$(guest "stat -c '%t %T' \$(findmnt -no SOURCE /var/lib/pitbox)" | while read -r a b; do printf '%d,%d' "0x$a" "0x$b"; done)
    {
        cat "$cache/run/inodes"
        echo --
        sed -n "s/.*ext4_writepages_result: dev $major_minor ino \([0-9]*\) ret [-0-9]* pages_written \([0-9]*\).*/\1 \2/p" "$cache/run/trace"
    } | awk -v scans="$1" -v before="$2" -v after="$3" '
        $0 == "--" { traced = 1; next }
        !traced { name[$1] = $2; next }
        { pages[$1 in name ? name[$1] : "other files"] += $2; all += $2 }
        END {
            split(before, b, " "); split(after, a, " ")
            total = (a[7] - b[7]) * 512
            printf "%d bytes on the disk per recorded scan, %.1f writes, %.1f flushes:", total / scans, (a[5] - b[5]) / scans, (a[16] - b[16]) / scans
            for (file in pages) printf " %s %d,", file, pages[file] * 4096 / scans
            printf " the file system itself %d", (total - all * 4096) / scans
        }'
}
