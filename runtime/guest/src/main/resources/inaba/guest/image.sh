#!/usr/bin/env bash
# image.sh DIRECTORY    makes DIRECTORY/vmlinuz and DIRECTORY/initrd.gz: Debian's cloud kernel, and busybox, iproute2 and a few
# more programs of this machine around the agent beside this script. Needs no root; the kernel's package is only unpacked.
set -euo pipefail

out=$1
here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
mkdir -p "$out"
work=$(mktemp -d "$out/work-XXXXXX")
trap 'rm -rf "$work"' EXIT
PATH=$PATH:/usr/sbin:/sbin

modules='virtio_pci virtio_net veth dummy bridge sch_netem
    sit ip6_tunnel ipip ip_gre ip6_gre gre ip_vti ip6_vti
    xfrm_user xfrm_algo af_key xfrm_interface esp4 ah4 ipcomp esp6 ah6 ipcomp6 tunnel4 tunnel6 xfrm4_tunnel xfrm6_tunnel mip6
    drbg jitterentropy_rng authenc authencesn echainiv seqiv cbc ecb ctr gcm ccm ghash-generic cmac xcbc hmac md5
    sha1_generic sha256_generic sha512_generic sha3_generic des_generic aes_generic camellia_generic
    chacha20poly1305 chacha_generic poly1305_generic crypto_null deflate lzo lz4'
programs='dash flock modprobe ip ping tcpdump tracepath socat'

# The package's name has the version in it, so that a new kernel makes a new image.
fetch_kernel() {
    local package
    package=$(apt-cache depends linux-image-cloud-amd64 | awk '/Depends: linux-image-/ { print $2; exit }')
    [ -n "$package" ] || { echo "apt knows no linux-image-cloud-amd64: apt-get update?" >&2; exit 1; }
    (cd "$work" && apt-get download -q -o APT::Sandbox::User=root "$package" && dpkg-deb -x "$package"_*.deb kernel)
    version=$(ls "$work/kernel/lib/modules")
    depmod -b "$work/kernel" "$version"
}

put_file() { # once, with its folder
    [ -e "$root$1" ] || { mkdir -p "$root$(dirname "$1")"; cp -L "$1" "$root$1"; }
}

put_program() { # with the shared libraries that it needs
    local from library
    from=$(command -v "$1") || { echo "no $1 on this machine" >&2; exit 1; }
    rm -f "$root/bin/$1"
    cp -L "$from" "$root/bin/$1"
    { ldd "$from" || true; } | grep -o '/[^ ]*' | while read -r library; do put_file "$library"; done
}

make_tree() {
    root=$work/root
    mkdir -p "$root"/{bin,proc,sys,dev,run,tmp,etc,root,var/run,lib64,lib/modules/"$version"}
    cp "$(command -v busybox)" "$root/bin/busybox"
    local name module file
    for name in $("$root/bin/busybox" --list | grep -vx busybox); do ln -s busybox "$root/bin/$name"; done
    for name in $programs; do put_program "$name"; done
    ln -sf dash "$root/bin/sh" # busybox would run its applets rather than these programs
    for name in /lib/*/libgcc_s.so.1; do put_file "$name"; done # opened when a thread ends
    cp "$here/init" "$here/agent" "$root/"
    chmod +x "$root/init" "$root/agent"
    echo 'root:x:0:0::/root:/bin/sh' > "$root/etc/passwd"
    printf '127.0.0.1 localhost\n::1 localhost\n' > "$root/etc/hosts"
    printf '%s\n' 'icmp 1' 'tcp 6' 'udp 17' 'esp 50' 'ah 51' 'ipv6-icmp 58' 'mobility-header 135' > "$root/etc/protocols"
    cp "$work/kernel/lib/modules/$version"/modules.{order,builtin,builtin.modinfo} "$root/lib/modules/$version/"
    for module in $modules; do
        modprobe -d "$work/kernel" -S "$version" --show-depends "$module" | awk '$1 == "insmod" { print $2 }'
    done | sort -u | while read -r file; do
        file=${file#"$work/kernel"}
        mkdir -p "$root$(dirname "$file")"
        cp "$work/kernel$file" "$root$file"
    done
    depmod -b "$root" "$version"
}

fetch_kernel
make_tree
cp "$work/kernel/boot/vmlinuz-$version" "$out/vmlinuz"
(cd "$root" && find . | cpio -o -H newc --quiet | gzip -1) > "$out/initrd.gz"
