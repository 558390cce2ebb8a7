# Sourced by the scripts beside it: finds a toolchain for a target, builds with it, and says what came out.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '%s\n' "$*" >&2; }

# Whether rustup's default toolchain (or a distribution's only one) has the standard library of a target.
has_std() { # COMPILER TARGET
    local folder
    folder=$("$1" --print target-libdir --target "$2" 2>/dev/null) && compgen -G "$folder/libstd-*.rlib" >/dev/null
}

# A compiler of Debian's archive beside rustup's: rustc-web comes with libraries for other machines, and with the source
# of the standard library (rust-web-src) where those are missing.
debian_rustc=/usr/bin/rustc
has_std_source() {
    [ -x $debian_rustc ] && [ -f "$($debian_rustc --print sysroot)/lib/rustlib/src/rust/library/std/Cargo.toml" ]
}

# The C library that a program needs, as `GLIBC_2.34`. The packed list of addresses is read from 2.36 on; no name in it says so.
needed_glibc() { # PROGRAM
    {
        LC_ALL=C grep -ao 'GLIBC_[0-9.]*' "$1"
        ! readelf -d "$1" 2>/dev/null | grep -q '(RELR)' || echo GLIBC_2.36
    } | sort -Vu | tail -n 1
}

# Sets `way` to how TARGET can be built here: rustup, zigbuild, debian, debian-std, cross. Nothing when there is none.
choose_way() { # TARGET GNU_PREFIX FEATURES
    local target=$1 gcc=$2-gcc
    way=
    if [ -n "${PITBOX_WAY:-}" ]; then
        way=$PITBOX_WAY
    elif has_std rustc "$target" && command -v "$gcc" >/dev/null; then
        way=rustup
    elif has_std rustc "$target" && command -v cargo-zigbuild >/dev/null; then
        way=zigbuild
    elif [ "$3" = kiosk ] && has_std_source && [ -x /usr/bin/cargo ] && command -v "$gcc" >/dev/null; then
        # The library of the language is built along, small as well: half a megabyte.
        way=debian-std
    elif [ -x $debian_rustc ] && has_std $debian_rustc "$target" && command -v "$gcc" >/dev/null; then
        way=debian
    elif has_std_source && [ -x /usr/bin/cargo ] && command -v "$gcc" >/dev/null; then
        way=debian-std
    elif command -v cross >/dev/null && { docker info || podman info; } >/dev/null 2>&1; then
        way=cross
    fi
}

# What to install, one way a paragraph, the shortest first.
advise() { # TARGET DEBIAN_PACKAGES..
    local target=$1
    shift
    say "nothing here builds for $target. One of these is enough:"
    say ""
    say "  a toolchain of rustup:       rustup target add $target   and Debian's $1"
    say "  with zig as the linker:      rustup target add $target; pip install ziglang; cargo install cargo-zigbuild"
    say "  Debian 12 alone:             apt-get install --no-install-recommends $*"
    [ "$target" != aarch64-unknown-linux-gnu ] || say "                               (first: dpkg --add-architecture arm64; apt-get update)"
    say "  in a container:              cargo install cross   with Docker or Podman"
    exit 3
}

# The same commit gives the same bytes: no path of this machine, no time of today, nothing half built.
reproducibly() { # PROFILE TARGET
    SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || echo 0)
    export SOURCE_DATE_EPOCH CARGO_INCREMENTAL=0 CARGO_PROFILE_RELEASE_STRIP=symbols
    local cargo_home=${CARGO_HOME:-$HOME/.cargo} flags
    flags="--remap-path-prefix=$PWD=/pitbox --remap-path-prefix=$cargo_home=/cargo"
    export RUSTFLAGS="${RUSTFLAGS:-} $flags"
    export CFLAGS="${CFLAGS:-} -ffile-prefix-map=$cargo_home=/cargo -ffile-prefix-map=$PWD=/pitbox"
    [ "$1" != kiosk ] || small "$2"
}

# The linker of LLVM, of a version that packs addresses in the way that the C library asks for; nothing where there is none.
find_lld() {
    local name
    for name in ld.lld ld.lld-{21,20,19,18,17,16,15}; do
        ! command -v "$name" >/dev/null || ! "$name" --version | grep -qE 'LLD (1[5-9]|[2-9][0-9])\.' || { command -v "$name" && return; }
    done
}

