# Sourced by cross/rehearse.sh: lines of a board, through a chip that the kernel simulates.
# shellcheck shell=bash

# gpio-sim is in no kernel of Debian's. It is built here, once, of the sources that Debian has for the guest's kernel; none of it
# is kept in the repository. Says what is missing, if it cannot be built.
build_gpio_sim() {
    local kernel version series work=$cache/guest/gpio-sim headers program
    [ ! -e "$work/pitbox-gpio-sim.ko" ] || return 0
    for program in aarch64-linux-gnu-gcc make; do
        command -v $program >/dev/null || { echo "there is no $program (apt-get install gcc-aarch64-linux-gnu make)" && return 1; }
    done
    read -r kernel version <"$cache/guest/kernel"
    series=$(cut -d . -f 1,2 <<<"$kernel")
    rm -rf "$work"
    mkdir -p "$work/deb"
    (cd "$work/deb" && apt-get -qq -o APT::Sandbox::User=root download "linux-headers-$kernel:arm64=$version" \
        "linux-headers-${kernel%-arm64}-common=$version" "linux-kbuild-$series=$version" "linux-source-$series=$version") >"$work/log" 2>&1 ||
        { echo "the sources of the guest's kernel $version cannot be had (dpkg --add-architecture arm64; apt-get update)" && return 1; }
    for program in "$work"/deb/*.deb; do
        dpkg-deb -x "$program" "$work/root"
    done
    headers=$work/root/usr/src/linux-headers-$kernel
    tar -xJf "$work/root/usr/src/linux-source-$series.tar.xz" -C "$work" --transform 's,.*/,,' \
        "linux-source-$series/drivers/gpio/"{gpio-sim.c,gpiolib.h} "linux-source-$series/kernel/irq/irq_sim.c"
    # What a module may call: the first is not for modules.
    sed -i 's/handle_simple_irq(irq_to_desc(\(.*\)));/generic_handle_irq(\1);/' "$work/irq_sim.c"
    printf 'obj-m := pitbox-gpio-sim.o\npitbox-gpio-sim-y := gpio-sim.o irq_sim.o\n' >"$work/Makefile"
    sed -i "s,/usr/src,$work/root/usr/src," "$headers/Makefile"
    make -C "$headers" ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu- CC=aarch64-linux-gnu-gcc M="$work" modules >>"$work/log" 2>&1 ||
        { echo "gpio-sim was not built: $work/log" && return 1; }
    rm -rf "$work/deb" "$work/root"
}

# A chip with the lines of a Raspberry Pi's header, as far as the stage uses them.
plug_board() {
    to_guest 644 "$cache/guest/gpio-sim/pitbox-gpio-sim.ko" /opt/rehearsal/gpio-sim.ko
    guest "modprobe configfs; insmod /opt/rehearsal/gpio-sim.ko
        cd /sys/kernel/config/gpio-sim && mkdir -p board/bank && echo 28 >board/bank/num_lines && echo board >board/bank/label
        for line in 5 6 17 22 27; do mkdir board/bank/line\$line; echo GPIO\$line >board/bank/line\$line/name; done
        echo 1 >board/live
        ln -sfn /sys/devices/platform/\$(cat board/dev_name)/\$(cat board/bank/chip_name) /run/rehearsal/board
        systemd-run --quiet --unit lines --property StandardOutput=append:/run/rehearsal/lines \
            /opt/rehearsal/lines /run/rehearsal/board 6 17 22 27"
}

# How long a line was high the last time, in milliseconds; fails while it is.
last_pulse() { # LINE
    guest "cat /run/rehearsal/lines" | awk -v line="$1" '$1 == line { if ($2 == 0 && on) { ms = 1000 * ($3 - on); on = 0 } else if ($2 == 1) on = $3 }
        END { if (on || !ms) exit 1; printf "%d\n", ms }'
}

# Waits until a line was high and is low again, and says how long; not for less than so long, nor for much longer.
pulse() { # LINE NAME MILLISECONDS
    local took
    until_true 30 "$2 on and off again" last_pulse "$1"
    took=$(last_pulse "$1")
    [ "$took" -ge $(($3 - 100)) ] && [ "$took" -le $(($3 + 1500)) ] || fail "$2 was on for $took ms, not $3"
    note "gpio: $2 on for $took ms (emulated; $3 are wanted)"
}

is_high() { # LINE
    guest "cat /run/rehearsal/board/sim_gpio$1/value" | grep -q 1
}

press() { # LINE
    guest "cd /run/rehearsal/board/sim_gpio$1; cat value; echo pull-down >pull; sleep 0.3; echo pull-up >pull"
}

stage_gpio() {
    local missing line
    missing=$(build_gpio_sim) || { skip "$missing" && return; }
    resume
    plug_board
    with_devices <<TOML
[[device]]
name = "light"
role = "lamp"
driver = "gpiocdev"
red = "GPIO17"
amber = "GPIO27"
green = "GPIO22"

[[device]]
name = "back"
role = "button"
driver = "gpiocdev"
line = "GPIO5"
key = "escape"

[[device]]
name = "brakes"
role = "lock"
driver = "gpiocdev"
line = "GPIO6"
pulse = 500

$(typing scanner scanner Scanner)
$(typing badge badge Badges)
TOML
    for line in 6 17 22 27; do
        ! is_high $line || fail "line $line is on after the start"
    done
    visit <<LINES
badge	0007432190	Hello, Sun Min
scanner	$(code_of job 4711)	Tiguan
LINES
    guest "truncate -s 0 /run/rehearsal/lines"
    visit <<LINES
scanner	$(code_of part 06L115562B)	saved - Issued: 1 pc 06L115562B to job 4711
LINES
    pulse 22 "the green lamp" 2000
    visit <<'LINES'
scanner	NOT-A-CODE-0815	NOT-A-CODE-0815
LINES
    pulse 17 "the red lamp" 3000
    # The button's contact connects its line to ground; the kernel pulls it up.
    press 5 | grep -q 1 || fail "the line of the button is not pulled up"
    sees "What next?"
    note "gpio: the button is a key: back to the first screen"
    guest "grep . /sys/kernel/debug/gpio" >"$cache/screens/gpio.txt" 2>/dev/null || true
    # The outputs are off when the kiosk is stopped while a lamp is on.
    visit <<'LINES'
scanner	NOT-A-CODE-0816	NOT-A-CODE-0816
LINES
    until_true 10 "the red lamp" is_high 17
    guest "systemctl stop pitbox-kiosk"
    for line in 6 17 22 27; do
        ! is_high $line || fail "line $line is on after the end"
    done
    note "gpio: all outputs are off when the kiosk starts and ends, also when a lamp was on"
}
