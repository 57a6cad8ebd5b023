package inaba.guest;

import java.io.IOException;
import java.time.Duration;

/// A guest that is four hosts, around the router under test. The underlay has a router `net` in between:
///
///     host:eth1 ─── lan:router:wan ─── eth0:net:far ──── eth0:peer
///     10.1.0.2      10.1.0.1  192.0.2.1     192.0.2.2    198.51.100.N
///     2001:db8:1::2           2001:db8:a::1              2001:db8:b::N
///
/// Each tunnel ends at an address of its own at the peer, so that what one teaches about the path no other knows.
final class Site implements AutoCloseable {
    static final String PEER = "peer";
    static final String HOST = "host";
    static final String BLOB = "/tmp/blob";

    private static final String SETUP = """
            set -e
            modprobe -a veth sit ipip ip_gre ip6_tunnel ip6_gre
            for each in net peer host; do ip netns add $each; ip -n $each link set lo up; done
            ip -n net link add far type veth peer name eth0 netns peer
            """;
    private static final String ADDRESSES = """
            for each in eth0 far; do ip -n net link set $each up; done
            ip -n peer link set eth0 up
            ip -n host link set eth1 up
            ip -n net addr add 192.0.2.2/24 dev eth0
            ip -n net addr add 2001:db8:a::2/64 dev eth0 nodad
            ip -n net addr add 198.51.100.1/24 dev far
            ip -n net addr add 2001:db8:b::1/64 dev far nodad
            ip -n peer addr add 198.51.100.2/24 dev eth0
            ip -n peer addr add 2001:db8:b::2/64 dev eth0 nodad
            ip -n peer route add default via 198.51.100.1
            ip -n peer route add default via 2001:db8:b::1
            ip -n host addr add 10.1.0.2/24 dev eth1
            ip -n host addr add 2001:db8:1::2/64 dev eth1 nodad
            ip -n host route add default via 10.1.0.1
            ip -n host route add default via 2001:db8:1::1
            """ + forwardIn("net");
    private static final int FIRST = 10;

    private final GuestLab lab;
    private final Guest guest;
    private final Router router;
    private int number = FIRST;

    private Site(GuestLab lab, Guest guest, Router router) {
        this.lab = lab;
        this.guest = guest;
        this.router = router;
    }

    /// With the appliance as the router.
    static Site withAppliance() throws IOException, InterruptedException {
        var lab = GuestLab.open();
        try {
            var wan = Cable.lay();
            var lan = Cable.lay();
            var guest = lab.guest("site", wan, lan);
            var appliance = lab.appliance(ApplianceRouter.CONFIG, "wan=" + wan.device(), "lan=" + lan.device());
            guest.awaitBoot().run(SETUP + "ip link set eth0 netns net\nip link set eth1 netns host\n" + ADDRESSES);
            return new Site(lab, guest, new ApplianceRouter(appliance));
        } catch (IOException | InterruptedException | RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    /// With Linux as the router, in the same guest.
    static Site withLinux() throws IOException, InterruptedException {
        var lab = GuestLab.open();
        try {
            var guest = lab.guest("site").awaitBoot();
            guest.run(SETUP + LinuxRouter.SETUP + ADDRESSES);
            return new Site(lab, guest, new LinuxRouter(guest));
        } catch (IOException | InterruptedException | RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    static String forwardIn(String namespace) {
        return """
                ip netns exec %s sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward
                    echo 1 > /proc/sys/net/ipv6/conf/all/forwarding
                    echo 1 > /proc/sys/net/ipv6/conf/all/keep_addr_on_down'
                """.formatted(namespace);
    }

    Guest guest() {
        return guest;
    }

    Router router() {
        return router;
    }

    /// Makes what [Crossing#streams] sends.
    ///
    /// @return its MD5
    String blob(int bytes) throws IOException, InterruptedException {
        return guest.run("head -c %d /dev/urandom > %s; md5sum < %s".formatted(bytes, BLOB, BLOB))
                .split(" ")[0];
    }

    /// A tunnel between addresses of the underlay. Nothing is set up yet.
    Tunnel tunnel(Mode mode, String options) throws IOException, InterruptedException {
        int n = ++number;
        var local = mode.outer() == 4 ? "192.0.2.1" : "2001:db8:a::1";
        return new Tunnel("t" + n, mode, local, underlay(mode.outer(), n), options, n);
    }

    /// A tunnel that runs inside another.
    Tunnel inside(Tunnel outside, Mode mode, String options) {
        int family = mode.outer();
        int n = ++number;
        return new Tunnel("t" + n, mode, outside.near(family), outside.far(family), options, n);
    }

    /// One more address of the peer.
    String underlay(int family, int n) throws IOException, InterruptedException {
        var address = (family == 4 ? "198.51.100.%d" : "2001:db8:b::%x").formatted(n);
        guest.run("ip -n peer addr add " + address + (family == 4 ? "/24 dev eth0" : "/64 dev eth0 nodad"));
        return address;
    }

    /// Sets the tunnel up at both ends; the peer reaches the LAN through it.
    void up(Tunnel tunnel) throws IOException, InterruptedException {
        router.add(tunnel);
        upAtPeer(tunnel);
    }

    void upAtPeer(Tunnel tunnel) throws IOException, InterruptedException {
        var routes = new StringBuilder();
        for (int family : tunnel.mode().inner()) {
            routes.append("\nip -n peer route replace %s via %s"
                    .formatted(family == 4 ? "10.1.0.0/24" : "2001:db8:1::/64", tunnel.near(family)));
        }
        guest.run(tunnel.onLinux(PEER, 2) + routes);
    }

    void down(Tunnel tunnel) throws IOException, InterruptedException {
        downAtPeer(tunnel);
        router.delete(tunnel);
    }

    void downAtPeer(Tunnel tunnel) throws IOException, InterruptedException {
        guest.run("ip -n peer link del " + tunnel.name());
    }

    /// @return what the command printed in that namespace of the guest
    String in(String namespace, String command) throws IOException, InterruptedException {
        return guest.run("ip netns exec " + namespace + " " + command);
    }

    /// The same, whatever its exit code.
    Command.Outcome attempt(String namespace, String command) throws IOException, InterruptedException {
        return start(namespace, command, Guest.LIMIT).await();
    }

    Command start(String namespace, String command, Duration limit) throws IOException {
        return guest.start("ip netns exec " + namespace + " " + command, limit);
    }

    /// The underlay is cut for a second, where the router cannot see it.
    void interrupt() throws IOException, InterruptedException {
        guest.run("ip -n net link set eth0 down; sleep 1; ip -n net link set eth0 up");
    }

    /// The MTU of the underlay between `net` and the peer.
    void underlayMtu(int bytes) throws IOException, InterruptedException {
        guest.run("set -e; ip -n net link set far mtu %d; ip -n peer link set eth0 mtu %d".formatted(bytes, bytes));
    }

    @Override
    public void close() throws IOException {
        lab.close();
    }
}
