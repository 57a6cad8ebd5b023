package inaba.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// What a device was like before it was taken over; on disk before anything is changed, gone after it was put back.
///
/// A text file below `STATE/held`: one `key value` a line, messages of the kernel in hexadecimal.
///
/// @param boot the kernel's boot identifier: devices do not outlive it
/// @param namespace the network namespace, `net:[4026531840]`
/// @param seconds since 1970, when it was found
/// @param clsact the device had this qdisc already
record Journal(
        String boot,
        String namespace,
        int index,
        String name,
        long seconds,
        boolean up,
        Offloads offloads,
        boolean clsact,
        Found found) {
    private static final String ADDRESS = "address";
    private static final String ROUTE = "route";

    static Path folder(Path state) {
        return state.resolve("held");
    }

    Path file(Path state) {
        var space = namespace.replaceAll("[^0-9]", "");
        return folder(state).resolve(space + '-' + index + '-' + name);
    }

    /// Writes the file and waits until it is on the disk.
    void write(Path state) throws IOException {
        var file = file(state);
        Files.createDirectories(file.getParent());
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        try (var out = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(String.join("\n", lines()).getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (var directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private List<String> lines() {
        var hex = HexFormat.of();
        var lines = new ArrayList<String>();
        lines.add("boot " + boot);
        lines.add("namespace " + namespace);
        lines.add("index " + index);
        lines.add("name " + name);
        lines.add("seconds " + seconds);
        lines.add("up " + up);
        lines.add("gro " + offloads.gro());
        lines.add("lro " + offloads.lro());
        lines.add("clsact " + clsact);
        found.addresses().forEach(a -> lines.add(ADDRESS + ' ' + hex.formatHex(a)));
        found.routes().forEach(r -> lines.add(ROUTE + ' ' + hex.formatHex(r)));
        return lines;
    }

    /// @throws IOException when the file is not what [#write] made
    static Journal read(Path file) throws IOException {
        var values = new HashMap<String, String>();
        var addresses = new ArrayList<byte[]>();
        var routes = new ArrayList<byte[]>();
        try {
            for (var line : Files.readAllLines(file)) {
                var value = line.substring(line.indexOf(' ') + 1);
                switch (line.substring(0, line.indexOf(' '))) {
                    case ADDRESS -> addresses.add(HexFormat.of().parseHex(value));
                    case ROUTE -> routes.add(HexFormat.of().parseHex(value));
                    case String key -> values.put(key, value);
                }
            }
            return new Journal(
                    value(values, "boot"),
                    value(values, "namespace"),
                    Integer.parseInt(value(values, "index")),
                    value(values, "name"),
                    Long.parseLong(value(values, "seconds")),
                    Boolean.parseBoolean(value(values, "up")),
                    new Offloads(
                            Boolean.parseBoolean(value(values, "gro")), Boolean.parseBoolean(value(values, "lro"))),
                    Boolean.parseBoolean(value(values, "clsact")),
                    new Found(addresses, routes));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException(file + " is damaged", e);
        }
    }

    private static String value(HashMap<String, String> values, String key) {
        var value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no " + key);
        }
        return value;
    }

    /// The journals below a state folder.
    static List<Path> files(Path state) throws IOException {
        try (Stream<Path> all = Files.list(folder(state))) {
            return all.filter(f -> !f.toString().endsWith(".new")).sorted().toList();
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    static String bootNow() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    }

    /// The network namespace of the calling thread.
    static String namespaceNow() throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net")).toString();
    }
}
