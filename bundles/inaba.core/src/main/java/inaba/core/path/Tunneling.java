package inaba.core.path;

import inaba.api.route.Fib;
import inaba.api.transform.Decapsulator;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What a plan knows of packets inside packets: who takes outer headers off, and where outer packets go that are bound
/// to
/// no link.
///
/// @param ofIpv6 by protocol number
/// @param ofIpv4 by protocol number
/// @param limits for the headers between the outer one and the inner
/// @param fib of the table `main`, for IPv6
/// @param fib4 of the table `main`, for IPv4
public record Tunneling(
        @Nullable Decapsulator[] ofIpv6,
        @Nullable Decapsulator[] ofIpv4,
        HeaderLimits limits,
        Fib fib,
        Fib fib4,
        Seeds seeds) {
    /// How many headers may be put before a packet, or taken off it, one behind the other (RFC 2473 §4.1).
    public static final int MOST_NESTED = 4;

    /// Protocol numbers.
    public static final int PROTOCOLS = 256;

    @Nullable
    Decapsulator of(boolean ipv4, int protocol) {
        return (ipv4 ? ofIpv4 : ofIpv6)[protocol];
    }

    /// Who may have sent a packet that an ICMP error quotes, or null where none of them makes such packets.
    public @Nullable Decapsulator maker(MemorySegment quoted) {
        int protocol = QuotedOuter.protocol(quoted);
        return protocol < 0 ? null : of(QuotedOuter.isIpv4(quoted), protocol);
    }

    /// Where each thread's own random source begins.
    public static final class Seeds {
        private static final long STEP = 0x9e37_79b9_7f4a_7c15L;

        private final AtomicLong next;

        /// @param secret that nobody can guess
        public Seeds(long secret) {
            next = new AtomicLong(secret);
        }

        RandomGenerator random() {
            return new SplittableRandom(next.getAndAdd(STEP));
        }
    }
}
