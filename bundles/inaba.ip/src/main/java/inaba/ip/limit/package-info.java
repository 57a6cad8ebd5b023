/// How often something may be done, such as sending errors.
@NullMarked
package inaba.ip.limit;

import org.jspecify.annotations.NullMarked;
