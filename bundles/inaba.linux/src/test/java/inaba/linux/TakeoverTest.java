package inaba.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import inaba.junit.Namespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against the kernel, in namespaces of their own.
@Tag("root")
class TakeoverTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path state;

    @Test
    void aHeldDeviceIsSilentAndThenAsItWas() throws Exception {
        Namespace.fresh(here -> {
            var far = furnish(here);
            var before = dump();

            var held = Takeover.of("dut0", state, false, false);
            Namespace.run("ip netns exec " + far + " ip neigh flush all");
            assertFalse(answers(far, "2001:db8:1::1"), "IPv6 is silent");
            assertFalse(answers(far, "192.0.2.1"), "IPv4 and ARP are silent");
            assertEquals(1, Journal.files(state).size(), "the journal is there");
            var heard = heard(far);
            Namespace.start("ping -n -c 2 -i 0.2 -W 1 2001:db8:1::2").waitFor();
            Namespace.start("ping -n -c 2 -i 0.2 -W 1 192.0.2.2").waitFor();
            assertEquals(heard, heard(far), "the kernel says nothing either");
            held.close();

            assertTrue(answers(far, "2001:db8:1::1"));
            assertTrue(answers(far, "192.0.2.1"));
            assertEquals(before, dump());
            assertEquals(0, Journal.files(state).size(), "the journal is gone");
        });
    }

    @Test
    void beforeLinux66FiltersSilenceTheDeviceUntilLifted() throws Exception {
        Namespace.fresh(here -> {
            var far = furnish(here);
            var before = dump();
            int index = NetDevice.named("dut0").index();

            Silence.byFilters(index).close();
            assertFalse(answers(far, "2001:db8:1::1"));
            assertFalse(answers(far, "192.0.2.1"));
            try (var netlink = new Netlink()) {
                assertTrue(Silence.clsactIsThere(netlink, index));
                Silence.lift(netlink, index, true);
            }

            assertTrue(answers(far, "2001:db8:1::1"));
            assertEquals(before, dump());
        });
    }

    @Test
    void whatAKilledApplianceLeftIsPutBackByTheNext() throws Exception {
        Namespace.fresh(here -> {
            var far = furnish(here);
            var before = dump();

            var holder = holder("dut0");
            assertFalse(before.equals(dump()), "GRO is off while held");
            Takeover.restoreLeftovers(state);
            assertFalse(before.equals(dump()), "the holder is alive: nothing is put back");
            holder.destroyForcibly().waitFor();
            Takeover.restoreLeftovers(state);

            assertEquals(before, dump());
            assertTrue(answers(far, "2001:db8:1::1"));
            assertEquals(0, Journal.files(state).size());
        });
    }

    @Test
    void aDeviceThatWasDownIsDownAgainWithItsAddresses() throws Exception {
        Namespace.fresh(here -> {
            here.cable("dut0", "far0");
            Namespace.run("ip link set dut0 down");
            Namespace.run("ip addr add 2001:db8:1::1/64 dev dut0");
            Namespace.run("ip addr add 192.0.2.1/24 dev dut0");
            var before = dump();

            try (var held = Takeover.of("dut0", state, false, false)) {
                assertTrue(NetDevice.named("dut0").up());
            }

            assertEquals(before, dump());
        });
    }

    @Test
    void whatGotLostWhileHeldIsPutBack() throws Exception {
        Namespace.fresh(here -> {
            furnish(here);
            var before = dump();

            try (var held = Takeover.of("dut0", state, false, false)) {
                Namespace.run("ip link set dut0 down");
                Namespace.run("ip link set dut0 up");
            }

            Namespace.until("no address is tentative", () -> !dump().contains("tentative"));
            assertEquals(before, dump());
        });
    }

    @Test
    void aDeviceIsHeldOnce() throws Exception {
        Namespace.fresh(here -> {
            here.cable("dut0", "far0");

            try (var first = Takeover.of("dut0", state, false, false)) {
                refused("dut0 is held by this appliance already", "dut0");
                var second = Takeover.of("dut0", state, false, true);
                second.close();
                second.close();
                refused("dut0 is held by this appliance already", "dut0");
            }
            var holder = holder("dut0");
            refused("dut0 is held by another appliance, process " + holder.pid() + ": Address already in use", "dut0");
            holder.destroyForcibly().waitFor();
        });
    }

    @Test
    void whatCannotBeHeldIsRefusedInWords() throws Exception {
        Namespace.fresh(here -> {
            here.cable("dut0", "far0");
            refused("no such network device: eth9; there are: lo, dut0", "eth9");
            refused("lo is not an Ethernet device", "lo");

            Namespace.run("ip -6 route add default dev dut0");
            refused("dut0 carries the default route of this machine; add force to take it nevertheless", "dut0");
            Takeover.of("dut0", state, true, false).close();
        });
    }

    @Test
    void theDeviceOfTheSshSessionIsRefused() throws Exception {
        Namespace.fresh(here -> {
            furnish(here);
            var typing = started("dut0", Map.of("SSH_CONNECTION", "2001:db8:9::5 50000 2001:db8:1::1 22"));
            assertTrue(output(typing).contains("dut0 carries the SSH session from 2001:db8:9:0:0:0:0:5"));
        });
    }

    private void refused(String message, String device) {
        var refusal = assertThrows(LinuxException.class, () -> Takeover.of(device, state, false, false));
        assertEquals(message, refusal.getMessage());
    }

    /// Addresses of several kinds, routes of several kinds, odd sysctls, and GRO on.
    private static String furnish(Namespace here) throws Exception {
        var far = here.cable("dut0", "far0");
        Namespace.run("ethtool -K dut0 gro on");
        Namespace.run("sysctl -qw net.ipv6.conf.dut0.accept_ra=2 net.ipv4.conf.dut0.arp_ignore=1");
        Namespace.run("ip addr add 2001:db8:1::1/64 dev dut0 nodad");
        Namespace.run("ip addr add 2001:db8:2::1/64 dev dut0 valid_lft 5000000 preferred_lft 4000000 noprefixroute");
        Namespace.run("ip addr add 192.0.2.1/24 brd + dev dut0");
        Namespace.run("ip addr add 192.0.2.9/24 brd + dev dut0 label dut0:x");
        Namespace.run("ip -6 route add 2001:db8:9::/48 via 2001:db8:1::2 dev dut0 metric 77 mtu 1400 proto static");
        Namespace.run("ip -6 route add 2001:db8:a::/48 via fe80::2 dev dut0 table 100 pref high");
        Namespace.run(
                "ip route add 203.0.113.0/24 nexthop via 192.0.2.2 dev dut0 weight 3 nexthop via 192.0.2.3 dev dut0");
        Namespace.run("ip route add 198.51.100.0/24 via 192.0.2.2 dev dut0 src 192.0.2.9 proto 99");
        Namespace.run("ip -n " + far + " addr add 2001:db8:1::2/64 dev far0 nodad");
        Namespace.run("ip -n " + far + " addr add 192.0.2.2/24 dev far0");
        Namespace.until("no address is tentative", () -> !dump().contains("tentative"));
        return far;
    }

    private static boolean answers(String from, String address) throws IOException {
        var ping = Namespace.start("ip netns exec " + from + " ping -n -i 0.2 -c 3 -W 1 " + address);
        var output = new String(ping.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return !output.contains(" 0 received");
    }

    /// How many frames the other end of the cable has received.
    private static String heard(String far) throws IOException {
        return Namespace.run("ip netns exec " + far + " cat /proc/net/dev")
                .lines()
                .filter(l -> l.strip().startsWith("far0:"))
                .map(l -> l.strip().split(" +")[2])
                .collect(Collectors.joining());
    }

    /// All that a person could compare, lifetimes in hours.
    private static String dump() {
        try {
            return (Namespace.run("ip -d addr show dev dut0")
                            + Namespace.run("ip -6 route show table all")
                            + Namespace.run("ip route show table all")
                            + sorted(Namespace.run("ip maddr show dev dut0"))
                            + Namespace.run("tc qdisc show dev dut0")
                            + Namespace.run("ethtool -k dut0")
                            + sysctls("/proc/sys/net/ipv4/conf/dut0")
                            + sysctls("/proc/sys/net/ipv6/conf/dut0"))
                    .replaceAll("(\\d+)\\d{4}sec", "$1xxxxsec");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sorted(String lines) {
        return lines.lines().sorted().collect(Collectors.joining("\n"));
    }

    private static String sysctls(String folder) throws IOException {
        var all = new StringBuilder();
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            for (var file : files.sorted().toList()) {
                if (Files.isReadable(file) && !file.endsWith("stable_secret")) {
                    all.append(file).append(' ').append(Files.readString(file));
                }
            }
        }
        return all.toString();
    }

    private Process holder(String device) throws IOException {
        var process = started(device, Map.of());
        var heard = output(process);
        assertEquals("", heard);
        return process;
    }

    private Process started(String device, Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        device,
                        state.toString())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder.start();
    }

    /// What it says until it holds the device or ends.
    private static String output(Process process) throws IOException {
        var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var heard = new StringBuilder();
        for (var line = output.readLine(); line != null && !line.equals("held"); line = output.readLine()) {
            heard.append(line).append('\n');
        }
        return heard.toString();
    }
}
