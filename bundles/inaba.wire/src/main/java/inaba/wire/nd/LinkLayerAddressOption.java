package inaba.wire.nd;

import inaba.wire.MacAddress;
import java.lang.foreign.MemorySegment;

/// Source or Target Link-Layer Address, RFC 4861 §4.6.1, in its Ethernet form, RFC 2464 §6.
public record LinkLayerAddressOption(MemorySegment bytes) {
    public static final int SOURCE = 1;
    public static final int TARGET = 2;

    public static final int BYTES = 8;

    private static final long ADDRESS = 2;

    /// True if `s` is an option of either type and of the length that Ethernet has.
    public static boolean fits(MemorySegment s) {
        return s.byteSize() == BYTES && (NdOption.is(s, SOURCE, BYTES) || NdOption.is(s, TARGET, BYTES));
    }

    public MacAddress address() {
        return MacAddress.read(bytes, ADDRESS);
    }

    public LinkLayerAddressOption address(MacAddress a) {
        a.write(bytes, ADDRESS);
        return this;
    }
}
