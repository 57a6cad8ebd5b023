/// The messages of Linux's NETLINK_XFRM, for unmodified key managers.
@NullMarked
package inaba.xfrm.netlink;

import org.jspecify.annotations.NullMarked;
