/// Forwarding table as a path-compressed binary trie.
@NullMarked
package inaba.fib.radix;

import org.jspecify.annotations.NullMarked;
