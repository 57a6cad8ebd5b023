/// The engine: pool, pipeline, workers, control loop and the tables that outlive their writers.
@NullMarked
package inaba.core;

import org.jspecify.annotations.NullMarked;
