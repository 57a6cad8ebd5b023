package inaba.guest;

import java.io.IOException;

/// Linux in the place of the appliance, in the namespace `router` of the guest: shows that the instruments measure
/// right.
record LinuxRouter(Guest guest) implements Router {
    private static final String ROUTES = """
            ip -n router route replace 198.51.100.0/24 via 192.0.2.2
            ip -n router route replace 2001:db8:b::/64 via 2001:db8:a::2
            """;
    static final String SETUP = """
            ip netns add router
            ip -n router link add wan type veth peer name eth0 netns net
            ip -n router link add lan type veth peer name eth1 netns host
            for each in lo wan lan; do ip -n router link set $each up; done
            ip -n router addr add 192.0.2.1/24 dev wan
            ip -n router addr add 2001:db8:a::1/64 dev wan nodad
            ip -n router addr add 10.1.0.1/24 dev lan
            ip -n router addr add 2001:db8:1::1/64 dev lan nodad
            """ + ROUTES + Site.forwardIn("router");

    @Override
    public void add(Tunnel tunnel) throws IOException, InterruptedException {
        guest.run(tunnel.onLinux("router", 1));
    }

    @Override
    public void flap() throws IOException, InterruptedException {
        guest.run("ip -n router link set wan down\nsleep 1\nip -n router link set wan up\n" + ROUTES);
    }

    @Override
    public long dropped(String reason) {
        return -1;
    }

    @Override
    public void delete(Tunnel tunnel) throws IOException, InterruptedException {
        guest.run("ip -n router link del " + tunnel.name());
    }
}
