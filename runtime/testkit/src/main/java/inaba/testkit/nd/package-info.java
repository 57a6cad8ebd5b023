/// Neighbor Discovery messages for tests: made as the network might send them, valid or not, and shown as one line of
/// text.
@NullMarked
package inaba.testkit.nd;

import org.jspecify.annotations.NullMarked;
