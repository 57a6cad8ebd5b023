package inaba.ip.probe;

import inaba.api.manage.Line;
import inaba.api.protocol.Node;
import inaba.ip.probe.ProbeWatcher.Failure;
import inaba.ip.probe.ProbeWatcher.Reply;
import inaba.wire.IpFamily;
import inaba.wire.icmp6.EchoMessage;
import java.util.HexFormat;

/// The lines of `ping6` and `ping4`, in the words of iputils.
record PingText(Node node, Target target, Prober prober) {
    /// Octets of both headers, which `ping` counts in brackets.
    private static final int IPV4_AND_ICMP = 20 + EchoMessage.FIXED_BYTES;

    Line heading(PingOptions options) {
        String pattern = options.pattern().length == 0
                ? ""
                : "PATTERN: 0x" + HexFormat.of().formatHex(options.pattern()) + '\n';
        var via = node.link(target.link());
        String from = options.via() == null
                ? ""
                : " from " + Target.text(node, target.source(), target.link()) + (via == null ? "" : ' ' + via.name())
                        + ':';
        boolean old = IpFamily.of(target.address()) == IpFamily.IPV4;
        String size = old
                ? options.size() + "(" + (options.size() + IPV4_AND_ICMP) + ") bytes of data."
                : options.size() + " data bytes";
        return Line.text(pattern + "PING " + target.text() + (old ? " (" : "(") + target.text() + ')' + from + ' '
                        + size)
                .keyed("destination", target.text())
                .keyed("source", IpFamily.text(target.source()))
                .keyed("bytes", options.size());
    }

    Line reply(Reply reply, long n, long nanos, boolean duplicate) {
        String from = Target.text(node, reply.from(), reply.link());
        long bytes = EchoMessage.FIXED_BYTES + reply.data().byteSize();
        boolean other = !target.address().isMulticast() && !reply.from().equals(target.address());
        return Line.text(bytes + " bytes from " + from + ": icmp_seq=" + n + " ttl=" + reply.hopLimit() + " time="
                        + Milliseconds.short4(nanos) + " ms" + (duplicate ? " (DUP!)" : "")
                        + (other ? " (DIFFERENT ADDRESS!)" : ""))
                .keyed("from", from)
                .keyed("icmp_seq", n)
                .keyed("bytes", bytes)
                .keyed("ttl", reply.hopLimit())
                .keyed("time", Milliseconds.number(nanos))
                .flag("dup", duplicate);
    }

    Line error(Failure failure, long n) {
        String from = Target.text(node, failure.from(), failure.link());
        String sentence = prober.sentence(failure.type(), failure.code(), failure.parameter());
        return Line.text("From " + from + " icmp_seq=" + n + ' ' + sentence)
                .keyed("from", from)
                .keyed("icmp_seq", n)
                .keyed("type", failure.type())
                .keyed("code", failure.code())
                .keyed("error", sentence);
    }

    Line notSent(long n, String why) {
        return Line.text("icmp_seq=" + n + " not sent: " + why)
                .keyed("icmp_seq", n)
                .keyed("error", why);
    }

    Line corrupted(long n, long at) {
        return Line.text("wrong data byte #" + at + " in icmp_seq=" + n)
                .keyed("icmp_seq", n)
                .keyed("wrong_byte", at);
    }
}
