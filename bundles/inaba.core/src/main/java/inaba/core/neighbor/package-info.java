/// Adjacencies: what a worker knows of a neighbour, and the packets that wait for one.
@NullMarked
package inaba.core.neighbor;

import org.jspecify.annotations.NullMarked;
