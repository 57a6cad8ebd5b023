package inaba.ip.neighbor;

import static java.lang.Boolean.FALSE;
import static java.lang.Boolean.TRUE;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import inaba.api.neighbor.NeighborKey;
import inaba.api.neighbor.NeighborRow;
import inaba.api.neighbor.NeighborRow.State;
import inaba.api.table.Row;
import inaba.ip.neighbor.NudEvent.Advert;
import inaba.ip.neighbor.NudEvent.Confirmed;
import inaba.ip.neighbor.NudEvent.Heard;
import inaba.ip.neighbor.NudEvent.PacketToSend;
import inaba.ip.neighbor.NudEvent.RouterFlag;
import inaba.ip.neighbor.NudEvent.Timeout;
import inaba.ip.neighbor.NudEvent.Used;
import inaba.ip.neighbor.Step.Action;
import inaba.junit.Clause;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 4861 Appendix C, §7.2.5 and §7.3.3, and RFC 7048 §3, row by row.
///
/// An entry is its state, its MAC (A is the cached one, B another), R when it is a router, and the solicitations sent.
class NudTest {
    private static final Nud NUD = new Nud("inaba.nd");
    private static final NeighborKey KEY = new NeighborKey(1, Ipv6Address.parse("fe80::1"));
    private static final MacAddress A = MacAddress.parse("02:00:00:00:00:0a");
    private static final MacAddress B = MacAddress.parse("02:00:00:00:00:0b");
    private static final long SECOND = 1_000_000_000L;
    private static final long BEFORE = 100 * SECOND;
    private static final long NOW = 200 * SECOND;
    private static final Timing TIMING =
            new Timing(SECOND, 30 * SECOND, 5 * SECOND, 3, 3, 3, 3, 60 * SECOND, 600 * SECOND, 30 * SECOND);

