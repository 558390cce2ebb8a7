#!/usr/bin/env bash
# Makes the image of a complete card: Debian 12 for 64-bit ARM with the kiosk, ready to be written to a card.
#
#     cross/image.sh [OPTION..] KIOSK.deb OUT.img
#
#     --machine raspberry | efi   Raspberry Pi 3, 4 and Zero 2 (as usual), or boards and virtual machines with UEFI
#     --hub HUB.deb               the hub too, for a shop with one kiosk
#     --console plain | kmscon    the screen: Linux's own (English), or kmscon (Chinese too)
#     --files FOLDER              kiosk.toml, code, contact of a first set-up without a person (docs/administration.md)
#     --key FILE.pub              key for SSH of the account `admin`; without one nobody gets in over the network
#     --password HASH             its password for the second console, as `openssl passwd -6` prints it
#     --root-mb MB                size of the system's partition (1800)
#     --suite SUITE               bookworm, as usual
#     --mirror URL                where Debian is (http://deb.debian.org/debian)
#     --cache DIR                 keeps Debian's part there, for the next image; without it each takes some ten minutes
#     --keep DIR                  keeps the file systems that were made, to look at
#
# Three partitions: boot (FAT, where the files of the first set-up lie in `pitbox`), system (read-only), data (records and what
# else has to stay; it grows over the whole card at the first start). No loop device is used, but mmdebstrap needs root.
# Ends with 3, and says what to install, where something is missing. docs/image.md says how the card works.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
PATH=$PATH:/usr/sbin:/sbin
machine=raspberry hub= console=plain files= key= password='*' root_mb=1800 suite=bookworm keep= cache=
mirror=http://deb.debian.org/debian

usage() { sed -n '2,22s/^# \{0,1\}//p' "$0" >&2; exit 2; }
complain() { printf '%s\n' "$*" >&2; exit 2; }
say() { printf '== %s\n' "$*" >&2; }

while [[ ${1:-} == --* ]]; do
    [ $# -ge 2 ] || usage
    case $1 in
        --machine) machine=$2 ;;
        --hub) hub=$(realpath -e "$2") ;;
        --console) console=$2 ;;
        --files) files=$(realpath -e "$2") ;;
        --key) key=$(realpath -e "$2") ;;
        --password) password=$2 ;;
        --root-mb) root_mb=$2 ;;
        --suite) suite=$2 ;;
        --mirror) mirror=$2 ;;
        --cache) cache=$(realpath -m "$2") ;;
        --keep) keep=$2 ;;
        *) usage ;;
    esac
    shift 2
done
[ $# = 2 ] || usage
kiosk=$(realpath -e "$1") out=$(realpath -m "$2")
case $machine in raspberry | efi) ;; *) complain "--machine $machine: there are raspberry and efi" ;; esac
case $console in plain | kmscon) ;; *) complain "--console $console: there are plain and kmscon" ;; esac
[ -z "$files" ] || [ -e "$files/kiosk.toml" ] || complain "there is no kiosk.toml in $files"

need_tools() {
    local program missing=()
    for program in mmdebstrap arch-test mke2fs sfdisk mkfs.vfat mcopy qemu-aarch64-static; do
        type -P "$program" >/dev/null || missing+=("$program")
    done
    [ "$(uname -m)" != aarch64 ] || missing=("${missing[@]/qemu-aarch64-static/}")
    if [ -n "${missing[*]}" ]; then
        printf 'there is no %s. On Debian 12: apt-get install --no-install-recommends %s\n' "${missing[*]}" \
            "mmdebstrap arch-test qemu-user-static e2fsprogs fdisk dosfstools mtools" >&2
        exit 3
    fi
    [ "$(id -u)" = 0 ] || complain "mmdebstrap makes files of many accounts here: run this as root"
    arch-test arm64 >/dev/null 2>&1 || complain "programs for arm64 do not run here: systemctl restart systemd-binfmt (or, where" \
        "there is no systemd: mount -t binfmt_misc none /proc/sys/fs/binfmt_misc, and" \
        "cat /usr/lib/binfmt.d/qemu-aarch64.conf >/proc/sys/fs/binfmt_misc/register)"
}

