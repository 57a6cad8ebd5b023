/// Stackable destinations: the outputs that a route resolves to, each adding its bytes.
@Export
@Version("1.0.0")
@NullMarked
package inaba.api.transform;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
