/// Tables that outlive their writers: rows of final values, each with an owner and an end.
@Export
@Version("1.0.0")
@NullMarked
package inaba.api.table;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
