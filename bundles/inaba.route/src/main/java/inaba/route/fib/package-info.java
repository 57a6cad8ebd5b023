/// Which lookup algorithm suits a table: measured, not guessed.
@NullMarked
package inaba.route.fib;

import org.jspecify.annotations.NullMarked;
