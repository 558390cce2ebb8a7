#!/usr/bin/env bash
# Makes the Debian packages of one architecture from programs that were built.
#
#     cross/deb.sh ARCH KIOSK_PROGRAM [FULL_PROGRAM]      ARCH: arm64, armhf, amd64
#
# pitbox-kiosk has the program without the server's parts; pitbox-hub has all of it. Both can be on one machine: then
# /usr/bin/pitbox is the full one (update-alternatives). The paths of the packages are the lines on standard output.
# PITBOX_MAINTAINER is who answers for them. Needs dpkg-deb, and cargo for the manual pages; the same commit gives the same bytes.
. "$(dirname "$0")/toolchain.sh"
[ $# -ge 2 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2; }
arch=$1 kiosk=$2 full=${3:-}
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
commit=$(git log -1 --format=%h 2>/dev/null || echo unknown)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 0)}
export SOURCE_DATE_EPOCH
version=$version+$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y%m%d).$commit
maintainer=${PITBOX_MAINTAINER:-Pitbox developers <developers@pitbox.example>}
out=${PITBOX_PACKAGES:-target/packages}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"
umask 022

cargo run --quiet --example manuals -- "$work/manuals" >&2

put() { # MODE FROM TO
    install -D -m "$1" "$2" "$3"
}

# What both packages have besides the program.
shared() { # ROOT PACKAGE
    local root=$1 docs=$1/usr/share/doc/$2
    put 644 cross/debian/copyright "$docs/copyright"
    sed -e "s/@VERSION@/$version/" -e "s/@PACKAGE@/$2/" -e "s/@DATE@/$(date -u -R -d "@$SOURCE_DATE_EPOCH")/" \
        -e "s/@MAINTAINER@/$maintainer/" \
        cross/debian/changelog | gzip -9n >"$work/changelog.gz"
    # The version has no revision: the package is made by those who make the program.
    put 644 "$work/changelog.gz" "$docs/changelog.gz"
}

