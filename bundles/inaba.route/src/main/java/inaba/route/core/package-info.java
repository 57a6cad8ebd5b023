/// The rules: what an address, a Router Advertisement or the words of a person mean for the routes. No I/O, no clock,
/// no lock.
@NullMarked
package inaba.route.core;

import org.jspecify.annotations.NullMarked;
