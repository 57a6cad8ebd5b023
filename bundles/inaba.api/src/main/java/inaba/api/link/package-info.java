/// Links, their addresses and groups, and the contract between the engine and a driver.
@Export
@Version("1.0.0")
@NullMarked
package inaba.api.link;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
