/// Router Advertisements, the router side (RFC 4861 §6.2).
@NullMarked
package inaba.ra;

import org.jspecify.annotations.NullMarked;
