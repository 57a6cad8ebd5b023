package inaba.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

/// What is asked of a mode with some options, each with a tunnel of its own that is gone afterwards.
record Scenarios(Site site, Mode mode, String options) {
    private static final int UNDERLAY = 1_500;
    private static final int NARROWER = 1_400;

    /// Needs a tunnel that is up.
    @FunctionalInterface
    private interface Check {
        void run(Crossing crossing, int family) throws IOException, InterruptedException;
    }

    private void through(Tunnel tunnel, Check check) throws IOException, InterruptedException {
        site.up(tunnel);
        try {
            var crossing = new Crossing(site, tunnel);
            for (int family : tunnel.mode().inner()) {
                crossing.awaitPath(family);
                check.run(crossing, family);
            }
        } finally {
            site.down(tunnel);
        }
    }

    /// Datagrams in both directions, each cut where it must be, and put together again.
    void passes(int... sizes) throws IOException, InterruptedException {
        through(site.tunnel(mode, options), (crossing, family) -> {
            for (int bytes : sizes) {
                crossing.pings(family, bytes);
            }
        });
    }

    /// A stream in both directions arrives as it was sent.
    ///
    /// @param digest of the blob
    void streams(String digest) throws IOException, InterruptedException {
        through(site.tunnel(mode, options), (crossing, family) -> crossing.streams(family, digest));
    }

    /// The host learns what fits into the tunnel; and again when the underlay is narrower behind the next router.
    void tellsThePathMtu() throws IOException, InterruptedException {
        for (int family : mode.inner()) {
            var tunnel = site.tunnel(mode, options);
            site.up(tunnel);
            try {
                var crossing = new Crossing(site, tunnel);
                crossing.awaitPath(family);
                assertEquals(UNDERLAY - tunnel.overhead(), crossing.pathMtu(family), "path MTU");
                site.underlayMtu(NARROWER);
                crossing.passesWhole(family, UNDERLAY - tunnel.overhead()); // the router hears of it
                assertEquals(
                        NARROWER - tunnel.overhead(), crossing.pathMtu(family), "path MTU of the narrower underlay");
            } finally {
                site.underlayMtu(UNDERLAY);
                site.down(tunnel);
            }
        }
    }

    /// @param other the peer's options, with a key of its own
    void refusesAnotherKey(String other) throws IOException, InterruptedException {
        var tunnel = site.tunnel(mode, options);
        refuses(tunnel, tunnel.with(other), "wrong-key");
    }

    /// The peer sends from an address that the router has no tunnel to.
    void refusesAnotherPeer() throws IOException, InterruptedException {
        var tunnel = site.tunnel(mode, options);
        refuses(tunnel, tunnel.to(site.tunnel(mode, options).remote()), "no-tunnel");
    }

    private void refuses(Tunnel tunnel, Tunnel peers, String reason) throws IOException, InterruptedException {
        site.router().add(tunnel);
        try {
            site.upAtPeer(peers);
            for (int family : mode.inner()) {
                new Crossing(site, tunnel).nothingPasses(family, reason);
            }
        } finally {
            site.down(tunnel);
        }
    }

    /// A GRE tunnel inside this one.
    void carriesAnotherTunnel(int... sizes) throws IOException, InterruptedException {
        var outside = site.tunnel(mode, options);
        site.up(outside);
        try {
            var inside = site.inside(outside, mode.inner().contains(6) ? Mode.IP6GRE : Mode.GRE, "");
            through(inside, (crossing, family) -> {
                for (int bytes : sizes) {
                    crossing.pings(family, bytes);
                }
            });
        } finally {
            site.down(outside);
        }
    }

    /// The underlay goes away and comes back, seen and unseen by the router: packets pass again.
    void survivesFlaps() throws IOException, InterruptedException {
        through(site.tunnel(mode, options), (crossing, family) -> {
            site.interrupt();
            crossing.pings(family, 1_000);
            site.router().flap();
            crossing.awaitPath(family);
            crossing.pings(family, 1_000);
        });
    }
}
