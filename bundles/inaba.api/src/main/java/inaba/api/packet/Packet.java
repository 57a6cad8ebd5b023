package inaba.api.packet;

import inaba.api.xfrm.SaRow;
import inaba.wire.EthernetHeader;
import java.lang.foreign.MemorySegment;

/// A packet and what the path has learned of it. All positions are absolute byte offsets into [#memory].
///
/// One thread owns a packet at a time; ownership passes with it. The usable bytes are `low` to `high`, the packet's own
/// are `start` to `end`; a header is added by moving `start` down. The memory is the pool's, or, until the end of a
/// burst, a driver's ring.
public final class Packet {
    /// The most security associations that one packet may have passed through.
    public static final int MOST_SECURED = 8;

    private static final SaRow[] NONE = {};

    private final MemorySegment ownMemory;
    private final long ownLow;
    private final long ownHigh;
    private MemorySegment memory;
    private long low;
    private long high;
    private long start;
    private long end;
    private long network;
    private long upper;
    private int upperProtocol;
    private long fragment;
    private int etherType;
    private int link;
    private boolean linkMulticast;
    private int nesting;
    private boolean own;
    private int flow;
    private boolean guarded;
    private int secured;
    private SaRow[] associations = NONE;

    /// A packet over `memory` from `low` to `high`, for the pool.
    public Packet(MemorySegment memory, long low, long high) {
        this.ownMemory = memory;
        this.ownLow = low;
        this.ownHigh = high;
        this.memory = memory;
    }

    /// Empties the packet: it starts and ends `headroom` bytes above the low end of its own memory.
    public Packet reset(int headroom) {
        memory = ownMemory;
        low = ownLow;
        high = ownHigh;
        start = low + headroom;
        end = start;
        network = start;
        upper = start;
        upperProtocol = -1;
        fragment = -1;
        etherType = EthernetHeader.ETHERTYPE_IPV6;
        link = 0;
        linkMulticast = false;
        nesting = 0;
        own = false;
        flow = 0;
        guarded = false;
        secured = 0;
        return this;
    }

    /// Lets the packet refer to bytes elsewhere, such as a slot of a driver's ring, until it is reset.
    public Packet borrow(MemorySegment elsewhere, long low, long high, long start, long end) {
        this.memory = elsewhere;
        this.low = low;
        this.high = high;
        this.start = start;
        this.end = end;
        return this;
    }

    /// True when the bytes are a driver's: the packet must be copied to outlive the burst.
    public boolean borrowed() {
        return memory != ownMemory;
    }

    /// Moves borrowed bytes into the packet's own memory, so that they outlive the burst; own ones stay where they are.
    ///
    /// @throws IllegalArgumentException when they do not fit
    public Packet keep() {
        if (!borrowed()) {
            return this;
        }
        int room = capacity() - length();
        if (room < 0) {
            throw new IllegalArgumentException(length() + " bytes do not fit into " + capacity());
        }
        long to = ownLow + Math.min(room, start - low);
        long front = Math.min(Math.min(to - ownLow, start - low), EthernetHeader.BYTES); // what was taken off
        MemorySegment.copy(memory, start - front, ownMemory, to - front, end - start + front);
        long shift = to - start;
        memory = ownMemory;
        low = ownLow;
        high = ownHigh;
        start = to;
        end += shift;
        network += shift;
        upper += shift;
        fragment = fragment < 0 ? -1 : fragment + shift;
        return this;
    }

    public MemorySegment memory() {
        return memory;
    }

    public long start() {
        return start;
    }

    public long end() {
        return end;
    }

    public int length() {
        return (int) (end - start);
    }

    /// Bytes that can still be added in front.
    public int headroom() {
        return (int) (start - low);
    }

    /// Bytes that can still be added behind.
    public int tailroom() {
        return (int) (high - end);
    }

    /// Bytes that the packet's own memory holds in all.
    public int capacity() {
        return (int) (ownHigh - ownLow);
    }

    public Packet start(long at) {
        start = at;
        return this;
    }

    public Packet end(long at) {
        end = at;
        return this;
    }

    /// The IP header.
    public long network() {
        return network;
    }

    public Packet network(long at) {
        network = at;
        return this;
    }

    /// The first header that is not an extension header, once the chain was walked.
    public long upper() {
        return upper;
    }

    /// Its protocol number (IANA), -1 before the chain was walked.
    public int upperProtocol() {
        return upperProtocol;
    }

    public Packet upper(long at, int protocol) {
        upper = at;
        upperProtocol = protocol;
        return this;
    }