# The program with its manual pages and completions: both packages have them in a folder of their own, and the alternative
# that is chosen brings them along.
program() { # ROOT FLAVOUR PROGRAM
    local lib=$1/usr/lib/pitbox/$2
    put 755 "$3" "$lib/pitbox"
    for page in "$work"/manuals/man/*.1; do
        [[ $page != *-help* ]] || continue
        gzip -9n <"$page" >"$work/page.gz"
        put 644 "$work/page.gz" "$lib/man/$(basename "$page").gz"
    done
    put 644 "$work/manuals/bash/pitbox.bash" "$lib/completion/pitbox.bash"
    put 644 "$work/manuals/zsh/_pitbox" "$lib/completion/_pitbox"
    put 644 "$work/manuals/fish/pitbox.fish" "$lib/completion/pitbox.fish"
    # The alternatives are put there, also where no such shell is installed.
    for folder in man/man1 bash-completion/completions zsh/vendor-completions fish/vendor_completions.d; do
        install -d "$1/usr/share/$folder"
    done
}

script() { # ROOT PACKAGE NAME
    sed -e "s/@PACKAGE@/$2/g" "cross/debian/$2.$3" >"$work/script"
    put 755 "$work/script" "$1/DEBIAN/$3"
}

seal() { # ROOT PACKAGE DEPENDS DESCRIPTION..
    local root=$1 package=$2 depends=$3 name=$2_${version}_$arch.deb
    shift 3
    (cd "$root" && find . -path ./DEBIAN -prune -o -type f -printf '%P\0' | LC_ALL=C sort -z | xargs -0 md5sum) >"$work/md5sums"
    put 644 "$work/md5sums" "$root/DEBIAN/md5sums"
    (cd "$root" && find etc -type f -printf '/%p\n' | LC_ALL=C sort) >"$root/DEBIAN/conffiles"
    {
        printf 'Package: %s\nVersion: %s\nArchitecture: %s\n' "$package" "$version" "$arch"
        printf 'Maintainer: %s\nSection: misc\nPriority: optional\n' "$maintainer"
        printf 'Installed-Size: %s\nDepends: %s\n' "$(du -k -s --exclude=DEBIAN "$root" | cut -f 1)" "$depends"
        sed -n "/^Package: $package\$/,/^\$/{/^Package:/d;/^\$/d;p}" cross/debian/control
    } >"$root/DEBIAN/control"
    find "$root" -newermt "@$SOURCE_DATE_EPOCH" -print0 | xargs -0r touch --no-dereference --date="@$SOURCE_DATE_EPOCH"
    dpkg-deb --root-owner-group -Zxz --build "$root" "$out/$name" >&2
    printf '%s\n' "$out/$name"
}

glibc() { # PROGRAM
    needed_glibc "$1" | sed 's/GLIBC_/libc6 (>= /; s/$/)/'
}

package_kiosk() {
    local root=$work/pitbox-kiosk file
    program "$root" kiosk "$kiosk"
    shared "$root" pitbox-kiosk
    put 644 configs/kiosk.toml "$root/etc/pitbox/kiosk.toml"
    put 644 cross/debian/contact "$root/etc/pitbox/contact"
    put 644 systemd/pitbox-kiosk.service "$root/lib/systemd/system/pitbox-kiosk.service"
    put 644 systemd/pitbox-out-of-order.service "$root/lib/systemd/system/pitbox-out-of-order.service"
    put 755 systemd/out-of-order "$root/usr/lib/pitbox/out-of-order"
    put 755 systemd/console "$root/usr/lib/pitbox/console"
    put 644 systemd/console-kmscon.conf "$root/usr/share/pitbox-kiosk/console-kmscon.conf"
    put 755 systemd/upgrade "$root/usr/lib/pitbox/upgrade"
    put 755 systemd/first-boot "$root/usr/lib/pitbox/first-boot"
    put 644 systemd/pitbox-first-boot.service "$root/lib/systemd/system/pitbox-first-boot.service"
    put 755 systemd/maintenance "$root/usr/lib/pitbox/maintenance"
    put 644 systemd/pitbox-trial.service "$root/lib/systemd/system/pitbox-trial.service"
    put 644 systemd/pitbox-sshd.conf "$root/etc/ssh/sshd_config.d/50-pitbox.conf"
    put 644 systemd/pitbox.sysusers "$root/usr/lib/sysusers.d/pitbox.conf"
    put 644 systemd/pitbox.tmpfiles "$root/usr/lib/tmpfiles.d/pitbox.conf"
    for file in configs/labels/*.toml; do
        put 644 "$file" "$root/usr/share/pitbox-kiosk/labels/$(basename "$file")"
    done
    for file in configs/udev/*.rules; do
        [ ! -e "$file" ] || put 644 "$file" "$root/lib/udev/rules.d/$(basename "$file")"
    done
    for name in preinst postinst prerm postrm; do script "$root" pitbox-kiosk $name; done
    seal "$root" pitbox-kiosk "$(glibc "$kiosk"), systemd"
}

package_hub() {
    local root=$work/pitbox-hub file
    program "$root" full "$full"
    shared "$root" pitbox-hub
    put 644 configs/hub.toml "$root/etc/pitbox/hub.toml"
    put 644 systemd/pitbox-hub.service "$root/lib/systemd/system/pitbox-hub.service"
    put 644 systemd/pitbox-hub.sysusers "$root/usr/lib/sysusers.d/pitbox-hub.conf"
    put 644 systemd/pitbox-hub.tmpfiles "$root/usr/lib/tmpfiles.d/pitbox-hub.conf"
    for file in configs/demo/*.csv; do
        put 644 "$file" "$root/usr/share/doc/pitbox-hub/examples/$(basename "$file")"
    done
    for name in postinst prerm postrm; do script "$root" pitbox-hub $name; done
    seal "$root" pitbox-hub "$(glibc "$full"), systemd"
}

package_kiosk
[ -z "$full" ] || package_hub
