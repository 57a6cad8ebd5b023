package inaba.guest;

import inaba.lab.Guardian;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A virtual machine with a kernel of Debian, and commands run in it as its root.
///
/// Its devices are called `eth0`, `eth1`, ... in the order of its cables, and are down at first. It has busybox, `ip`,
/// `ping`, `tracepath`, `tcpdump`, `socat` and the modules that `image.sh` names, which [#run] loads with `modprobe`.
public final class Guest implements AutoCloseable {
    /// How long a command may take when nothing else is said.
    public static final Duration LIMIT = Duration.ofSeconds(60);
    /// Three seconds on a quiet machine.
    private static final Duration BOOT = Duration.ofSeconds(90);

    private static final Duration END = Duration.ofSeconds(10);

    private final String name;
    private final Process machine;
    private final Agent agent;
    private final Path console;

    private Guest(String name, Process machine, Path console) {
        this.name = name;
        this.machine = machine;
        this.console = console;
        agent = new Agent(machine.getOutputStream(), machine.getInputStream());
    }

    /// Starts it; [#awaitBoot] is to be called before anything else.
    ///
    /// @param folder for its console's output
    static Guest start(String name, GuestImage image, List<Cable> cables, Path folder, Guardian guardian)
            throws IOException {
        var console = folder.resolve(name + ".console");
        var machine = new ProcessBuilder(words(image, cables, console))
                .redirectError(Redirect.to(folder.resolve(name + ".errors").toFile()))
                .start();
        guardian.process(machine.toHandle());
        return new Guest(name, machine, console);
    }

    private static List<String> words(GuestImage image, List<Cable> cables, Path console) {
        var words = new ArrayList<>(List.of(
                "setsid", // Ctrl-C in the terminal is the lab's affair
                "qemu-system-x86_64",
                "-accel",
                "tcg,tb-size=64",
                "-machine",
                "pc",
                "-m",
                "256M",
                "-nodefaults",
                "-no-user-config",
                "-display",
                "none",
                "-no-reboot"));
        words.addAll(List.of(
                "-kernel", image.kernel().toString(), "-initrd", image.initrd().toString()));
        words.addAll(List.of("-append", "console=ttyS0 quiet panic=-1"));
        words.addAll(List.of("-chardev", "file,id=console,path=" + console, "-serial", "chardev:console"));
        words.addAll(List.of("-chardev", "stdio,id=agent,signal=off", "-serial", "chardev:agent"));
        for (int i = 0; i < cables.size(); i++) {
            var id = "n" + i;
            words.addAll(List.of("-netdev", cables.get(i).network(id)));
            words.add("-device");
            words.add("virtio-net-pci,romfile=,netdev=%s,mac=%s".formatted(id, mac(cables.get(i))));
        }
        return words;
    }

    /// Locally administered; different for every cable of this machine.
    private static String mac(Cable cable) {
        return "52:54:00:00:%02x:%02x".formatted(cable.right() >> 8, cable.right() & 0xff);
    }

    /// Waits until it takes commands.
    ///
    /// @throws IOException with what its console shows
    public Guest awaitBoot() throws IOException, InterruptedException {
        if (!agent.awaitReady(BOOT)) {
            var seen = Files.exists(console) ? Files.readString(console) : "";
            close();
            throw new IOException("the guest " + name + " did not boot within " + BOOT + "; its console:\n" + seen);
        }
        return this;
    }

    public String name() {
        return name;
    }

    /// Runs lines of shell to their end.
    ///
    /// @return what they printed
    /// @throws IOException with what they printed, when the last fails or they take longer than [#LIMIT]
    public String run(String lines) throws IOException, InterruptedException {
        return start(lines, LIMIT).succeed();
    }

    /// Starts lines of shell; others may run meanwhile.
    public Command start(String lines, Duration limit) throws IOException {
        return agent.start(lines, limit);
    }

    /// Switches it off.
    @Override
    public void close() throws IOException {
        machine.destroyForcibly();
        try {
            if (!machine.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("QEMU does not end: " + machine);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
