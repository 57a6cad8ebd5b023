/// How a host shares its destinations among equal routers: the slot `spread`, RFC 4311.
@NullMarked
package inaba.route.spread;

import org.jspecify.annotations.NullMarked;
