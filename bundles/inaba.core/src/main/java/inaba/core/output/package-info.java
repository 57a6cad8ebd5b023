/// Packets that the node itself makes: source selection, fragmentation, the way out.
@NullMarked
package inaba.core.output;

import org.jspecify.annotations.NullMarked;
