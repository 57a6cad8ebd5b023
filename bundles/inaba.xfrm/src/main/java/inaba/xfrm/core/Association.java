package inaba.xfrm.core;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.transform.Dst;
import inaba.api.xfrm.Algorithm;
import inaba.api.xfrm.Mode;
import inaba.api.xfrm.SaRow;
import inaba.api.xfrm.SaState;
import inaba.api.xfrm.Secret;
import inaba.wire.EthernetHeader;
import inaba.wire.IpProtocol;
import inaba.wire.Layouts;
import inaba.wire.UdpHeader;
import inaba.xfrm.XfrmDrop;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A row of the Security Association Database with its keyed algorithms: protects packets, and takes protection off.
/// Any number of threads at once; what it counts and numbers is in the row.
public final class Association extends Keyed {
    private static final int VLAN = 4;
    private static final int CHAINS = 16;

    private final SaRow row;
    private final Transform transform;
    private final boolean tunnel;
    private final int outer;
    private final Underlay underlay;
    private final AtomicReferenceArray<@Nullable XfrmDst> chains = new AtomicReferenceArray<>(CHAINS);
    private volatile Runnable over = () -> {};

    private Association(SaRow row, Transform transform) {
        super(
                row.key().destination().high(),
                row.key().destination().low(),
                number(row.key().protocol(), row.key().spi()));
        this.row = row;
        this.transform = transform;
        this.tunnel = row.mode() == Mode.TUNNEL;
        this.outer = tunnel ? TunnelHeader.bytes(row) : 0;
        this.underlay = new Underlay(row.key().destination(), Underlay.UNKNOWN);
    }

    /// @param algorithms by name, null where there is none
    /// @throws IllegalArgumentException when an algorithm is missing, or a key or ICV does not fit it
    public static Association of(SaRow row, Function<String, @Nullable Algorithm> algorithms) {
        var transform =
                switch (row.key().protocol()) {
                    case IpProtocol.ESP -> esp(row, algorithms);
                    case IpProtocol.AH -> new Ah(row, macs(row, algorithms));
                    case IpProtocol.IPCOMP -> comp(row);
                    default -> throw new IllegalArgumentException("an association is of esp, ah or comp");
                };
        return new Association(row, transform);
    }

    public SaRow row() {
        return row;
    }

    /// Protocol and SPI in one.
    static long number(int protocol, int spi) {
        return (long) protocol << 32 | Integer.toUnsignedLong(spi);
    }

    public boolean isTunnel() {
        return tunnel;
    }

    /// The way of its outer packets.
    public Underlay underlay() {
        return underlay;
    }

    /// @param then on a worker, for each packet from the one on that reached a hard limit
    void whenOver(Runnable then) {
        over = then;
    }

    private boolean isOver() {
        return (row.state().dying() & SaState.HARD) != 0;
    }

    /// The chain that protects with this association, and then goes on. Made once for each way on.
    Dst before(Dst next, Lending<Work> works) {
        int place = next.hashCode() & CHAINS - 1;
        var chain = chains.getAcquire(place);
        if (chain == null || !chain.next().equals(next)) {
            chain = new XfrmDst(this, next, works);
            chains.setRelease(place, chain);
        }
        return chain;
    }

    /// The longest packet that comes to no more than so many bytes.
    public int largest(int bytes) {
        int most = transform.largest(bytes - outer);
        return tunnel ? most : most - transform.slack();
    }

    /// Protects a packet that leaves.
    ///
    /// @return DELIVER, or why not
    Verdict protect(Packet packet, Work work) {
        boolean used = row.state().use(packet.length(), row.limits());
        if (isOver()) {
            over.run();
        }
        if (!used) {
            return XfrmDrop.OUT_EXPIRED;
        }
        int front = outer + transform.front() + EthernetHeader.BYTES + VLAN;
        if (!packet.makeRoom(front, transform.behind())) {
            return XfrmDrop.OUT_BUFFER;
        }
        packet.network(packet.start());
        if (tunnel) {
            TunnelHeader.add(packet, row);
        }
        if (!work.locate(packet)) {
            return XfrmDrop.OUT_FRAGMENT;
        }
        var verdict = transform.add(packet, work);
        packet.upper(work.at, Layouts.u8(packet.memory(), work.announces));
        return verdict;
    }

