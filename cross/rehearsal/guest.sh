# Sourced by cross/rehearse.sh: makes the guest, once. A root file system without a kernel (mmdebstrap), the kernel of Debian beside it,
# an initial RAM disk of a few modules, and two disks: the system's, and one for /var/lib/pitbox as a shop's kiosk has it.
# shellcheck shell=bash

# What is needed on this machine, each with the package of Debian that has it.
declare -A guest_tools=([qemu-system-aarch64]=qemu-system-arm [qemu-img]=qemu-utils [qemu-aarch64-static]=qemu-user-static
    [mmdebstrap]=mmdebstrap [arch-test]=arch-test [mke2fs]=e2fsprogs [depmod]=kmod [cpio]=cpio [ssh]=openssh-client
    [ssh-keygen]=openssh-client)
guest_packages=systemd,systemd-sysv,udev,dbus,openssh-server,busybox-static,kbd,kmod,iproute2,procps,e2fsprogs,login

need_tools() {
    local program missing=() packages
    [ "$(uname -m)" != aarch64 ] || unset 'guest_tools[qemu-aarch64-static]'
    for program in "${!guest_tools[@]}"; do
        PATH=$PATH:/usr/sbin:/sbin type -P "$program" >/dev/null || missing+=("$program")
    done
    if [ ${#missing[@]} -eq 0 ]; then
        [ "$(uname -m)" = aarch64 ] || [ -e "$cache/guest/done" ] || runs_arm64
        return 0
    fi
    packages=$(for program in "${missing[@]}"; do printf '%s\n' "${guest_tools[$program]}"; done | sort -u | paste -sd ' ')
    printf 'skipped: there is no %s. On Debian 12: apt-get install --no-install-recommends %s%s\n' "${missing[*]}" "$(qemu_suite)" "$packages" >&2
    exit 3
}

# All packages of QEMU have to be of one version: where one of Debian's backports is installed already (qemu-utils breaks a
# qemu-system that is older), the others come from there as well.
qemu_suite() {
    [[ $(dpkg-query -W -f '${Version}\n' 'qemu-*' 2>/dev/null) != *~bpo12* ]] || echo '-t bookworm-backports '
}

# The guest's packages are set up by their own programs.
runs_arm64() {
    ! arch-test arm64 >/dev/null 2>&1 || return 0
    printf '%s\n' "skipped: programs for arm64 do not run here: systemctl restart systemd-binfmt (or, where there is no systemd:" \
        "mount -t binfmt_misc none /proc/sys/fs/binfmt_misc; cat /usr/lib/binfmt.d/qemu-aarch64.conf >/proc/sys/fs/binfmt_misc/register)" >&2
    exit 3
}

# Debian's file system, kernel and RAM disk for 64-bit ARM: about six minutes.
build_guest() {
    [ ! -e "$cache/guest/done" ] || return 0
    rm -rf "$cache/guest" "$cache/ready"
    mkdir -p "$cache/guest"
    [ -e "$cache/key" ] || ssh-keygen -q -t ed25519 -N '' -C rehearsal -f "$cache/key"
    printf '== guest: Debian 12 for arm64 (some minutes, once)\n'
    PATH=$PATH:/usr/sbin:/sbin mmdebstrap --quiet --arch=arm64 --variant=minbase --include="$guest_packages" \
        --customize-hook="'$here/rehearse.sh' --finish-guest \"\$1\" '$cache'" bookworm /dev/null
    touch "$cache/guest/done"
}

# Runs inside mmdebstrap, where whoever builds owns the files as root does.
finish_guest() { # ROOT CACHE
    local root=$1 guest=$2/guest work
    work=$(mktemp -d)
    put_kernel "$root" "$guest" "$work"
    set_up_guest "$root" "$2"
    make_ram_disk "$root" "$guest" "$work"
    # The files alone: /proc and /sys are mounted there while it is built.
    mkdir "$work/files"
    mount --bind "$root" "$work/files"
    # Its own labels, so that it does not matter which disk is found first.
    mke2fs -q -t ext4 -L system -d "$work/files" "$guest/system.raw" 1200M
    umount "$work/files"
    mke2fs -q -t ext4 -L records "$guest/records.raw" 512M
    for disk in system records; do
        qemu-img convert -f raw -O qcow2 "$guest/$disk.raw" "$guest/$disk.qcow2"
        rm "$guest/$disk.raw"
    done
    rm -rf "$work"
}

put_kernel() { # ROOT GUEST WORK
    local root=$1 guest=$2 work=$3 package kernel modules
    export APT_CONFIG=${MMDEBSTRAP_APT_CONFIG:?}
    package=$(apt-cache depends linux-image-arm64 | sed -n 's/.*Depends: \([^:]*\).*/\1/p' | head -n 1)
    (cd "$work" && apt-get -qq -o APT::Sandbox::User=root download "$package")
    unset APT_CONFIG
    dpkg-deb -x "$work/$package"*.deb "$work/kernel"
    kernel=$(basename "$work"/kernel/lib/modules/*)
    modules=$work/kernel/lib/modules/$kernel/kernel
    # What no kiosk and no rehearsal needs.
    rm -rf "$modules"/sound "$modules"/drivers/{media,infiniband,iio,scsi,staging,isdn,ata,nvme,mtd,platform} "$modules"/drivers/net/{wireless,ethernet,can,wan} \
        "$modules"/fs/{xfs,btrfs,ocfs2,gfs2,ceph,cifs,nfs,nfsd,smb,jfs,f2fs,reiserfs}
    find "$modules/drivers/gpu/drm" -mindepth 1 -maxdepth 1 -type d ! -name virtio ! -name display -exec rm -rf {} +
    mkdir -p "$root/lib/modules"
    cp -a "$work/kernel/lib/modules/$kernel" "$root/lib/modules/"
    cp "$work/kernel/boot/vmlinuz-$kernel" "$guest/vmlinuz"
    cp "$work"/kernel/usr/lib/linux-image-"$kernel"/broadcom/bcm2837-rpi-3-b.dtb "$guest/"
    printf '%s %s\n' "$kernel" "$(dpkg-deb -f "$work/$package"*.deb Version)" >"$guest/kernel"
    depmod -b "$root" "$kernel"
}

set_up_guest() { # ROOT CACHE
    local root=$1
    install -D -m 644 "$2/key.pub" "$root/etc/ssh/rehearsal-keys"
    echo 'AuthorizedKeysFile /etc/ssh/rehearsal-keys' >"$root/etc/ssh/sshd_config.d/10-rehearsal.conf"
    echo rehearsal >"$root/etc/hostname"
    printf '127.0.0.1 localhost rehearsal\n' >"$root/etc/hosts"
    printf 'LABEL=system / ext4 defaults 0 1\nLABEL=records /var/lib/pitbox ext4 data=ordered,commit=5 0 2\n' >"$root/etc/fstab"
    mkdir -p "$root/var/lib/pitbox"
    printf '[Match]\nName=e*\n[Network]\nDHCP=yes\n' >"$root/etc/systemd/network/guest.network"
    printf 'uinput\nevdev\nvirtio_gpu\n' >"$root/etc/modules-load.d/rehearsal.conf"
    chroot "$root" systemctl --quiet enable systemd-networkd
    chroot "$root" systemctl --quiet mask apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer \
        fstrim.timer systemd-timesyncd.service systemd-networkd-wait-online.service
    rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* "$root"/usr/share/{doc,locale}/*
}

# A shell, and the modules that reach the disk: that of the machine `virt`, or the card of a Raspberry Pi, whose network is at USB.
make_ram_disk() { # ROOT GUEST WORK
    local root=$1 guest=$2 disk=$3/ram kernel module
    kernel=$(basename "$root"/lib/modules/*)
    mkdir -p "$disk"/{bin,dev,proc,sys,new,modules}
    cp "$root/bin/busybox" "$disk/bin/busybox"
    for module in virtio_pci virtio_blk ext4 bcm2835 sdhci_iproc dwc2; do
        modprobe -d "$root" -S "$kernel" --show-depends "$module"
    done | sed -n 's/^insmod \([^ ]*\).*/\1/p' | awk '!seen[$0]++' >"$3/modules"
    while read -r module; do
        cp "$module" "$disk/modules/"
        printf 'insmod /modules/%s\n' "$(basename "$module")"
    done <"$3/modules" >"$3/load"
    {
        printf '#!/bin/busybox sh\n/bin/busybox --install /bin\nmount -t proc proc /proc\nmount -t sysfs sys /sys\nmount -t devtmpfs dev /dev\n'
        cat "$3/load"
        # The disk shows up a moment after its driver.
        printf 'until mount -t ext4 /dev/vda /new || mount -t ext4 /dev/mmcblk0 /new; do sleep 0.1; done 2>/dev/null\n'
        printf 'for at in proc sys dev; do mount --move /$at /new/$at; done\nexec switch_root /new /sbin/init\n'
    } >"$disk/init"
    chmod 755 "$disk/init"
    (cd "$disk" && find . | cpio --quiet -o -H newc | gzip) >"$guest/initrd"
}
