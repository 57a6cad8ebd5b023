/// The rules of Neighbor Discovery as pure functions: no OSGi, no I/O, no clock, no lock.
@NullMarked
package inaba.nd.core;

import org.jspecify.annotations.NullMarked;
