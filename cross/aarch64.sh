#!/usr/bin/env bash
# Raspberry Pi 3, 4, 5 and Zero 2 with a 64-bit system, and other ARM boards of that kind.
#
#     cross/aarch64.sh [FEATURES]      kiosk (as usual), hub, or kiosk,hub
#
# The path of the program is the only line on standard output. PITBOX_WAY chooses between the ways that are there.
. "$(dirname "$0")/toolchain.sh"
main aarch64-unknown-linux-gnu aarch64-linux-gnu \
    gcc-aarch64-linux-gnu libc6-dev-arm64-cross rustc-web cargo-web libstd-rust-web-dev:arm64 -- "${1:-kiosk}"
