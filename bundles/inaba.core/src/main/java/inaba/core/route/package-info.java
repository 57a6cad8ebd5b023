/// From routes to what a worker looks up: entries, groups, next hops, and the slot of the algorithm.
@NullMarked
package inaba.core.route;

import org.jspecify.annotations.NullMarked;
