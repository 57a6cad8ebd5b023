package inaba.xfrm.pfkey;

import inaba.api.xfrm.Algorithm;
import inaba.api.xfrm.PolicyRow;
import inaba.api.xfrm.SaRow;
import inaba.keys.KeyStore;
import inaba.keys.Refused;
import inaba.xfrm.pfkey.wire.Extensions;
import inaba.xfrm.pfkey.wire.KeyHeader;
import inaba.xfrm.pfkey.wire.KeyMessage;
import inaba.xfrm.pfkey.wire.Small;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Answers requests, RFC 2367 §3.1. On the control loop; nothing here waits.
final class Requests {
    private static final long LEAST_SPI = 0x100; // RFC 4303 §2.1 reserves those below
    private static final long MOST_SPI = 0xffff_ffffL;
    private static final long MOST_CPI = 0xffff;
    private static final int IPCOMP = 9;

    private final KeyStore store;
    private final Associations associations;
    private final Policies policies;
    private final Function<String, @Nullable Algorithm> algorithms;

    Requests(
            KeyStore store,
            Associations associations,
            Policies policies,
            Function<String, @Nullable Algorithm> algorithms) {
        this.store = store;
        this.associations = associations;
        this.policies = policies;
        this.algorithms = algorithms;
    }

    List<byte[]> answer(MemorySegment message) throws Refused {
        var header = new KeyHeader(message);
        var with = Extensions.read(message.asSlice(KeyHeader.BYTES));
        if (header.version() != KeyHeader.VERSION || with == null) {
            throw new Refused(Refused.EINVAL, "not a message of PF_KEYv2");
        }
        try {
            return answer(header, with);
        } catch (IllegalArgumentException wrong) {
            throw new Refused(Refused.EINVAL, String.valueOf(wrong.getMessage()));
        }
    }

    private List<byte[]> answer(KeyHeader header, Extensions with) throws Refused {
        return switch (header.type()) {
            case KeyHeader.GETSPI -> List.of(told(header, allocate(header, with), false));
            case KeyHeader.ADD -> List.of(told(header, add(header, with), false));
            case KeyHeader.UPDATE -> List.of(told(header, update(header, with), false));
            case KeyHeader.DELETE ->
                List.of(told(header, store.delete(associations.key(header.saType(), with)), false));
            case KeyHeader.GET -> List.of(told(header, store.get(associations.key(header.saType(), with)), true));
            case KeyHeader.REGISTER -> List.of(supported(header));
            case KeyHeader.FLUSH -> flush(header);
            case KeyHeader.DUMP -> dump(header);
            case KeyHeader.PROMISC -> List.of(same(header));
            case KeyHeader.ACQUIRE -> List.of(); // key management gives up; what waits ends by itself
            default -> policy(header, with);
        };
    }

    private byte[] told(KeyHeader header, SaRow row, boolean keys) {
        return associations.message(header.type(), header, row, keys);
    }

    private static byte[] same(KeyHeader header) {
        return new KeyMessage(header.type(), header.saType(), header.sequence(), header.pid()).bytes();
    }

    private SaRow allocate(KeyHeader header, Extensions with) throws Refused {
        var wanted = associations.larval(header.saType(), with);
        var range = with.get(Extensions.SPI_RANGE, Small.SPI_RANGE_BYTES);
        boolean cpi = header.saType() == IPCOMP;
        return range == null
                ? store.allocate(wanted, LEAST_SPI, cpi ? MOST_CPI : MOST_SPI)
                : store.allocate(wanted, Small.least(range), Small.most(range));
    }

    private SaRow add(KeyHeader header, Extensions with) throws Refused {
        var row = associations.row(header.saType(), with);
        store.add(row);
        return row;
    }

    private SaRow update(KeyHeader header, Extensions with) throws Refused {
        var row = associations.row(header.saType(), with);
        store.update(row);
        return row;
    }

    private List<byte[]> flush(KeyHeader header) throws Refused {
        int protocol = header.saType() == 0 ? 0 : Numbers.protocol(header.saType());
        store.flush(row -> protocol == 0 || row.key().protocol() == protocol);
        return List.of(same(header));
    }

    /// The last one has the number 0; without any it is an error, as in Linux.
    private List<byte[]> dump(KeyHeader header) throws Refused {
        int protocol = header.saType() == 0 ? 0 : Numbers.protocol(header.saType());
        var rows = store.associations().stream()
                .filter(row -> protocol == 0 || row.key().protocol() == protocol)
                .toList();
        var all = new ArrayList<byte[]>();
        for (var row : rows) {
            int left = rows.size() - 1 - all.size();
            all.add(associations.message(header.type(), left, header.pid(), row, true, Extensions.LIFETIME_HARD));
        }
        return some(all);
    }

    private static List<byte[]> some(List<byte[]> all) throws Refused {
        if (all.isEmpty()) {
            throw new Refused(Refused.ENOENT, "there are none");
        }
        return all;
    }

    private List<byte[]> policy(KeyHeader header, Extensions with) throws Refused {
        switch (header.type()) {
            case KeyHeader.SPD_ADD -> {
                var row = policies.row(with);
                store.addPolicy(row);
                return told(header, store.policy(row.key()));
            }
            case KeyHeader.SPD_UPDATE, KeyHeader.SPD_SET_INDEX -> {
                var row = policies.row(with);
                store.replacePolicy(row);
                return told(header, store.policy(row.key()));
            }
            case KeyHeader.SPD_DELETE -> {
                return told(header, store.deletePolicy(policies.key(with)));
            }
            case KeyHeader.SPD_DELETE_BY_INDEX -> {
                return told(
                        header,
                        store.deletePolicy(store.policy(Policies.index(with)).key()));
            }
            case KeyHeader.SPD_GET -> {
                return told(header, store.policy(Policies.index(with)));
            }
            case KeyHeader.SPD_FLUSH -> {
                store.flushPolicies();
                return List.of(same(header));
            }
            case KeyHeader.SPD_DUMP -> {
                return dumpPolicies(header);
            }
            default -> throw new Refused(Refused.EOPNOTSUPP, "no such message");
        }
    }

    private List<byte[]> told(KeyHeader header, PolicyRow row) {
        return List.of(policies.message(header.type(), header, header.sequence(), row));
    }

    private List<byte[]> dumpPolicies(KeyHeader header) throws Refused {
        var rows = store.policies();
        var all = new ArrayList<byte[]>();
        for (var row : rows) {
            all.add(policies.message(header.type(), header, rows.size() - 1 - all.size(), row));
        }
        return some(all);
    }

    /// RFC 2367 §3.1.7: the algorithms that are here.
    private byte[] supported(KeyHeader header) {
        var message = new KeyMessage(header.type(), header.saType(), header.sequence(), header.pid());
        supported(message, Extensions.SUPPORTED_AUTHENTICATION, true);
        supported(message, Extensions.SUPPORTED_ENCRYPTION, false);
        return message.bytes();
    }

    private void supported(KeyMessage message, int type, boolean authentication) {
        var all = Arrays.stream(Numbers.Known.values())
                .filter(known -> (known.kind == Numbers.Kind.AUTHENTICATION) == authentication)
                .filter(known -> algorithms.apply(known.linux) != null)
                .toList();
        if (all.isEmpty()) {
            return;
        }
        var list = message.extension(type, Small.ALGORITHM_BYTES * (all.size() + 1));
        for (int i = 0; i < all.size(); i++) {
            var known = all.get(i);
            Small.algorithm(list, i, known.number, known.ivBytes, known.minBits, known.maxBits);
        }
    }
}
