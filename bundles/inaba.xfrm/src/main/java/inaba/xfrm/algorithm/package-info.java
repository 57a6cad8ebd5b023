/// The algorithms that RFC 8221 and RFC 8750 ask for, through the Java Cryptography Architecture.
@NullMarked
package inaba.xfrm.algorithm;

import org.jspecify.annotations.NullMarked;
