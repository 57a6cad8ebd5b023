/// IPv4 beside IPv6: what the two do not share.
@NullMarked
package inaba.ip4;

import org.jspecify.annotations.NullMarked;
