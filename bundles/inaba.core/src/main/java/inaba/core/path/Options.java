package inaba.core.path;

import static inaba.core.path.HeaderLimits.exceeds;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.core.CoreDrop;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv6Header;
import inaba.wire.Layouts;
import inaba.wire.OptionsHeader;
import java.lang.foreign.MemorySegment;

/// Options of a Hop-by-Hop or Destination Options header, RFC 8200 §4.2.
public final class Options {
    /// RFC 2675 §2: what a jumbogram is at least.
    private static final long SHORTEST_JUMBOGRAM = 65_536;

    private static final int JUMBO_DATA = 4;

    private long pointer;
    private int pad1;
    private int count;

    /// Offset of what was wrong from the IPv6 header, for Parameter Problem.
    public int pointer(Packet packet) {
        return (int) (pointer - packet.network());
    }

    /// Processes the options.
    ///
    /// @param at the header, which fits into the packet
    /// @param protocol HOP_BY_HOP or DESTINATION_OPTIONS
    /// @return DELIVER to go on, or why the packet is dropped
    public Verdict process(Packet packet, long at, int protocol, HeaderLimits limits) {
        var memory = packet.memory();
        long end = OptionsHeader.end(memory, at);
        pointer = at;
        if (exceeds((int) (end - at), limits.headerBytes())) {
            return CoreDrop.OPTIONS_TOO_LONG;
        }
        long invalid = OptionsHeader.firstInvalid(memory, at);
        if (invalid != end) {
            pointer = invalid;
            return CoreDrop.OPTIONS_MALFORMED;
        }
        count = 0;
        pad1 = 0;
        for (long option = OptionsHeader.first(at); option < end; option = OptionsHeader.next(memory, option)) {
            pointer = option;
            int type = OptionsHeader.type(memory, option);
            var verdict = type == OptionsHeader.PAD1 || type == OptionsHeader.PADN
                    ? padding(memory, option, type, limits)
                    : option(packet, option, type, protocol, limits);
            if (verdict != Verdict.Go.DELIVER) {
                return verdict;
            }
        }
        return protocol == IpProtocol.HOP_BY_HOP ? notJumbo(packet) : Verdict.Go.DELIVER;
    }

    private Verdict padding(MemorySegment memory, long option, int type, HeaderLimits limits) {
        pad1 = type == OptionsHeader.PAD1 ? pad1 + 1 : 0;
        return exceeds(pad1, limits.consecutivePad1())
                        || exceeds(OptionsHeader.dataLength(memory, option), limits.padNBytes())
                ? CoreDrop.PADDING_TOO_LONG
                : Verdict.Go.DELIVER;
    }

    private Verdict option(Packet packet, long option, int type, int protocol, HeaderLimits limits) {
        pad1 = 0;
        if (exceeds(++count, limits.options())) {
            return CoreDrop.TOO_MANY_OPTIONS;
        }
        if (type == OptionsHeader.JUMBO_PAYLOAD && protocol == IpProtocol.HOP_BY_HOP) {
            return jumbo(packet, option);
        }
        if (known(type, protocol)) {
            return Verdict.Go.DELIVER;
        }
        return limits.unknownOptions() ? unknown(OptionsHeader.action(type)) : CoreDrop.OPTION_REFUSED;
    }

    /// RFC 2675 §3: it stands in place of a payload length. One that is right leads beyond the end of any frame here.
    private Verdict jumbo(Packet packet, long option) {
        if (payloadLength(packet) != 0 || OptionsHeader.dataLength(packet.memory(), option) != JUMBO_DATA) {
            return CoreDrop.JUMBO_MALFORMED;
        }
        if (Layouts.u32(packet.memory(), OptionsHeader.data(option)) < SHORTEST_JUMBOGRAM) {
            pointer = OptionsHeader.data(option);
            return CoreDrop.JUMBO_MALFORMED;
        }
        return CoreDrop.TRUNCATED;
    }

    /// RFC 2675 §3: only a jumbogram has Hop-by-Hop options and a payload length of zero.
    private Verdict notJumbo(Packet packet) {
        if (payloadLength(packet) != 0) {
            return Verdict.Go.DELIVER;
        }
        pointer = packet.network() + Ipv6Header.PAYLOAD_LENGTH;
        return CoreDrop.JUMBO_MALFORMED;
    }

    private static int payloadLength(Packet packet) {
        return Layouts.u16(packet.memory(), packet.network() + Ipv6Header.PAYLOAD_LENGTH);
    }

    private static boolean known(int type, int protocol) {
        return protocol == IpProtocol.HOP_BY_HOP
                ? type == OptionsHeader.ROUTER_ALERT
                : type == OptionsHeader.TUNNEL_ENCAPSULATION_LIMIT;
    }

    private static Verdict unknown(int action) {
        return switch (action) {
            case OptionsHeader.SKIP -> Verdict.Go.DELIVER;
            case OptionsHeader.DISCARD -> CoreDrop.OPTION_DISCARD;
            case OptionsHeader.DISCARD_AND_REPORT -> CoreDrop.OPTION_UNKNOWN;
            default -> CoreDrop.OPTION_UNKNOWN_UNICAST;
        };
    }
}
