package inaba.addrconf;

import inaba.addrconf.core.OpaqueIdentifier;
import inaba.api.protocol.Node;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The secret key of RFC 7217 §5 in `STATE/inaba.addrconf/secret`, in hexadecimal: made once, and readable by nobody
/// else. Another key makes other addresses; a copy of it makes the same ones for an appliance that takes over.
final class Secret {
    private static final Logger LOG = LoggerFactory.getLogger(Secret.class);

    private Secret() {}

    /// The key that is kept. Where it can be neither read nor kept, there is one for this time only, and the log says
    /// so.
    static byte[] of(Node node) {
        var file = node.state().resolve(AddrconfSession.OWNER).resolve("secret");
        try {
            return read(file);
        } catch (NoSuchFileException first) {
            return keep(file, made(node));
        } catch (IOException | IllegalArgumentException unreadable) {
            LOG.error("{} holds no secret: addresses are not those of the last time", file, unreadable);
            return made(node);
        }
    }

    private static byte[] read(Path file) throws IOException {
        byte[] secret = HexFormat.of()
                .parseHex(Files.readString(file, StandardCharsets.US_ASCII).strip());
        if (secret.length != OpaqueIdentifier.KEY_BYTES) {
            throw new IllegalArgumentException(secret.length + " bytes instead of " + OpaqueIdentifier.KEY_BYTES);
        }
        return secret;
    }

    private static byte[] made(Node node) {
        byte[] secret = new byte[OpaqueIdentifier.KEY_BYTES];
        node.random().nextBytes(secret);
        return secret;
    }

    /// Written beside its place, so that a crash leaves a whole file or none.
    private static byte[] keep(Path file, byte[] secret) {
        var beside = file.resolveSibling("secret.new");
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(beside);
            try (var channel = FileChannel.open(beside, options, mode)) {
                var text = HexFormat.of().formatHex(secret) + '\n';
                channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            LOG.error("{} cannot be kept: addresses will be others the next time", file, failed);
        }
        return secret;
    }
}
