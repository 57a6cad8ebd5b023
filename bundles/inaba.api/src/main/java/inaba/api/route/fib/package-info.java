/// What lookup algorithms share: routes in sorted arrays, and a table divided by the first 16 bits.
@Export
@Version("1.0.0")
@NullMarked
package inaba.api.route.fib;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
