/// Commands and their typed rows; slots and health. The shell renders, completes and quotes.
@Export
@Version("1.0.0")
@NullMarked
package inaba.api.manage;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
