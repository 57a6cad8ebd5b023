package inaba.launcher.sbom;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A jar as it lies there, read from its bytes and not from what a build declares.
///
/// @param file its name
/// @param group null where neither the jar nor its place tells
/// @param classifier null for most
/// @param license what the manifest says, without its parameters; null when nothing
/// @param sha256 in hex
/// @param inside what was copied into it and is still named in it
record Component(
        String file,
        @Nullable String group,
        String name,
        String version,
        @Nullable String classifier,
        @Nullable String license,
        String sha256,
        List<Coordinates> inside) {
    private static final Pattern PROPERTIES = Pattern.compile("META-INF/maven/[^/]+/[^/]+/pom\\.properties");
    /// name-version.jar or name-version-classifier.jar.
    private static final Pattern FILE =
            Pattern.compile("(?<name>.+?)-(?<version>\\d[^-]*)(-(?<classifier>[^-]+))?\\.jar");

    /// As Maven names an artifact.
    record Coordinates(String group, String name, String version) {
        String purl() {
            return "pkg:maven/" + group + '/' + name + '@' + version;
        }
    }

    /// @param repository the folder in Maven's layout that the jar is in, or null
    static Component of(Path jar, @Nullable Path repository) throws IOException {
        var file = Objects.requireNonNull(jar.getFileName()).toString();
        var parts = FILE.matcher(file);
        if (!parts.matches()) {
            throw new IOException(jar + " has no version in its name");
        }
        var name = parts.group("name");
        var version = parts.group("version");
        try (var opened = new JarFile(jar.toFile())) {
            var named = coordinates(opened);
            var own = named.stream().filter(one -> one.name().equals(name)).findFirst();
            var group = own.map(Coordinates::group).orElse(repository == null ? null : group(repository, jar));
            var inside = named.stream()
                    .filter(one -> !one.name().equals(name))
                    .sorted(Comparator.comparing(Coordinates::purl))
                    .toList();
            return new Component(
                    file, group, name, version, parts.group("classifier"), license(opened), digest(jar), inside);
        }
    }

    boolean isOurs() {
        return "inaba".equals(group);
    }

    String purl() {
        var plain =
                group == null ? "pkg:generic/" + name + '@' + version : new Coordinates(group, name, version).purl();
        return classifier == null ? plain : plain + "?classifier=" + classifier;
    }

    /// GROUP/AS/FOLDERS/NAME/VERSION/FILE.
    private static String group(Path repository, Path jar) {
        var folders = repository.relativize(jar);
        return folders.subpath(0, folders.getNameCount() - 3).toString().replace('/', '.');
    }

    private static List<Coordinates> coordinates(JarFile jar) throws IOException {
        var found = new ArrayList<Coordinates>();
        for (var entry : jar.stream()
                .filter(one -> PROPERTIES.matcher(one.getName()).matches())
                .toList()) {
            found.add(coordinates(jar, entry));
        }
        return found;
    }

    private static Coordinates coordinates(JarFile jar, JarEntry entry) throws IOException {
        var properties = new Properties();
        try (InputStream in = jar.getInputStream(entry)) {
            properties.load(in);
        }
        return new Coordinates(
                value(properties, "groupId", entry),
                value(properties, "artifactId", entry),
                value(properties, "version", entry));
    }

    private static String value(Properties properties, String key, JarEntry entry) throws IOException {
        var value = properties.getProperty(key);
        if (value == null) {
            throw new IOException(entry.getName() + " has no " + key);
        }
        return value;
    }

    private static @Nullable String license(JarFile jar) throws IOException {
        var manifest = jar.getManifest();
        var said =
                manifest == null ? null : manifest.getMainAttributes().getValue(new Attributes.Name("Bundle-License"));
        return said == null ? null : said.split(";", 2)[0].replace("\"", "").strip();
    }

    private static String digest(Path jar) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every JDK has it
        }
    }
}
