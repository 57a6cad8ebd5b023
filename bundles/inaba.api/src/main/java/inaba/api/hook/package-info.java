/// Points in the path of a packet where a bundle may look at it, or refuse it.
@Export
@Version("1.0.0")
@NullMarked
package inaba.api.hook;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
