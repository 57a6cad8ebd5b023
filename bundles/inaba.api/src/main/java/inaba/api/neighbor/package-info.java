/// Neighbours as rows: the state of RFC 4861 §7.3.2, kept where it outlives the code that runs it.
@Export
@Version("1.0.0")
@NullMarked
package inaba.api.neighbor;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
