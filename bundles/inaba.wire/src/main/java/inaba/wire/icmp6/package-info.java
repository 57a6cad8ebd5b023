/// ICMPv6, RFC 4443: its numbers, and views over echo and error messages.
///
/// A view's `bytes` are the ICMPv6 message exactly, from the type to the end. The header alone, in place, is
/// [inaba.wire.Icmpv6Header].
@Export
@Version("1.0.0")
@NullMarked
package inaba.wire.icmp6;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
