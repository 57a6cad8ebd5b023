package inaba.guest;

import java.util.List;

/// A tunnel between the router under test and the peer, as both must know it.
///
/// @param name    of the link at both ends
/// @param local   the router's address in the underlay
/// @param remote  the peer's
/// @param options as both ends spell them: `key 7 seq csum`, `encaplimit 4`
/// @param number  of the tunnel: its addresses are in 10.7.N.0/24 and 2001:db8:7:N::/64
record Tunnel(String name, Mode mode, String local, String remote, String options, int number) {
    /// Inside the tunnel, at the router's end.
    String near(int family) {
        return address(family, 1);
    }

    /// Inside the tunnel, at the peer's end.
    String far(int family) {
        return address(family, 2);
    }

    /// Both ends' addresses of its inner families, with lengths.
    List<String> addresses(int end) {
        return mode.inner().stream()
                .map(family -> address(family, end) + (family == 4 ? "/24" : "/64"))
                .toList();
    }

    private String address(int family, int end) {
        return (family == 4 ? "10.7.%d.%d" : "2001:db8:7:%x::%d").formatted(number, end);
    }

    int overhead() {
        return mode.overhead(options);
    }

    /// The same with other options.
    Tunnel with(String otherOptions) {
        return new Tunnel(name, mode, local, remote, otherOptions, number);
    }

    /// The same to another address of the peer.
    Tunnel to(String otherRemote) {
        return new Tunnel(name, mode, local, otherRemote, options, number);
    }

    /// What makes Linux's end.
    ///
    /// @param namespace in the guest
    /// @param end       1 for the router's, 2 for the peer's
    String onLinux(String namespace, int end) {
        var type = mode.linuxType().split(" ", 2); // what is behind the type are its options
        var script = new StringBuilder("set -e\nip -n %s link add %s type %s local %s remote %s %s 64 %s %s"
                .formatted(
                        namespace,
                        name,
                        type[0],
                        end == 1 ? local : remote,
                        end == 1 ? remote : local,
                        mode.outer() == 4 ? "ttl" : "hoplimit",
                        type.length == 1 ? "" : type[1],
                        options));
        script.append("\nip -n %s link set %s up".formatted(namespace, name));
        for (var address : addresses(end)) {
            var nodad = address.contains(":") ? " nodad" : "";
            script.append("\nip -n %s addr add %s dev %s%s".formatted(namespace, address, name, nodad));
        }
        return script.append('\n').toString();
    }
}
