/// Neighbor Unreachability Detection for both families: rules as pure functions, and the rows and timers that they
/// drive. Who asks for a neighbour, by Neighbor Discovery or by ARP, is the family's own.
@NullMarked
package inaba.ip.neighbor;

import org.jspecify.annotations.NullMarked;
