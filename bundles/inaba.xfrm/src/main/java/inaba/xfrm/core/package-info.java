/// The transforms as pure code: ESP, AH and IPComp over a packet in place, tunnel headers, lookup of policies.
@NullMarked
package inaba.xfrm.core;

import org.jspecify.annotations.NullMarked;
