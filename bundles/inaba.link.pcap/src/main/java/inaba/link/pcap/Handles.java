package inaba.link.pcap;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import inaba.api.link.LinkException;
import inaba.wire.MacAddress;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.PcapDirection;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;

/// Opens libpcap's handles on a device.
final class Handles {
    /// The longest frame that is read whole. A Linux sender makes TCP frames of up to 64 KB less headers; with
    /// libpcap's own
    /// 70 bytes this fills a ring slot of 64 KiB exactly, where a little more would take 128.
    static final int SNAP_LENGTH = 65_400;

    private static final int RECEIVE_BUFFER = 64 << 20; // bytes: 1,024 slots
    private static final int SEND_SNAP_LENGTH = 64;
    private static final int SEND_BUFFER = 1 << 16;
    private static final int TIMEOUT_MILLIS = 10; // of no meaning in immediate mode

    private static final VarHandle NATIVE;

    static {
        try {
            NATIVE = MethodHandles.privateLookupIn(PcapHandle.class, MethodHandles.lookup())
                    .findVarHandle(PcapHandle.class, "handle", Pointer.class);
        } catch (ReflectiveOperationException impossible) { // pcap4j is part of this bundle
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private Handles() {}

    /// A handle that gets each frame from others at once, with the kernel's stamp in nanoseconds.
    ///
    /// libpcap leaves frames of ours out only after the kernel has copied them; the filter keeps most in the
    /// kernel. It asks
    /// for `inbound` last: libpcap runs the filter itself on the first frame, and cannot tell there which way it
    /// goes.
    ///
    /// @param mac the source of what we send
    static PcapHandle receiving(String device, MacAddress mac) throws LinkException {
        var builder = new PcapHandle.Builder(device)
                .snaplen(SNAP_LENGTH)
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

    /// The descriptor of a handle, pcap_fileno(3), which pcap4j keeps to itself. It is closed with the handle.
    static int descriptor(PcapHandle handle) {
        return NativeLibrary.getInstance("pcap").getFunction("pcap_fileno").invokeInt(new Object[] {NATIVE.get(handle)
        });
    }

    private static PcapHandle open(String device, PcapHandle.Builder builder, String filter) throws LinkException {
        try {
            var handle =
                    builder.immediateMode(true).timeoutMillis(TIMEOUT_MILLIS).build();
            try {
                handle.setFilter(filter, BpfCompileMode.OPTIMIZE);
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
}
