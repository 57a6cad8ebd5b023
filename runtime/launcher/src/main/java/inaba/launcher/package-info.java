/// Starts an appliance: reads the features, installs and starts their bundles, stops them in order.
@NullMarked
package inaba.launcher;

import org.jspecify.annotations.NullMarked;
