package inaba.xfrm.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.api.xfrm.Direction;
import inaba.api.xfrm.Limits;
import inaba.api.xfrm.Mode;
import inaba.api.xfrm.Ports;
import inaba.api.xfrm.SaRow;
import inaba.api.xfrm.SaState;
import inaba.api.xfrm.Selector;
import inaba.core.Engine;
import inaba.junit.Clause;
import inaba.keys.KeyEvent;
import inaba.keys.KeyEvents;
import inaba.keys.KeyStore;
import inaba.testkit.Lab;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Address;
import inaba.wire.Layouts;
import inaba.wire.Prefix;
import inaba.xfrm.netlink.wire.Attributes;
import inaba.xfrm.netlink.wire.KeyInfo;
import inaba.xfrm.netlink.wire.Message;
import inaba.xfrm.netlink.wire.NetlinkHeader;
import inaba.xfrm.netlink.wire.PolicyId;
import inaba.xfrm.netlink.wire.PolicyInfo;
import inaba.xfrm.netlink.wire.SaId;
import inaba.xfrm.netlink.wire.SaInfo;
import inaba.xfrm.netlink.wire.SelectorInfo;
import inaba.xfrm.netlink.wire.TemplateInfo;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a key manager asks of Linux's kernel, in its order, and what it is answered.
class NetlinkTest {
    private static final Ipv6Address US = Ipv6Address.parse("2001:db8:c::1");
    private static final Ipv6Address PEER = Ipv6Address.parse("2001:db8:c::2");
    private static final int ASK = NetlinkHeader.REQUEST | NetlinkHeader.ACK;
    private static final int EEXIST = 17;
    private static final int ESRCH = 3;
    private static final int ENOENT = 2;
    private static final int EINVAL = 22;
    private static final int ENOSYS = 38;
    private static final int ENOPROTOOPT = 92;

    @TempDir
    Path state;

    private Lab lab;
    private Engine engine;
    private Netlink netlink;

    @BeforeEach
    void start() {
        lab = new Lab(state);
        engine = lab.node("gateway", true).engine();
        netlink = new Netlink(engine, Suites::named, () -> Instant.ofEpochSecond(1_700_000_000), "test");
    }

    @Test
    void structuresAreAsLargeAsLinuxHasThem() {
        assertEquals(56, SelectorInfo.BYTES);
        assertEquals(224, SaInfo.BYTES);
        assertEquals(24, SaId.BYTES);
        assertEquals(168, PolicyInfo.BYTES);
        assertEquals(64, PolicyId.BYTES);
        assertEquals(64, TemplateInfo.BYTES);
        assertEquals(48, Answers.EVENT_BYTES);
    }

    /// As charon does it: an SPI for the way in, both associations, policies, a look, and all is taken back.
    @Test
    void aChildIsMadeAskedForAndTakenBack() {
        var given = new SaInfo(body(answers(allocate(US, PEER)).getFirst())).key();
        assertTrue(Integer.toUnsignedLong(given.spi()) >= 0xc000_0000L);
        assertTrue(KeyStore.isLarval(row(given)));

        acknowledged(association(Xfrm.UPDSA, PEER, US, given.spi()));
        acknowledged(association(Xfrm.NEWSA, US, PEER, 0x1234));
        acknowledged(policy(Xfrm.NEWPOLICY, Direction.OUT, 100));
        acknowledged(policy(Xfrm.UPDPOLICY, Direction.OUT, 50));

        var shown = answers(id(Xfrm.GETSA, given));
        var row = row(given);
        assertEquals(given, new SaInfo(body(shown.getFirst())).key());
        assertEquals(Mode.TUNNEL, row.mode());
        assertEquals(7, row.requestId());
        assertEquals(3600, row.limits().hardSeconds());
        assertEquals(32, row.state().window().size());
        var made = engine.policies().rows().getFirst();
        assertEquals(50, made.priority());
        assertEquals(PEER, made.templates().getFirst().destination());

        acknowledged(id(Xfrm.DELSA, given));
        assertEquals(-ESRCH, error(answers(id(Xfrm.DELSA, given)).getFirst()));
        acknowledged(new Message(Xfrm.FLUSHPOLICY, ASK, 9, 1, 0));
        acknowledged(new Message(Xfrm.FLUSHSA, ASK, 9, 1, 1));
        assertEquals(0, engine.associations().size() + engine.policies().size());
    }

