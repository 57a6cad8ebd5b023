package inaba.it;

import inaba.api.link.LinkDriver;
import inaba.api.link.LinkException;
import inaba.api.link.Port;
import inaba.api.link.PortOptions;
import inaba.api.link.Receiver;
import inaba.api.link.Transmitter;
import inaba.api.packet.FrameRing;
import inaba.api.packet.Packet;
import inaba.wire.Checksum;
import inaba.wire.EthernetHeader;
import inaba.wire.Icmpv6Header;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.MacAddress;
import inaba.wire.UdpHeader;
import inaba.wire.nd.NdOptionsWriter;
import inaba.wire.nd.NeighborAdvertisement;
import inaba.wire.nd.NeighborSolicitation;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/// Runs as a bundle: the driver `flow`. Its devices `left` and `right` have a host each, and the left one sends
/// numbered packets to the right one, through the appliance.
///
/// Offers a `ToLongFunction` of words: `rate N` (packets per second, 0 = none), `sent`, `received`, `duplicated`,
/// `solicited` (how often a host was asked for its MAC), and `advertised` (how often ours was told to a host that
/// asked).
public final class Traffic implements BundleActivator, LinkDriver {
    private static final int MTU = 1500;
    private static final int MOST = 1 << 22;
    private static final int UDP_DISCARD = 9;
    private static final int PAYLOAD = 64;
    private static final Ipv6Address DIRECT = Ipv6Address.parse("2001:db8:f2::100");
    /// A route leads there through a tunnel, whose other end is the host on the right.
    private static final Ipv6Address TUNNELED = Ipv6Address.parse("2001:db8:f9::100");

    private static final long BREATH_NANOS = 200_000;

    private final Map<String, Device> devices = new ConcurrentHashMap<>();
    private final AtomicIntegerArray seen = new AtomicIntegerArray(MOST / Integer.SIZE);
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong duplicated = new AtomicLong();
    private final AtomicLong solicited = new AtomicLong();
    private final AtomicLong advertised = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private volatile long rate;
    private volatile Ipv6Address destination = DIRECT;
    private volatile boolean stopped;

    @Override
    public void start(BundleContext context) {
        context.registerService(LinkDriver.class, this, null);
        ToLongFunction<String> control = this::told;
        context.registerService(
                ToLongFunction.class, control, FrameworkUtil.asDictionary(Map.of("inaba.it", "traffic")));
        Thread.ofPlatform().name("flow").daemon().start(this::send);
    }

    @Override
    public void stop(BundleContext context) {
        stopped = true;
    }

    private long told(String word) {
        if (word.startsWith("rate ")) {
            rate = Long.parseLong(word.substring(5));
            return rate;
        }
        return switch (word) {
            case "sent" -> sent.get();
            case "received" -> received.get();
            case "duplicated" -> duplicated.get();
            case "solicited" -> solicited.get();
            case "advertised" -> advertised.get();
            case "ask" -> ask();
            case "direct" -> towards(DIRECT);
            case "tunneled" -> towards(TUNNELED);
            default -> throw new IllegalArgumentException(word);
        };
    }

    private long towards(Ipv6Address now) {
        destination = now;
        return sent.get();
    }

    @Override
    public String name() {
        return "flow";
    }

    @Override
    public Port open(String device, PortOptions options, Runnable listener) throws LinkException {
        var opened = new Device(device.equals("left") ? 1 : 2, options.macOrDerived(device));
        devices.put(device, opened);
        return opened;
    }

    /// As many packets as are due, and no more than the ring takes.
    private void send() {
        long began = System.nanoTime();
        long done = 0;
        long before = 0;
        while (!stopped) {
            var left = devices.get("left");
            long now = rate;
            if (now != before || left == null) {
                before = now;
                began = System.nanoTime();
                done = 0;
            }
            long due = left == null ? 0 : (System.nanoTime() - began) * now / 1_000_000_000L;
            while (left != null && done < due && rate == now && left.sendData(sent.intValue())) {
                sent.incrementAndGet();
                done++;
            }
            LockSupport.parkNanos(BREATH_NANOS);
        }
    }

    /// The left host asks for the appliance's MAC.
    private long ask() {
        var left = devices.get("left");
        if (left != null) {
            left.solicit();
        }
        return advertised.get();
    }

    private void count(int number) {
        int bit = 1 << number;
        if ((seen.getAndUpdate(number / Integer.SIZE, bits -> bits | bit) & bit) != 0) {
            duplicated.incrementAndGet();
        } else {
            received.incrementAndGet();
        }
    }

    /// The port of a link with one host at its other end.
    private final class Device implements Port, Receiver, Transmitter {
        private final FrameRing frames = new FrameRing(1024, EthernetHeader.BYTES + MTU);
        private final MacAddress mac;
        private final MacAddress hostMac;
        private final Ipv6Address host;
        private final Ipv6Address router;
        private final MemorySegment data =
                MemorySegment.ofArray(new byte[EthernetHeader.BYTES + Ipv6Header.BYTES + UdpHeader.BYTES + PAYLOAD]);

        Device(int number, MacAddress mac) {
            this.mac = mac;
            hostMac = new MacAddress(0x0200_0000_0f00L + number);
            host = Ipv6Address.parse("2001:db8:f" + number + "::100");
            router = Ipv6Address.parse("2001:db8:f" + number + "::1");
        }

