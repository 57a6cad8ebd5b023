/// IGMP version 2, the host's side (RFC 2236): routers hear which groups are wanted on a link.
@NullMarked
package inaba.ip4.igmp;

import org.jspecify.annotations.NullMarked;
