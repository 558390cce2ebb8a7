#!/usr/bin/env bash
# Builds a target twice, in two folders of different names with nothing shared but the downloaded sources, and compares.
#
#     cross/reproducible.sh cross/aarch64.sh [FEATURES]
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -ge 1 ] || { sed -n '2,4s/^# \{0,1\}//p' "$0" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sums=()
for name in one another-name; do
    git clone --quiet . "$work/$name"
    program=$(cd "$work/$name" && unset CARGO_TARGET_DIR && "$1" "${2:-kiosk}")
    sums+=("$(sha256sum "$work/$name/$program" | cut -c 1-64)")
done
printf '%s\n' "${sums[@]}"
[ "${sums[0]}" = "${sums[1]}" ] || { echo "the two builds differ" >&2; exit 1; }
echo "the same bytes" >&2