        boolean sendData(int number) {
            long udp = header(data, mac, destination, IpProtocol.UDP, 64);
            long length = data.byteSize() - udp;
            new UdpHeader(data, udp)
                    .sourcePort(1024 + number % 1000)
                    .destinationPort(UDP_DISCARD)
                    .length((int) length)
                    .checksum(0);
            data.set(ValueLayout.JAVA_INT_UNALIGNED, udp + UdpHeader.BYTES, number);
            int sum = Checksum.upperLayer(data, EthernetHeader.BYTES, udp, length, IpProtocol.UDP);
            new UdpHeader(data, udp).checksum(sum);
            return frames.offer(data, 0, (int) data.byteSize(), 0, 0);
        }

        void solicit() {
            var frame = MemorySegment.ofArray(
                    new byte[EthernetHeader.BYTES + Ipv6Header.BYTES + NeighborSolicitation.FIXED_BYTES + 8]);
            long at = header(frame, mac, router, IpProtocol.ICMPV6, 255);
            var message = frame.asSlice(at);
            new NeighborSolicitation(message).start().targetAddress(router);
            new NdOptionsWriter(message, NeighborSolicitation.FIXED_BYTES).sourceLinkLayerAddress(hostMac);
            offer(frame, at);
        }

        /// Writes the headers of a packet from the host; returns where the upper layer begins.
        private long header(MemorySegment frame, MacAddress to, Ipv6Address destination, int protocol, int hopLimit) {
            new EthernetHeader(frame, 0).destination(to).source(hostMac).etherType(EthernetHeader.ETHERTYPE_IPV6);
            int upper = EthernetHeader.BYTES + Ipv6Header.BYTES;
            new Ipv6Header(frame, EthernetHeader.BYTES)
                    .start(0, 0)
                    .payloadLength((int) (frame.byteSize() - upper))
                    .nextHeader(protocol)
                    .hopLimit(hopLimit)
                    .source(host)
                    .destination(destination);
            return upper;
        }

        /// Completes an ICMPv6 message of the host and sends it.
        private void offer(MemorySegment frame, long at) {
            int sum = Checksum.upperLayer(frame, EthernetHeader.BYTES, at, frame.byteSize() - at, IpProtocol.ICMPV6);
            new Icmpv6Header(frame, at).checksum(sum);
            frames.offer(frame, 0, (int) frame.byteSize(), 0, 0);
        }

        /// What the host does with a frame.
        private void arrive(MemorySegment frame, long at, long end) {
            long ip = at + EthernetHeader.BYTES;
            long upper = ip + Ipv6Header.BYTES;
            if (!Ipv6Header.fits(frame, ip, end)) {
                return;
            }
            var header = new Ipv6Header(frame, ip);
            if (header.nextHeader() == IpProtocol.IPV6 && header.destination().equals(host)) {
                count(frame.get(ValueLayout.JAVA_INT_UNALIGNED, upper + Ipv6Header.BYTES + UdpHeader.BYTES));
            } else if (header.nextHeader() == IpProtocol.UDP
                    && header.destination().equals(host)) {
                count(frame.get(ValueLayout.JAVA_INT_UNALIGNED, upper + UdpHeader.BYTES));
            } else if (header.nextHeader() == IpProtocol.ICMPV6) {
                icmp(header, frame.asSlice(upper, end - upper));
            }
        }

        private void icmp(Ipv6Header header, MemorySegment message) {
            int type = new Icmpv6Header(message, 0).type();
            if (type == NeighborAdvertisement.TYPE && header.destination().equals(host)) {
                advertised.incrementAndGet();
            } else if (type == NeighborSolicitation.TYPE
                    && new NeighborSolicitation(message).targetAddress().equals(host)) {
                solicited.incrementAndGet();
                advertise(header.source());
            }
        }

        private void advertise(Ipv6Address to) {
            var frame = MemorySegment.ofArray(
                    new byte[EthernetHeader.BYTES + Ipv6Header.BYTES + NeighborAdvertisement.FIXED_BYTES + 8]);
            long at = header(frame, mac, to, IpProtocol.ICMPV6, 255);
            var message = frame.asSlice(at);
            new NeighborAdvertisement(message).start().flags(false, true, true).targetAddress(host);
            new NdOptionsWriter(message, NeighborAdvertisement.FIXED_BYTES).targetLinkLayerAddress(hostMac);
            offer(frame, at);
        }

        @Override
        public MacAddress mac() {
            return mac;
        }

        @Override
        public int mtu() {
            return MTU;
        }

        @Override
        public boolean carrier() {
            return true;
        }

        @Override
        public Receiver receiver(int queue) {
            return this;
        }

        @Override
        public Transmitter transmitter() {
            return this;
        }

        @Override
        public int send(Packet[] burst, int from, int to) {
            for (int i = from; i < to; i++) {
                arrive(burst[i].memory(), burst[i].start(), burst[i].end());
            }
            return to - from;
        }

        @Override
        public int receive(Packet[] burst, int limit) {
            int n = 0;
            for (; n < limit && frames.next(); n++) {
                var packet = burst[n];
                MemorySegment.copy(frames.memory(), frames.at(), packet.memory(), packet.start(), frames.length());
                packet.end(packet.start() + frames.length());
                frames.release();
            }
            return n;
        }

        @Override
        public void await(long nanos) {
            frames.await(nanos);
        }

        @Override
        public void wakeup() {
            frames.wakeup();
        }

        @Override
        public long missed() {
            return 0; // the sender waits for room
        }

        @Override
        public void close() {}
    }
}
