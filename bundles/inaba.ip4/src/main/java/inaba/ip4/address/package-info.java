/// IPv4 addresses of links, as people give them.
@NullMarked
package inaba.ip4.address;

import org.jspecify.annotations.NullMarked;