    /// NA: A or B is the option's MAC, - none; S solicited, O override, R router.
    @ParameterizedTest(name = "{0} --{1}--> {2} {3}")
    @CsvSource(delimiter = '|', textBlock = """
        # Appendix C, resolution
        none            | packet       | INCOMPLETE 1   | SOLICIT_MULTICAST
        INCOMPLETE 1    | timeout      | INCOMPLETE 2   | SOLICIT_MULTICAST
        INCOMPLETE 2    | timeout      | INCOMPLETE 3   | SOLICIT_MULTICAST
        INCOMPLETE 3    | timeout      | FAILED         | NOTHING
        INCOMPLETE 2    | packet       | INCOMPLETE 2   | NOTHING
        FAILED          | packet       | INCOMPLETE 1   | SOLICIT_MULTICAST
        FAILED R        | packet       | INCOMPLETE R 1 | SOLICIT_MULTICAST
        FAILED          | timeout      | none           | NOTHING
        INCOMPLETE 1    | NA A         | STALE A        | NOTHING
        INCOMPLETE 1    | NA A O       | STALE A        | NOTHING
        INCOMPLETE 1    | NA A S       | REACHABLE A    | NOTHING
        INCOMPLETE 1    | NA A S O     | REACHABLE A    | NOTHING
        INCOMPLETE 1    | NA A S O R   | REACHABLE A R  | NOTHING
        INCOMPLETE R 1  | NA A S       | REACHABLE A    | NOTHING
        INCOMPLETE 2    | NA - S R     | INCOMPLETE R 2 | NOTHING
        INCOMPLETE R 2  | NA - O       | INCOMPLETE 2   | NOTHING
        # §7.2.5: without an entry an advertisement is nothing to a host
        none            | NA A S O     | none           | NOTHING
        FAILED          | NA A S O     | FAILED         | NOTHING
        # §7.2.5 I: not override and another MAC
        REACHABLE A     | NA B S       | STALE A        | NOTHING
        REACHABLE A     | NA B         | STALE A        | NOTHING
        REACHABLE A R   | NA B         | STALE A R      | NOTHING
        STALE A         | NA B S R     | STALE A        | NOTHING
        DELAY A         | NA B S       | DELAY A        | NOTHING
        PROBE A 2       | NA B S       | PROBE A 2      | NOTHING
        UNREACHABLE A 1 | NA B S       | UNREACHABLE A 1 | NOTHING
        UNREACHABLE A 1 | NA B         | UNREACHABLE A 1 | NOTHING
        # §7.2.5 II: override, or the same MAC, or none given
        STALE A         | NA A S       | REACHABLE A    | NOTHING
        STALE A         | NA - S       | REACHABLE A    | NOTHING
        STALE A         | NA A S O R   | REACHABLE A R  | NOTHING
        DELAY A         | NA A S       | REACHABLE A    | NOTHING
        PROBE A 3       | NA A S       | REACHABLE A    | NOTHING
        PROBE A 3       | NA - S       | REACHABLE A    | NOTHING
        UNREACHABLE A 2 | NA A S       | REACHABLE A    | NOTHING
        REACHABLE A     | NA B S O     | REACHABLE B    | NOTHING
        STALE A         | NA B S O     | REACHABLE B    | NOTHING
        DELAY A         | NA B S O     | REACHABLE B    | NOTHING
        PROBE A 1       | NA B S O     | REACHABLE B    | NOTHING
        UNREACHABLE A 1 | NA B S O     | REACHABLE B    | NOTHING
        REACHABLE A     | NA B O       | STALE B        | NOTHING
        STALE A         | NA B O       | STALE B        | NOTHING
        DELAY A         | NA B O       | STALE B        | NOTHING
        PROBE A 1       | NA B O       | STALE B        | NOTHING
        UNREACHABLE A 1 | NA B O       | STALE B        | NOTHING
        REACHABLE A     | NA A O       | REACHABLE A    | NOTHING
        REACHABLE A     | NA A         | REACHABLE A    | NOTHING
        STALE A         | NA A O       | STALE A        | NOTHING
        DELAY A         | NA A O       | DELAY A        | NOTHING
        PROBE A 2       | NA A O       | PROBE A 2      | NOTHING
        UNREACHABLE A 2 | NA A O       | UNREACHABLE A 2 | NOTHING
        STALE A R       | NA A         | STALE A        | NOTHING
        PROBE A 1       | NA - R       | PROBE A R 1    | NOTHING
        # §7.3.3
        REACHABLE A     | timeout      | STALE A        | NOTHING
        STALE A         | used         | DELAY A        | NOTHING
        # §7.3.1 and Appendix C: the progress of an upper layer
        none            | confirmed    | none           | NOTHING
        INCOMPLETE 1    | confirmed    | INCOMPLETE 1   | NOTHING
        FAILED          | confirmed    | FAILED         | NOTHING
        REACHABLE A     | confirmed    | REACHABLE A    | NOTHING
        STALE A R       | confirmed    | REACHABLE A R  | NOTHING
        DELAY A         | confirmed    | REACHABLE A    | NOTHING
        PROBE A 2       | confirmed    | REACHABLE A    | NOTHING
        UNREACHABLE A 2 | confirmed    | REACHABLE A    | NOTHING
        PERMANENT A     | confirmed    | PERMANENT A    | NOTHING
        REACHABLE A     | used         | REACHABLE A    | NOTHING
        DELAY A         | used         | DELAY A        | NOTHING
        PROBE A 1       | used         | PROBE A 1      | NOTHING
        DELAY A         | timeout      | PROBE A 1      | SOLICIT_UNICAST
        PROBE A 1       | timeout      | PROBE A 2      | SOLICIT_UNICAST
        PROBE A 2       | timeout      | PROBE A 3      | SOLICIT_UNICAST
        STALE A         | timeout      | none           | NOTHING
        # RFC 7048 §3 instead of "discard entry"
        PROBE A R 3     | timeout      | UNREACHABLE A R 1 | SOLICIT_MULTICAST
        UNREACHABLE A 1 | timeout used | UNREACHABLE A 2   | SOLICIT_MULTICAST
        UNREACHABLE A 2 | timeout used | UNREACHABLE A 3   | SOLICIT_MULTICAST
        UNREACHABLE A 3 | timeout used | FAILED         | NOTHING
        UNREACHABLE A 1 | timeout      | none           | NOTHING
        # Appendix C, messages other than advertisements
        none            | heard A      | STALE A        | NOTHING
        none            | heard A R    | STALE A R      | NOTHING
        none            | router       | none           | NOTHING
        FAILED          | heard A      | STALE A        | NOTHING
        FAILED R        | heard A      | STALE A R      | NOTHING
        INCOMPLETE 2    | heard A      | STALE A        | NOTHING
        INCOMPLETE R 2  | heard A      | STALE A R      | NOTHING
        INCOMPLETE 2    | router       | INCOMPLETE R 2 | NOTHING
        REACHABLE A R   | heard B      | STALE B R      | NOTHING
        STALE A         | heard B R    | STALE B R      | NOTHING
        DELAY A         | heard B      | STALE B        | NOTHING
        PROBE A 1       | heard B      | STALE B        | NOTHING
        UNREACHABLE A 1 | heard B      | STALE B        | NOTHING
        REACHABLE A R   | heard A      | REACHABLE A R  | NOTHING
        REACHABLE A R   | heard A H    | REACHABLE A    | NOTHING
        STALE A         | heard A R    | STALE A R      | NOTHING
        PROBE A 2       | heard A      | PROBE A 2      | NOTHING
        UNREACHABLE A 2 | heard A      | UNREACHABLE A 2 | NOTHING
        STALE A         | router       | STALE A R      | NOTHING
        STALE A R       | host         | STALE A        | NOTHING
        # what a person fixed stays
        PERMANENT A     | NA B S O     | PERMANENT A    | NOTHING
        PERMANENT A     | NA A S O R   | PERMANENT A R  | NOTHING
        PERMANENT A     | heard B R    | PERMANENT A R  | NOTHING
        PERMANENT A     | used         | PERMANENT A    | NOTHING
        """)
    @Clause({
        "RFC 4861 §7.2.5c",
        "RFC 4861 §7.2.5d",
        "RFC 4861 §7.2.5e",
        "RFC 4861 §7.2.5f",
        "RFC 4861 §7.2.5g",
        "RFC 4861 §7.3.3a",
        "RFC 4861 §7.3.3b",
        "RFC 4861 §7.3.3c",
        "RFC 7048 §3f"
    })
    void eachRowHolds(String before, String event, String after, Action action) {
        var step = NUD.step(KEY, row(before), event(event), NOW, TIMING);
        assertEquals(after, text(step.row()));
        assertEquals(action, step.action());
    }