    /// Takes protection off a packet whose header is at [Packet#upper].
    ///
    /// @return DELIVER, or why not
    Verdict unprotect(Packet packet, Work work) {
        if (isOver()) {
            return XfrmDrop.IN_EXPIRED;
        }
        work.locateUpper(packet);
        packet.start(packet.network());
        if (row.encapsulation() != null) {
            work.close(packet, UdpHeader.BYTES); // what was in UDP follows the IP header now
        }
        var verdict = transform.remove(packet, work);
        if (verdict != Verdict.Go.DELIVER) {
            return verdict;
        }
        if (!row.state().use(packet.length(), row.limits())) {
            return XfrmDrop.IN_EXPIRED;
        }
        if (tunnel) {
            verdict = TunnelHeader.remove(packet, row, work);
        }
        return verdict == Verdict.Go.DELIVER && !packet.secured(row) ? XfrmDrop.IN_MODE : verdict;
    }

    private static Transform esp(SaRow row, Function<String, @Nullable Algorithm> algorithms) {
        var aead = row.aead();
        var encryption = row.encryption();
        if (aead != null) {
            return combined(row, aead, algorithms);
        }
        if (encryption == null) {
            throw new IllegalArgumentException("ESP needs aead, or enc and auth");
        }
        return separate(row, encryption, algorithms);
    }

    private static Transform combined(SaRow row, SaRow.Keyed keyed, Function<String, @Nullable Algorithm> algorithms) {
        boolean extended = row.has(SaRow.Flag.ESN);
        var aead = find(algorithms, keyed, Algorithm.Aead.class);
        int icv = keyed.icvBytes();
        require(aead.takesIcv(icv), aead.name() + " has no ICV of " + icv * 8 + " bits here");
        var suites = new Lending<EspSuite>(
                () -> with(keyed.key(), bytes -> new EspSuite.Combined(aead.sealer(bytes, icv), extended)));
        return new Esp(row, suites, aead.ivBytes(), 1);
    }

    private static Transform separate(SaRow row, SaRow.Keyed keyed, Function<String, @Nullable Algorithm> algorithms) {
        boolean extended = row.has(SaRow.Flag.ESN);
        require(row.authentication() != null, "ESP without authentication is refused (RFC 8221 §4)");
        var cipher = find(algorithms, keyed, Algorithm.Encryption.class);
        var macs = macs(row, algorithms);
        int icv = row.icvBytes();
        var suites = new Lending<EspSuite>(() ->
                new EspSuite.Separate(with(keyed.key(), cipher::crypt), cipher.ivBytes(), macs.take(), icv, extended));
        return new Esp(row, suites, cipher.ivBytes(), cipher.blockBytes());
    }

    private static Lending<Algorithm.Mac> macs(SaRow row, Function<String, @Nullable Algorithm> algorithms) {
        var keyed = row.authentication();
        if (keyed == null) {
            throw new IllegalArgumentException("AH needs auth");
        }
        var mac = find(algorithms, keyed, Algorithm.Authentication.class);
        int icv = keyed.icvBytes();
        require(icv >= 12 && icv <= mac.digestBytes(), mac.name() + " has no ICV of " + icv * 8 + " bits");
        return new Lending<>(() -> with(keyed.key(), mac::mac));
    }

    private static Transform comp(SaRow row) {
        require("deflate".equals(row.compression()), "IPComp knows comp deflate only");
        require(row.key().spi() >>> 16 == 0, "a CPI has 16 bits (RFC 3173 §3.3)");
        return new IpComp(row);
    }

    private static <A extends Algorithm> A find(
            Function<String, @Nullable Algorithm> algorithms, SaRow.Keyed keyed, Class<A> kind) {
        var found = algorithms.apply(keyed.algorithm());
        require(kind.isInstance(found), "no algorithm " + keyed.algorithm() + " for this use");
        var algorithm = kind.cast(Objects.requireNonNull(found));
        int bytes = keyed.key().length();
        require(algorithm.takesKey(bytes), algorithm.name() + " takes no key of " + bytes * 8 + " bits");
        return algorithm;
    }

    /// Keys with a copy that is wiped right after.
    private static <T> T with(Secret secret, Keying<T> keying) {
        byte[] key = secret.copy();
        try {
            return keying.key(key);
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("the algorithm takes no key any more", failed);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    @FunctionalInterface
    private interface Keying<T> {
        T key(byte[] key) throws GeneralSecurityException;
    }
}
