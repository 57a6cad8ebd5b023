package inaba.fuzz;

import inaba.api.manage.Args;
import inaba.api.manage.CommandException;
import inaba.capture.filter.Filter;
import inaba.deploy.jar.Jar;
import inaba.hostile.Samples;
import inaba.launcher.FeatureSet;
import inaba.launcher.StartException;
import inaba.shell.attach.Frame;
import inaba.shell.attach.Request;
import inaba.shell.line.Script;
import inaba.wire.IpFamily;
import inaba.wire.Ipv6Address;
import inaba.wire.MacAddress;
import inaba.wire.Prefix;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// What reads text and files. Each refuses with a reason in its own exception, and with no other.
enum Parsers implements Subject {
    TEXT("::1", "2001:db8::/32", "::ffff:192.0.2.1", "fe80::1%lan", "02:00:00:00:00:01", "1:2:3:4:5:6:7:8/128") {
        @Override
        void read(byte[] input) {
            var text = new String(input, StandardCharsets.UTF_8);
            again(text, Ipv6Address::parse);
            again(text, Prefix::parse);
            again(text, MacAddress::parse);
        }
    },
    FILTER(
            "icmp6",
            "host 2001:db8::1 and not udp",
            "tcp port 80 or (ether src 02:00:00:00:00:01)",
            "net 2001:db8::/32") {
        @Override
        void read(byte[] input) {
            var filter = Filter.parse(new String(input, StandardCharsets.ISO_8859_1));
            for (var frame : Samples.frames()) {
                filter.matches(MemorySegment.ofArray(frame), 0, frame.length);
            }
            filter.matches(MemorySegment.ofArray(input), 0, input.length);
        }
    },
    LINE("route6 add 2001:db8::/32 via fe80::1 dev lan", "link | grep 'a b' ; stat \"x\"", "# comment", "a \\\nb") {
        @Override
        void read(byte[] input) throws CommandException {
            var text = new String(input, StandardCharsets.UTF_8);
            var word = Script.parse(Script.quote(text));
            if (!text.equals(
                    word.pipelines().getFirst().stages().getFirst().words().getFirst())) {
                throw new IllegalStateException("a quoted word is another one: " + word);
            }
            Script.parse(text);
        }
    },
    ATTACH("\0\0\0\5\1help!", "\0\0\0\0") {
        @Override
        void read(byte[] input) throws IOException {
            var in = new DataInputStream(new ByteArrayInputStream(input));
            for (var frame = Frame.read(in); frame != null; frame = Frame.read(in)) {
                Request.of(frame);
            }
        }
    },
    JAR("PK") {
        @Override
        void read(byte[] input) throws IOException {
            Jar.read(Files.write(Folder.PATH.resolve("fuzzed.jar"), input));
        }

        @Override
        public List<byte[]> seeds() {
            var manifest = new Manifest();
            manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
            manifest.getMainAttributes().putValue("Bundle-SymbolicName", "a.b;singleton:=true");
            manifest.getMainAttributes().putValue("Bundle-Version", "1.2.3.q");
            var bytes = new ByteArrayOutputStream();
            try {
                new JarOutputStream(bytes, manifest).close();
            } catch (IOException impossible) {
                throw new IllegalStateException(impossible);
            }
            return List.of(bytes.toByteArray());
        }
    },
    MANIFEST(
            "Manifest-Version: 1.0\nBundle-SymbolicName: a.b;singleton:=true\nBundle-Version: 1.2.3.q\n",
            "Manifest-Version: 1.0\r\nBundle-ManifestVersion: 2\r\nBundle-SymbolicName: a\r\n b\r\n") {
        @Override
        void read(byte[] input) throws IOException {
            var bytes = new ByteArrayOutputStream();
            try (var jar = new ZipOutputStream(bytes)) {
                jar.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
                jar.write(input);
            }
            Jar.read(Files.write(Folder.PATH.resolve("fuzzed.jar"), bytes.toByteArray()));
        }
    },
    ARGS(
            "\0" + "2001:db8::1%lan",
            "\1" + "2001:db8::/32", "\2" + "02:00:00:00:00:01", "\3" + "4096", "\4" + "::1/64", "\5on") {
        @Override
        void read(byte[] input) throws CommandException {
            if (input.length == 0) {
                return;
            }
            var words = List.of(new String(input, 1, input.length - 1, StandardCharsets.UTF_8).split(" "));
            var args = new Args("fuzzed", words);
            var family = (input[0] & 8) == 0 ? IpFamily.IPV6 : IpFamily.IPV4;
            while (args.hasNext()) {
                switch (input[0] & 7) {
                    case 0 -> args.zonedAddress(family);
                    case 1 -> args.prefix(family);
                    case 2 -> args.mac();
                    case 3 -> args.number("a number", -5, 1L << 40);
                    case 4 -> args.interfaceAddress(family);
                    case 5 -> args.onOff();
                    case 6 -> args.preference();
                    default -> args.verb("show", "set", "del");
                }
            }
            args.end();
        }
    },
    FEATURE(
            "{\"feature-resource-version\":\"1.0\",\"id\":\"a:b:1\",\"bundles\":[{\"id\":\"a:c:1\"}],"
                    + "\"configurations\":{\"p\":{\"x:Integer\":1,\"y\":[1,true,null]}}}",
            "{\"feature-resource-version\":\"1.0\",\"id\":\"a:b:1\",\"extensions\":{\"inaba.includes\":"
                    + "{\"kind\":\"optional\",\"type\":\"text\",\"text\":[\"fuzzed\"]}}}") {
        @Override
        void read(byte[] input) throws IOException, StartException {
            Files.write(Folder.PATH.resolve("fuzzed.json"), input);
            FeatureSet.read(Folder.PATH, List.of("fuzzed"));
        }
    };

    private final List<byte[]> seeds;

    Parsers(String... seeds) {
        this.seeds = Stream.of(seeds)
                .map(seed -> seed.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }

    abstract void read(byte[] input) throws IOException, StartException, CommandException;

    @Override
    public void take(byte[] input) {
        try {
            read(input);
        } catch (IllegalArgumentException | IOException | StartException | CommandException refused) {
            if (refused.getMessage() == null || refused.getMessage().isBlank()) {
                throw new IllegalStateException("refused without a reason", refused);
            }
        }
    }

    @Override
    public List<byte[]> seeds() {
        return seeds;
    }

    private static <T> void again(String text, Function<String, T> parse) {
        T read;
        try {
            read = parse.apply(text);
        } catch (IllegalArgumentException refused) {
            return;
        }
        if (!parse.apply(read.toString()).equals(read)) {
            throw new IllegalStateException(text + " became " + read);
        }
    }

    /// Where files are that are read.
    private static final class Folder {
        static final Path PATH = Scratch.folder();
    }
}
