package inaba.xfrm.core;

import inaba.api.xfrm.Mode;
import inaba.api.xfrm.SaRow;
import inaba.api.xfrm.SaState;
import inaba.api.xfrm.Template;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The Security Association Database as workers ask it: by what a packet carries, and by what a policy wants. Changed
/// on the control loop.
public final class Associations {
    private static final int ANY_REQUEST = 0;

    private final Map<SaRow.Key, Held> byKey = new HashMap<>();
    private final Places<Association> incoming;
    private final Chains outgoing;
    private final AtomicInteger generation = new AtomicInteger();

    /// An association and where it is in [#outgoing].
    private record Held(Association association, Chains.Link byRequest, Chains.@Nullable Link byNone) {}

    /// @param secret makes collisions unpredictable
    public Associations(long secret) {
        incoming = new Places<>(secret);
        outgoing = new Chains(~secret);
    }

    /// Another one with each change: what was chosen by an older one may be wrong. Any thread.
    int generation() {
        return generation.get();
    }

    /// Adds or replaces; at each moment one of both is found.
    public void put(Association association) {
        association.whenOver(generation::incrementAndGet);
        incoming.put(association);
        var row = association.row();
        var old = byKey.put(row.key(), held(association, row));
        if (old != null) {
            forget(old);
        }
        generation.incrementAndGet();
    }

    private Held held(Association association, SaRow row) {
        return new Held(
                association,
                link(association, row, row.requestId()),
                row.requestId() == ANY_REQUEST ? null : link(association, row, ANY_REQUEST));
    }

    private Chains.Link link(Association association, SaRow row, int request) {
        long number = wanted(row.key().protocol(), row.mode(), request);
        return outgoing.add(association.high, association.low, number, association);
    }

    public void remove(SaRow.Key key) {
        var old = byKey.remove(key);
        if (old != null) {
            incoming.remove(old.association);
            forget(old);
            generation.incrementAndGet();
        }
    }

    private void forget(Held old) {
        outgoing.remove(old.byRequest);
        if (old.byNone != null) {
            outgoing.remove(old.byNone);
        }
    }

    public @Nullable Association get(SaRow.Key key) {
        var held = byKey.get(key);
        return held == null ? null : held.association;
    }

    /// The [Association] that a packet that came in belongs to, RFC 4301 §4.1. Any thread. It is not looked at: where
    /// there are thousands, even its class is a wait for memory.
    @Nullable
    Keyed incoming(long high, long low, int protocol, int spi) {
        return incoming.find(high, low, Association.number(protocol, spi));
    }

    /// The newest association that a template asks for, for a packet from one address to another. Any thread.
    ///
    /// Where the one of the template's SPI has gone, another one of its request ID serves: key management
    /// changes the policy first and then takes the old association away, but a worker may be with the old
    /// policy still.
    ///
    /// @param fromHigh of the packet as it is where the template is applied
    @Nullable
    Association outgoing(Template template, long fromHigh, long fromLow, long toHigh, long toLow) {
        boolean fixed = !template.destination().isUnspecified();
        long high = fixed ? template.destination().high() : toHigh;
        long low = fixed ? template.destination().low() : toLow;
        long number = wanted(template.protocol(), template.mode(), template.requestId());
        Association other = null;
        for (var link = outgoing.find(high, low, number); link != null; link = link.older()) {
            var row = link.association.row();
            if (fits(row, template, fromHigh, fromLow)) {
                if (template.spi() == 0 || template.spi() == row.key().spi()) {
                    return link.association;
                }
                if (other == null && template.requestId() != ANY_REQUEST) {
                    other = link.association;
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
        for (var link = outgoing.find(toHigh, toLow, number); link != null; link = link.older()) {
            if (is(link.association.row().source(), fromHigh, fromLow)) {
                return link.association;
            }
        }
        return null;
    }

    private static boolean is(Ipv6Address address, long high, long low) {
        return address.low() == low && address.high() == high;
    }

    private static long wanted(int protocol, Mode mode, int request) {
        return (long) (protocol * 2 + mode.ordinal()) << 32 | Integer.toUnsignedLong(request);
    }
}
