package inaba.xfrm.core;

import inaba.api.xfrm.Mode;
import inaba.api.xfrm.SaRow;
import inaba.api.xfrm.SaState;
import inaba.api.xfrm.Template;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The Security Association Database as workers ask it: by what a packet carries, and by what a policy wants. Changed
/// on the
/// control loop.
public final class Associations {
    private static final int ANY_REQUEST = 0;

    private final Map<SaRow.Key, Association> byKey = new HashMap<>();
    private final Buckets<Association> incoming;
    private final Buckets<Association> outgoing;

    /// @param secret makes collisions unpredictable
    public Associations(long secret) {
        incoming = new Buckets<>(secret);
        outgoing = new Buckets<>(~secret);
    }

    /// Adds or replaces.
    public void put(Association association) {
        var row = association.row();
        remove(row.key());
        byKey.put(row.key(), association);
        var to = row.key().destination();
        incoming.add(
                to.high(), to.low(), carried(row.key().protocol(), row.key().spi()), association);
        outgoing.add(to.high(), to.low(), wanted(row, row.requestId()), association);
        if (row.requestId() != ANY_REQUEST) {
            outgoing.add(to.high(), to.low(), wanted(row, ANY_REQUEST), association);
        }
    }

    public void remove(SaRow.Key key) {
        var old = byKey.remove(key);
        if (old == null) {
            return;
        }
        var row = old.row();
        var to = key.destination();
        incoming.remove(to.high(), to.low(), carried(key.protocol(), key.spi()), old);
        outgoing.remove(to.high(), to.low(), wanted(row, row.requestId()), old);
        if (row.requestId() != ANY_REQUEST) {
            outgoing.remove(to.high(), to.low(), wanted(row, ANY_REQUEST), old);
        }
    }

    public @Nullable Association get(SaRow.Key key) {
        return byKey.get(key);
    }

    /// What a packet that came in belongs to, RFC 4301 §4.1. Any thread.
    @Nullable
    Association incoming(long high, long low, int protocol, int spi) {
        var node = incoming.find(high, low, carried(protocol, spi));
        return node == null ? null : node.value;
    }

    /// The newest association that a template asks for, for a packet from one address to another. Any thread.
    ///
    /// Where the one of the template's SPI has gone, another one of its request ID serves: key management changes
    /// the
    /// policy first and then takes the old association away, but a worker may be with the old policy still.
    ///
    /// @param fromHigh of the packet as it is where the template is applied
    @Nullable
    Association outgoing(Template template, long fromHigh, long fromLow, long toHigh, long toLow) {
        boolean fixed = !template.destination().isUnspecified();
        long high = fixed ? template.destination().high() : toHigh;
        long low = fixed ? template.destination().low() : toLow;
        long number = wanted(template.protocol(), template.mode(), template.requestId());
        Association other = null;
        for (var node = outgoing.find(high, low, number); node != null; node = node.further()) {
            var row = node.value.row();
            if (fits(row, template, fromHigh, fromLow)) {
                if (template.spi() == 0 || template.spi() == row.key().spi()) {
                    return node.value;
                }
                if (other == null && template.requestId() != ANY_REQUEST) {
                    other = node.value;
                }
            }
        }
        return other;
    }

    private static boolean fits(SaRow row, Template template, long fromHigh, long fromLow) {
        if ((row.state().dying() & SaState.HARD) != 0) {
            return false;
        }
        boolean fixed = !template.source().isUnspecified();
        var source = row.source();
        return source.isUnspecified()
                || is(
                        source,
                        fixed ? template.source().high() : fromHigh,
                        fixed ? template.source().low() : fromLow);
    }

    /// The IPComp tunnel between two addresses. Any thread.
    @Nullable
    Association compressed(long fromHigh, long fromLow, long toHigh, long toLow) {
        long number = wanted(IpProtocol.IPCOMP, Mode.TUNNEL, ANY_REQUEST);
        for (var node = outgoing.find(toHigh, toLow, number); node != null; node = node.further()) {
            if (is(node.value.row().source(), fromHigh, fromLow)) {
                return node.value;
            }
        }
        return null;
    }

    private static boolean is(Ipv6Address address, long high, long low) {
        return address.low() == low && address.high() == high;
    }

    private static long carried(int protocol, int spi) {
        return (long) protocol << 32 | Integer.toUnsignedLong(spi);
    }

    private static long wanted(SaRow row, int request) {
        return wanted(row.key().protocol(), row.mode(), request);
    }

    private static long wanted(int protocol, Mode mode, int request) {
        return (long) (protocol * 2 + mode.ordinal()) << 32 | Integer.toUnsignedLong(request);
    }
}
