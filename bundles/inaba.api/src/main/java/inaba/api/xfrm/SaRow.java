package inaba.api.xfrm;

import inaba.api.table.Row;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A security association, RFC 4301 §4.4.2. It is not kept on disk: when the appliance ends, its keys are gone.
///
/// @param requestId ties it to the templates of policies; 0 for none
/// @param aead with `encryption` and `authentication` null, or null
/// @param compression `deflate` for IPComp, else null
/// @param encapsulation in UDP, or null
/// @param selector which packets it may carry
/// @param tfcPad tunnel mode of ESP: packets are padded to this length, 0 for never (RFC 4303 §2.7)
/// @param added instant, in nanoseconds of [inaba.api.time.Time]
/// @param state what packets change; the same object in each row that replaces this one
public record SaRow(
        Key key,
        Ipv6Address source,
        Mode mode,
        int requestId,
        @Nullable Keyed aead,
        @Nullable Keyed encryption,
        @Nullable Keyed authentication,
        @Nullable String compression,
        @Nullable UdpEncapsulation encapsulation,
        Selector selector,
        Limits limits,
        Set<Flag> flags,
        int tfcPad,
        long added,
        SaState state,
        String owner,
        long validUntil)
        implements Row<SaRow.Key> {

    /// What a receiver finds it by.
    ///
    /// @param protocol ESP, AH or IPComp
    /// @param spi 32 bits; of IPComp the CPI, 16 bits (RFC 3173 §3.3)
    public record Key(Ipv6Address destination, int protocol, int spi) {}

    /// An algorithm with its key.
    ///
    /// @param icvBytes octets of the ICV; 0 for what only encrypts
    public record Keyed(String algorithm, Secret key, int icvBytes) {}

    /// ESP in UDP, RFC 3948.
    ///
    /// @param source port of the side that sends
    public record UdpEncapsulation(int source, int destination) {}

    /// iproute2's flags, in its words.
    public enum Flag {
        /// Extended sequence numbers, RFC 4303 §2.2.1.
        ESN,
        /// The outer header gets no ECN bits, and gives none back.
        NOECN,
        /// The DSCP of the outer header is copied in at the end of the tunnel.
        DECAP_DSCP,
        /// The outer DF bit is never set.
        NOPMTUDISC;

        /// `decap-dscp`
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public SaRow {
        flags = Set.copyOf(flags);
    }

    /// Of the outer header.
    public IpFamily family() {
        return IpFamily.of(key.destination());
    }

    public boolean has(Flag flag) {
        return flags.contains(flag);
    }

    /// All keys that it holds.
    public Stream<Secret> secrets() {
        return Stream.of(aead, encryption, authentication)
                .flatMap(Stream::ofNullable)
                .map(Keyed::key);
    }

    /// Octets of the ICV, whichever algorithm makes it.
    public int icvBytes() {
        return aead != null ? aead.icvBytes() : authentication != null ? authentication.icvBytes() : 0;
    }
}
