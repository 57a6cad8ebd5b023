/// The attacks, by what they are made of.
@NullMarked
package inaba.hostile;

import org.jspecify.annotations.NullMarked;
