#!/usr/bin/env bash
# Rehearses a kiosk on a real kernel: a Debian guest for 64-bit ARM in QEMU, with the packaged program under systemd.
#
#     cross/rehearse.sh [--cache DIR] [--kiosk PROGRAM] [--hub PROGRAM] [STAGE..]
#
# Without a STAGE all are played, in this order; `cross/rehearse.sh --stages` says what each shows. The guest is built once
# and kept; `install` is played when what it leaves is missing. PROGRAM for the kiosk is built with cross/aarch64.sh, that
# for the hub (on this machine) with cargo, when none is named. Everything lies in DIR, ${XDG_CACHE_HOME:-~/.cache}/pitbox-rehearsal
# unless said; `results` there has what was measured. docs/rehearsal.md says what a run showed, and what it cannot show.
# Ends with 3, and says what to install, where QEMU is missing or a stage cannot be played.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/.."
cache=${XDG_CACHE_HOME:-$HOME/.cache}/pitbox-rehearsal
kiosk= hub= chosen=() left_out=()
for file in guest machine stages measures devices hub care config gpio pi; do
    # shellcheck disable=SC1090
    . "$here/rehearsal/$file.sh"
done

while [ $# -gt 0 ]; do
    case $1 in
        --cache) cache=$2 && shift ;;
        --kiosk) kiosk=$2 && shift ;;
        --hub) hub=$2 && shift ;;
        --stages) list_stages && exit ;;
        --finish-guest)
            finish_guest "$2" "$3"
            exit
            ;;
        -*) sed -n '2,12s/^# \{0,1\}//p' "$0" >&2 && exit 2 ;;
        *) is_stage "$1" || { printf 'there is no stage %s\n' "$1" >&2 && list_stages >&2 && exit 2; }
            chosen+=("$1") ;;
    esac
    shift
done
[ ${#chosen[@]} -gt 0 ] || mapfile -t chosen < <(list_stages | cut -d ' ' -f 1)

need_tools
use_cache
build_guest
build_programs
trap leave EXIT
[ "${chosen[0]}" = install ] || [ -e "$cache/ready" ] || play install
for stage in "${chosen[@]}"; do
    play "$stage"
done
[ ${#left_out[@]} -eq 0 ] || { printf 'left out: %s\n' "${left_out[*]}" && exit 3; }
printf 'rehearsed: %s\n' "${chosen[*]}"
