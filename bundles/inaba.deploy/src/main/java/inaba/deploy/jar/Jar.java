package inaba.deploy.jar;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/// A bundle's jar, read whole: what happens to the file afterwards does not matter.
///
/// @param digest SHA-256 of the bytes, in hexadecimal
public record Jar(String symbolicName, Version version, String digest, byte[] bytes) {
    /// The largest jar that is read, in bytes.
    private static final long LIMIT = 64L << 20;

    /// @throws IOException that says in one sentence why this is no bundle; also while it is still being written
    public static Jar read(Path file) throws IOException {
        var bytes = bytes(file);
        var manifest = manifest(file, bytes);
        var name = header(manifest, Constants.BUNDLE_SYMBOLICNAME);
        if (name == null) {
            throw new IOException(file + " is no bundle: its manifest has no " + Constants.BUNDLE_SYMBOLICNAME);
        }
        return new Jar(withoutDirectives(name), version(file, manifest), digest(bytes), bytes);
    }

    private static byte[] bytes(Path file) throws IOException {
        try {
            if (Files.isDirectory(file)) {
                throw new IOException(file + " is a folder");
            }
            if (Files.size(file) > LIMIT) {
                throw new IOException(file + " is larger than " + (LIMIT >> 20) + " MiB");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException("no such file: " + file, e);
        }
    }

    /// Reads every entry, so that a jar cut short or damaged is found here and not by the framework.
    private static Manifest manifest(Path file, byte[] bytes) throws IOException {
        Manifest manifest = null;
        boolean empty = true;
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                empty = false;
                if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    manifest = new Manifest(new ByteArrayInputStream(zip.readAllBytes()));
                } else {
                    zip.transferTo(OutputStream.nullOutputStream());
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(file + " is no whole jar: " + e.getMessage(), e);
        }
        if (empty || !endsWell(bytes)) {
            throw new IOException(file + " is no whole jar");
        }
        if (manifest == null) {
            throw new IOException(file + " is no bundle: it has no manifest");
        }
        return manifest;
    }

    /// The directory at the end of the archive is there: all of it was written.
    private static boolean endsWell(byte[] bytes) {
        int least = 22; // end of central directory record, without a comment
        for (int at = bytes.length - least; at >= 0 && at > bytes.length - least - 0x10000; at--) {
            if (bytes[at] == 'P' && bytes[at + 1] == 'K' && bytes[at + 2] == 5 && bytes[at + 3] == 6) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String header(Manifest manifest, String name) {
        return manifest.getMainAttributes().getValue(name);
    }

    private static String withoutDirectives(String name) {
        int semicolon = name.indexOf(';');
        return (semicolon < 0 ? name : name.substring(0, semicolon)).strip();
    }

    private static Version version(Path file, Manifest manifest) throws IOException {
        try {
            return Version.parseVersion(header(manifest, Constants.BUNDLE_VERSION));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is no bundle: " + e.getMessage(), e);
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    public InputStream open() {
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public String toString() {
        return symbolicName + ' ' + version;
    }
}
