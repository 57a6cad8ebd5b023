package inaba.capture.pcapng;

import inaba.wire.MacAddress;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Writes one section with one interface, of Ethernet frames or of bare IP packets, in the byte order of this machine.
/// Numbers in brackets are sections
/// of
/// draft-ietf-opsawg-pcapng-02.
public final class PcapngWriter implements Closeable {
    private static final int SECTION_HEADER = 0x0a0d0d0a; // [4.1]
    private static final int INTERFACE_DESCRIPTION = 1; // [4.2]
    private static final int INTERFACE_STATISTICS = 5; // [4.6]
    private static final int ENHANCED_PACKET = 6; // [4.3]
    private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    private static final int LINKTYPE_ETHERNET = 1;
    private static final int LINKTYPE_RAW = 101; // the version says which IP

    private static final int OPTION_END = 0;
    private static final int SHB_USERAPPL = 4;
    private static final int IF_NAME = 2;
    private static final int IF_MACADDR = 6;
    private static final int IF_TSRESOL = 9;
    private static final int EPB_FLAGS = 2;
    private static final int ISB_IFRECV = 4;
    private static final int ISB_IFDROP = 5;

    private static final byte NANOSECONDS = 9; // 10^-9
    private static final int INBOUND = 1; // [4.3.1]
    private static final int OUTBOUND = 2;
    /// What an Enhanced Packet Block takes beside the frame, padding and flags included.
    private static final int PACKET_OVERHEAD = 32 + 3 + 8 + 4;
    private static final int BUFFER = 1 << 18;

    private final OutputStream file;
    private final byte[] array = new byte[BUFFER];
    private final ByteBuffer buffer = ByteBuffer.wrap(array).order(ByteOrder.nativeOrder());
    private final MemorySegment bytes = MemorySegment.ofArray(array);
    private int blockAt;

    public PcapngWriter(OutputStream file) {
        this.file = file;
    }

    /// Begins the section and describes its interface.
    ///
    /// @param mac of the link, or null where its packets have no link header
    /// @param snapLength the longest frame to come, in bytes
    public void start(String application, String link, @Nullable MacAddress mac, int snapLength) throws IOException {
        begin(SECTION_HEADER);
        buffer.putInt(BYTE_ORDER_MAGIC)
                .putShort((short) 1)
                .putShort((short) 0)
                .putLong(-1); // version 1.0, length not told
        option(SHB_USERAPPL, application);
        end();
        begin(INTERFACE_DESCRIPTION);
        int linkType = mac == null ? LINKTYPE_RAW : LINKTYPE_ETHERNET;
        buffer.putShort((short) linkType).putShort((short) 0).putInt(snapLength);
        option(IF_NAME, link);
        if (mac != null) {
            header(IF_MACADDR, MacAddress.BYTES);
            mac.write(bytes, buffer.position());
            buffer.position(buffer.position() + MacAddress.BYTES);
            pad();
        }
        header(IF_TSRESOL, 1);
        buffer.put(NANOSECONDS);
        pad();
        end();
        flush();
    }

    /// Appends a frame.
    ///
    /// @param nanos since 1970
    /// @param out true for a frame that was sent
    public void packet(MemorySegment frame, long at, int length, long nanos, boolean out) throws IOException {
        if (buffer.remaining() < length + PACKET_OVERHEAD) {
            flush();
        }
        begin(ENHANCED_PACKET);
        buffer.putInt(0);
        timestamp(nanos);
        buffer.putInt(length).putInt(length);
        MemorySegment.copy(frame, at, bytes, buffer.position(), length);
        buffer.position(buffer.position() + length);
        pad();
        header(EPB_FLAGS, Integer.BYTES);
        buffer.putInt(out ? OUTBOUND : INBOUND);
        end();
    }

    /// Ends the file with what was seen and what of it was lost.
    public void statistics(long nanos, long received, long lost) throws IOException {
        flush();
        begin(INTERFACE_STATISTICS);
        buffer.putInt(0);
        timestamp(nanos);
        header(ISB_IFRECV, Long.BYTES);
        buffer.putLong(received);
        header(ISB_IFDROP, Long.BYTES);
        buffer.putLong(lost);
        end();
        flush();
    }

    /// Gives the file what is still in the buffer.
    public void flush() throws IOException {
        file.write(array, 0, buffer.position());
        buffer.clear();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void timestamp(long nanos) {
        buffer.putInt((int) (nanos >>> 32)).putInt((int) nanos);
    }

    private void begin(int type) {
        blockAt = buffer.position();
        buffer.putInt(type).putInt(0);
    }

    /// Ends the options and fills in both lengths.
    private void end() {
        header(OPTION_END, 0);
        int length = buffer.position() + Integer.BYTES - blockAt;
        buffer.putInt(length).putInt(blockAt + Integer.BYTES, length);
    }

    private void option(int code, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        header(code, utf8.length);
        buffer.put(utf8);
        pad();
    }

    private void header(int code, int length) {
        buffer.putShort((short) code).putShort((short) length);
    }

    /// Zeros up to the next 32-bit boundary of the block.
    private void pad() {
        while ((buffer.position() - blockAt) % Integer.BYTES != 0) {
            buffer.put((byte) 0);
        }
    }
}
