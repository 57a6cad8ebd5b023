/// Messages of Multicast Listener Discovery, RFC 2710 and RFC 3810.
@Export
@Version("1.0.0")
@NullMarked
package inaba.wire.mld;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
