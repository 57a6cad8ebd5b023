/// Algorithms that RFC 8221 forbids or advises against, for old peers and old conformance suites.
@NullMarked
package inaba.xfrm.legacy;

import org.jspecify.annotations.NullMarked;