    @Test
    void whatIsThereTwiceOrNotAtAllIsSaid() {
        acknowledged(association(Xfrm.NEWSA, US, PEER, 0x1234));
        assertEquals(
                -EEXIST,
                error(answers(association(Xfrm.NEWSA, US, PEER, 0x1234)).getFirst()));
        assertEquals(
                -ESRCH, error(answers(association(Xfrm.UPDSA, US, PEER, 0x99)).getFirst()));
        acknowledged(policy(Xfrm.NEWPOLICY, Direction.OUT, 1));
        assertEquals(
                -EEXIST, error(answers(policy(Xfrm.NEWPOLICY, Direction.OUT, 2)).getFirst()));
        var absent = new Message(Xfrm.GETPOLICY, ASK, 3, 1, PolicyId.BYTES);
        new PolicyId(absent.fixed()).rest(77, 1);
        assertEquals(-ENOENT, error(answers(absent).getFirst()));
    }

    @ParameterizedTest(name = "{0} with {1} octets of key is answered with {2}")
    @CsvSource(delimiter = '|', textBlock = """
            rfc4106(gcm(aes)) | 20 | 0
            rfc4106(gcm(aes)) | 17 | 22
            rfc4309(ccm(aes)) | 19 | 38
            """)
    void keysMustFitTheirAlgorithms(String name, int bytes, int errno) {
        var message = association(Xfrm.NEWSA, US, PEER, 5, name, bytes);
        assertEquals(-errno, error(answers(message).getFirst()));
    }

    @Test
    void whatIsNotDoneIsRefused() {
        assertEquals(
                -ENOPROTOOPT,
                error(answers(new Message(Xfrm.MIGRATE, ASK, 1, 1, 64)).getFirst()));
        assertEquals(-EINVAL, error(answers(new Message(0x60, ASK, 1, 1, 64)).getFirst()));
        assertEquals(
                -EINVAL, error(answers(new Message(Xfrm.NEWSA, ASK, 1, 1, 40)).getFirst()));
        var marked = association(Xfrm.NEWSA, US, PEER, 5).u32(Xfrm.A_IF_ID, 3);
        assertEquals(-95, error(answers(marked).getFirst()));
        assertEquals(
                -ENOSYS,
                error(answers(association(Xfrm.NEWSA, US, PEER, 5, "rot13", 20)).getFirst()));
    }

    @Test
    void anErrorDoesNotSayTheKeyAgain() {
        var refused = answers(association(Xfrm.NEWSA, US, PEER, 5, "rot13", 20)).getFirst();
        for (byte b : List.of((byte) 0x5a)) {
            assertEquals(-1, indexOf(refused, b));
        }
    }

    @Test
    void whatHappensIsToldToTheGroups() {
        var told = new ArrayList<KeyEvent>();
        new KeyEvents(engine, told::add).start();
        acknowledged(policy(Xfrm.NEWPOLICY, Direction.OUT, 1));
        engine.associations().put(wanted());
        lab.settle();
        acknowledged(association(Xfrm.NEWSA, US, PEER, 0x1234));
        acknowledged(id(Xfrm.DELSA, new SaRow.Key(PEER, IpProtocol.ESP, 0x1234)));

        assertEquals(
                List.of(Xfrm.NEWPOLICY, Xfrm.ACQUIRE, Xfrm.NEWSA, Xfrm.DELSA),
                told.stream().map(event -> header(netlink.told(event)).type()).toList());
        assertNull(engine.associations().get(new SaRow.Key(PEER, IpProtocol.ESP, 0)), "nobody waits any more");
        assertEquals(List.of(4, 1, 3, 3), told.stream().map(netlink::audience).toList());
    }

    @Test
    void whatHasGrownOldIsToldOnceAndThenItsEnd() {
        var told = new ArrayList<KeyEvent>();
        new KeyEvents(engine, told::add).start();
        acknowledged(association(Xfrm.NEWSA, US, PEER, 0x1234));
        var row = row(new SaRow.Key(PEER, IpProtocol.ESP, 0x1234));
        row.state().die(SaState.SOFT);
        lab.advance(Duration.ofSeconds(5));
        assertEquals(List.of(new KeyEvent.Added(row), new KeyEvent.Expired(row, false)), told);
        lab.advance(Duration.ofSeconds(3600));
        assertEquals(new KeyEvent.Expired(row, true), told.getLast());
        assertEquals(3, told.size());
    }