# Debian's packages, besides those that are essential.
packages() {
    printf "%s\n" systemd systemd-sysv systemd-resolved systemd-timesyncd udev dbus libpam-systemd openssh-server sudo ca-certificates \
        kbd console-setup kmod iproute2 iputils-ping procps less nano e2fsprogs dosfstools fdisk util-linux-extra \
        initramfs-tools zstd linux-image-arm64
    case $machine in
        raspberry) printf '%s\n' raspi-firmware firmware-brcm80211 ;;
        efi) printf '%s\n' systemd-boot-efi ;;
    esac
    [ "$console" != kmscon ] || printf '%s\n' kmscon fonts-wqy-microhei
}

# Debian's part of the system, as one archive.
make_base() {
    local components=main
    [ "$machine" != raspberry ] || components=main,non-free-firmware
    base=${cache:-$work}/$suite-$machine-$console.tar
    [ ! -e "$base" ] || return 0
    mkdir -p "${base%/*}"
    say "Debian $suite for arm64 (some minutes)"
    mmdebstrap --quiet --arch=arm64 --variant=minbase --components="$components" --include="$(packages | paste -sd ,)" \
        --aptopt='Acquire::Languages "none"' --dpkgopt='path-exclude=/usr/share/locale/*' \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
        --essential-hook="cp -r '$here/image/before/.' \"\$1\"" --essential-hook='mkdir -p "$1/boot/firmware"' \
        "$suite" "$base.new.tar" "$mirror"
    mv "$base.new.tar" "$base"
}

# Our packages in it, and what a kiosk's system has besides.
make_system() {
    local root=$work/system package
    say "packages of the kiosk"
    mkdir "$root"
    tar -C "$root" --numeric-owner --xattrs --xattrs-include='*' -xf "$base"
    mount -t proc proc "$root/proc"
    for package in "$kiosk" ${hub:+"$hub"}; do
        cp "$package" "$root/package.deb"
        chroot "$root" dpkg --install /package.deb >&2
        rm "$root/package.deb"
    done
    cp -r "$here/image/files/." "$root"
    chroot "$root" sh /usr/lib/pitbox/image-finish
    umount "$root/proc"
}

leave() {
    # Never through a mount.
    umount "$work/system/proc" 2>/dev/null || true
    rm -rf --one-file-system "$work"
}

# What differs from card to card, and what the options say.
set_up() {
    local root=$work/system data=$work/data
    if [ -n "$key" ]; then
        install -D -m 600 "$key" "$root/home/admin/.ssh/authorized_keys"
        chown -R --reference="$root/home/admin" "$root/home/admin/.ssh"
    fi
    printf 'admin:%s\n' "$password" | chroot "$root" chpasswd --encrypted
    [ "$console" = plain ] || chroot "$root" /usr/lib/pitbox/console use "$console"
    # What stays over a start without being the system's lies on the data partition, at the same names.
    mkdir -p "$data"
    mv "$root/var/lib/pitbox" "$data/pitbox"
    mkdir "$data/previous" "$data/systemd" "$data/ssh"
    chmod 700 "$data/ssh" "$data/previous"
    cp -a "$root/etc/pitbox" "$data/etc"
    [ -z "$hub" ] || mv "$root/var/lib/pitbox-hub" "$data/hub"
    mkdir -p "$root"/var/lib/{pitbox,pitbox-previous,pitbox-hub,systemd} "$root/data"
    chown --reference="$data/pitbox" "$root/var/lib/pitbox"
    [ -z "$hub" ] || printf '/data/hub /var/lib/pitbox-hub none bind 0 0\n' >>"$root/etc/fstab"
    # Each card makes its own.
    rm -f "$root"/etc/ssh/ssh_host_* "$root/var/lib/dbus/machine-id"
    : >"$root/etc/machine-id"
    ln -sf /etc/machine-id "$root/var/lib/dbus/machine-id"
    ln -sf /run/systemd/resolve/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
}

