# Sourced by cross/rehearse.sh: the machine. It is started, spoken to over SSH and QEMU's monitor, cut off, put back.
# shellcheck shell=bash
port=${PITBOX_REHEARSAL_PORT:-0}
hub_port=8640

use_cache() {
    mkdir -p "$cache"
    cache=$(cd "$cache" && pwd)
    ssh_options=(-q -i "$cache/key" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o ConnectTimeout=15
        -o ControlMaster=auto -o ControlPath="$cache/run/ssh" -o ControlPersist=600 -o LogLevel=ERROR)
}

fail() {
    printf 'FAILED: %s\n' "$*" >&2
    # What helps to see why, as far as the guest still answers.
    ! is_running || timeout 30 ssh "${ssh_options[@]}" -p "$port" root@127.0.0.1 \
        "/opt/rehearsal/screen 1; pitbox status; pitbox devices --config /etc/pitbox/kiosk.toml; journalctl -b -n 25 -o cat" </dev/null >"$cache/run/failed.txt" 2>&1 || true
    printf '  what stood there: %s\n' "$cache/run/failed.txt" >&2
    exit 1
}

# What was found out, on the screen and in `results`.
note() {
    printf '   %s\n' "$*"
    printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*" >>"$cache/results"
}

# Waits until a command succeeds, for as long as an emulated machine may take.
until_true() { # SECONDS WHAT COMMAND..
    local until=$((SECONDS + $1)) what=$2
    shift 2
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $until ] || fail "$what: not within the time given"
        sleep 0.3
    done
}

is_running() {
    [ -e "$cache/run/pid" ] && kill -0 "$(cat "$cache/run/pid")" 2>/dev/null
}

# A new machine on new disks over those of the guest.
new_disks() {
    mkdir -p "$cache/run"
    rm -f "$cache/ready"
    for disk in system records; do
        rm -f "$cache/run/$disk.qcow2"
        qemu-img create -q -f qcow2 -b "$cache/guest/$disk.qcow2" -F qcow2 "$cache/run/$disk.qcow2"
    done
}

free_port() {
    local try
    while :; do
        try=$((20000 + RANDOM % 20000))
        is_open "$try" 2>/dev/null || { echo $try && return; }
    done
}

is_open() { # PORT
    (exec 3<>"/dev/tcp/127.0.0.1/$1")
}

# Starts it; with a NAME it goes on from that snapshot.
start_machine() { # [NAME]
    start_qemu -M virt -cpu cortex-a72 -smp 2 -m 512 -vga none \
        -append "root=/dev/vda rw quiet console=ttyAMA0 consoleblank=0 systemd.show_status=no" \
        -drive "file=$cache/run/system.qcow2,if=virtio,format=qcow2" -drive "file=$cache/run/records.qcow2,if=virtio,format=qcow2" \
        -device virtio-net-pci,netdev=net,romfile= \
        -device virtio-gpu-pci,xres=1024,yres=600 -device qemu-xhci,id=xhci -device virtio-rng-pci \
        -serial chardev:console ${1:+-loadvm "$1"}
}

# What every machine has: the kernel, a network of one port, a monitor, the file `console`.
start_qemu() { # OPTIONS..
    ! is_running || cut_power
    [ "$port" != 0 ] || port=$(free_port)
    rm -f "$cache/run/"{monitor.in,monitor.out,pid,ssh}
    mkfifo "$cache/run/monitor.in" "$cache/run/monitor.out"
    # Held open, so that neither side sees an end.
    exec 8<>"$cache/run/monitor.in" 9<>"$cache/run/monitor.out"
    cat <&9 >"$cache/run/monitor.log" 8>&- &
    monitor_reader=$!
    qemu-system-aarch64 -accel tcg,thread=multi -display none -kernel "$cache/guest/vmlinuz" -initrd "$cache/guest/initrd" \
        -netdev "user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:$port-:22" \
        -chardev "pipe,id=monitor,path=$cache/run/monitor" -mon chardev=monitor,mode=readline \
        -chardev "file,id=console,path=$cache/run/console.log" "$@" </dev/null >"$cache/run/qemu.log" 2>&1 8>&- 9>&- &
    echo $! >"$cache/run/pid"
}

# A command of QEMU's monitor, and its answer. Each answer ends with the next prompt.
monitor() { # COMMAND
    local seen
    seen=$(stat -c %s "$cache/run/monitor.log")
    printf '%s\n' "$1" >&8
    until_true 120 "the monitor's answer to $1" monitor_answered "$seen"
    tail -c "+$((seen + 1))" "$cache/run/monitor.log" | tr -d '\r' | sed '1d;$d'
}