    /// Once a second at most while packets come, until key management has changed the association.
    @Test
    @Clause("RFC 7296 §2.23")
    void whereANatHasMovedAPeerIsTold() {
        var told = new ArrayList<KeyEvent>();
        new KeyEvents(engine, told::add).start();
        var message = association(Xfrm.NEWSA, US, PEER, 0x1234);
        encapsulation(message, 4500);
        acknowledged(message);
        var row = row(new SaRow.Key(PEER, IpProtocol.ESP, 0x1234));
        var moved = Ipv6Address.parse("2001:db8:d::1");
        told.clear();
        for (int second = 0; second < 3; second++) {
            row.state().use(100, row.limits());
            row.state().cameFrom(moved.high(), moved.low(), 1027);
            lab.advance(Duration.ofSeconds(1));
        }
        lab.advance(Duration.ofSeconds(5));
        var mapped = new KeyEvent.Mapped(row, new SaState.Mapping(moved, 1027));
        assertEquals(List.of(mapped, mapped, mapped), told);
        assertEquals(8, netlink.audience(mapped), "XFRMNLGRP_MAPPING");

        var bytes = netlink.told(mapped);
        assertEquals(Xfrm.MAPPING, header(bytes).type());
        assertEquals(row.key(), new SaId(body(bytes)).key());
        assertEquals(7, body(bytes).get(ValueLayout.JAVA_INT_UNALIGNED, 24));
        assertEquals(US, Ipv6Address.read(body(bytes), 28));
        assertEquals(moved, Ipv6Address.read(body(bytes), 44));
        assertEquals(4500, Layouts.u16(body(bytes), 60));
        assertEquals(1027, Layouts.u16(body(bytes), 62));
        assertEquals(NetlinkHeader.BYTES + 64, bytes.length);
    }

    /// Of what was used; Linux leaves it away before.
    @Test
    void anAnswerSaysWhenAnAssociationWasUsedLast() {
        acknowledged(association(Xfrm.NEWSA, US, PEER, 0x1234));
        var key = new SaRow.Key(PEER, IpProtocol.ESP, 0x1234);
        assertNull(attributes(answers(id(Xfrm.GETSA, key)).getFirst(), SaInfo.BYTES)
                .get(Xfrm.A_LASTUSED, 8));
        row(key).state().use(100, row(key).limits());
        row(key).state().look(engine.time().nanos());
        lab.advance(Duration.ofSeconds(10));
        var last = attributes(answers(id(Xfrm.GETSA, key)).getFirst(), SaInfo.BYTES)
                .get(Xfrm.A_LASTUSED, 8);
        assertEquals(1_700_000_000 - 10, Objects.requireNonNull(last).get(ValueLayout.JAVA_LONG_UNALIGNED, 0));
    }

    @Test
    void aPolicysLifetimesAreKeptAndTheirEndIsTold() {
        var told = new ArrayList<KeyEvent>();
        new KeyEvents(engine, told::add).start();
        var message = policy(Xfrm.NEWPOLICY, Direction.OUT, 1);
        long none = Limits.NONE;
        new PolicyInfo(message.fixed().asSlice(0, PolicyInfo.BYTES))
                .limits()
                .limits(new Limits(none, none, none, none, 50, 60, none, none));
        acknowledged(message);
        var row = engine.policies().rows().getFirst();
        assertEquals(60, row.life().limits().hardSeconds());
        var shown = answers(new Message(Xfrm.GETPOLICY, NetlinkHeader.REQUEST | NetlinkHeader.DUMP, 4, 1, 0));
        assertEquals(
                row.life().limits(),
                new PolicyInfo(body(shown.getFirst())).limits().limits());

        lab.advance(Duration.ofSeconds(55));
        row.life().look(0, engine.time().nanos());
        lab.advance(Duration.ofSeconds(10));
        assertEquals(
                List.of(
                        new KeyEvent.PolicyAdded(row),
                        new KeyEvent.PolicyExpired(row, false),
                        new KeyEvent.PolicyExpired(row, true)),
                told);
        var bytes = netlink.told(told.getLast());
        assertEquals(Xfrm.POLEXPIRE, header(bytes).type());
        assertEquals(2, netlink.audience(told.getLast()), "XFRMNLGRP_EXPIRE");
        assertEquals(1, Layouts.u8(body(bytes), PolicyInfo.BYTES));
        assertEquals(0, Layouts.u8(body(netlink.told(told.get(1))), PolicyInfo.BYTES));
        assertTrue(attributes(bytes, PolicyInfo.BYTES + 8).has(Xfrm.A_TMPL));
    }

