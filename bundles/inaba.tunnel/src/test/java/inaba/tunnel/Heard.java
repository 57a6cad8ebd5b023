package inaba.tunnel;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;
import inaba.api.protocol.Node;
import inaba.api.protocol.Protocol;
import inaba.wire.IpFamily;
import inaba.wire.IpProtocol;
import inaba.wire.Ipv4Header;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import inaba.wire.icmp4.Icmpv4Code;
import inaba.wire.icmp4.Icmpv4Type;
import inaba.wire.icmp6.ErrorMessage;
import inaba.wire.icmp6.Icmpv6Code;
import inaba.wire.icmp6.Icmpv6Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Writes down which replies and errors reach a host.
final class Heard implements Protocol {
    private final List<String> lines = new ArrayList<>();

    /// Takes what came since the last call.
    List<String> take() {
        var taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }

    @Override
    public String slot() {
        return "heard";
    }

    @Override
    public void start(Node node) {
        // it only listens
    }

    @Override
    public void stop() {
        // it only listens
    }

    @Override
    public Set<Integer> icmp6Types() {
        return Set.of(
                Icmpv6Type.ECHO_REPLY,
                Icmpv6Type.DESTINATION_UNREACHABLE,
                Icmpv6Type.PACKET_TOO_BIG,
                Icmpv6Type.TIME_EXCEEDED,
                Icmpv6Type.PARAMETER_PROBLEM);
    }

    @Override
    public Set<Integer> ipv4Protocols() {
        return Set.of(IpProtocol.ICMP);
    }

    @Override
    public Verdict receive(Packet packet) {
        var message = new ErrorMessage(packet.memory().asSlice(packet.upper(), packet.end() - packet.upper()));
        int type = message.type();
        boolean reply = type == (packet.isIpv4() ? Icmpv4Type.ECHO_REPLY : Icmpv6Type.ECHO_REPLY);
        if (packet.isIpv4() && !reply && !Icmpv4Type.isError(type)) {
            return Verdict.Go.PASS;
        }
        var source = packet.isIpv4()
                ? Ipv6Address.ofIpv4(new Ipv4Header(packet.memory(), packet.network()).source())
                : new Ipv6Header(packet.memory(), packet.network()).source();
        var what = reply ? "reply " + packet.length() : packet.isIpv4() ? text4(message) : text6(message);
        lines.add(IpFamily.text(source) + " " + what);
        return Verdict.Go.PASS;
    }

    private static String text6(ErrorMessage error) {
        return error.type() == Icmpv6Type.PACKET_TOO_BIG
                ? "too big " + error.param32()
                : Icmpv6Code.name(error.type(), error.code())
                        + (error.type() == Icmpv6Type.PARAMETER_PROBLEM ? " " + error.param32() : "");
    }

    private static String text4(ErrorMessage error) {
        var name = Icmpv4Code.name(error.type(), error.code());
        return error.type() == Icmpv4Type.DESTINATION_UNREACHABLE && error.code() == Icmpv4Code.FRAGMENTATION_NEEDED
                ? "too big " + (error.param32() & 0xffff)
                : name;
    }
}
