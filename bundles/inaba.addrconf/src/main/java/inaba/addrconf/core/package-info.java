/// The rules of address autoconfiguration as pure functions: no OSGi, no I/O, no clock, no lock.
@NullMarked
package inaba.addrconf.core;

import org.jspecify.annotations.NullMarked;
