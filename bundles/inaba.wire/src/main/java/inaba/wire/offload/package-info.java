/// What a network card would have finished: partial checksums and frames larger than the link carries.
///
/// A Linux sender on the same machine, or a guest behind virtio, hands such frames over as they are. Here they are
/// completed and cut in software, so that what leaves this machine is right on any wire. Ethernet without VLAN tags.
@Export
@Version("1.0.0")
@NullMarked
package inaba.wire.offload;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
