package inaba.core.path;

import inaba.api.route.Fib;
import inaba.api.transform.Decapsulator;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What a plan knows of packets inside packets: who takes outer headers off, and where outer packets go that are bound
/// to no link.
///
/// @param early asked before `takers`
/// @param limits for the headers between the outer one and the inner
/// @param fib of the table `main`, for IPv6
/// @param fib4 of the table `main`, for IPv4
public record Tunneling(Takers takers, Takers early, HeaderLimits limits, Fib fib, Fib fib4, Seeds seeds) {
    /// How many headers may be put before a packet, or taken off it, one behind the other (RFC 2473 §4.1).
    public static final int MOST_NESTED = 4;

    /// Protocol numbers.
    public static final int PROTOCOLS = 256;

    /// Who takes off what is before a packet of that protocol.
    public @Nullable Decapsulator of(boolean ipv4, int protocol) {
        return takers.of(ipv4)[protocol];
    }

    /// Who is asked before [#of].
    public @Nullable Decapsulator early(boolean ipv4, int protocol) {
        return early.of(ipv4)[protocol];
    }

    /// True when anybody is to be asked.
    public boolean takes(boolean ipv4, int protocol) {
        return of(ipv4, protocol) != null || early(ipv4, protocol) != null;
    }

    /// Decapsulators by family and protocol number.
    public record Takers(
            @Nullable Decapsulator[] ofIpv6, @Nullable Decapsulator[] ofIpv4) {
        /// Nobody.
        public Takers() {
            this(new Decapsulator[PROTOCOLS], new Decapsulator[PROTOCOLS]);
        }

        /// What may be changed, unlike in a plan.
        public @Nullable Decapsulator[] of(boolean ipv4) {
            return ipv4 ? ofIpv4 : ofIpv6;
        }

        public Takers copy() {
            return new Takers(ofIpv6.clone(), ofIpv4.clone());
        }
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
