/// ARP (RFC 826) with the unreachability detection of Neighbor Discovery, and Address Conflict Detection (RFC 5227).
@NullMarked
package inaba.ip4.arp;

import org.jspecify.annotations.NullMarked;
