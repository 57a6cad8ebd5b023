package inaba.link.udp;

import inaba.api.link.LinkException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;

/// A device of this driver: `LOCALPORT:REMOTEHOST:REMOTEPORT`. An IPv6 host may stand in brackets.
///
/// @param text as it was typed
record UdpDevice(String text, int localPort, InetSocketAddress remote) {
    private static final String FORM =
            "expected LOCALPORT:REMOTEHOST:REMOTEPORT such as 5000:127.0.0.1:5001, not \"%s\"";

    static UdpDevice parse(String text) throws LinkException {
        int first = text.indexOf(':');
        int last = text.lastIndexOf(':');
        if (first < 0 || first == last) {
            throw new LinkException(FORM.formatted(text));
        }
        String host = text.substring(first + 1, last);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty()) {
            throw new LinkException(FORM.formatted(text));
        }
        int localPort = port(text, text.substring(0, first));
        return new UdpDevice(
                text, localPort, new InetSocketAddress(resolve(host), port(text, text.substring(last + 1))));
    }

    private static int port(String text, String word) throws LinkException {
        try {
            int port = Integer.parseInt(word);
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException wrong) {
            throw new LinkException(FORM.formatted(text), wrong);
        }
        throw new LinkException("a UDP port is 1 to 65535, not " + word);
    }

    private static InetAddress resolve(String host) throws LinkException {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            throw new LinkException("the host \"" + host + "\" is not known", unknown);
        }
    }

    /// Where to listen: only on loopback when the remote is there, else on all addresses of its family.
    InetSocketAddress local() throws LinkException {
        boolean v4 = remote.getAddress() instanceof Inet4Address;
        String loopback = v4 ? "127.0.0.1" : "::1";
        String any = v4 ? "0.0.0.0" : "::";
        return new InetSocketAddress(resolve(remote.getAddress().isLoopbackAddress() ? loopback : any), localPort);
    }

    ProtocolFamily family() {
        return remote.getAddress() instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    }
}
