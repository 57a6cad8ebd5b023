package inaba.keys;

import inaba.api.protocol.Node;
import inaba.api.table.Row;
import inaba.api.xfrm.Algorithm;
import inaba.api.xfrm.Direction;
import inaba.api.xfrm.PolicyRow;
import inaba.api.xfrm.SaRow;
import inaba.api.xfrm.SaState;
import inaba.wire.IpProtocol;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What key management may do to associations and policies, with Linux's answers. On the control loop.
///
/// An SPI that was given and has no keys yet is a row without algorithms, which ends by itself: any instance of any
/// interface may complete it.
public final class KeyStore {
    /// As long as an exchange with a peer that does not answer may take; what strongSwan asks Linux for.
    public static final Duration LARVAL = Duration.ofSeconds(165);

    private static final int TRIES = 100;
    private static final int LARGEST_CPI = 0xffff;

    private final Node node;
    private final Function<String, @Nullable Algorithm> algorithms;

    /// @param algorithms by Linux's name, null where there is none
    public KeyStore(Node node, Function<String, @Nullable Algorithm> algorithms) {
        this.node = node;
        this.algorithms = algorithms;
    }

    /// An SPI without keys yet, or an association that a packet waits for.
    public static boolean isLarval(SaRow row) {
        return row.secrets().findAny().isEmpty() && row.compression() == null && row.encryption() == null;
    }

    /// A packet waits for such an association: it has no SPI.
    public static boolean isWanted(SaRow row) {
        return row.key().spi() == 0;
    }

    /// Gives an SPI, at random.
    ///
    /// @param wanted its SPI does not count
    /// @param min 1 upwards
    /// @param max not below `min`; of IPComp 0xffff at most
    public SaRow allocate(SaRow wanted, long min, long max) throws Refused {
        var key = wanted.key();
        boolean cpi = key.protocol() == IpProtocol.IPCOMP;
        if (min < 1 || max < min || max > (cpi ? LARGEST_CPI : 0xffff_ffffL)) {
            throw new Refused(Refused.EINVAL, "no such range of SPIs");
        }
        for (int i = 0; i < TRIES; i++) {
            long spi = min == max ? min : node.random().nextLong(min, max + 1);
            var free = new SaRow.Key(key.destination(), key.protocol(), (int) spi);
            if (node.associations().get(free) == null) {
                var row = larval(wanted, free);
                put(row);
                return row;
            }
        }
        throw new Refused(Refused.ENOENT, "no SPI is free");
    }

    private SaRow larval(SaRow wanted, SaRow.Key key) {
        long now = node.time().nanos();
        return new SaRow(
                key,
                wanted.source(),
                wanted.mode(),
                wanted.requestId(),
                null,
                null,
                null,
                null,
                null,
                wanted.selector(),
                wanted.limits(),
                wanted.flags(),
                0,
                now,
                new SaState(0),
                wanted.owner(),
                now + LARVAL.toNanos());
    }

    public void add(SaRow row) throws Refused {
        if (node.associations().get(row.key()) != null) {
            throw new Refused(Refused.EEXIST, "there is one with this destination, protocol and SPI");
        }
        install(row);
    }

    /// Completes what [#allocate] made, or changes limits and encapsulation of an association, which goes on with its
    /// keys and numbers.
    public void update(SaRow row) throws Refused {
        var before = node.associations().get(row.key());
        if (before == null) {
            throw new Refused(Refused.ESRCH, "no such association");
        }
        if (isLarval(before)) {
            install(row);
            return;
        }
        put(new SaRow(
                before.key(),
                before.source(),
                before.mode(),
                before.requestId(),
                before.aead(),
                before.encryption(),
                before.authentication(),
                before.compression(),
                row.encapsulation(),
                row.selector(),
                row.limits(),
                before.flags(),
                before.tfcPad(),
                before.added(),
                before.state(),
                before.owner(),
                row.validUntil() == Row.FOREVER ? Row.FOREVER : before.added() + row.validUntil() - row.added()));
    }

    private void install(SaRow row) throws Refused {
        if (row.key().spi() == 0) {
            throw new Refused(Refused.EINVAL, "an SPI is not 0");
        }
        check(row);
        put(row);
        node.associations()
                .remove(new SaRow.Key(row.key().destination(), row.key().protocol(), 0)); // nobody waits any more
    }

    private void put(SaRow row) throws Refused {
        if (!node.associations().put(row)) {
            throw new Refused(Refused.ENOBUFS, "the table of associations is full");
        }
    }

