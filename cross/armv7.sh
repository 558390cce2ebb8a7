#!/usr/bin/env bash
# Raspberry Pi 2, 3 and 4 with a 32-bit system.
#
#     cross/armv7.sh [FEATURES]        kiosk (as usual), hub, or kiosk,hub
#
# Debian's archive has no library for this machine beside its compiler, so it is built along with the program: do not add
# armhf as a foreign architecture for it.
. "$(dirname "$0")/toolchain.sh"
main armv7-unknown-linux-gnueabihf arm-linux-gnueabihf \
    gcc-arm-linux-gnueabihf libc6-dev-armhf-cross rustc-web cargo-web rust-web-src -- "${1:-kiosk}"
