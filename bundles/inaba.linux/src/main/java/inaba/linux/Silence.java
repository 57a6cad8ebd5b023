package inaba.linux;

import inaba.linux.NetlinkMessage.Body;
import java.nio.charset.StandardCharsets;

/// Keeps the kernel's own IPv4, IPv6 and ARP off a device while packet sockets go on seeing and sending every frame.
///
/// Two programs do it: on ingress, behind the packet taps, everything is dropped; on egress everything that no
/// packet socket sent. Addresses, routes and sysctls stay untouched, so that there is nothing to restore wrongly.
/// From Linux 6.6 on the programs hang on links (TCX) that vanish with the process. Before, they are clsact
/// filters, which a later start takes away by [#lift] if the process was killed.
final class Silence implements AutoCloseable {
    /// The filters' priority: before all others.
    private static final int PRIORITY = 1;
    private static final int HANDLE = 0x1aba;
    private static final int PROTOCOL_ALL = 0x0300; // ETH_P_ALL as __be16
    private static final int CLSACT = 0xfffffff1; // TC_H_CLSACT
    private static final int CLSACT_HANDLE = 0xffff0000;
    private static final int INGRESS = 0xfffffff2; // TC_H_MIN_INGRESS of clsact
    private static final int EGRESS = 0xfffffff3;
    private static final int TCA_KIND = 1;
    private static final int TCA_OPTIONS = 2;
    private static final int TCA_BPF_FD = 6;
    private static final int TCA_BPF_NAME = 7;
    private static final int TCA_BPF_FLAGS = 8;
    private static final int DIRECT_ACTION = 1;

    private final int in;
    private final int out;

    private Silence(int in, int out) {
        this.in = in;
        this.out = out;
    }

    static Silence over(int index) throws LinuxException {
        return byPrograms((dropAll, dropOthers) -> {
            int in = Bpf.link(dropAll, index, Bpf.TCX_INGRESS);
            if (in == -Errno.EINVAL) {
                return filters(index, dropAll, dropOthers);
            }
            Sys.check(in, "take the device from the kernel");
            int out = Bpf.link(dropOthers, index, Bpf.TCX_EGRESS);
            if (out < 0) {
                Sys.close(in);
            }
            return new Silence(in, Sys.check(out, "take the device from the kernel"));
        });
    }

    /// As [#over] on kernels before 6.6.
    static Silence byFilters(int index) throws LinuxException {
        return byPrograms((dropAll, dropOthers) -> filters(index, dropAll, dropOthers));
    }

    private static Silence byPrograms(Hanging hanging) throws LinuxException {
        int dropAll = Sys.check(Bpf.loadDropAll(), "take the device from the kernel");
        try {
            int dropOthers = Sys.check(Bpf.loadDropAllButPacketSockets(), "take the device from the kernel");
            try {
                return hanging.hang(dropAll, dropOthers);
            } finally {
                Sys.close(dropOthers);
            }
        } finally {
            Sys.close(dropAll);
        }
    }

    /// Hangs two loaded programs on a device.
    private interface Hanging {
        Silence hang(int dropAll, int dropOthers) throws LinuxException;
    }

    /// True when filters can be hung on the device by a clsact qdisc that is already there.
    static boolean clsactIsThere(Netlink netlink, int index) throws LinuxException {
        return netlink.dump(Netlink.RTM_GETQDISC, header(index, 0, 0, 0).bytes(), "list queueing disciplines").stream()
                .anyMatch(m -> m.buffer().getInt(4) == index && m.buffer().getInt(12) == CLSACT);
    }

    /// True when only [#lift] takes the silence away.
    boolean outlivesUs() {
        return in < 0;
    }

    private static Silence filters(int index, int dropAll, int dropOthers) throws LinuxException {
        try (var netlink = new Netlink()) {
            try {
                netlink.change(
                        Netlink.RTM_NEWQDISC,
                        Netlink.CREATE | Netlink.EXCLUSIVE,
                        header(index, CLSACT_HANDLE, CLSACT, 0)
                                .attribute(TCA_KIND, name("clsact"))
                                .bytes(),
                        "add clsact");
            } catch (LinuxException e) {
                if (e.errno() != Errno.EEXIST) {
                    throw e;
                }
            }
            filter(netlink, index, INGRESS, dropAll);
            filter(netlink, index, EGRESS, dropOthers);
            return new Silence(-1, -1);
        }
    }

    private static void filter(Netlink netlink, int index, int parent, int program) throws LinuxException {
        var options = new Body()
                .attribute(TCA_BPF_FD, program)
                .attribute(TCA_BPF_NAME, name("inaba"))
                .attribute(TCA_BPF_FLAGS, DIRECT_ACTION);
        netlink.change(
                Netlink.RTM_NEWTFILTER,
                Netlink.CREATE,
                header(index, HANDLE, parent, PRIORITY << 16 | PROTOCOL_ALL)
                        .attribute(TCA_KIND, name("bpf"))
                        .attribute(TCA_OPTIONS, options)
                        .bytes(),
                "add a packet filter");
    }

    /// Takes the clsact filters away, wherever they are still there; and clsact itself unless others use it.
    static void lift(Netlink netlink, int index, boolean clsactIsOurs) throws LinuxException {
        for (int parent : new int[] {INGRESS, EGRESS}) {
            ifThere(
                    netlink,
                    Netlink.RTM_DELTFILTER,
                    header(index, HANDLE, parent, PRIORITY << 16 | PROTOCOL_ALL)
                            .attribute(TCA_KIND, name("bpf"))
                            .bytes());
        }
        if (clsactIsOurs) {
            ifThere(
                    netlink,
                    Netlink.RTM_DELQDISC,
                    header(index, CLSACT_HANDLE, CLSACT, 0).bytes());
        }
    }

    private static void ifThere(Netlink netlink, int type, byte[] body) throws LinuxException {
        try {
            netlink.change(type, 0, body, "take a packet filter away");
        } catch (LinuxException e) {
            if (e.errno() != Errno.ENOENT && e.errno() != Errno.EINVAL) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        closeIfOpen(in);
        closeIfOpen(out);
    }

    private static void closeIfOpen(int fd) {
        if (fd >= 0) {
            Sys.close(fd);
        }
    }

    private static byte[] name(String text) {
        return (text + '\0').getBytes(StandardCharsets.US_ASCII);
    }

    /// `struct tcmsg`.
    private static Body header(int index, int handle, int parent, int info) {
        return new Body().u8(0).u8(0).u16(0).u32(index).u32(handle).u32(parent).u32(info);
    }
}