    private void check(SaRow row) throws Refused {
        boolean complete =
                switch (row.key().protocol()) {
                    case IpProtocol.ESP ->
                        row.aead() != null
                                ? row.encryption() == null
                                : row.encryption() != null && row.authentication() != null;
                    case IpProtocol.AH ->
                        row.authentication() != null && row.encryption() == null && row.aead() == null;
                    default -> row.compression() != null;
                };
        if (!complete) {
            throw new Refused(Refused.EINVAL, "not the algorithms that the protocol needs");
        }
        check(row.aead(), Algorithm.Aead.class);
        check(row.encryption(), Algorithm.Encryption.class);
        check(row.authentication(), Algorithm.Authentication.class);
        if (row.compression() != null && !row.compression().equals("deflate")) {
            throw new Refused(Refused.ENOSYS, "no such algorithm: " + row.compression());
        }
    }

    private void check(SaRow.@Nullable Keyed keyed, Class<? extends Algorithm> kind) throws Refused {
        if (keyed == null) {
            return;
        }
        var found = algorithms.apply(keyed.algorithm());
        if (!kind.isInstance(found)) {
            throw new Refused(Refused.ENOSYS, "no such algorithm: " + keyed.algorithm());
        }
        boolean fits = Objects.requireNonNull(found).takesKey(keyed.key().length())
                && (!(found instanceof Algorithm.Aead aead) || aead.takesIcv(keyed.icvBytes()))
                && (!(found instanceof Algorithm.Authentication mac) || keyed.icvBytes() <= mac.digestBytes());
        if (!fits) {
            throw new Refused(Refused.EINVAL, "the key or the ICV does not fit " + keyed.algorithm());
        }
    }

    public SaRow get(SaRow.Key key) throws Refused {
        return present(node.associations().get(key), "association");
    }

    public SaRow delete(SaRow.Key key) throws Refused {
        return present(node.associations().remove(key), "association");
    }

    public List<SaRow> associations() {
        return node.associations().rows();
    }

    public void flush(Predicate<SaRow> which) {
        node.associations().rows().stream().filter(which).forEach(row -> node.associations()
                .remove(row.key()));
    }

    public void addPolicy(PolicyRow row) throws Refused {
        if (node.policies().get(row.key()) != null) {
            throw new Refused(Refused.EEXIST, "there is one with this selector and direction");
        }
        replacePolicy(row);
    }

    public void replacePolicy(PolicyRow row) throws Refused {
        var before = node.policies().get(row.key());
        var numbered = before == null ? row : with(row, before);
        boolean taken =
                withIndex(numbered.index()).anyMatch(holder -> !holder.key().equals(row.key()));
        if (taken) {
            throw new Refused(Refused.EEXIST, "another policy has this index");
        }
        if (!node.policies().put(numbered)) {
            throw new Refused(Refused.ENOBUFS, "the table of policies is full");
        }
    }

    private static PolicyRow with(PolicyRow row, PolicyRow before) {
        return new PolicyRow(
                row.key(),
                before.index(),
                row.priority(),
                row.action(),
                row.templates(),
                before.use(),
                row.life(),
                row.owner(),
                row.validUntil());
    }

    /// Linux's indices tell the direction in their last three bits.
    public int freeIndex(Direction direction) {
        int highest =
                node.policies().rows().stream().mapToInt(PolicyRow::index).max().orElse(0);
        return (highest >> 3) + 1 << 3 | direction(direction);
    }

    /// Linux's number of a direction.
    public static int direction(Direction direction) {
        return switch (direction) {
            case IN -> 0;
            case OUT -> 1;
            case FWD -> 2;
        };
    }

    /// @throws IllegalArgumentException for another one
    public static Direction direction(int number) {
        return Arrays.stream(Direction.values())
                .filter(direction -> direction(direction) == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such direction"));
    }

    public PolicyRow policy(int index) throws Refused {
        return present(withIndex(index).findFirst().orElse(null), "policy");
    }

    private Stream<PolicyRow> withIndex(int index) {
        return node.policies().rows().stream().filter(row -> row.index() == index);
    }

    public PolicyRow policy(PolicyRow.Key key) throws Refused {
        return present(node.policies().get(key), "policy");
    }

    public PolicyRow deletePolicy(PolicyRow.Key key) throws Refused {
        return present(node.policies().remove(key), "policy");
    }

    public List<PolicyRow> policies() {
        return node.policies().rows();
    }

    public void flushPolicies() {
        node.policies().rows().forEach(row -> node.policies().remove(row.key()));
    }

    private static <R> R present(@Nullable R row, String what) throws Refused {
        if (row == null) {
            throw new Refused(what.equals("policy") ? Refused.ENOENT : Refused.ESRCH, "no such " + what);
        }
        return row;
    }
}
