package inaba.ip.probe;

import inaba.wire.IpFamily;

/// A family's ICMP, as probes see it. On the control loop.
public interface Prober {
    IpFamily family();

    /// The bundle that speaks it, for what is said when it stops.
    String owner();

    /// `ping6`
    String pingName();

    /// `trace6`
    String traceName();

    /// ICMP's protocol number.
    int protocol();

    /// The type of an echo request.
    int echoRequest();

    /// True for the error of a router on the way, where the probe's hops ended.
    boolean isOnTheWay(int type, int code);

    /// An error in the words of iputils' ping.
    String sentence(int type, int code, long parameter);

    /// The mark that traceroute sets behind a time; empty for an answer that needs none.
    String mark(int type, int code, long parameter);

    /// Shows replies and errors to the watcher until it is unwatched.
    ///
    /// @return false when the protocol is not running
    boolean watch(ProbeWatcher watcher);

    void unwatch(ProbeWatcher watcher);
}
