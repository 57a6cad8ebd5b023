package inaba.link.sim.host;

import inaba.api.packet.Packet;
import inaba.api.time.Time;
import inaba.wire.Icmpv6Header;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.icmp6.Icmpv6Code;
import inaba.wire.icmp6.Icmpv6Type;
import java.time.Duration;

/// The errors that a host owes, RFC 4443 §2.4: when none is due, and no more than a bucket of tokens allows.
final class Errors {
    private static final int BURST = 10;
    private static final long REFILL = Duration.ofMillis(100).toNanos(); // 10 a second

    private final Time time;
    private final Addresses addresses;
    private final Output output;
    private int tokens = BURST;
    private long refilled;

    Errors(Time time, Addresses addresses, Output output) {
        this.time = time;
        this.addresses = addresses;
        this.output = output;
        this.refilled = time.nanos();
    }

    /// @param parameter a pointer from the IPv6 header, or 0
    void send(Packet offender, int type, int code, long parameter) {
        var ip = new Ipv6Header(offender.memory(), offender.network());
        var source = ip.source();
        var destination = ip.destination();
        boolean optionProblem = type == Icmpv6Type.PARAMETER_PROBLEM && code == Icmpv6Code.UNRECOGNIZED_OPTION;
        boolean group = destination.isMulticast() || offender.linkMulticast();
        if ((group && !optionProblem) || source.isMulticast() || source.isUnspecified() || isError(offender)) {
            return; // (e.1) to (e.6)
        }
        if (take()) {
            var from = destination.isMulticast() ? addresses.source(source) : destination;
            var quoted = offender.memory().asSlice(offender.network(), offender.end() - offender.network());
            output.send(from, source, Messages.error(type, code, parameter, quoted));
        }
    }

    /// (e.1) and (e.2); what is behind a cut chain counts as none.
    private static boolean isError(Packet offender) {
        if (offender.upperProtocol() != IpProtocol.ICMPV6
                || !Icmpv6Header.fits(offender.memory(), offender.upper(), offender.end())) {
            return false;
        }
        int type = Layouts.u8(offender.memory(), offender.upper());
        return Icmpv6Type.isError(type) || type == Icmpv6Type.REDIRECT;
    }

    private boolean take() {
        long due = (time.nanos() - refilled) / REFILL;
        refilled += due * REFILL;
        tokens = (int) Math.min(BURST, tokens + due);
        if (tokens == 0) {
            return false;
        }
        tokens--;
        return true;
    }
}
