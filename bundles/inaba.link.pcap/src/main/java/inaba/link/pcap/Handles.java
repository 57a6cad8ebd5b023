package inaba.link.pcap;

import inaba.api.link.LinkException;
import inaba.linux.RingMemory;
import inaba.wire.EthernetHeader;
import inaba.wire.MacAddress;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.BlockingMode;
import org.pcap4j.core.PcapHandle.PcapDirection;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.Pcaps;
import org.pcap4j.packet.namednumber.DataLinkType;

/// Opens libpcap's handles on a device.
final class Handles {
    /// What filters let through, pcap's own most: longer than any slot, so that the kernel knows what it cut off.
    private static final int EVERYTHING = 262_144;

    private static final int USUAL_MTU = 1_500;
    private static final int VLAN_TAG = 4; // libpcap puts it back into the slot
    /// Bytes of all slots: 32,768 of them at an MTU of 1,500, where two fit into a page.
    private static final int RECEIVE_BUFFER = 64 << 20;
    private static final int SEND_SNAP_LENGTH = 64;
    private static final int SEND_BUFFER = 1 << 16;
    private static final int TIMEOUT_MILLIS = 10; // of no meaning in immediate mode

    /// Bytes of memory that libpcap asks for at a time where slots are no longer.
    private static final int PAGE = 4096;

    private Handles() {}

    /// Has the kernel make the memory of a receiving handle ready in steps, for the sake of those that work meanwhile.
    static void prepare() {
        RingMemory.prepare(PAGE, RECEIVE_BUFFER);
    }

    /// A handle that gets each frame from others at once, with the kernel's stamp in nanoseconds, and blocks nowhere.
    ///
    /// libpcap leaves frames of ours out only after the kernel has copied them; the filter keeps most in the
    /// kernel. It asks for `inbound` last: libpcap runs the filter itself on the first frame, and cannot tell
    /// there which way it goes.
    ///
    /// @param mac the source of what we send
    /// @param mtu frames up to that fit into a slot; longer ones see [WholeFrames]
    static PcapHandle receiving(String device, MacAddress mac, int mtu) throws LinkException {
        var builder = new PcapHandle.Builder(device)
                .snaplen(EthernetHeader.BYTES + VLAN_TAG + Math.max(mtu, USUAL_MTU))
                .bufferSize(RECEIVE_BUFFER)
                .promiscuousMode(PromiscuousMode.PROMISCUOUS)
                .timestampPrecision(TimestampPrecision.NANO)
                .direction(PcapDirection.IN);
        return open(device, builder, "not ether src " + mac + " or inbound");
    }

    /// A handle to send by; a filter that wants nothing keeps what comes in out of its buffer.
    static PcapHandle sending(String device) throws LinkException {
        var builder = new PcapHandle.Builder(device)
                .snaplen(SEND_SNAP_LENGTH)
                .bufferSize(SEND_BUFFER)
                .promiscuousMode(PromiscuousMode.NONPROMISCUOUS);
        return open(device, builder, "less 0");
    }

    private static PcapHandle open(String device, PcapHandle.Builder builder, String filter) throws LinkException {
        try {
            var handle =
                    builder.immediateMode(true).timeoutMillis(TIMEOUT_MILLIS).build();
            try {
                filter(handle, filter);
                handle.setBlockingMode(BlockingMode.NONBLOCKING);
                return handle;
            } catch (PcapNativeException | NotOpenException | RuntimeException refused) {
                handle.close();
                throw refused;
            }
        } catch (PcapNativeException | NotOpenException refused) {
            throw new LinkException("libpcap cannot open " + device + ": " + refused.getMessage(), refused);
        } catch (LinkageError missing) {
            throw new LinkException("the driver pcap needs libpcap: install the Debian package libpcap0.8", missing);
        }
    }

    /// Compiles a filter apart from the handle: it lets frames through whole, not as much of them as a slot holds.
    private static void filter(PcapHandle handle, String filter) throws PcapNativeException, NotOpenException {
        try (var apart = Pcaps.openDead(DataLinkType.EN10MB, EVERYTHING)) {
            var program = apart.compileFilter(filter, BpfCompileMode.OPTIMIZE, PcapHandle.PCAP_NETMASK_UNKNOWN);
            try {
                handle.setFilter(program);
            } finally {
                program.free();
            }
        }
    }
}
