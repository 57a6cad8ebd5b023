package inaba.link.sim.host;

import inaba.api.packet.Packet;
import inaba.api.time.Time;
import inaba.wire.EthernetHeader;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// A host on a wire. One thread calls it.
public final class Host {
    private static final Duration MAX_SOLICITATION_DELAY = Duration.ofSeconds(1); // RFC 4861 §10
    private static final Duration FIRST_SOLICITATION_INTERVAL = Duration.ofSeconds(4); // RFC 7559 §2
    private static final Duration MAX_SOLICITATION_INTERVAL = Duration.ofHours(1); // RFC 7559 §2

    private final Identity identity;
    private final Time time;
    private final RandomGenerator random;
    private final Addresses addresses;
    private final Output output;
    private final Discovery discovery;
    private final Upper upper;
    private final Chain chain;
    private final Reassembly reassembly;

    /// @param mtu of the wire, in bytes of an IP packet
    public Host(Identity identity, int mtu, Time time, RandomGenerator random, Sender wire) {
        this.identity = identity;
        this.time = time;
        this.random = random;
        this.addresses = new Addresses(identity, time);
        var routes = new Routes(time);
        this.output = new Output(identity, mtu, wire, random, routes, time);
        this.discovery = new Discovery(identity, addresses, routes, output);
        var errors = new Errors(time, addresses, output);
        this.chain = new Chain(errors);
        this.upper = new Upper(addresses, output, discovery, errors);
        this.reassembly = new Reassembly(time);
    }

    /// Starts to look for routers, and does so until one is found, RFC 4861 §6.3.7 and RFC 7559.
    public void start() {
        time.after(random(MAX_SOLICITATION_DELAY.toNanos()), () -> solicitRouters(FIRST_SOLICITATION_INTERVAL));
    }

    private void solicitRouters(Duration interval) {
        if (discovery.routerHeard()) {
            return;
        }
        output.send(addresses.linkLocal(), Ipv6Address.ALL_ROUTERS, Messages.routerSolicitation(identity.mac()));
        var doubled = interval.plus(interval);
        var next = doubled.compareTo(MAX_SOLICITATION_INTERVAL) > 0 ? MAX_SOLICITATION_INTERVAL : doubled;
        time.after(interval.plus(random(interval.toNanos() / 10)), () -> solicitRouters(next));
    }

    private Duration random(long nanos) {
        return Duration.ofNanos(random.nextLong(nanos));
    }

    /// Takes a frame from the wire; the bytes are borrowed until return.
    public void receive(MemorySegment frame, long at, int length) {
        if (!EthernetHeader.fits(frame, at, at + length)) {
            return;
        }
        var ethernet = new EthernetHeader(frame, at);
        long destination = ethernet.destinationValue();
        boolean ours = destination == identity.mac().value() || MacAddress.isMulticast(destination);
        if (!ours || ethernet.etherType() != EthernetHeader.ETHERTYPE_IPV6) {
            return;
        }
        var copy = MemorySegment.ofArray(new byte[length]);
        MemorySegment.copy(frame, at, copy, 0, length);
        var packet = new Packet(copy, 0, length).reset(EthernetHeader.BYTES).end(length);
        receive(packet.linkMulticast(MacAddress.isMulticast(destination)));
    }

    private void receive(Packet packet) {
        if (!Ipv6Header.fits(packet.memory(), packet.network(), packet.end())) {
            return;
        }
        var ip = new Ipv6Header(packet.memory(), packet.network());
        long end = packet.network() + Ipv6Header.BYTES + ip.payloadLength();
        boolean sound = ip.version() == 6 && end <= packet.end() && !ip.source().isMulticast();
        if (sound && addresses.receives(ip.destination())) {
            accept(packet.end(end));
        }
    }

    private void accept(Packet packet) {
        switch (chain.walk(packet)) {
            case UPPER -> upper.receive(packet, chain.named());
            case FRAGMENT -> {
                boolean group = packet.linkMulticast();
                var whole = reassembly.add(packet, chain.named());
                if (whole != null) {
                    accept(whole.linkMulticast(group));
                }
            }
            case DROPPED -> {}
        }
    }
}