    @Test
    void anSpiWithoutKeysEndsByItself() {
        var given = new SaInfo(body(answers(allocate(US, PEER)).getFirst())).key();
        lab.advance(KeyStore.LARVAL.plusSeconds(2));
        assertNull(engine.associations().get(given));
    }

    /// A successor on another machine never sends a number again (RFC 4303 §3.3.3), nor takes one twice.
    @Test
    void anAssociationGoesOnWhereTheMessageSays() {
        var message = association(Xfrm.NEWSA, US, PEER, 0x1234);
        var replay = message.attribute(Xfrm.A_REPLAY_VAL, 12);
        replay.set(ValueLayout.JAVA_INT_UNALIGNED, 0, 1000);
        replay.set(ValueLayout.JAVA_INT_UNALIGNED, 4, 500);
        acknowledged(message);
        var state = row(new SaRow.Key(PEER, IpProtocol.ESP, 0x1234)).state();
        assertEquals(1001, state.nextSequence());
        assertEquals(500, state.window().top());
        assertTrue(!state.window().check(499) && state.window().check(501));
    }

    @Test
    void dumpsEndWithDone() {
        for (int spi = 1; spi <= 300; spi++) {
            acknowledged(association(Xfrm.NEWSA, US, PEER, spi));
        }
        var all = answers(new Message(Xfrm.GETSA, NetlinkHeader.REQUEST | NetlinkHeader.DUMP, 4, 1, 0));
        assertEquals(301, all.size());
        assertEquals(NetlinkHeader.DONE, header(all.getLast()).type());
        assertTrue(all.stream()
                .allMatch(m -> header(m).has(NetlinkHeader.MULTI) && header(m).sequence() == 4));
    }

    @Test
    void noiseIsRefusedAndChangesLittle() {
        var random = new Random(7);
        var seeds = List.of(
                association(Xfrm.NEWSA, US, PEER, 1).bytes(),
                allocate(US, PEER).bytes(),
                policy(Xfrm.NEWPOLICY, Direction.IN, 1).bytes(),
                id(Xfrm.GETSA, new SaRow.Key(PEER, IpProtocol.ESP, 1)).bytes());
        for (int i = 0; i < 30_000; i++) {
            byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
            for (int n = random.nextInt(8); n >= 0; n--) {
                bytes[16 + random.nextInt(bytes.length - 16)] = (byte) random.nextInt();
            }
            for (var answer : netlink.answers(bytes)) {
                assertEquals(answer.length, header(answer).length());
            }
        }
    }

    private static SaRow wanted() {
        var flow = new Selector(
                new Prefix(Ipv6Address.parse("2001:db8:a::5"), 128),
                new Prefix(Ipv6Address.parse("2001:db8:b::5"), 128),
                Selector.ANY,
                Ports.ANY,
                Ports.ANY,
                0);
        var key = new SaRow.Key(PEER, IpProtocol.ESP, 0);
        return new SaRow(
                key,
                US,
                Mode.TUNNEL,
                7,
                null,
                null,
                null,
                null,
                null,
                flow,
                Limits.UNLIMITED,
                Set.of(),
                0,
                0,
                new SaState(0),
                "inaba.xfrm",
                Long.MAX_VALUE);
    }

    private static int indexOf(byte[] bytes, byte wanted) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == wanted && i + 4 < bytes.length && bytes[i + 1] == wanted && bytes[i + 2] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private SaRow row(SaRow.Key key) {
        return Objects.requireNonNull(engine.associations().get(key));
    }

    private List<byte[]> answers(Message message) {
        return netlink.answers(message.bytes());
    }

    private void acknowledged(Message message) {
        var answers = answers(message);
        assertEquals(0, error(answers.getLast()));
    }

