/// Which groups and sources a node listens to, and what it has told the routers of its links.
@Export
@Version("1.0.0")
@NullMarked
package inaba.api.multicast;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
