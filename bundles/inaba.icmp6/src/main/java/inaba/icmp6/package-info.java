/// ICMPv6 (RFC 4443): echo, errors with correct quoting, and their rate limit.
@NullMarked
package inaba.icmp6;

import org.jspecify.annotations.NullMarked;
