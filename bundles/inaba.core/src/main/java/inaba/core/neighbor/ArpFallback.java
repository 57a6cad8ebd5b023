package inaba.core.neighbor;

import inaba.api.link.AddressKey;
import inaba.api.link.AddressRow;
import inaba.api.link.LinkRow;
import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Output;
import inaba.core.CoreDrop;
import inaba.wire.ArpPacket;
import inaba.wire.EthernetHeader;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Answers ARP requests for our own addresses while `inaba.ip4` is not there, so that those who know us keep doing so:
/// what [NeighborFallback] is to IPv6. It learns nothing and asks for nothing.
public final class ArpFallback {
    private final Function<AddressKey, @Nullable AddressRow> addresses;
    private final IntFunction<@Nullable LinkRow> links;
    private final Supplier<Output> output;

    /// @param addresses an address of ours, or null
    /// @param links a link by its index, or null where there is none
    public ArpFallback(
            Function<AddressKey, @Nullable AddressRow> addresses,
            IntFunction<@Nullable LinkRow> links,
            Supplier<Output> output) {
        this.addresses = addresses;
        this.links = links;
        this.output = output;
    }

    /// A frame of ARP, which is unknown where it is none of our business. Whoever probes for an address of ours (RFC
    /// 5227 §2.1.1) is answered too.
    public Verdict asked(Packet packet) {
        if (!ArpPacket.fits(packet.memory(), packet.network(), packet.end())) {
            return CoreDrop.UNKNOWN_ETHERTYPE;
        }
        var asked = new ArpPacket(packet.memory(), packet.network());
        var link = links.apply(packet.link());
        var asker = asked.senderHardware();
        boolean request = asked.isIpv4OverEthernet() && asked.operation() == ArpPacket.REQUEST;
        if (!request || link == null || asker.isMulticast() || asker.equals(link.mac())) {
            return CoreDrop.UNKNOWN_ETHERTYPE;
        }
        var ours = addresses.apply(new AddressKey(packet.link(), Ipv6Address.ofIpv4(asked.targetProtocol())));
        if (ours == null || !ours.usable()) {
            return CoreDrop.UNKNOWN_ETHERTYPE;
        }
        return answer(asked, link, asker);
    }

    /// To the asker; about a link-local address to all (RFC 3927 §2.5).
    private Verdict answer(ArpPacket asked, LinkRow link, MacAddress asker) {
        int address = asked.targetProtocol();
        try {
            var packet = output.get().take(ArpPacket.BYTES).etherType(EthernetHeader.ETHERTYPE_ARP);
            new ArpPacket(packet.memory(), packet.start())
                    .start(ArpPacket.REPLY)
                    .sender(link.mac(), address)
                    .target(asker, asked.senderProtocol());
            var to = Ipv6Address.isIpv4LinkLocal(address) ? MacAddress.BROADCAST : asker;
            output.get().sendTo(packet.end(packet.start() + ArpPacket.BYTES), link.index(), to);
        } catch (IllegalStateException exhausted) {
            return CoreDrop.POOL_EMPTY;
        }
        return Verdict.Go.DELIVER;
    }
}