    @ParameterizedTest(name = "{0}, used {1}: {2} s after it began")
    @CsvSource(delimiter = '|', textBlock = """
        INCOMPLETE 1    | false | 1
        INCOMPLETE 3    | false | 3
        STALE A         | false | 600
        DELAY A         | false | 5
        PROBE A 1       | false | 1
        PROBE A 3       | false | 3
        UNREACHABLE A 1 | true  | 3
        UNREACHABLE A 2 | true  | 12
        UNREACHABLE A 3 | true  | 39
        UNREACHABLE A 4 | true  | 99
        UNREACHABLE A 1 | false | 603
        FAILED          | false | 30
        """)
    @Clause({"RFC 4861 §7.2.2e", "RFC 4861 §7.3.3b", "RFC 4861 §7.3.3c", "RFC 7048 §3a", "RFC 7048 §3d"})
    void aTimeoutFollowsFromTheRowAlone(String entry, boolean used, long seconds) {
        var row = requireNonNull(row(entry));
        assertEquals(BEFORE + seconds * SECOND, Nud.deadline(row, used, TIMING));
    }

    @Test
    void reachableEndsReachableTimeAfterTheLastConfirmation() {
        var row = NUD.step(KEY, row("STALE A"), event("NA A S"), NOW, TIMING).row();
        var again = requireNonNull(
                NUD.step(KEY, row, event("NA A S"), NOW + SECOND, TIMING).row());
        assertEquals(NOW, again.since());
        assertEquals(NOW + 31 * SECOND, Nud.deadline(again, false, TIMING));
        assertEquals(Row.FOREVER, Nud.deadline(requireNonNull(row("PERMANENT A")), false, TIMING));
    }

    @Test
    void hintsWithinASecondAreOne() {
        var row = NUD.step(KEY, row("STALE A"), new Confirmed(), NOW, TIMING).row();
        assertEquals(
                row,
                NUD.step(KEY, row, new Confirmed(), NOW + SECOND - 1, TIMING).row());
        var again = requireNonNull(
                NUD.step(KEY, row, new Confirmed(), NOW + SECOND, TIMING).row());
        assertEquals(NOW + SECOND, again.confirmed());
        assertEquals(NOW, again.since());
    }

    @Test
    void aStateThatStaysKeepsItsBeginning() {
        for (String event : Set.of("NA A O", "heard A", "router")) {
            var row = requireNonNull(
                    NUD.step(KEY, row("PROBE A 2"), event(event), NOW, TIMING).row());
            assertEquals(BEFORE, row.since(), event);
        }
    }

    private static @Nullable NeighborRow row(String text) {
        if (text.equals("none")) {
            return null;
        }
        String[] words = text.split(" ");
        var mac = Set.of(words).contains("A") ? A : MacAddress.ZERO;
        String last = words[words.length - 1];
        int probes = Character.isDigit(last.charAt(0)) ? Integer.parseInt(last) : 0;
        var state = State.valueOf(words[0]);
        return new NeighborRow(
                1, KEY.address(), mac, state, Set.of(words).contains("R"), probes, BEFORE, BEFORE, NUD.owner());
    }

    private static String text(@Nullable NeighborRow row) {
        if (row == null) {
            return "none";
        }
        String mac = row.mac().equals(A) ? " A" : row.mac().equals(B) ? " B" : "";
        return row.state() + mac + (row.router() ? " R" : "") + (row.probes() > 0 ? " " + row.probes() : "");
    }

    private static NudEvent event(String text) {
        var words = Set.of(text.split(" "));
        var mac = words.contains("A") ? A : words.contains("B") ? B : null;
        return switch (text.split(" ")[0]) {
            case "packet" -> new PacketToSend();
            case "used" -> new Used();
            case "timeout" -> new Timeout(words.contains("used"));
            case "NA" -> new Advert(mac, words.contains("R"), words.contains("S"), words.contains("O"));
            case "heard" ->
                new Heard(requireNonNull(mac), words.contains("R") ? TRUE : words.contains("H") ? FALSE : null);
            case "router" -> new RouterFlag(true);
            case "confirmed" -> new Confirmed();
            case "host" -> new RouterFlag(false);
            default -> throw new IllegalArgumentException(text);
        };
    }
}
