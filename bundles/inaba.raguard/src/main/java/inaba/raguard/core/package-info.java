/// What a link's policy says of a packet, as a function.
@NullMarked
package inaba.raguard.core;

import org.jspecify.annotations.NullMarked;
