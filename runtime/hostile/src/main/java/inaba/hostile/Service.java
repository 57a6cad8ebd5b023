package inaba.hostile;

import java.util.Arrays;
import java.util.List;

/// Whether a node still serves its friends: it answers their echo requests, and a router forwards between them, with
/// both families.
final class Service {
    private static final int REQUEST6 = 128;
    private static final int REPLY6 = 129;
    private static final int REQUEST4 = 8;
    private static final int REPLY4 = 0;
    private static final int EXPERIMENT = 253;

    private final Target target;
    private int number;

    Service(Target target) {
        this.target = target;
    }

    /// @throws Harm when one of them gets no answer, or its packet does not arrive
    void check() {
        var near = target.near();
        echo(near, Target.NODE);
        echo4(near);
        if (target.isRouter()) {
            var far = target.far();
            var data = data();
            var packet = Frames.ipv6(near.global(), far.global(), EXPERIMENT, 64, data);
            expect("forwarded to " + far.global(), near.frame(Target.NODE_MAC, Frames.IPV6, packet), data, 21, 63);
            data = data();
            packet = Frames.ipv4(near.ipv4(), far.ipv4(), EXPERIMENT, data);
            expect("forwarded to " + far.ipv4(), near.frame(Target.NODE_MAC, Frames.IPV4, packet), data, 22, 63);
        }
    }

    /// A station of the link is known to the node, by both of its families and its link-local address.
    void greet(Friend station) {
        echo(station, Target.NODE);
        echo4(station);
        var local = new Friend(station.mac(), station.linkLocal(), station.linkLocal(), station.ipv4());
        echo(local, Target.NODE_LINK_LOCAL);
    }

    private void echo(Friend near, String whom) {
        var data = data();
        var request = Frames.icmp6(
                near.global(),
                whom,
                REQUEST6,
                0,
                new Octets().u32(7).bytes(data).array());
        var packet = Frames.ipv6(near.global(), whom, Frames.ICMP6, 64, request);
        expect("an echo reply", near.frame(Target.NODE_MAC, Frames.IPV6, packet), data, Frames.payloadAt(), REPLY6);
    }

    private void echo4(Friend near) {
        var data = data();
        var request = Frames.icmp4(REQUEST4, 0, new Octets().u32(7).bytes(data).array());
        var packet = Frames.ipv4(near.ipv4(), Target.NODE4, Frames.ICMP4, request);
        expect("an IPv4 echo reply", near.frame(Target.NODE_MAC, Frames.IPV4, packet), data, 34, REPLY4);
    }

    /// @param at where the frame that comes back has `value`, and `data` at its end
    private void expect(String what, byte[] frame, byte[] data, int at, int value) {
        target.sent();
        target.hears(Target.LAN, frame);
        List<byte[]> sent = target.sent();
        boolean came = sent.stream()
                .anyMatch(one -> one.length > at + data.length
                        && (one[at] & 0xff) == value
                        && Arrays.equals(one, one.length - data.length, one.length, data, 0, data.length));
        if (!came) {
            throw new Harm("a friend expected " + what + ", and got none; drops " + target.drops());
        }
    }

    private byte[] data() {
        return new Octets()
                .zeros(4)
                .u32(target.nanos() / 1_000_000)
                .u32(System.identityHashCode(this))
                .u32(number++)
                .array();
    }
}
