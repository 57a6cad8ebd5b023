package inaba.lab;

import inaba.linux.Errno;
import inaba.linux.LinuxException;
import inaba.linux.NetDevice;
import inaba.linux.Niceness;
import inaba.linux.PacketSocket;
import inaba.linux.Sys;
import java.io.IOException;
import java.lang.foreign.Arena;

/// Sends frames through a packet socket, as ordinary programs do: as fast as it can, or at a steady rate.
public final class Generator implements Sending {
    private static final int SOCKET_BYTES = 1 << 24;
    private static final int NO_PROTOCOL = 0; // receives nothing
    private static final int BATCH = 64;
    private static final int MSG_DONTWAIT = 0x40;
    private static final long SECOND = 1_000_000_000L;

    private final PacketSocket socket;
    private final Frames frames;
    private final Thread thread;
    private final double perNano;
    private final boolean ahead;
    private volatile boolean ended;
    private volatile long sent;
    private volatile int failure;

    private Generator(PacketSocket socket, Frames frames, long perSecond, boolean ahead) {
        this.socket = socket;
        this.frames = frames;
        this.perNano = (double) perSecond / SECOND;
        this.ahead = ahead;
        thread = Thread.ofPlatform().name("generator").daemon().start(this::run);
    }

    /// Begins to send.
    ///
    /// @param perSecond 0 = as fast as it can
    public static Generator start(Host host, String device, Frames frames, long perSecond)
            throws IOException, InterruptedException {
        return new Generator(host.call(() -> open(device)), frames, perSecond, false);
    }

    /// As [#start], but it goes ahead of others that want its processor: for a load that has to be reached.
    public static Generator startAhead(Host host, String device, Frames frames, long perSecond)
            throws IOException, InterruptedException {
        return new Generator(host.call(() -> open(device)), frames, perSecond, true);
    }

    /// A socket that sends on a device.
    public static PacketSocket open(String device) throws LinuxException {
        var socket = new PacketSocket();
        socket.bypassQueueing();
        socket.sendBuffer(SOCKET_BYTES);
        socket.bind(NetDevice.named(device).index(), NO_PROTOCOL);
        return socket;
    }

    @Override
    public long sent() {
        return sent;
    }

    private void run() {
        try (var arena = Arena.ofConfined()) {
            Processors.stayOnFirst(arena);
            if (ahead) {
                Niceness.ahead();
            }
            long began = System.nanoTime();
            long count = 0;
            int at = 0;
            while (!ended) {
                long due = perNano == 0 ? Long.MAX_VALUE : (long) ((System.nanoTime() - began) * perNano);
                int batch = (int) Math.min(Math.min(BATCH, frames.count() - at), due - count);
                if (batch <= 0) {
                    Thread.onSpinWait();
                    continue;
                }
                int taken = Sys.sendmmsg(socket.fd(), frames.messages(at), batch, MSG_DONTWAIT);
                if (taken > 0) {
                    at = (at + taken) % frames.count();
                    count += taken;
                    sent = count;
                } else if (taken != -Errno.EAGAIN && taken != -Errno.ENOBUFS) {
                    failure = -taken;
                    return;
                }
            }
        }
    }

    /// Ends it.
    ///
    /// @throws LinuxException when it could not send
    @Override
    public void close() throws LinuxException {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        socket.close();
        if (failure != 0) {
            throw new LinuxException("send", failure);
        }
    }
}
