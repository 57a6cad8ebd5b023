package inaba.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.service.feature.ID;

/// A folder of bundles in Maven's layout: `group/path/artifact/version/artifact-version.jar`.
record Repository(Path folder) {

    /// What a bundle's manifest calls it.
    record Name(String symbolicName, Version version) {}

    Path find(ID id) throws StartException {
        var file = folder.resolve(id.getGroupId().replace('.', '/'))
                .resolve(id.getArtifactId())
                .resolve(id.getVersion())
                .resolve(id.getArtifactId() + "-" + id.getVersion() + ".jar");
        if (!Files.isRegularFile(file)) {
            throw StartException.failed("bundle " + id + " is not built (" + file + "): run ./inaba build");
        }
        return file;
    }

    /// The name in a bundle's manifest, or null if the file is not a bundle.
    static @Nullable Name nameOf(Path file) throws IOException {
        try (var jar = new JarFile(file.toFile())) {
            var manifest = jar.getManifest();
            if (manifest == null) {
                return null;
            }
            var attributes = manifest.getMainAttributes();
            var name = attributes.getValue(Constants.BUNDLE_SYMBOLICNAME);
            return name == null
                    ? null
                    : new Name(
                            name.split(";", 2)[0].strip(),
                            Version.parseVersion(attributes.getValue(Constants.BUNDLE_VERSION)));
        }
    }
}
