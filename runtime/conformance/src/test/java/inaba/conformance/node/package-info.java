/// Whole nodes, with all protocols that they would run, between the testing nodes and routers of a laboratory:
/// exchanges over several RFCs, as the public conformance suites go about them.
@NullMarked
package inaba.conformance.node;

import org.jspecify.annotations.NullMarked;
