package inaba.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// strongSwan's charon, unmodified, in a namespace, on the IPsec of an appliance.
public final class Charon implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/charon-systemd");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path folder;
    private final Task task;

    private Charon(Path folder, Task task) {
        this.folder = folder;
        this.task = task;
    }

    /// Whether this machine has it.
    public static boolean isInstalled() {
        return Files.isExecutable(PROGRAM) && Files.isExecutable(Path.of("/usr/sbin/swanctl"));
    }

    /// Starts it and loads its connections.
    ///
    /// @param connections as in swanctl.conf
    public static Charon start(Host host, Path state, Path folder, String connections)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("swanctl.conf"), connections);
        var settings = Files.writeString(folder.resolve("strongswan.conf"), settings(folder.toString()));
        var words = ApplianceProcess.words("ipsec", "--state", state.toString(), PROGRAM.toString());
        var task = host.start(words, Map.of("STRONGSWAN_CONF", settings.toString(), "INABA_BUILT", "1"));
        var charon = new Charon(folder, task);
        try {
            Until.holds("charon's socket", LIMIT, () -> Files.exists(folder.resolve("vici")));
            charon.swanctl(
                    "--load-all", "--file", folder.resolve("swanctl.conf").toString());
        } catch (IOException | InterruptedException failed) {
            task.kill();
            throw failed;
        }
        return charon;
    }

    /// A strongswan.conf.
    ///
    /// @param folder for its socket `vici` and its log
    public static String settings(String folder) {
        return """
                charon-systemd {
                  load = random nonce aes sha1 sha2 hmac kdf gmp kernel-netlink socket-default vici
                  install_routes = no
                  retransmit_timeout = 1
                  retransmit_tries = 2
                  delete_rekeyed_delay = 1
                  plugins {
                    vici {
                      socket = unix://FOLDER/vici
                    }
                  }
                  filelog {
                    charon {
                      path = FOLDER/charon.log
                      flush_line = yes
                      default = 1
                    }
                  }
                }
                """.replace("FOLDER", folder);
    }

    /// Runs swanctl.
    ///
    /// @throws IOException with what it printed, when it fails
    public String swanctl(String... words) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of("swanctl"));
        all.addAll(List.of(words));
        all.addAll(List.of("--uri", "unix://" + folder.resolve("vici")));
        return Task.start(all, Map.of()).succeed(LIMIT);
    }

    /// What it has said so far.
    public String log() throws IOException {
        return Files.readString(folder.resolve("charon.log"));
    }

    @Override
    public void close() throws IOException {
        task.close();
    }
}
