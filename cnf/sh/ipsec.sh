# Programs of this machine on the appliance's IPsec: `ipsec` preloads a library, built with the machine's C compiler.

ipsec_library=$home/target/inaba-ipsec.so

run_with_ipsec() {
    local state
    state=$(default_state)
    if [ "${1-}" = --state ]; then
        [ $# -ge 2 ] || usage_error "ipsec: --state expects a folder"
        state=$(readlink -m -- "$2")
        shift 2
    fi
    case ${1-} in
        '') usage_error "ipsec expects a command, as in: ipsec charon-systemd" ;;
        -*) usage_error "ipsec: unknown option '$1'" ;;
    esac
    build_ipsec_library
    [ -S "$state/xfrm.sock" ] || { say "no appliance answers in $state"; exit 3; }
    INABA_XFRM=$state/xfrm.sock INABA_PFKEY=$state/pfkey.sock \
        LD_PRELOAD=$ipsec_library${LD_PRELOAD:+:$LD_PRELOAD} exec "$@"
}

# As the appliance chooses it.
default_state() {
    if [ "$(id -u)" -eq 0 ]; then
        printf '/var/lib/inaba'
    else
        printf '%s' "${XDG_STATE_HOME:-$HOME/.local/state}/inaba"
    fi
}

# Beside its place and moved there: two that build at once do no harm.
build_ipsec_library() {
    local source=$home/runtime/preload/inaba-ipsec.c made
    [ "$source" -nt "$ipsec_library" ] || return 0
    command -v cc > /dev/null || fail "no C compiler (cc) to build the library for key managers with; install gcc and libc6-dev"
    mkdir -p "$home/target"
    made=$(mktemp "$home/target/ipsec.XXXXXX")
    cc -O2 -Wall -Wextra -fPIC -shared -o "$made" "$source" -ldl -lpthread || { rm -f "$made"; fail "the library for key managers does not build"; }
    mv "$made" "$ipsec_library"
}
