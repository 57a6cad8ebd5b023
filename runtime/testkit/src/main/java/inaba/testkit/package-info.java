/// Test harness: the core under simulated time on a simulated wire.
@NullMarked
package inaba.testkit;

import org.jspecify.annotations.NullMarked;
