/// Packets and what a stage says of them: a verdict, or a drop with a name and a clause.
@Export
@Version("1.0.0")
@NullMarked
package inaba.api.packet;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
