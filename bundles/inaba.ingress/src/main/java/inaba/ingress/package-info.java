/// Ingress filtering: refuses packets whose source cannot be where they come from.
@NullMarked
package inaba.ingress;

import org.jspecify.annotations.NullMarked;
