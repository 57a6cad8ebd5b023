/// Routes: static, connected and learned, with metrics and several sources.
@NullMarked
package inaba.route;

import org.jspecify.annotations.NullMarked;
