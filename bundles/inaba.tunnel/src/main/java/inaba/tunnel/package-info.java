/// Tunnels: IPv4 and IPv6 inside each other (RFC 2003, 2473, 4213) and GRE (RFC 2784, 2890, 7676).
@NullMarked
package inaba.tunnel;

import org.jspecify.annotations.NullMarked;
