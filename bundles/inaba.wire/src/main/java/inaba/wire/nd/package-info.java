/// Neighbor Discovery messages and options, RFC 4861 §4 and the RFCs that add options to it.
///
/// A message's `bytes` are the ICMPv6 message exactly, from the type to the end; an option's are that option exactly.
/// On arrival ask `fits` of the message, then [NdOptions#valid] of its options, then `fits` of each option one reads.
/// Type, code and checksum of every message are read with [inaba.wire.Icmpv6Header].
@Export
@Version("1.0.0")
@NullMarked
package inaba.wire.nd;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
