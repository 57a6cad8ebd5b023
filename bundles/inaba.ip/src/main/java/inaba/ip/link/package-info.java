/// What links are told one by one: a row for each, a command that sets it, and the way a worker finds it.
@NullMarked
package inaba.ip.link;

import org.jspecify.annotations.NullMarked;
