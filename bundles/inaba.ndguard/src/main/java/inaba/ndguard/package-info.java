/// ND guard: what neighbours may claim, by bindings of addresses to Ethernet addresses.
@NullMarked
package inaba.ndguard;

import org.jspecify.annotations.NullMarked;
