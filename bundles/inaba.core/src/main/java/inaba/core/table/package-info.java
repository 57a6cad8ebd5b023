/// The tables: rows by key, with owners, ends, limits and watchers.
@NullMarked
package inaba.core.table;

import org.jspecify.annotations.NullMarked;
