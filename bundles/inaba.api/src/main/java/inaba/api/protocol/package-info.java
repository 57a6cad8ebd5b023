/// What a protocol bundle gives the engine, and what the engine gives a protocol.
@Export
@Version("1.0.0")
@NullMarked
package inaba.api.protocol;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
