package inaba.xfrm.pfkey;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.xfrm.Algorithm;
import inaba.api.xfrm.Direction;
import inaba.api.xfrm.Mode;
import inaba.api.xfrm.PolicyRow;
import inaba.api.xfrm.SaRow;
import inaba.api.xfrm.SaState;
import inaba.core.Engine;
import inaba.keys.KeyEvent;
import inaba.keys.KeyStore;
import inaba.testkit.Lab;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Layouts;
import inaba.wire.Prefix;
import inaba.xfrm.algorithm.Algorithms;
import inaba.xfrm.pfkey.wire.AddressExtension;
import inaba.xfrm.pfkey.wire.Extensions;
import inaba.xfrm.pfkey.wire.KeyExtension;
import inaba.xfrm.pfkey.wire.KeyHeader;
import inaba.xfrm.pfkey.wire.KeyMessage;
import inaba.xfrm.pfkey.wire.LifetimeExtension;
import inaba.xfrm.pfkey.wire.PolicyExtension;
import inaba.xfrm.pfkey.wire.PolicyRequest;
import inaba.xfrm.pfkey.wire.Sa2Extension;
import inaba.xfrm.pfkey.wire.SaExtension;
import inaba.xfrm.pfkey.wire.Small;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// RFC 2367 §3.1, message by message, and KAME's policies.
class KeyManagementTest {
    private static final int ESP = 3;
    private static final Ipv6Address US = Ipv6Address.parse("2001:db8:c::1");
    private static final Ipv6Address PEER = Ipv6Address.parse("2001:db8:c::2");
    private static final int SPI = 0x1234;
    private static final int EEXIST = 17;
    private static final int ESRCH = 3;
    private static final int ENOENT = 2;
    private static final int EINVAL = 22;
    private static final int ENOSYS = 38;

    @TempDir
    Path state;

    private Engine engine;
    private KeyManagement keys;

    @BeforeEach
    void start() {
        engine = new Lab(state).node("gateway", true).engine();
        keys = new KeyManagement(
                engine, KeyManagementTest::algorithm, () -> Instant.ofEpochSecond(1_700_000_000), "test");
    }

