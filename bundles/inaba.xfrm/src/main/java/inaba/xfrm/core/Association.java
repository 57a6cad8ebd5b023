package inaba.xfrm.core;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.xfrm.Algorithm;
import inaba.api.xfrm.Mode;
import inaba.api.xfrm.SaRow;
import inaba.api.xfrm.SaState;
import inaba.api.xfrm.Secret;
import inaba.wire.EthernetHeader;
import inaba.wire.IpProtocol;
import inaba.xfrm.XfrmDrop;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A row of the Security Association Database with its keyed algorithms: protects packets, and takes protection off. Any
/// number of threads at once; what it counts and numbers is in the row.
public final class Association {
    private static final int VLAN = 4;

    private final SaRow row;
    private final Transform transform;
    private final boolean tunnel;
    private final int outer;

    private Association(SaRow row, Transform transform) {
        this.row = row;
        this.transform = transform;
        this.tunnel = row.mode() == Mode.TUNNEL;
        this.outer = tunnel ? TunnelHeader.bytes(row) : 0;
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

    public boolean isTunnel() {
        return tunnel;
    }

    /// The longest packet that comes to no more than so many bytes.
    public int largest(int bytes) {
        int most = transform.largest(bytes - outer);
        return tunnel ? most : Math.min(most, bytes) - slack(bytes, most);
    }

    /// In transport mode the headers in front stay outside, so that where padding falls depends on their length.
    private static int slack(int bytes, int most) {
        return most < bytes ? Work.LARGEST_BLOCK - 1 : 0;
    }

    /// Protects a packet that leaves.
    ///
    /// @return DELIVER, or why not
    Verdict protect(Packet packet, Work work) {
        if (!row.state().use(packet.length(), row.limits())) {
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
        return work.locate(packet) ? transform.add(packet, work) : XfrmDrop.OUT_FRAGMENT;
    }

    /// Takes protection off a packet whose header is at [Packet#upper].
    ///
    /// @return DELIVER, or why not
    Verdict unprotect(Packet packet, Work work) {
        if ((row.state().dying() & SaState.HARD) != 0) {
            return XfrmDrop.IN_EXPIRED;
        }
        work.locateUpper(packet);
        packet.start(packet.network());
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
        boolean extended = row.has(SaRow.Flag.ESN);
        if (row.aead() != null) {
            var aead = find(algorithms, row.aead(), Algorithm.Aead.class);
            int icv = row.aead().icvBytes();
            require(aead.takesIcv(icv), aead.name() + " has no ICV of " + icv * 8 + " bits here");
            var key = row.aead().key();
            var suites = new Lending<EspSuite>(
                    () -> with(key, bytes -> new EspSuite.Combined(aead.sealer(bytes, icv), extended)));
            return new Esp(row, suites, aead.ivBytes(), 1);
        }
        require(row.encryption() != null, "ESP needs aead, or enc and auth");
        require(row.authentication() != null, "ESP without authentication is refused (RFC 8221 §4)");
        var cipher = find(algorithms, row.encryption(), Algorithm.Encryption.class);
        var macs = macs(row, algorithms);
        int icv = row.icvBytes();
        var key = row.encryption().key();
        var suites = new Lending<EspSuite>(() -> new EspSuite.Separate(
                with(key, cipher::crypt), cipher.ivBytes(), macs.take(), icv, extended));
        return new Esp(row, suites, cipher.ivBytes(), cipher.blockBytes());
    }

    private static Lending<Algorithm.Mac> macs(SaRow row, Function<String, @Nullable Algorithm> algorithms) {
        var keyed = row.authentication();
        require(keyed != null, "AH needs auth");
        var mac = find(algorithms, Objects.requireNonNull(keyed), Algorithm.Authentication.class);
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
    private static <T> T with(Secret secret, Keying<T> keying) throws GeneralSecurityException {
        byte[] key = secret.copy();
        try {
            return keying.key(key);
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
