/// The structures of `<linux/netlink.h>` and `<linux/xfrm.h>`, read and written in place. Integers are the host's,
/// addresses, ports and SPIs the network's.
@NullMarked
package inaba.xfrm.netlink.wire;

import org.jspecify.annotations.NullMarked;
