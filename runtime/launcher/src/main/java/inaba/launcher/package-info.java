/// Starts an appliance: reads the features, installs and starts their bundles, stops them in order.
///
/// This is the only code that lives outside the framework. It knows bundles by name only: what they need to know of the
/// command line they read from framework properties (listed at {@link inaba.launcher.Appliance}).
@NullMarked
package inaba.launcher;

import org.jspecify.annotations.NullMarked;
