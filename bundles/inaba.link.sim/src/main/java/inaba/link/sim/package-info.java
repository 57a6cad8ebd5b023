/// Link driver over a wire in memory.
@NullMarked
package inaba.link.sim;

import org.jspecify.annotations.NullMarked;
