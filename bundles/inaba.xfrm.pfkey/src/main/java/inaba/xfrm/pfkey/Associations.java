package inaba.xfrm.pfkey;

import inaba.api.xfrm.Limits;
import inaba.api.xfrm.Mode;
import inaba.api.xfrm.SaRow;
import inaba.api.xfrm.SaState;
import inaba.api.xfrm.Secret;
import inaba.api.xfrm.Selector;
import inaba.keys.Ciphers;
import inaba.keys.Flags;
import inaba.keys.Instants;
import inaba.keys.KeyStore;
import inaba.keys.Refused;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.xfrm.pfkey.wire.AddressExtension;
import inaba.xfrm.pfkey.wire.Extensions;
import inaba.xfrm.pfkey.wire.KeyExtension;
import inaba.xfrm.pfkey.wire.KeyHeader;
import inaba.xfrm.pfkey.wire.KeyMessage;
import inaba.xfrm.pfkey.wire.Sa2Extension;
import inaba.xfrm.pfkey.wire.SaExtension;
import inaba.xfrm.pfkey.wire.Small;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Associations from messages and into them, RFC 2367 §3.1.
final class Associations {
    private static final int NO_PMTU_DISC = 0x2000_0000;
    private static final int DECAP_DSCP = 0x4000_0000;
    private static final int NO_ECN = 0x8000_0000;
    private static final int LARVAL = 0;
    private static final int MATURE = 1;
    private static final int DYING = 2;
    private static final int ESP_IN_UDP = 2;
    private static final int MOST_REPLAY = 255;

    private final Instants instants;
    private final Lifetimes lifetimes;
    private final String owner;

    Associations(Instants instants, String owner) {
        this.instants = instants;
        this.lifetimes = new Lifetimes(instants);
        this.owner = owner;
    }

    /// @throws IllegalArgumentException when something is malformed or missing
    SaRow.Key key(int saType, Extensions with) throws Refused {
        var sa = new SaExtension(with.need(Extensions.SA, SaExtension.BYTES));
        return new SaRow.Key(
                address(with, Extensions.ADDRESS_DESTINATION).address().address(), Numbers.protocol(saType), sa.spi());
    }

    static AddressExtension address(Extensions with, int which) {
        return new AddressExtension(with.need(which, AddressExtension.FEWEST));
    }

    /// @throws IllegalArgumentException when something is malformed or missing
    SaRow row(int saType, Extensions with) throws Refused {
        var key = key(saType, with);
        var sa = new SaExtension(with.need(Extensions.SA, SaExtension.BYTES));
        var limits = Lifetimes.limits(with);
        boolean comp = key.protocol() == IpProtocol.IPCOMP;
        if (comp && sa.encryption() != Numbers.DEFLATE) {
            throw new Refused(Refused.ENOSYS, "only DEFLATE");
        }
        var cipher = comp || sa.encryption() == Numbers.NONE ? null : Numbers.encryption(sa.encryption());
        var keyed = cipher == null ? null : keyed(cipher, with);
        boolean aead = cipher != null && cipher.kind == Numbers.Kind.AEAD;
        return make(
                key,
                with,
                aead ? keyed : null,
                aead ? null : keyed,
                authentication(sa.authentication(), with),
                comp ? "deflate" : null,
                limits,
                Flags.of(sa.flags(), Associations::bit),
                sa.replay());
    }

    /// For GETSPI: what is known before there are keys.
    SaRow larval(int saType, Extensions with) throws Refused {
        var to = address(with, Extensions.ADDRESS_DESTINATION).address().address();
        var key = new SaRow.Key(to, Numbers.protocol(saType), 0);
        return make(key, with, null, null, null, null, Limits.UNLIMITED, Set.of(), 0);
    }

    private SaRow make(
            SaRow.Key key,
            Extensions with,
            SaRow.@Nullable Keyed aead,
            SaRow.@Nullable Keyed encryption,
            SaRow.@Nullable Keyed authentication,
            @Nullable String compression,
            Limits limits,
            Set<SaRow.Flag> flags,
            int replay) {
        var more = with.get(Extensions.SA2, Sa2Extension.BYTES);
        return new SaRow(
                key,
                address(with, Extensions.ADDRESS_SOURCE).address().address(),
                more != null && new Sa2Extension(more).mode() == Sa2Extension.TUNNEL ? Mode.TUNNEL : Mode.TRANSPORT,
                more == null ? 0 : new Sa2Extension(more).requestId(),
                aead,
                encryption,
                authentication,
                compression,
                encapsulation(with),
                Selector.all(IpFamily.of(key.destination())),
                limits,
                flags,
                0,
                instants.now(),
                new SaState(replay),
                owner,
                instants.end(limits));
    }

    private static SaRow.Keyed keyed(Numbers.Known known, Extensions with) {
        var said = with.get(Extensions.KEY_ENCRYPTION, KeyExtension.FIXED);
        byte[] key = said == null ? new byte[0] : new KeyExtension(said).key(); // NULL has none
        return new SaRow.Keyed(known.linux, new Secret(key), known.icvBytes);
    }

    private static SaRow.@Nullable Keyed authentication(int number, Extensions with) throws Refused {
        if (number == Numbers.NONE || number == Numbers.NULL_AUTHENTICATION) {
            return null;
        }
        var name = Numbers.authentication(number).linux;
        var key = new KeyExtension(with.need(Extensions.KEY_AUTHENTICATION, KeyExtension.FIXED)).key();
        return new SaRow.Keyed(name, new Secret(key), Ciphers.icvBytes(name));
    }

