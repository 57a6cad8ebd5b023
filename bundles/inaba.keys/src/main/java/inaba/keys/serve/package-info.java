/// Messages on a Unix stream socket that only its owner may open.
@NullMarked
package inaba.keys.serve;

import org.jspecify.annotations.NullMarked;
