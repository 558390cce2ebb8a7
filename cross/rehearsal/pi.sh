# Sourced by cross/rehearse.sh: the pins of a Raspberry Pi 3, as QEMU emulates one, through rppal.
# shellcheck shell=bash

# The program that `install` left, what it is linked with and a shell are the machine's RAM disk: a system on a card takes minutes there.
stage_pi() {
    local root=$cache/run/pi said=$cache/run/pi.txt
    resume
    rm -rf "$root"
    mkdir -p "$root"/{bin,dev,proc,sys,tmp}
    guest "cd / && tar -ch bin/busybox usr/bin/pitbox \$(ldd usr/bin/pitbox | grep -o '/[^ ]*' | cut -c 2-)" | tar -x -C "$root"
    leave
    install -m 755 "$here/rehearsal/inside/pi" "$root/init"
    (cd "$root" && find . | cpio --quiet -o -H newc | gzip -1) >"$cache/run/pi.initrd"
    # What comes later counts. Its second serial port is the console.
    start_qemu -M raspi3b -dtb "$cache/guest/bcm2837-rpi-3-b.dtb" -initrd "$cache/run/pi.initrd" \
        -append "console=ttyS1,115200 quiet iomem=relaxed panic=-1" -serial null -serial chardev:console
    until_true 600 "the end of what is played on the Raspberry Pi" grep -q "PI end" "$cache/run/console.log"
    # The firmware of the console leaves bytes that are no text.
    tr -d '\r' <"$cache/run/console.log" | LC_ALL=C sed -n 's/^.*PI \(model\|said\|lamp\|lock\|end\)/\1/p' >"$said"
    grep -q "^model Raspberry Pi 3 Model B" "$said" || fail "it is no Raspberry Pi: $(head -n 1 "$said")"
    [ "$(grep -c "^said .*got " "$said")" = 2 ] || fail "lamp and lock were not well: $(grep '^said' "$said")"
    pins_in_turn lamp 22 17 27
    pins_in_turn lock 6
    leave
}

# The pins were high in this order, never two of them at a time, and all are low at the end.
pins_in_turn() { # ROLE PIN..
    local role=$1 seen='' now='' was='' level pin
    shift
    while read -r _ _ level; do
        now=
        for pin in "$@"; do
            [ $(((level >> pin) & 1)) = 0 ] || now+=$pin
        done
        [ "$now" = "$was" ] || [ -z "$now" ] || seen+="$now "
        was=$now
    done < <(grep -E "^$role [0-9.]+ 0x" "$cache/run/pi.txt")
    [ "$seen" = "$* " ] && [ -z "$was" ] || fail "pins of the $role: $seen${was:+, at the end $was}, not $*"
    note "pi: rppal on a Raspberry Pi 3 (raspi3b): pins $* of the $role high in turn, low at the end"
}