# What stands on the boot partition.
make_boot() {
    local boot=$work/boot root=$work/system line
    mkdir -p "$boot"
    line="root=PARTUUID=$disk_id-02 ro rootwait fsck.repair=yes quiet loglevel=3 consoleblank=0 vt.global_cursor_default=0"
    line+=" systemd.show_status=no"
    if [ "$machine" = raspberry ]; then
        mv "$root"/boot/firmware/* "$boot/"
        printf '%s\n' "$line" >"$boot/cmdline.txt"
    else
        mkdir -p "$boot/EFI/BOOT" "$boot/loader/entries"
        cp "$root/usr/lib/systemd/boot/efi/systemd-bootaa64.efi" "$boot/EFI/BOOT/BOOTAA64.EFI"
        cp "$root"/boot/vmlinuz-* "$boot/linux"
        cp "$root"/boot/initrd.img-* "$boot/initrd"
        printf 'default pitbox\ntimeout 0\n' >"$boot/loader/loader.conf"
        printf 'title Pitbox\nlinux /linux\ninitrd /initrd\noptions %s\n' "$line" >"$boot/loader/entries/pitbox.conf"
    fi
    mkdir -p "$boot/pitbox"
    if [ -n "$files" ]; then
        cp "$files"/* "$boot/pitbox/"
        chroot "$root" systemctl --quiet enable pitbox-first-boot
    fi
}

# The three file systems, each in a file, and then one after the other in the image.
make_image() {
    local boot_mb=256 data_mb=256 at
    say "file systems"
    truncate -s "${boot_mb}M" "$work/boot.raw"
    mkfs.vfat -F 32 -n PITBOX "$work/boot.raw" >/dev/null
    (cd "$work/boot" && mcopy -s -Q -i "$work/boot.raw" ./* ::)
    # No journal on what is never written to.
    mke2fs -q -t ext4 -L pitbox-system -O ^has_journal -m 0 -d "$work/system" "$work/system.raw" "${root_mb}M"
    mke2fs -q -t ext4 -L pitbox-data -E resize=64G -d "$work/data" "$work/data.raw" "${data_mb}M"
    rm -f "$out"
    truncate -s "$((1 + boot_mb + root_mb + data_mb + 1))M" "$out"
    sfdisk --quiet "$out" <<LIST
label: dos
label-id: 0x$disk_id
start=1MiB, size=${boot_mb}MiB, type=$([ "$machine" = efi ] && echo ef || echo c), bootable
start=$((1 + boot_mb))MiB, size=${root_mb}MiB, type=83
start=$((1 + boot_mb + root_mb))MiB, size=${data_mb}MiB, type=83
LIST
    at=1
    for part in "boot $boot_mb" "system $root_mb" "data $data_mb"; do
        dd if="$work/${part% *}.raw" of="$out" bs=1M seek="$at" conv=notrunc,sparse status=none
        at=$((at + ${part#* }))
    done
}

need_tools
work=$(mktemp -d)
trap leave EXIT
chmod 755 "$work"
# Names the card for its kernel: two cards in one machine do not take each other's.
disk_id=$(od -An -N4 -tx4 /dev/urandom | tr -d ' ')
make_base
make_system
set_up
make_boot
make_image
if [ -n "$keep" ]; then
    rm -rf "$keep"
    mkdir -p "$keep"
    mv "$work"/{system,data,boot} "$keep/"
fi
say "$out: $(stat -c %s "$out") bytes, of which $(du -k "$out" | cut -f 1) KB are not empty"
printf '%s\n' "$out"
