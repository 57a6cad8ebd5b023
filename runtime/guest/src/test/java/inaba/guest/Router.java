package inaba.guest;

import java.io.IOException;

/// The end under test: it forwards between its LAN, where the host is, and its tunnels, over the underlay, where the
/// peer is.
interface Router {
    void add(Tunnel tunnel) throws IOException, InterruptedException;

    /// The link to the underlay goes down and up again.
    void flap() throws IOException, InterruptedException;

    /// How many packets from the underlay were dropped for this reason so far.
    ///
    /// @param reason a constant of the drops of `inaba.tunnel`, as counters write it: `wrong-key`
    /// @return -1 where nobody counts
    long dropped(String reason) throws IOException, InterruptedException;

    void delete(Tunnel tunnel) throws IOException, InterruptedException;
}
