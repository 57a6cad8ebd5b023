/// Listening to multicast, the same for both families: what MLD (RFC 3810, RFC 2710) and IGMP (RFC 3376, RFC 2236)
/// report of groups, and when.
@NullMarked
package inaba.ip.multicast;

import org.jspecify.annotations.NullMarked;