monitor_answered() { # SEEN
    [ "$(stat -c %s "$cache/run/monitor.log")" -gt "$1" ] && [ "$(tail -c 7 "$cache/run/monitor.log")" = "(qemu) " ]
}

guest() { # COMMAND.. (run by the guest's shell)
    give_guest "$@" </dev/null
}

# The same with something on standard input.
give_guest() { # COMMAND..
    ssh "${ssh_options[@]}" -p "$port" root@127.0.0.1 "$@"
}

to_guest() { # MODE FILE PLACE
    give_guest "mkdir -p $(dirname "$3") && cat >$3 && chmod $1 $3" <"$2"
}

# What is run inside the guest.
put_programs() {
    local program
    for program in typist keyboard screen visit replug gadget sender relay lines; do
        to_guest 755 "$here/rehearsal/inside/$program" "/opt/rehearsal/$program"
    done
}

wait_for_guest() {
    until_true "${1:-400}" "SSH to the guest" guest true </dev/null
}

# Goes on from the snapshot that `install` left: a kiosk that is enrolled and has everything.
resume() {
    stop_hub
    part_from_hub
    rm -rf "$cache/run/hub"
    cp -a "$cache/hub.ready" "$cache/run/hub"
    start_machine ready
    wait_for_guest 120
    guest "date -s @$(date +%s) >/dev/null"
    put_programs
    start_hub
}

snapshot() { # NAME
    local said
    guest sync
    # A connection that is open now would be dead in the copy.
    part_from_hub
    hang_up
    said=$(monitor "savevm $1")
    [ -z "$said" ] || fail "savevm: $said"
}

hang_up() {
    [ ! -S "$cache/run/ssh" ] || ssh -q -O exit -o ControlPath="$cache/run/ssh" root@127.0.0.1 2>/dev/null || true
}

# No shut down, no flush: what the guest had not brought to its disks is gone.
cut_power() {
    kill -KILL "$(cat "$cache/run/pid")" 2>/dev/null || true
    wait "$(cat "$cache/run/pid")" 2>/dev/null || true
    rm -f "$cache/run/pid" "$cache/run/ssh"
    kill "$monitor_reader" 2>/dev/null || true
    exec 8>&- 9>&-
}

# A hub on this machine, as the guest's own port 8640: the line is one of SSH for itself, and can be cut.
start_hub() {
    [ -z "${hub_pid:-}" ] || return 0
    "$hub" hub --config "$cache/run/hub/hub.toml" >"$cache/run/hub.log" 2>&1 &
    hub_pid=$!
    until_true 60 "the hub" is_open "$(cat "$cache/run/hub/port")"
    join_hub
}

join_hub() {
    part_from_hub
    make_line "$hub_port" "$(cat "$cache/run/hub/port")"
    line_pid=$!
    until_true 60 "the line to the hub" listens "$hub_port"
}

# A port of the guest leads to one of this machine, as long as the program in the background runs.
make_line() { # GUEST_PORT HOST_PORT
    # What stands first counts.
    ssh -o ControlPath=none "${ssh_options[@]}" -o ExitOnForwardFailure=yes -N -R "$1:127.0.0.1:$2" \
        -p "$port" root@127.0.0.1 </dev/null >"$cache/run/line-$1.log" 2>&1 7>&- 8>&- 9>&- &
}

# Whether somebody does at a port of the guest.
listens() { # PORT
    guest "bash -c ': </dev/tcp/127.0.0.1/$1'"
}

listens_not() { # PORT
    ! listens "$1"
}

# No byte passes any more, and no connection stands.
part_from_hub() {
    [ -n "${line_pid:-}" ] || return 0
    kill "$line_pid" 2>/dev/null || true
    wait "$line_pid" 2>/dev/null || true
    line_pid=
    ! is_running || until_true 60 "the line to the hub cut" listens_not "$hub_port"
}

stop_hub() {
    [ -z "${hub_pid:-}" ] || kill "$hub_pid" 2>/dev/null || true
    [ -z "${hub_pid:-}" ] || wait "$hub_pid" 2>/dev/null || true
    hub_pid=
}

leave() {
    stop_hub
    stop_printer
    ! is_running || cut_power
    part_from_hub
}
