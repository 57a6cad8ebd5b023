/// The pool of packets, and a cache of it for each thread.
@NullMarked
package inaba.core.packet;

import org.jspecify.annotations.NullMarked;
