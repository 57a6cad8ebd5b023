/// Routes as rows, and the contract of a lookup algorithm: prefixes in, an int out.
@Export
@Version("1.0.0")
@NullMarked
package inaba.api.route;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
