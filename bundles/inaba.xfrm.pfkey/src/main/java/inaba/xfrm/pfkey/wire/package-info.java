/// Messages and extensions of RFC 2367 §2, and those of `<linux/pfkeyv2.h>`. Integers are the host's, SPIs, ports and
/// addresses the network's; lengths count units of eight octets.
@NullMarked
package inaba.xfrm.pfkey.wire;

import org.jspecify.annotations.NullMarked;