    /// The Fragment header, or -1. Of a packet that came in fragments of IPv4 it is the IPv4 header.
    public long fragment() {
        return fragment;
    }

    public Packet fragment(long at) {
        fragment = at;
        return this;
    }

    /// What the packet is, as a frame says it: IPv6 unless set otherwise.
    public int etherType() {
        return etherType;
    }

    public Packet etherType(int type) {
        etherType = type;
        return this;
    }

    /// True when [#network] is an IPv4 header.
    public boolean isIpv4() {
        return etherType == EthernetHeader.ETHERTYPE_IPV4;
    }

    /// Index of the link it came in on; 0 when the node made it.
    public int link() {
        return link;
    }

    public Packet link(int index) {
        link = index;
        return this;
    }

    /// True when the frame's destination was a group address (RFC 4443 §2.4 (e.4)).
    public boolean linkMulticast() {
        return linkMulticast;
    }

    public Packet linkMulticast(boolean group) {
        linkMulticast = group;
        return this;
    }

    /// How many times it was decapsulated.
    public int nesting() {
        return nesting;
    }

    public Packet nesting(int depth) {
        nesting = depth;
        return this;
    }

    /// True when the node itself made it: it never came in on [#link], but may loop back there.
    public boolean own() {
        return own;
    }

    public Packet own(boolean made) {
        own = made;
        return this;
    }

    /// Hash over addresses, flow label, protocol and ports; 0 until the headers were walked.
    public int flow() {
        return flow;
    }

    public Packet flow(int hash) {
        flow = hash;
        return this;
    }

    /// Makes room for so many bytes in front and behind: where they are missing, the bytes move within the packet's own
    /// memory, and all positions with them.
    ///
    /// @return false when there is not so much room; nothing has moved then
    public boolean makeRoom(int front, int behind) {
        if (headroom() >= front && tailroom() >= behind) {
            return true;
        }
        if (front + length() + behind > capacity()) {
            return false;
        }
        long to = ownLow + front;
        MemorySegment.copy(memory, start, ownMemory, to, end - start);
        long shift = to - start;
        memory = ownMemory;
        low = ownLow;
        high = ownHigh;
        start = to;
        end += shift;
        network += shift;
        upper += shift;
        fragment = fragment < 0 ? -1 : fragment + shift;
        return true;
    }

    /// True when security policy has decided, and need not be asked again.
    public boolean guarded() {
        return guarded;
    }

    public Packet guarded(boolean decided) {
        guarded = decided;
        return this;
    }

    /// How many security associations were taken off, RFC 4301 §5.2.
    public int secured() {
        return secured;
    }

    /// The association that was taken off as the `index`th, the outermost being 0.
    public SaRow association(int index) {
        return associations[index];
    }

    /// Notes that an association was taken off.
    ///
    /// @return false when there were [#MOST_SECURED] already
    public boolean secured(SaRow association) {
        if (secured == MOST_SECURED) {
            return false;
        }
        if (associations.length == 0) {
            associations = new SaRow[MOST_SECURED]; // once in the life of the packet's memory
        }
        associations[secured++] = association;
        return true;
    }

    /// Takes over what was taken off another packet.
    public Packet securedAs(Packet other) {
        secured = 0;
        for (int i = 0; i < other.secured; i++) {
            secured(other.associations[i]);
        }
        return this;
    }

    /// True when the same associations were taken off both.
    public boolean isSecuredAs(Packet other) {
        if (secured != other.secured) {
            return false;
        }
        for (int i = 0; i < secured; i++) {
            if (associations[i] != other.associations[i]) {
                return false;
            }
        }
        return true;
    }

    /// Forgets which associations were taken off.
    public Packet unsecured() {
        secured = 0;
        return this;
    }

    /// Copies bytes and what was learned of them into this packet's own memory, at the same headroom where it fits.
    ///
    /// @throws IllegalArgumentException when they do not fit
    public Packet copyOf(Packet other, int headroom) {
        if (headroom + other.length() > capacity()) {
            throw new IllegalArgumentException(other.length() + " bytes do not fit into " + capacity());
        }
        reset(headroom);
        MemorySegment.copy(other.memory, other.start, memory, start, other.length());
        end = start + other.length();
        long shift = start - other.start;
        network = other.network + shift;
        upper = other.upper + shift;
        upperProtocol = other.upperProtocol;
        fragment = other.fragment < 0 ? -1 : other.fragment + shift;
        etherType = other.etherType;
        link = other.link;
        linkMulticast = other.linkMulticast;
        nesting = other.nesting;
        own = other.own;
        flow = other.flow;
        guarded = other.guarded;
        return securedAs(other);
    }
}
