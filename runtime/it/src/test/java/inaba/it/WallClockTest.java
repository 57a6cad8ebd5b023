package inaba.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/// The wall clock may jump both ways: who looks at it is listed, with what a jump does.
class WallClockTest {
    /// Methods of `java.time` that ask it.
    private static final Set<String> CLOCKS = Set.of("now", "systemUTC", "systemDefaultZone", "system");

    @Test
    void onlyTheseLookAtTheWallClock() throws IOException {
        var looking = new TreeSet<String>();
        for (var bundle : Tree.bundles()) {
            looking.addAll(looking(bundle));
        }
        assertEquals(
                new TreeSet<>(Set.of(
                        // the time stamps of a capture
                        "inaba.capture/inaba/capture/CaptureCommand",
                        // the instant of a hand-over, compared with stamps of the kernel; waited for 5 s at most
                        "inaba.core/inaba/core/link/HandOver",
                        "inaba.link.packet/inaba/link/packet/PacketDriver",
                        "inaba.link.pcap/inaba/link/pcap/PcapDriver",
                        // what an ICMP Timestamp Reply says
                        "inaba.core/inaba/core/loop/ControlLoop",
                        // a part of a name
                        "inaba.deploy/inaba/deploy/bundle/Steps",
                        // how long addresses of the host were away; a clock that was set back counts as no time
                        "inaba.linux/inaba/linux/Takeover",
                        // when a key manager is told that an association began, as the kernel tells it
                        "inaba.xfrm.netlink/inaba/xfrm/netlink/NetlinkServer",
                        "inaba.xfrm.pfkey/inaba/xfrm/pfkey/PfKeyServer")),
                looking);
    }

    private static TreeSet<String> looking(String bundle) throws IOException {
        var looking = new TreeSet<String>();
        try (var jar = new JarFile(Tree.jar(bundle).toFile())) {
            for (var entry : jar.stream().toList()) {
                if (entry.getName().startsWith("inaba/") && entry.getName().endsWith(".class")) {
                    var bytes = jar.getInputStream(entry).readAllBytes();
                    if (looks(ClassFile.of().parse(bytes))) {
                        looking.add(bundle + '/' + entry.getName().replaceFirst("(\\$.*)?\\.class$", ""));
                    }
                }
            }
        }
        return looking;
    }

    private static boolean looks(ClassModel model) {
        for (var entry : model.constantPool()) {
            if (entry instanceof MemberRefEntry member
                    && (member.owner().asInternalName().startsWith("java/time/")
                                    && CLOCKS.contains(member.name().stringValue())
                            || member.name().equalsString("currentTimeMillis"))) {
                return true;
            }
        }
        return false;
    }
}
