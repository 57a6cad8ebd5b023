/// What algorithms have in common, over the Java Cryptography Architecture. Other bundles with algorithms carry a
/// copy.
@NullMarked
package inaba.xfrm.jca;

import org.jspecify.annotations.NullMarked;