    private static NetlinkHeader header(byte[] message) {
        return new NetlinkHeader(MemorySegment.ofArray(message));
    }

    private static MemorySegment body(byte[] message) {
        return MemorySegment.ofArray(message).asSlice(NetlinkHeader.BYTES);
    }

    private static int error(byte[] message) {
        assertEquals(NetlinkHeader.ERROR, header(message).type());
        return body(message).get(ValueLayout.JAVA_INT_UNALIGNED, 0);
    }

    private static Attributes attributes(byte[] message, int fixed) {
        return Objects.requireNonNull(Attributes.read(body(message).asSlice(fixed)));
    }

    private static void encapsulation(Message message, int port) {
        var encap = message.attribute(Xfrm.A_ENCAP, 24);
        encap.set(ValueLayout.JAVA_SHORT_UNALIGNED, 0, (short) 2);
        Layouts.u16(encap, 2, port);
        Layouts.u16(encap, 4, 4500);
    }

    private static SaInfo info(MemorySegment fixed, Ipv6Address from, Ipv6Address to, int spi) {
        var key = new SaRow.Key(to, IpProtocol.ESP, spi);
        var row = new SaRow(
                key,
                from,
                Mode.TUNNEL,
                7,
                null,
                null,
                null,
                null,
                null,
                Selector.all(IpFamily.IPV6),
                Limits.UNLIMITED,
                Set.of(),
                0,
                0,
                new SaState(0),
                "test",
                Long.MAX_VALUE);
        var info = new SaInfo(fixed).key(row).mode(1).replayWindow(32);
        long none = Limits.NONE;
        info.limits().limits(new Limits(none, none, none, none, 3000, 3600, none, none));
        return info;
    }

    private static Message association(int type, Ipv6Address from, Ipv6Address to, int spi) {
        return association(type, from, to, spi, "rfc4106(gcm(aes))", 20);
    }

    private static Message association(int type, Ipv6Address from, Ipv6Address to, int spi, String name, int keyBytes) {
        var message = new Message(type, ASK, 1, 1, SaInfo.BYTES);
        info(message.fixed(), from, to, spi);
        byte[] key = new byte[keyBytes];
        Arrays.fill(key, (byte) 0x5a);
        return message.attribute(Xfrm.A_ALG_AEAD, KeyInfo.write(name, key, 128));
    }

    private static Message allocate(Ipv6Address to, Ipv6Address from) {
        var message = new Message(Xfrm.ALLOCSPI, NetlinkHeader.REQUEST, 1, 1, SaInfo.BYTES + 8);
        info(message.fixed().asSlice(0, SaInfo.BYTES), from, to, 0);
        message.fixed().set(ValueLayout.JAVA_INT_UNALIGNED, SaInfo.BYTES, 0xc000_0000);
        message.fixed().set(ValueLayout.JAVA_INT_UNALIGNED, SaInfo.BYTES + 4, 0xcfff_ffff);
        return message;
    }

    private static Message id(int type, SaRow.Key key) {
        var message = new Message(type, ASK, 2, 1, SaId.BYTES);
        var row = new SaRow(
                key,
                US,
                Mode.TUNNEL,
                7,
                null,
                null,
                null,
                null,
                null,
                Selector.all(IpFamily.IPV6),
                Limits.UNLIMITED,
                Set.of(),
                0,
                0,
                new SaState(0),
                "test",
                Long.MAX_VALUE);
        new SaId(message.fixed()).of(row);
        return message;
    }

    private static Message policy(int type, Direction direction, int priority) {
        var message = new Message(type, ASK, 3, 1, PolicyInfo.BYTES);
        var selector = new Selector(
                Prefix.parse("2001:db8:a::/64"),
                Prefix.parse("2001:db8:b::/64"),
                Selector.ANY,
                Ports.ANY,
                Ports.ANY,
                0);
        var info = new PolicyInfo(message.fixed());
        info.selector().selector(selector);
        info.rest(priority, 0, KeyStore.direction(direction), 0);
        var template = new TemplateInfo(message.attribute(Xfrm.A_TMPL, TemplateInfo.BYTES));
        template.addresses(IpFamily.IPV6, US, PEER).rest(IpProtocol.ESP, 0, 7, 1, false);
        return message;
    }
}