    private static @Nullable Algorithm algorithm(String name) {
        return Algorithms.ALL.stream()
                .filter(algorithm -> algorithm.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    @Test
    void registeringTellsTheAlgorithms() {
        var with = extensions(one(new KeyMessage(KeyHeader.REGISTER, ESP, 1, 9)));
        var encryption = with.need(Extensions.SUPPORTED_ENCRYPTION, 16);
        assertNotNull(with.get(Extensions.SUPPORTED_AUTHENTICATION, 16));
        assertEquals(11, Layouts.u8(encryption, 8), "NULL is the first: DES is in inaba.xfrm.legacy");
    }

    @Test
    void anSpiIsGivenCompletedShownAndTakenBack() {
        var larval = new KeyMessage(KeyHeader.GETSPI, ESP, 1, 9);
        ends(larval);
        var given = new SaExtension(extensions(one(larval)).need(Extensions.SA, SaExtension.BYTES)).spi();
        assertTrue(KeyStore.isLarval(row(given)));

        assertEquals(0, errno(one(add(KeyHeader.UPDATE, given, 20))));
        var row = row(given);
        assertEquals(Mode.TUNNEL, row.mode());
        assertEquals("cbc(aes)", Objects.requireNonNull(row.encryption()).algorithm());
        assertEquals(12, row.icvBytes(), "as Linux has it");
        assertEquals(600, row.limits().hardSeconds());

        var get = new KeyMessage(KeyHeader.GET, ESP, 2, 9);
        sa(get, given);
        ends(get);
        var shown = extensions(one(get));
        assertArrayEquals(key(16), new KeyExtension(shown.need(Extensions.KEY_ENCRYPTION, KeyExtension.FIXED)).key());

        var delete = new KeyMessage(KeyHeader.DELETE, ESP, 3, 9);
        sa(delete, given);
        ends(delete);
        assertEquals(0, errno(one(delete)));
        assertEquals(ESRCH, errno(one(delete)));
    }

    /// RFC 2367 §3.1.3: the answer to ADD has no keys.
    @Test
    void keysAreNotSaidAgain() {
        var with = extensions(one(add(KeyHeader.ADD, SPI, 20)));
        assertNull(with.get(Extensions.KEY_ENCRYPTION, 0));
        assertNull(with.get(Extensions.KEY_AUTHENTICATION, 0));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertEquals(EINVAL, errno(one(add(KeyHeader.ADD, SPI, 19))));
        assertEquals(0, errno(one(add(KeyHeader.ADD, SPI, 20))));
        assertEquals(EEXIST, errno(one(add(KeyHeader.ADD, SPI, 20))));
        assertEquals(EINVAL, errno(one(new KeyMessage(KeyHeader.ADD, ESP, 1, 9))));
        assertEquals(EINVAL, errno(one(new KeyMessage(KeyHeader.ADD, 7, 1, 9))));
        var blowfish = new KeyMessage(KeyHeader.ADD, ESP, 1, 9);
        new SaExtension(blowfish.extension(Extensions.SA, SaExtension.BYTES)).all(7, 0, 1, 0, 7, 0);
        ends(blowfish);
        assertEquals(ENOSYS, errno(one(blowfish)));
        assertEquals(ENOENT, errno(one(new KeyMessage(KeyHeader.SPD_DUMP, 0, 1, 9))));
    }

    @Test
    void aPolicyIsAddedDumpedAndTakenBackByItsIndex() {
        var answer = one(policy(KeyHeader.SPD_ADD));
        assertEquals(0, errno(answer));
        var made = engine.policies().rows().getFirst();
        assertEquals(Direction.FWD, made.key().direction());
        assertEquals(PEER, made.templates().getFirst().source());
        assertEquals(77, made.templates().getFirst().requestId());
        assertEquals(PolicyRow.Action.ALLOW, made.action());

        var dumped = extensions(one(new KeyMessage(KeyHeader.SPD_DUMP, 0, 1, 9)));
        var said = new PolicyExtension(dumped.need(Extensions.POLICY, PolicyExtension.BYTES));
        assertEquals(made.index(), said.index());
        var request = said.requests().getFirst();
        assertEquals(US, request.destination().address());
        assertEquals(PolicyRequest.UNIQUE, request.level());

        var delete = new KeyMessage(KeyHeader.SPD_DELETE_BY_INDEX, 0, 1, 9);
        new PolicyExtension(delete.extension(Extensions.POLICY, PolicyExtension.BYTES)).all(2, 3, said.index(), 0);
        assertEquals(0, errno(one(delete)));
        assertEquals(0, engine.policies().size());
    }

    @Test
    void whatEndsIsToldWithTheLifetimeThatDidIt() {
        one(add(KeyHeader.ADD, SPI, 20));
        var soft = extensions(keys.told(new KeyEvent.Expired(row(SPI), false)));
        assertNull(soft.get(Extensions.LIFETIME_HARD, 0));
        assertNotNull(soft.get(Extensions.LIFETIME_SOFT, 0));
        assertNotNull(
                extensions(keys.told(new KeyEvent.Expired(row(SPI), true))).get(Extensions.LIFETIME_HARD, 0));
        assertEquals(KeyManagement.REGISTERED, keys.audience(new KeyEvent.Expired(row(SPI), true)));
        assertEquals(KeyManagement.EVERYBODY, keys.audience(new KeyEvent.Deleted(row(SPI))));
    }

    /// As Linux says it: the peer's old address and port, then the new ones.
    @Test
    void whereANatHasMovedAPeerIsToldToThoseWhoRegistered() {
        one(inUdp(add(KeyHeader.ADD, SPI, 20)));
        var moved = Ipv6Address.parse("2001:db8:d::1");
        var event = new KeyEvent.Mapped(row(SPI), new SaState.Mapping(moved, 1027));
        assertEquals(KeyManagement.REGISTERED, keys.audience(event));
        var bytes = keys.told(event);
        assertEquals(23, new KeyHeader(MemorySegment.ofArray(bytes)).type(), "SADB_X_NAT_T_NEW_MAPPING");
        var with = extensions(bytes);
        assertEquals(SPI, new SaExtension(with.need(Extensions.SA, SaExtension.BYTES)).spi());
        assertEquals(US, address(with, Extensions.ADDRESS_SOURCE));
        assertEquals(4500, Small.natPort(with.need(Extensions.NAT_SOURCE_PORT, 8)));
        assertEquals(moved, address(with, Extensions.ADDRESS_DESTINATION));
        assertEquals(1027, Small.natPort(with.need(Extensions.NAT_DESTINATION_PORT, 8)));
    }

    /// As KAME says it: with the lifetime that has ended.
    @Test
    void aPolicysLifetimesAreKeptAndTheirEndIsTold() {
        var message = policy(KeyHeader.SPD_ADD);
        new LifetimeExtension(message.extension(Extensions.LIFETIME_HARD, LifetimeExtension.BYTES)).all(0, 0, 600, 60);
        var answer = extensions(one(message));
        var row = engine.policies().rows().getFirst();
        assertEquals(600, row.life().limits().hardSeconds());
        assertEquals(60, row.life().limits().hardUseSeconds());
        assertEquals(600, lifetime(answer, Extensions.LIFETIME_HARD).added());
        assertEquals(
                1_700_000_000, lifetime(answer, Extensions.LIFETIME_CURRENT).added());

        var event = new KeyEvent.PolicyExpired(row, true);
        assertEquals(KeyManagement.REGISTERED, keys.audience(event));
        assertEquals(21, new KeyHeader(MemorySegment.ofArray(keys.told(event))).type(), "SADB_X_SPDEXPIRE");
        var hard = extensions(keys.told(event));
        assertEquals(60, lifetime(hard, Extensions.LIFETIME_HARD).used());
        assertNull(hard.get(Extensions.LIFETIME_SOFT, 0));
        assertEquals(row.index(), new PolicyExtension(hard.need(Extensions.POLICY, PolicyExtension.BYTES)).index());
        var soft = extensions(keys.told(new KeyEvent.PolicyExpired(row, false)));
        assertNull(soft.get(Extensions.LIFETIME_HARD, 0));
        assertNotNull(soft.get(Extensions.LIFETIME_SOFT, 0));
    }

    @Test
    void noiseIsRefused() {
        var random = new Random(3);
        var seeds = List.of(
                add(KeyHeader.ADD, SPI, 20).bytes(),
                policy(KeyHeader.SPD_ADD).bytes(),
                new KeyMessage(KeyHeader.DUMP, 0, 1, 9).bytes());
        for (int i = 0; i < 30_000; i++) {
            byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
            for (int n = random.nextInt(6); n >= 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            for (var answer : keys.answers(bytes)) {
                assertEquals(answer.length, new KeyHeader(MemorySegment.ofArray(answer)).length());
            }
        }
    }

    private SaRow row(int spi) {
        return Objects.requireNonNull(engine.associations().get(new SaRow.Key(PEER, IpProtocol.ESP, spi)));
    }

    private byte[] one(KeyMessage message) {
        var answers = keys.answers(message.bytes());
        assertEquals(1, answers.size());
        return answers.getFirst();
    }

    private static Ipv6Address address(Extensions with, int which) {
        return new AddressExtension(with.need(which, AddressExtension.FEWEST))
                .address()
                .address();
    }

    private static LifetimeExtension lifetime(Extensions with, int which) {
        return new LifetimeExtension(with.need(which, LifetimeExtension.BYTES));
    }

    private static KeyMessage inUdp(KeyMessage message) {
        Small.natType(message.extension(Extensions.NAT_TYPE, Small.NAT_BYTES), 2);
        Small.natPort(message.extension(Extensions.NAT_SOURCE_PORT, Small.NAT_BYTES), 4500);
        Small.natPort(message.extension(Extensions.NAT_DESTINATION_PORT, Small.NAT_BYTES), 4500);
        return message;
    }

    private static int errno(byte[] message) {
        return new KeyHeader(MemorySegment.ofArray(message)).errno();
    }

    private static Extensions extensions(byte[] message) {
        assertEquals(0, errno(message));
        return Objects.requireNonNull(
                Extensions.read(MemorySegment.ofArray(message).asSlice(KeyHeader.BYTES)));
    }

    private static void ends(KeyMessage message) {
        int octets = AddressExtension.octets(IpFamily.IPV6);
        new AddressExtension(message.extension(Extensions.ADDRESS_SOURCE, octets)).host(US, IpFamily.IPV6);
        new AddressExtension(message.extension(Extensions.ADDRESS_DESTINATION, octets)).host(PEER, IpFamily.IPV6);
    }

    private static void sa(KeyMessage message, int spi) {
        new SaExtension(message.extension(Extensions.SA, SaExtension.BYTES)).all(spi, 32, 1, 5, 12, 0);
    }

    private static byte[] key(int bytes) {
        byte[] key = new byte[bytes];
        Arrays.fill(key, (byte) 0x5a);
        return key;
    }

    /// AES-CBC and HMAC-SHA-1, or what does not fit.
    private static KeyMessage add(int type, int spi, int authenticationBytes) {
        var message = new KeyMessage(type, ESP, 1, 9);
        new SaExtension(message.extension(Extensions.SA, SaExtension.BYTES)).all(spi, 32, 1, 3, 12, 0);
        ends(message);
        new KeyExtension(message.extension(Extensions.KEY_AUTHENTICATION, KeyExtension.FIXED + authenticationBytes))
                .key(key(authenticationBytes));
        new KeyExtension(message.extension(Extensions.KEY_ENCRYPTION, KeyExtension.FIXED + 16)).key(key(16));
        new LifetimeExtension(message.extension(Extensions.LIFETIME_HARD, LifetimeExtension.BYTES)).all(0, 0, 600, 0);
        new Sa2Extension(message.extension(Extensions.SA2, Sa2Extension.BYTES)).all(Sa2Extension.TUNNEL, 77);
        return message;
    }

    private static KeyMessage policy(int type) {
        var message = new KeyMessage(type, 0, 1, 9);
        int octets = AddressExtension.octets(IpFamily.IPV6);
        new AddressExtension(message.extension(Extensions.ADDRESS_SOURCE, octets))
                .all(255, Prefix.parse("2001:db8:b::/64"), 0);
        new AddressExtension(message.extension(Extensions.ADDRESS_DESTINATION, octets))
                .all(255, Prefix.parse("2001:db8:a::/64"), 0);
        int request = PolicyRequest.octets(IpFamily.IPV6, true);
        var bytes = message.extension(Extensions.POLICY, PolicyExtension.BYTES + request);
        new PolicyExtension(bytes).all(PolicyExtension.IPSEC, 3, 0, 5);
        new PolicyRequest(bytes.asSlice(PolicyExtension.BYTES, request))
                .all(IpProtocol.ESP, Sa2Extension.TUNNEL, PolicyRequest.UNIQUE, 77)
                .tunnel(IpFamily.IPV6, PEER, US);
        return message;
    }
}
