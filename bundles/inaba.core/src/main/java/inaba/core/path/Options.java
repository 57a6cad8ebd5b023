package inaba.core.path;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.core.CoreDrop;
import inaba.wire.IpProtocol;
import inaba.wire.OptionsHeader;

/// Options of a Hop-by-Hop or Destination Options header, RFC 8200 §4.2.
public final class Options {
    /// RFC 8504 §5.3: no more options than this in one header.
    private static final int MOST = 8;

    private long pointer;

    /// Offset of what was wrong from the IPv6 header, for Parameter Problem.
    public int pointer(Packet packet) {
        return (int) (pointer - packet.network());
    }

    /// Processes the options.
    ///
    /// @param at the header, which fits into the packet
    /// @param protocol HOP_BY_HOP or DESTINATION_OPTIONS
    /// @return DELIVER to go on, or why the packet is dropped
    public Verdict process(Packet packet, long at, int protocol) {
        var header = new OptionsHeader(packet.memory(), at);
        long invalid = header.firstInvalid();
        if (invalid != header.end()) {
            pointer = invalid;
            return CoreDrop.OPTIONS_MALFORMED;
        }
        int count = 0;
        for (long option = header.first(); option < header.end(); option = header.next(option)) {
            int type = header.type(option);
            if (type == OptionsHeader.PAD1 || type == OptionsHeader.PADN) {
                continue;
            }
            if (++count > MOST) {
                return CoreDrop.TOO_MANY_OPTIONS;
            }
            pointer = option;
            if (type == OptionsHeader.JUMBO_PAYLOAD && protocol == IpProtocol.HOP_BY_HOP) {
                return CoreDrop.JUMBO_UNSUPPORTED;
            }
            if (!known(type, protocol)) {
                var verdict = unknown(header.action(option));
                if (verdict != Verdict.Go.DELIVER) {
                    return verdict;
                }
            }
        }
        return Verdict.Go.DELIVER;
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
