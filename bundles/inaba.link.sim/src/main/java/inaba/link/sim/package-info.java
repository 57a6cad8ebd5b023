/// Link driver over a wire in memory, with simulated hosts on it.
@NullMarked
package inaba.link.sim;

import org.jspecify.annotations.NullMarked;
