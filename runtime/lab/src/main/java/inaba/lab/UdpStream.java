package inaba.lab;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;

/// Numbered datagrams at a steady rate from one host to another, and what became of each of them.
///
/// Both sockets and their threads are in this process; only the sockets live in the namespaces.
public final class UdpStream {
    private static final int PORT = 7_900;
    private static final int PAYLOAD = 64;
    /// IPv4, IPv6, UDP.
    private static final int TUNNEL_HEADERS = 20 + 40 + 8;
    private static final long TICK = Duration.ofMillis(1).toNanos();
    /// How many times the rate is allowed for to catch up after the machine was busy with something else.
    private static final int HURRY = 2;
    /// It keeps its rate when it is late by no more than this part of a second.
    private static final int TOLERANCE = 20;
    private static final int LONGEST_MINUTES = 15;
    /// Nothing on the way for this long: nothing more will come.
    private static final long SILENCE = Duration.ofSeconds(1).toNanos();

    private final int perSecond;
    private final Future<Sent> sender;
    private final Future<Arrivals> receiver;
    private volatile boolean sending = true;
    private volatile long behind;

    /// What the receiver saw.
    private record Arrivals(byte[] seen, long reordered, long longestGap, long socketDrops) {}

    private record Sent(long count, double seconds) {}

    /// What became of the datagrams.
    ///
    /// @param lost sent and never received
    /// @param duplicated received more than once, counted each time
    /// @param reordered received after a later one
    /// @param socketDrops of those lost, what the receiving socket of the kernel had no room for
    /// @param longestGap between two arrivals
    /// @param seconds that were sent in
    public record Outcome(
            long sent,
            long lost,
            long duplicated,
            long reordered,
            long socketDrops,
            Duration longestGap,
            double seconds) {

        /// Datagrams a second, as sent.
        public double rate() {
            return sent / seconds;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%,d sent in %.1f s (%,.0f/s): %d lost (%d of them in the receiver's socket), %d duplicated,"
                            + " %d reordered, longest gap %d ms",
                    sent,
                    seconds,
                    rate(),
                    lost,
                    socketDrops,
                    duplicated,
                    reordered,
                    longestGap.toMillis());
        }
    }

    private UdpStream(Host from, String address, int perSecond, UdpSocket in, int before)
            throws IOException, InterruptedException {
        this.perSecond = perSecond;
        var out = from.call(() -> UdpSocket.to(InetAddress.ofLiteral(address), PORT));
        receiver = start("udp-receiver", () -> receive(in, before));
        sender = start("udp-sender", () -> send(out));
    }

    /// Starts to send.
    ///
    /// @param address of the host `to`
    public static UdpStream start(Host from, Host to, String address, int perSecond)
            throws IOException, InterruptedException {
        return new UdpStream(from, address, perSecond, to.call(() -> UdpSocket.at(PORT)), 0);
    }

    /// Starts to send what goes through a tunnel of mode `sit` to the host `to`, whose kernel needs no such tunnel.
    ///
    /// @param address behind the tunnel
    public static UdpStream startTunneled(Host from, Host to, String address, int perSecond)
            throws IOException, InterruptedException {
        return new UdpStream(from, address, perSecond, to.call(UdpSocket::ofTunnels), TUNNEL_HEADERS);
    }

    private static <T> Future<T> start(String name, Callable<T> body) {
        var task = new FutureTask<>(body);
        Thread.ofPlatform().daemon().name(name).start(task);
        return task;
    }

    private Sent send(UdpSocket socket) throws IOException {
        try (socket;
                var arena = Arena.ofConfined()) {
            var datagram = arena.allocate(PAYLOAD, Long.BYTES);
            long burst = HURRY * perSecond * TICK / Duration.ofSeconds(1).toNanos();
            long began = System.nanoTime();
            long sent = 0;
            while (sending) {
                long due = (System.nanoTime() - began)
                        * perSecond
                        / Duration.ofSeconds(1).toNanos();
                for (long end = Math.min(due, sent + burst); sent < end; sent++) {
                    datagram.set(JAVA_LONG, 0, sent);
                    socket.send(datagram);
                }
                LockSupport.parkNanos(TICK);
            }
            return new Sent(sent, (System.nanoTime() - began) / 1e9);
        }
    }

    private Arrivals receive(UdpSocket socket, int before) throws IOException {
        try (socket;
                var arena = Arena.ofConfined()) {
            var datagram = arena.allocate(before + PAYLOAD, Long.BYTES);
            var seen = new byte[perSecond * 60 * LONGEST_MINUTES];
            boolean any = false;
            long reordered = 0;
            long highest = -1;
            long longestGap = 0;
            long last = System.nanoTime();
            while (sending || System.nanoTime() - last < SILENCE) {
                if (socket.receive(datagram) != before + PAYLOAD) {
                    continue; // nothing came, or what a tunnel's own protocols say
                }
                int number = (int) datagram.get(JAVA_LONG_UNALIGNED, before);
                seen[number] = (byte) Math.min(seen[number] + 1, Byte.MAX_VALUE);
                reordered += number < highest ? 1 : 0;
                highest = Math.max(highest, number);
                long now = System.nanoTime();
                longestGap = any ? Math.max(longestGap, now - last) : 0;
                any = true;
                last = now;
            }
            return new Arrivals(seen, reordered, longestGap, socket.drops());
        }
    }

    /// False while it has yet to catch up, after the machine was busy with something else.
    public boolean keepsItsRate() {
        return behind < perSecond / TOLERANCE;
    }

    /// Sends no more, and waits for what is still on the way.
    public Outcome stop() throws IOException, InterruptedException {
        sending = false;
        try {
            var arrivals = receiver.get(); // first, so that its socket is closed whatever became of the sender
            return outcome(sender.get(), arrivals);
        } catch (ExecutionException e) {
            throw new IOException("the stream broke", e.getCause());
        }
    }

    private static Outcome outcome(Sent sent, Arrivals arrivals) {
        long lost = 0;
        long duplicated = 0;
        for (int number = 0; number < sent.count(); number++) {
            int times = arrivals.seen()[number];
            lost += times == 0 ? 1 : 0;
            duplicated += Math.max(0, times - 1);
        }
        return new Outcome(
                sent.count(),
                lost,
                duplicated,
                arrivals.reordered(),
                arrivals.socketDrops(),
                Duration.ofNanos(arrivals.longestGap()),
                sent.seconds());
    }
}
