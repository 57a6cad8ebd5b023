/// Rules of tunnels: no OSGi, no I/O, no clock.
@NullMarked
package inaba.tunnel.core;

import org.jspecify.annotations.NullMarked;
