package inaba.hostile;

import static inaba.hostile.Frames.HOP_BY_HOP;
import static inaba.hostile.Frames.ICMP6;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// MLD and IGMP from who wants to have them say much, or remember much.
class GroupTest extends Siege {
    private static final int QUERY = 130;
    private static final int REPORT = 131;
    private static final int DONE = 132;
    private static final int REPORT2 = 143;
    private static final String ALL_NODES = "ff02::1";
    private static final byte[] ROUTER_ALERT =
            new Octets().hex("0502 0000 0100").array();

    /// CVE-2022-0742: messages of MLD that leaked what they took.
    @Test
    void aFloodOfQueriesAndReportsLeaksNothing() {
        for (var battle : List.of(host(), router())) {
            battle.flood(10_000, i -> mld(QUERY, "fe80::%x:%x".formatted(1, i), query(i & 0xffff, "::", 0, 0)));
            battle.flood(10_000, i -> mld(REPORT, "fe80::bad", report("ff05::%x:%x".formatted(1, i))));
            battle.flood(5_000, i -> mld(DONE, "fe80::bad", report("ff05::%x:%x".formatted(1, i))));
            battle.flood(
                    5_000,
                    i -> mld(
                            REPORT2,
                            "fe80::bad",
                            new Octets().u16(0).u16(i).zeros(40).array()));
            battle.target().advance(Duration.ofMinutes(5));
            battle.rows("queriers", 2);
            battle.rows("groups", 32);
            battle.rows("listeners", 32);
        }
    }

    @Test
    void queriesThatLieAboutTheirLengthAreDropped() {
        var host = host();
        for (int sources : new int[] {1, 2, 90, 0x7fff, 0xffff}) {
            host.dropped("inaba.mld.query-sources", mld(QUERY, "fe80::bad", query(1000, "ff02::77", sources, 0)));
        }
        host.dropped("inaba.mld.query-sources", mld(QUERY, "fe80::bad", query(1000, "::", 1, 1)));
        for (int length : new int[] {21, 22, 23}) {
            var body = java.util.Arrays.copyOf(query(1000, "::", 0, 0), length);
            host.dropped("inaba.mld.query-length", mld(QUERY, "fe80::bad", body));
        }
        for (int length = 0; length < 20; length++) {
            host.dropped("inaba.mld.too-short", mld(QUERY, "fe80::bad", new byte[length]));
        }
        host.dropped("inaba.mld.not-a-group", mld(QUERY, "fe80::bad", query(1000, "2001:db8::1", 0, 0)));
        host.dropped("inaba.mld.source-not-link-local", mld(QUERY, Target.ATTACKER, query(1000, "::", 0, 0)));
    }

    @Test
    void queriesWithoutRouterAlertOrFromAfarAreDropped() {
        var host = host();
        var message = Frames.icmp6("fe80::bad", ALL_NODES, QUERY, 0, query(1, "::", 0, 0));
        host.dropped(
                "inaba.mld.no-router-alert",
                toGroup(ALL_NODES, Frames.ipv6("fe80::bad", ALL_NODES, ICMP6, 1, message)));
        var alerted = Frames.join(Frames.options(ICMP6, ROUTER_ALERT), message);
        for (int hopLimit : new int[] {0, 2, 64, 255}) {
            host.dropped(
                    "inaba.mld.hop-limit-not-1",
                    toGroup(ALL_NODES, Frames.ipv6("fe80::bad", ALL_NODES, HOP_BY_HOP, hopLimit, alerted)));
        }
    }

    /// Whoever asks how often he likes gets answers at the rate of the groups, not of the questions.
    @Test
    void reportsAreNotAmplified() {
        var host = host();
        host.target().sent();
        for (int i = 0; i < 3_000; i++) {
            host.target().hears(Target.LAN, mld(QUERY, "fe80::bad", query(i % 2, "::", 0, 0)));
        }
        host.target().advance(Duration.ofSeconds(30));
        int reports = host.target().sent().size();
        host.check(reports < 3_000, reports + " packets for 3,000 queries");
    }

    @Test
    void aFloodOfIgmpLeaksNothing() {
        for (var battle : List.of(host(), router())) {
            battle.flood(10_000, i -> igmp(0x11, i & 0xff, "0.0.0.0", "224.0.0.1"));
            battle.flood(10_000, i -> igmp(0x16, 0, "239.1.%d.%d".formatted(i >>> 8 & 0xff, i & 0xff), "224.0.0.22"));
            battle.flood(5_000, i -> igmp(i & 0xff, i >>> 8, "239.1.1.1", "224.0.0.1"));
            battle.target().advance(Duration.ofMinutes(5));
            battle.rows("groups", 32);
        }
        var host = host();
        for (int length = 0; length < 4; length++) {
            var message = Frames.icmp4(0x11, 0, new byte[length]);
            host.dropped("inaba.ip4.igmp.too-short", toNode(Frames.ipv4(Target.ATTACKER4, Target.NODE4, 2, message)));
        }
    }

    private static byte[] query(int delay, String group, int sources, int present) {
        return new Octets()
                .u16(delay)
                .u16(0)
                .address(group)
                .u8(2)
                .u8(125)
                .u16(sources)
                .zeros(present * 16)
                .array();
    }

    private static byte[] report(String group) {
        return new Octets().u32(0).address(group).array();
    }

    private static byte[] mld(int type, String from, byte[] body) {
        var message = Frames.icmp6(from, ALL_NODES, type, 0, body);
        var payload = Frames.join(Frames.options(ICMP6, ROUTER_ALERT), message);
        return toGroup(ALL_NODES, Frames.ipv6(from, ALL_NODES, HOP_BY_HOP, 1, payload));
    }

    private static byte[] igmp(int type, int code, String group, String to) {
        var message = Frames.icmp4(type, code, new Octets().address(group).array());
        var packet = Frames.ipv4(Target.ATTACKER4, to, 2, message);
        return Frames.ethernet("01:00:5e:00:00:01", Target.ATTACKER_MAC, Frames.IPV4, packet);
    }
}
