package inaba.guest;

import inaba.lab.ApplianceProcess;
import inaba.lab.Guardian;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Guests and appliances on this machine, connected by cables. Needs no root, and all of it is gone after [#close], and
/// after the end of this process, however it ended.
///
///     try (var lab = GuestLab.open()) {
///         var cable = Cable.lay();
///         var guest = lab.guest("peer", cable);
///         var appliance = lab.appliance(List.of("ra6 set lan on"), "lan=" + cable.device());
///         guest.awaitBoot().run("ip link set eth0 up");
public final class GuestLab implements AutoCloseable {
    private final Path folder;
    private final Guardian guardian;
    private final Deque<Closeable> parts = new ArrayDeque<>();

    private GuestLab(Path folder, Guardian guardian) {
        this.folder = folder;
        this.guardian = guardian;
    }

    public static GuestLab open() throws IOException {
        var guardian = new Guardian();
        var folder = Files.createTempDirectory("inaba-guest-");
        guardian.folder(folder);
        return new GuestLab(folder, guardian);
    }

    /// For files of this lab: consoles, state folders. Gone with it.
    public Path folder() {
        return folder;
    }

    /// Starts a guest at the right end of these cables. It boots meanwhile: [Guest#awaitBoot].
    public Guest guest(String name, Cable... cables) throws IOException, InterruptedException {
        return guest(name, GuestImage.get(), cables);
    }

    /// The same with an image of its own.
    public Guest guest(String name, GuestImage image, Cable... cables) throws IOException {
        var guest = Guest.start(name, image, List.of(cables), folder, guardian);
        parts.push(guest::close);
        return guest;
    }

    /// Starts an appliance and waits until it is ready.
    ///
    /// @param config commands of its configuration, a line each
    /// @param links  `NAME=DRIVER:DEVICE`, as after `--link`
    public ApplianceProcess appliance(List<String> config, String... links) throws IOException, InterruptedException {
        return appliance(List.of(), config, links);
    }

    /// The same with other options of `run` before those of the links.
    public ApplianceProcess appliance(List<String> options, List<String> config, String... links)
            throws IOException, InterruptedException {
        var all = new ArrayList<>(options);
        for (var link : links) {
            all.addAll(List.of("--link", link));
        }
        var state = folder.resolve("appliance-" + parts.size());
        var appliance = ApplianceProcess.launch(state, config, all);
        guardian.process(appliance.task().handle());
        parts.push(appliance::close);
        return appliance.awaitReady();
    }

    @Override
    public void close() throws IOException {
        try (guardian) {
            while (!parts.isEmpty()) {
                parts.pop().close();
            }
        }
    }
}
