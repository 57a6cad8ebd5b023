# Debian packages: what a command needs, and installing what is missing when root.

# One "PACKAGE PROBE" a line; the probe is a command, or a file pattern that begins with a slash.
packages_of_build='maven mvn'
packages_of_run='
libpcap0.8 /usr/lib/*/libpcap.so.*
iproute2 ip'
packages_of_lab="$packages_of_run
iputils-ping ping
iputils-tracepath tracepath
traceroute traceroute6
ndisc6 rdisc6
iputils-arping arping
radvd radvd
iperf3 iperf3
nginx-light nginx
curl curl
tshark tshark
tcpdump tcpdump
ethtool ethtool
procps sysctl
socat socat
python3-scapy /usr/lib/python3/dist-packages/scapy"
packages_of_test="$packages_of_lab
qemu-system-x86 qemu-system-x86_64
busybox-static busybox
kmod modprobe
cpio cpio
gcc cc
libc6-dev /usr/include/stdlib.h
strongswan-swanctl swanctl
charon-systemd charon-systemd
libcharon-extra-plugins /usr/lib/ipsec/plugins/libstrongswan-kernel-libipsec.so"

# Of `./inaba test full` besides.
packages_of_full='
thc-ipv6 atk6-alive6
ipv6toolkit frag6'

need_packages() {
    local list=packages_of_$1 package probe missing=()
    while read -r package probe; do
        [ -z "$package" ] || present "$probe" || missing+=("$package")
    done <<< "${!list}"
    [ ${#missing[@]} -eq 0 ] || install_packages "$1" "${missing[@]}"
}

present() {
    case $1 in
        /*) compgen -G "$1" > /dev/null ;;
        *) command -v "$1" > /dev/null || [ -x "/usr/sbin/$1" ] ;;
    esac
}

# Without root, or without apt, it names them: only building cannot go on without its packages.
install_packages() {
    local purpose=$1 log
    shift
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get > /dev/null; then
        say "not installed, needed to $purpose: $*"
        [ "$purpose" != build ] || exit 1
        return
    fi
    say "installing Debian packages: $*"
    log=$(mktemp)
    if ! apt_install "$@" > "$log" 2>&1; then
        tail -n 5 "$log" >&2
        rm -f "$log"
        fail "apt-get could not install: $*"
    fi
    rm -f "$log"
}

# In a subshell, so that its trap is its own. Policy 101 keeps the packages from starting their daemons.
apt_install() (
    policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
        trap 'rm -f "$policy"' EXIT
        printf '#!/bin/sh\nexit 101\n' > "$policy"
        chmod +x "$policy"
    fi
    export DEBIAN_FRONTEND=noninteractive
    apt-get -q -o DPkg::Lock::Timeout=120 update &&
        apt-get -q -y -o DPkg::Lock::Timeout=120 install --no-install-recommends "$@"
)
