#!/usr/bin/env bash
# Mini PCs.
#
#     cross/x86-64.sh [FEATURES]       kiosk (as usual), hub, or kiosk,hub
. "$(dirname "$0")/toolchain.sh"
main x86_64-unknown-linux-gnu x86_64-linux-gnu gcc-x86-64-linux-gnu libc6-dev-amd64-cross -- "${1:-kiosk}"
