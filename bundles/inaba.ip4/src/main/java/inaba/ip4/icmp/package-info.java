/// ICMP (RFC 792, RFC 1122 §3.2.2, RFC 1812 §4.3): echo, errors and their rate limit, path MTU (RFC 1191).
@NullMarked
package inaba.ip4.icmp;

import org.jspecify.annotations.NullMarked;
