/// Forwarding table as a trie with many bits a step.
@NullMarked
package inaba.fib.multibit;

import org.jspecify.annotations.NullMarked;
