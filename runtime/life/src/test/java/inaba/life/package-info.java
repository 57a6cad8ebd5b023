/// The life of a network: whole nodes on simulated wires for a month of simulated time, in which everything goes wrong
/// that may, in an order that a seed decides.
@NullMarked
package inaba.life;

import org.jspecify.annotations.NullMarked;
