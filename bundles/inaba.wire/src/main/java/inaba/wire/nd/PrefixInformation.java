package inaba.wire.nd;

import static inaba.wire.Layouts.U32;
import static inaba.wire.Layouts.U8;
import static inaba.wire.Layouts.octets;
import static inaba.wire.Layouts.offset;

import inaba.wire.Ipv6Address;
import inaba.wire.Layouts;
import inaba.wire.Prefix;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// Prefix Information, RFC 4861 §4.6.2, with the R flag of RFC 6275 §7.2.
public record PrefixInformation(MemorySegment bytes) {
    public static final int TYPE = 3;

    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            U8.withName("type"),
            U8.withName("length"),
            U8.withName("prefixLength"),
            U8.withName("flags"),
            U32.withName("validLifetime"),
            U32.withName("preferredLifetime"),
            U32.withName("reserved"),
            octets(16).withName("prefix"));

    private static final long PREFIX_LENGTH = offset(LAYOUT, "prefixLength");
    private static final long FLAGS = offset(LAYOUT, "flags");
    private static final long VALID_LIFETIME = offset(LAYOUT, "validLifetime");
    private static final long PREFERRED_LIFETIME = offset(LAYOUT, "preferredLifetime");
    private static final long PREFIX = offset(LAYOUT, "prefix");

    private static final int ON_LINK = 0x80;
    private static final int AUTONOMOUS = 0x40;
    private static final int ROUTER_ADDRESS = 0x20;

    /// 32
    public static final int BYTES = (int) LAYOUT.byteSize();

    /// True if `s` is this option with a prefix length up to 128.
    public static boolean fits(MemorySegment s) {
        return s.byteSize() == BYTES && NdOption.is(s, TYPE, BYTES) && Layouts.u8(s, PREFIX_LENGTH) <= 128;
    }

    /// 0..128
    public int length() {
        return Layouts.u8(bytes, PREFIX_LENGTH);
    }

    public boolean onLink() {
        return has(ON_LINK);
    }

    /// Addresses may be formed from it, RFC 4862 §5.5.3.
    public boolean autonomous() {
        return has(AUTONOMOUS);
    }

    /// The prefix field holds the router's whole address, RFC 6275 §7.2: see [#address].
    public boolean routerAddress() {
        return has(ROUTER_ADDRESS);
    }

    /// Seconds; [NdOption#INFINITY] has no end.
    public long valid() {
        return Layouts.u32(bytes, VALID_LIFETIME);
    }

    /// Seconds; [NdOption#INFINITY] has no end.
    public long preferred() {
        return Layouts.u32(bytes, PREFERRED_LIFETIME);
    }

    /// The prefix; bits behind its length are ignored, as a receiver must.
    public Prefix prefix() {
        return Prefix.of(address(), length());
    }

    /// The prefix field with all of its 128 bits.
    public Ipv6Address address() {
        return Ipv6Address.read(bytes, PREFIX);
    }

    public PrefixInformation flags(boolean onLink, boolean autonomous, boolean routerAddress) {
        Layouts.u8(
                bytes,
                FLAGS,
                (onLink ? ON_LINK : 0) | (autonomous ? AUTONOMOUS : 0) | (routerAddress ? ROUTER_ADDRESS : 0));
        return this;
    }

    public PrefixInformation lifetimes(long valid, long preferred) {
        Layouts.u32(bytes, VALID_LIFETIME, valid);
        Layouts.u32(bytes, PREFERRED_LIFETIME, preferred);
        return this;
    }

    public PrefixInformation prefix(Prefix prefix) {
        return address(prefix.address(), prefix.length());
    }

    /// Writes a whole address and its prefix length, as the R flag asks for.
    public PrefixInformation address(Ipv6Address address, int length) {
        Layouts.u8(bytes, PREFIX_LENGTH, length);
        address.write(bytes, PREFIX);
        return this;
    }

    private boolean has(int flag) {
        return (Layouts.u8(bytes, FLAGS) & flag) != 0;
    }
}