# The kiosk ends at a panic, so nobody reads tables for unwinding; it does not use the slow levels of zstd; of SQLite it has
# what the store asks for. What the linker of LLVM can do besides: functions that came out the same are there once, and the
# list of addresses to put right at the start is a map of bits.
small() { # TARGET
    export RUSTFLAGS="$RUSTFLAGS -C force-unwind-tables=no -C strip=symbols"
    export CFLAGS="$CFLAGS -fno-unwind-tables -fno-asynchronous-unwind-tables -DHUF_FORCE_DECOMPRESS_X1 -DZSTD_FORCE_DECOMPRESS_SEQUENCES_SHORT"
    local strategy
    for strategy in GREEDY LAZY LAZY2 BTLAZY2 BTOPT BTULTRA; do
        CFLAGS="$CFLAGS -DZSTD_EXCLUDE_${strategy}_BLOCK_COMPRESSOR"
    done
    # .cargo/config.toml has what every build needs; this stands in its place.
    LIBSQLITE3_FLAGS="-DHAVE_FDATASYNC=1 -USQLITE_ENABLE_FTS3 -USQLITE_ENABLE_FTS3_PARENTHESIS -USQLITE_ENABLE_RTREE"
    LIBSQLITE3_FLAGS+=" -USQLITE_ENABLE_STAT4 -USQLITE_ENABLE_API_ARMOR -USQLITE_ENABLE_DBSTAT_VTAB -USQLITE_SOUNDEX"
    LIBSQLITE3_FLAGS+=" -USQLITE_ENABLE_LOAD_EXTENSION -DSQLITE_OMIT_LOAD_EXTENSION -DSQLITE_OMIT_DEPRECATED -DSQLITE_OMIT_SHARED_CACHE"
    export LIBSQLITE3_FLAGS
    # Pieces of code that stand in many functions become functions of their own.
    [[ $1 != aarch64-* ]] || RUSTFLAGS+=" -C llvm-args=-enable-machine-outliner=always"
    local lld
    lld=$(find_lld)
    if [ -n "$lld" ] && [ "$way" != zigbuild ] && [ "$way" != cross ]; then
        # A cross compiler looks for it in its own folders alone.
        mkdir -p "$CARGO_TARGET_DIR/lld"
        ln -sf "$lld" "$CARGO_TARGET_DIR/lld/ld.lld"
        RUSTFLAGS+=" -C link-arg=-B$(realpath "$CARGO_TARGET_DIR/lld") -C link-arg=-fuse-ld=lld -C link-arg=-Wl,--icf=all -C link-arg=-Wl,-z,pack-relative-relocs"
    else
        say "without lld 15 or later (Debian 12: apt-get install lld-16) the kiosk is larger by a megabyte"
    fi
}

# Builds the program for a target with these features; its path is the only line on standard output.
build() { # TARGET GNU_PREFIX FEATURES
    local target=$1 gcc=$2-gcc variable arguments profile=release
    # The kiosk alone is built to be small. The server isolates a panic to the request that caused it, so it unwinds.
    [ "$3" != kiosk ] || profile=kiosk
    variable=$(tr 'a-z-' 'A-Z_' <<<"$target")
    arguments=(build --profile "$profile" --package pitbox --bin pitbox --no-default-features --features "$3" --target "$target")
    # A folder for each set of features: the two builds of one target do not undo each other.
    export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-target}/cross-${3//,/-}
    reproducibly "$profile" "$target"
    say "building for $target, features $3, with: $way"
    (
        export "CARGO_TARGET_${variable}_LINKER=$gcc" "CC_${target//-/_}=$gcc" "AR_${target//-/_}=$2-ar"
        case $way in
            rustup) cargo "${arguments[@]}" ;;
            zigbuild)
                unset "CARGO_TARGET_${variable}_LINKER" "CC_${target//-/_}" "AR_${target//-/_}"
                cargo zigbuild "${arguments[@]:1}"
                ;;
            debian) RUSTC=$debian_rustc cargo "${arguments[@]}" ;;
            # The library for this machine is not packaged, or is to be small too: it is built along with the program.
            debian-std)
                if [ "$profile" = kiosk ]; then
                    arguments+=(-Zbuild-std=std,panic_abort -Zbuild-std-features=optimize_for_size)
                else
                    arguments+=(-Zbuild-std=std,panic_unwind,panic_abort)
                fi
                RUSTC=$debian_rustc RUSTC_BOOTSTRAP=1 /usr/bin/cargo "${arguments[@]}"
                ;;
            cross) cross "${arguments[@]}" ;;
            *)
                say "PITBOX_WAY=$way is none of rustup, zigbuild, debian, debian-std, cross"
                exit 2
                ;;
        esac
    ) >&2
    printf '%s\n' "$CARGO_TARGET_DIR/$target/$profile/pitbox"
}

# Size and the oldest C library that the program runs with.
report() { # PROGRAM
    local glibc
    glibc=$(needed_glibc "$1")
    say "$1: $(stat -c %s "$1") bytes, needs ${glibc:-no glibc}, sha256 $(sha256sum "$1" | cut -c 1-64)"
}

# The whole of a target's script.
main() { # TARGET GNU_PREFIX DEBIAN_PACKAGES.. -- FEATURES
    local target=$1 prefix=$2 packages=() program
    shift 2
    while [ "$1" != -- ]; do
        packages+=("$1")
        shift
    done
    choose_way "$target" "$prefix" "${2:-kiosk}"
    [ -n "$way" ] || advise "$target" "${packages[@]}"
    program=$(build "$target" "$prefix" "${2:-kiosk}")
    report "$program"
    printf '%s\n' "$program"
}
