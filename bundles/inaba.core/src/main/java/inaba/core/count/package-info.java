/// Counting: a block per thread and link, summed when read.
@NullMarked
package inaba.core.count;

import org.jspecify.annotations.NullMarked;
