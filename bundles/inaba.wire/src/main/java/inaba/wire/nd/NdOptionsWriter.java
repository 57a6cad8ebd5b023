package inaba.wire.nd;

import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import inaba.wire.Prefix;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Appends options to a message, one after the other, in the space of `to` from an offset on.
///
/// An option that does not fit into what is left throws an [IndexOutOfBoundsException] and writes nothing.
public final class NdOptionsWriter {
    private final MemorySegment to;
    private long end;

    /// Writes from the start of `to`.
    public NdOptionsWriter(MemorySegment to) {
        this(to, 0);
    }

    /// Writes to `to` from `at` on.
    public NdOptionsWriter(MemorySegment to, long at) {
        this.to = to;
        this.end = at;
    }

    /// The offset in `to` behind the last option.
    public long end() {
        return end;
    }

    /// The octets that are still free.
    public long room() {
        return to.byteSize() - end;
    }

    public NdOptionsWriter sourceLinkLayerAddress(MacAddress a) {
        new LinkLayerAddressOption(append(LinkLayerAddressOption.SOURCE, LinkLayerAddressOption.BYTES)).address(a);
        return this;
    }

    public NdOptionsWriter targetLinkLayerAddress(MacAddress a) {
        new LinkLayerAddressOption(append(LinkLayerAddressOption.TARGET, LinkLayerAddressOption.BYTES)).address(a);
        return this;
    }

    /// The option as it is appended, all zero, for its own setters to fill.
    public PrefixInformation prefixInformation() {
        return new PrefixInformation(append(PrefixInformation.TYPE, PrefixInformation.BYTES));
    }

    /// Lifetimes are in seconds.
    public NdOptionsWriter prefixInformation(
            Prefix prefix, boolean onLink, boolean autonomous, long valid, long preferred) {
        prefixInformation().prefix(prefix).flags(onLink, autonomous, false).lifetimes(valid, preferred);
        return this;
    }

    /// The start of `packet`, from its IPv6 header: as much as `limit` octets of option and the room allow, in whole
    /// units of 8, the last of them padded with zeros if the packet ends in it.
    public NdOptionsWriter redirectedHeader(MemorySegment packet, long limit) {
        long most = Math.min(Math.min(limit, room()), 255L * NdOption.UNIT) & -NdOption.UNIT;
        long needed = (RedirectedHeader.FIXED_BYTES + packet.byteSize() + NdOption.UNIT - 1) & -NdOption.UNIT;
        var option = new RedirectedHeader(append(RedirectedHeader.TYPE, Math.min(most, needed)));
        long quoted = Math.min(packet.byteSize(), option.quoted().byteSize());
        MemorySegment.copy(packet, 0, option.quoted(), 0, quoted);
        return this;
    }

    public NdOptionsWriter mtu(long mtu) {
        new MtuOption(append(MtuOption.TYPE, MtuOption.BYTES)).mtu(mtu);
        return this;
    }

    /// @param nonce 6, 14, 22, ... octets
    public NdOptionsWriter nonce(byte[] nonce) {
        new NonceOption(append(NonceOption.TYPE, NonceOption.bytesFor(nonce.length))).nonce(nonce);
        return this;
    }

    /// The lifetime is in seconds.
    public NdOptionsWriter routeInformation(Prefix prefix, RouterPreference preference, long lifetime) {
        new RouteInformation(append(RouteInformation.TYPE, RouteInformation.bytesFor(prefix.length())))
                .prefix(prefix)
                .preference(preference)
                .lifetime(lifetime);
        return this;
    }

    /// One to 127 servers; the lifetime is in seconds.
    public NdOptionsWriter recursiveDnsServers(List<Ipv6Address> servers, long lifetime) {
        new RecursiveDnsServers(append(RecursiveDnsServers.TYPE, RecursiveDnsServers.bytesFor(servers.size())))
                .servers(servers)
                .lifetime(lifetime);
        return this;
    }

    /// One domain name or more; the lifetime is in seconds.
    ///
    /// @throws IllegalArgumentException if one of them is not a domain name
    public NdOptionsWriter dnsSearchList(List<String> names, long lifetime) {
        new DnsSearchList(append(DnsSearchList.TYPE, DnsSearchList.bytesFor(names)))
                .names(names)
                .lifetime(lifetime);
        return this;
    }

    /// The lifetime is in seconds and rounded up to a multiple of 8.
    public NdOptionsWriter pref64(Prefix prefix, int lifetime) {
        new Pref64(append(Pref64.TYPE, Pref64.BYTES)).prefix(prefix).lifetime(lifetime);
        return this;
    }

    /// RFC 6275 §7.3, in milliseconds.
    public NdOptionsWriter advertisementInterval(long milliseconds) {
        new AdvertisementInterval(append(AdvertisementInterval.TYPE, AdvertisementInterval.BYTES))
                .interval(milliseconds);
        return this;
    }

    /// RFC 6275 §7.4; the lifetime is in seconds.
    public NdOptionsWriter homeAgentInformation(int preference, int lifetime) {
        new HomeAgentInformation(append(HomeAgentInformation.TYPE, HomeAgentInformation.BYTES))
                .preference(preference)
                .lifetime(lifetime);
        return this;
    }

    /// A URI of US-ASCII letters, RFC 8910.
    public NdOptionsWriter captivePortal(String uri) {
        new CaptivePortal(append(CaptivePortal.TYPE, CaptivePortal.bytesFor(uri))).uri(uri);
        return this;
    }

    private MemorySegment append(int type, long bytes) {
        MemorySegment option = to.asSlice(end, bytes);
        NdOption.start(option, type);
        end += bytes;
        return option;
    }
}
