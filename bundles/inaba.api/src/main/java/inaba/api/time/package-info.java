/// The clock, the control loop and the random source, as parameters.
@Export
@Version("1.0.0")
@NullMarked
package inaba.api.time;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
