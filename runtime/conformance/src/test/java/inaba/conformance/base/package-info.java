/// The base protocol, clause by clause: what a node and a router do with packets as a conformance laboratory makes
/// them.
@NullMarked
package inaba.conformance.base;

import org.jspecify.annotations.NullMarked;
