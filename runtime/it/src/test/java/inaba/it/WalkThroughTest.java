package inaba.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aQute.bnd.osgi.Builder;
import inaba.api.protocol.Node;
import inaba.wire.Ipv6Address;
import inaba.wire.Ipv6Header;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/// docs/add-a-protocol.md is true: its blocks are compiled, bundled by its bnd.bnd, installed, and do what it says.
class WalkThroughTest {
    private static final Pattern JAVA = Pattern.compile("```java (\\S+)\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern BND = Pattern.compile("```bnd\\n(.*?)```", Pattern.DOTALL);
    private static final long HOPS = 5;

    @TempDir
    Path folder;

    @Test
    void theProtocolOfTheWalkThroughIsBuiltInstalledAndAnswers() throws Exception {
        var document = Files.readString(Tree.HOME.resolve("docs/add-a-protocol.md"));
        var jar = bundle(document, compile(document));
        try (var appliance = TestAppliance.start(folder.resolve("state"))) {
            var mirror = appliance.install(jar.toUri().toString(), Files.newInputStream(jar));
            mirror.start();
            assertEquals(Bundle.ACTIVE, mirror.getState());
            TestAppliance.await(
                    "the packet came back", Duration.ofSeconds(20), () -> inside(appliance, Send.class) > 0);
            TestAppliance.await("its hops are used up", Duration.ofSeconds(10), () -> {
                long reflected = inside(appliance, Reflected.class);
                return reflected >= HOPS - 1 && reflected % (HOPS - 1) == 0;
            });
            mirror.uninstall();
        }
    }

    private static long inside(TestAppliance appliance, Class<? extends Function<BundleContext, Long>> code) {
        try {
            return appliance.inside(code);
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    /// @return the folder of classes
    private Path compile(String document) throws IOException {
        var sources = folder.resolve("src/inaba/mirror");
        Files.createDirectories(sources);
        var files = new ArrayList<File>();
        var blocks = JAVA.matcher(document);
        while (blocks.find()) {
            files.add(Files.writeString(sources.resolve(blocks.group(1) + ".java"), blocks.group(2))
                    .toFile());
        }
        assertEquals(4, files.size(), "blocks with a name");
        var classes = folder.resolve("classes");
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            var said = new StringWriter();
            boolean compiled = compiler.getTask(
                            said,
                            manager,
                            null,
                            List.of("-d", classes.toString(), "-proc:none"),
                            null,
                            manager.getJavaFileObjectsFromFiles(files))
                    .call();
            assertTrue(compiled, said::toString);
        }
        return classes;
    }

    private Path bundle(String document, Path classes) throws Exception {
        var bnd = BND.matcher(document);
        assertTrue(bnd.find());
        var jar = folder.resolve("inaba.mirror.jar");
        try (var builder = new Builder()) {
            for (var line : bnd.group(1).lines().toList()) {
                int colon = line.indexOf(':');
                builder.setProperty(
                        line.substring(0, colon), line.substring(colon + 1).trim());
            }
            builder.setProperty("Bundle-SymbolicName", "inaba.mirror");
            builder.setProperty("Bundle-Version", "1.0.0");
            builder.setProperty("Import-Package", "!org.jspecify.annotations,*");
            builder.setProperty("-includeresource", classes.toString());
            for (var entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                if (entry.contains("inaba") && new File(entry).exists()) {
                    builder.addClasspath(new File(entry));
                }
            }
            builder.build().write(jar.toFile());
            assertEquals(List.of(), builder.getErrors());
        }
        return jar;
    }

    /// Sends a packet for experiments from the router to itself; says how many were sent back so far.
    public static final class Send implements Function<BundleContext, Long> {
        @Override
        public Long apply(BundleContext context) {
            var node = node(context);
            return node.map(n -> n.loop().call(() -> send(n))).orElse(0L);
        }

        private static long send(Node node) {
            var reflected = node.counters().named("inaba.mirror.reflected");
            var self = Ipv6Address.parse("2001:db8:1::1");
            if (reflected.value() == 0
                    && node.addresses().rows().stream()
                            .anyMatch(a -> a.address().equals(self) && a.usable())) {
                var packet = node.output().take(Ipv6Header.BYTES + 8);
                new Ipv6Header(packet.memory(), packet.start())
                        .start(0, 0)
                        .nextHeader(253)
                        .hopLimit((int) HOPS)
                        .source(self)
                        .destination(self);
                node.output().send(packet.end(packet.start() + Ipv6Header.BYTES + 8), 0);
            }
            return reflected.value();
        }

        private static Optional<Node> node(BundleContext context) {
            return Optional.ofNullable(context.getServiceReference(Node.class)).map(context::getService);
        }
    }

    /// How many packets the mirror has sent back.
    public static final class Reflected implements Function<BundleContext, Long> {
        @Override
        public Long apply(BundleContext context) {
            var node = context.getService(context.getServiceReference(Node.class));
            return node.counters().named("inaba.mirror.reflected").value();
        }
    }
}
