/// Forwarding table as hash tables by prefix length.
@NullMarked
package inaba.fib.hash;

import org.jspecify.annotations.NullMarked;
