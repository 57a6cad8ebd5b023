/// The path of a packet through a worker: input, headers, local or forward, out.
@NullMarked
package inaba.core.path;

import org.jspecify.annotations.NullMarked;
