/// Benchmarks of tables, pipeline and whole appliance.
@NullMarked
package inaba.bench;

import org.jspecify.annotations.NullMarked;
