/// The rules of RFC 3810 §6 and RFC 2710 §4: no OSGi, no packets, no clock.
@NullMarked
package inaba.mld.core;

import org.jspecify.annotations.NullMarked;
