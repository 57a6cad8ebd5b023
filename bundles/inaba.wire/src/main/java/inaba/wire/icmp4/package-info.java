/// ICMP for IPv4, RFC 792: its numbers. Echo and error messages are laid out as those of ICMPv6 are: see
/// [inaba.wire.icmp6.EchoMessage] and [inaba.wire.icmp6.ErrorMessage]. The checksum covers no pseudo-header.
@Export
@Version("1.0.0")
@NullMarked
package inaba.wire.icmp4;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
