# Sourced by cross/rehearse.sh: the stages of kiosk and hub.
# shellcheck shell=bash

kiosk_says() { # PART OF THE STATUS
    guest "pitbox status --json" | grep -qF -- "$1"
}

# The records of a log, each with its link; without the mark of how far it got, which the two sides see apart.
records_of() {
    sed 's/,"mark":"[a-z]*"//' | LC_ALL=C sort
}

hub_equals_kiosk() {
    "$hub" log --config "$cache/run/hub/hub.toml" --json | records_of >"$cache/run/log.hub"
    guest "pitbox log --config /etc/pitbox/kiosk.toml --json" | records_of >"$cache/run/log.kiosk"
    cmp -s "$cache/run/log.hub" "$cache/run/log.kiosk"
}

# The line is cut in the middle of scanning and is back before its end.
stage_hub() {
    local player before waiting own
    resume
    until_true 120 "the kiosk at the hub" kiosk_says '"hub":"online"'
    log_on
    before=$("$hub" log --config "$cache/run/hub/hub.toml" --json | wc -l)
    issue_lines 40 >"$cache/run/issues"
    give_guest "/opt/rehearsal/visit" <"$cache/run/issues" >"$cache/run/ticks" &
    player=$!
    until_true 60 "ticks" grep -q "seen 5 " "$cache/run/ticks"
    part_from_hub
    sees "no network since"
    until_true 120 "ticks without a hub" grep -q "seen 25 " "$cache/run/ticks"
    keep_screen no-network
    waiting=$(guest "pitbox status --json" | sed 's/.*"waiting":\([0-9]*\).*/\1/')
    [ "$waiting" -ge 10 ] || fail "only $waiting records wait to be sent"
    join_hub
    wait $player || fail "the visit was not as it should be: $(tail -n 5 "$cache/run/ticks")"
    until_true 120 "nothing waits any more" kiosk_says '"hub":"online","waiting":0'
    ! sees_now "no network since" 1 || fail "the screen still says that there is no network"
    until_true 60 "hub and kiosk have the same records" hub_equals_kiosk
    own=$(($(wc -l <"$cache/run/log.hub") - before))
    [ "$own" -ge 40 ] || fail "the hub has $own new records, of 40 that were ticked"
    "$hub" audit verify --config "$cache/run/hub/hub.toml" >/dev/null || fail "the hub's records are damaged"
    note "hub: cut off at the 5th scan of 40: $(ticks_after); $waiting waited; back, all arrived, hub and kiosk have the same $(wc -l <"$cache/run/log.hub") records"
}
