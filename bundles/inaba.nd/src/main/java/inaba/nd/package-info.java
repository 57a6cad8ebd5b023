/// Neighbor Discovery (RFC 4861): resolution, unreachability detection, redirects.
@NullMarked
package inaba.nd;

import org.jspecify.annotations.NullMarked;
