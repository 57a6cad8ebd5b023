package inaba.linux;

import inaba.linux.NetlinkMessage.Body;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a person loses when the kernel falls silent on a device: the default route, or the SSH session being typed in.
final class Lifeline {
    private static final int ROUTE_FIXED = 12;
    private static final int RTA_DST = 1;
    private static final int RTA_OIF = 4;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int TABLE_MAIN = 254;
    private static final int RTN_UNICAST = 1;
    private static final int PARENTS = 16;

    private Lifeline() {}

    /// Why the device should not be taken over, or null.
    static @Nullable String through(Netlink netlink, NetDevice device) throws LinuxException {
        if (carriesDefault(netlink, device.index())) {
            return device.name() + " carries the default route of this machine";
        }
        var peer = sshPeer();
        if (peer != null && leavesBy(netlink, peer) == device.index()) {
            return device.name() + " carries the SSH session from " + peer.getHostAddress();
        }
        return null;
    }

    private static boolean carriesDefault(Netlink netlink, int index) throws LinuxException {
        return netlink.dump(Netlink.RTM_GETROUTE, new byte[ROUTE_FIXED], "list routes").stream()
                .anyMatch(m -> m.buffer().get(1) == 0
                        && Byte.toUnsignedInt(m.buffer().get(4)) == TABLE_MAIN
                        && m.buffer().get(7) == RTN_UNICAST
                        && Found.uses(m, index));
    }

    private static int leavesBy(Netlink netlink, InetAddress peer) {
        byte[] address = peer.getAddress();
        var body = new Body()
                .u8(address.length == 4 ? AF_INET : AF_INET6)
                .u8(8 * address.length)
                .raw(new byte[ROUTE_FIXED - 2])
                .attribute(RTA_DST, address);
        try {
            return netlink.ask(Netlink.RTM_GETROUTE, body.bytes(), "ask for a route")
                    .number(ROUTE_FIXED, RTA_OIF, 0);
        } catch (LinuxException noRoute) {
            return 0; // then no session uses it
        }
    }

    /// The client of the SSH session that this process or one of its parents belongs to (sudo hides it from children).
    private static @Nullable InetAddress sshPeer() throws LinuxException {
        var process = Optional.of(ProcessHandle.current());
        for (int i = 0; i < PARENTS && process.isPresent(); i++) {
            var client = variable(process.get().pid(), "SSH_CONNECTION=");
            if (client != null) {
                return literal(client.split(" ", 2)[0]);
            }
            process = process.get().parent();
        }
        return null;
    }

    private static @Nullable String variable(long pid, String prefix) {
        try {
            var all = Files.readString(Path.of("/proc/" + pid + "/environ"), StandardCharsets.ISO_8859_1);
            for (var entry : all.split("\0")) {
                if (entry.startsWith(prefix)) {
                    return entry.substring(prefix.length());
                }
            }
            return null;
        } catch (IOException unreadable) {
            return null; // another user's process
        }
    }

    private static InetAddress literal(String address) throws LinuxException {
        try {
            int zone = address.indexOf('%');
            return InetAddress.ofLiteral(zone < 0 ? address : address.substring(0, zone));
        } catch (IllegalArgumentException e) {
            throw new LinuxException("SSH_CONNECTION names no address: " + address);
        }
    }
}
