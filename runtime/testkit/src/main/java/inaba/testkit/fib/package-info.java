/// What every lookup algorithm must do, as one test that each of them runs.
@NullMarked
package inaba.testkit.fib;

import org.jspecify.annotations.NullMarked;
