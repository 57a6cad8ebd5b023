/// Forwarding table as a poptrie.
@NullMarked
package inaba.fib.poptrie;

import org.jspecify.annotations.NullMarked;
