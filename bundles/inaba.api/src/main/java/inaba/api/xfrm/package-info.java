/// IPsec: security associations, policies, and the algorithms that associations name.
@Export
@Version("1.0.0")
@NullMarked
package inaba.api.xfrm;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
