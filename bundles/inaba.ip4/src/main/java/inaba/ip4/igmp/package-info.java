/// IGMP, the host's side (RFC 3376; RFC 2236 and RFC 1112 where a querier is older): routers hear which sources of
/// which groups are wanted on a link.
@NullMarked
package inaba.ip4.igmp;

import org.jspecify.annotations.NullMarked;