    private static SaRow.@Nullable UdpEncapsulation encapsulation(Extensions with) {
        var type = with.get(Extensions.NAT_TYPE, Small.NAT_BYTES);
        if (type == null || Small.natType(type) == 0) {
            return null;
        }
        if (Small.natType(type) != ESP_IN_UDP) {
            throw new IllegalArgumentException("only ESP in UDP (RFC 3948)");
        }
        return new SaRow.UdpEncapsulation(
                Small.natPort(with.need(Extensions.NAT_SOURCE_PORT, Small.NAT_BYTES)),
                Small.natPort(with.need(Extensions.NAT_DESTINATION_PORT, Small.NAT_BYTES)));
    }

    /// PF_KEY has no extended sequence numbers.
    private static int bit(SaRow.Flag flag) {
        return switch (flag) {
            case ESN -> 0;
            case NOECN -> NO_ECN;
            case DECAP_DSCP -> DECAP_DSCP;
            case NOPMTUDISC -> NO_PMTU_DISC;
        };
    }

    /// A message about an association.
    ///
    /// @param keys whether it holds them: only answers to GET and DUMP do (RFC 2367 §3.1.5, §3.1.10)
    byte[] message(int type, KeyHeader to, SaRow row, boolean keys) {
        return message(type, to.sequence(), to.pid(), row, keys, Extensions.LIFETIME_HARD);
    }

    /// An association that has grown old, or is over (RFC 2367 §3.1.8).
    byte[] expired(SaRow row, boolean hard) {
        int which = hard ? Extensions.LIFETIME_HARD : Extensions.LIFETIME_SOFT;
        return message(KeyHeader.EXPIRE, 0, 0, row, false, which);
    }

    byte[] message(int type, int sequence, int pid, SaRow row, boolean keys, int lifetime) {
        var message = new KeyMessage(type, Numbers.saType(row.key().protocol()), sequence, pid);
        new SaExtension(message.extension(Extensions.SA, SaExtension.BYTES))
                .all(
                        row.key().spi(),
                        Math.min(MOST_REPLAY, row.state().window().size()),
                        state(row),
                        Numbers.number(row.authentication()),
                        cipher(row),
                        Flags.bits(row.flags(), Associations::bit));
        lifetimes(row, message, lifetime);
        host(message, Extensions.ADDRESS_SOURCE, row.source(), row.family());
        host(message, Extensions.ADDRESS_DESTINATION, row.key().destination(), row.family());
        if (keys) {
            key(message, Extensions.KEY_AUTHENTICATION, row.authentication());
            key(message, Extensions.KEY_ENCRYPTION, row.aead() == null ? row.encryption() : row.aead());
        }
        new Sa2Extension(message.extension(Extensions.SA2, Sa2Extension.BYTES)).all(mode(row.mode()), row.requestId());
        encapsulation(row, message);
        return message.bytes();
    }

    static int mode(Mode mode) {
        return mode == Mode.TUNNEL ? Sa2Extension.TUNNEL : Sa2Extension.TRANSPORT;
    }

    private static int cipher(SaRow row) {
        return row.compression() != null
                ? Numbers.DEFLATE
                : Numbers.number(row.aead() == null ? row.encryption() : row.aead());
    }

    private static int state(SaRow row) {
        return KeyStore.isLarval(row) ? LARVAL : row.state().dying() == 0 ? MATURE : DYING;
    }

    private void lifetimes(SaRow row, KeyMessage message, int lifetime) {
        var state = row.state();
        lifetimes.current(message, state.packets(), state.bytes(), row.added(), state.firstUse());
        if (lifetime == Extensions.LIFETIME_HARD) {
            Lifetimes.hard(row.limits(), message);
        }
        Lifetimes.soft(row.limits(), message);
    }

    /// Where an association in UDP has its peer, and where a NAT has moved it, as Linux says it.
    byte[] mapped(int sequence, SaRow row, SaState.Mapping to) {
        int type = KeyHeader.NAT_NEW_MAPPING;
        var message = new KeyMessage(type, Numbers.saType(row.key().protocol()), sequence, 0);
        new SaExtension(message.extension(Extensions.SA, SaExtension.BYTES))
                .all(row.key().spi(), 0, LARVAL, Numbers.NONE, Numbers.NONE, 0);
        var ports = row.encapsulation();
        host(message, Extensions.ADDRESS_SOURCE, row.source(), row.family());
        port(message, Extensions.NAT_SOURCE_PORT, ports == null ? 0 : ports.source());
        host(message, Extensions.ADDRESS_DESTINATION, to.address(), row.family());
        port(message, Extensions.NAT_DESTINATION_PORT, to.port());
        return message.bytes();
    }

    static void host(KeyMessage message, int which, Ipv6Address address, IpFamily family) {
        new AddressExtension(message.extension(which, AddressExtension.octets(family))).host(address, family);
    }

    private static void port(KeyMessage message, int which, int port) {
        Small.natPort(message.extension(which, Small.NAT_BYTES), port);
    }

    private static void key(KeyMessage message, int type, SaRow.@Nullable Keyed keyed) {
        if (keyed != null && !keyed.key().isWiped() && keyed.key().length() > 0) {
            new KeyExtension(message.extension(
                            type, KeyExtension.FIXED + keyed.key().length()))
                    .key(keyed.key().copy());
        }
    }

    private static void encapsulation(SaRow row, KeyMessage message) {
        var udp = row.encapsulation();
        if (udp != null) {
            Small.natType(message.extension(Extensions.NAT_TYPE, Small.NAT_BYTES), ESP_IN_UDP);
            port(message, Extensions.NAT_SOURCE_PORT, udp.source());
            port(message, Extensions.NAT_DESTINATION_PORT, udp.destination());
        }
    }
}
