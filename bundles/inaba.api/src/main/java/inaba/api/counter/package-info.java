/// Counters keyed by name: they survive the bundle that counts and never jump back.
@Export
@Version("1.0.0")
@NullMarked
package inaba.api.counter;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
