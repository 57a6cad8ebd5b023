/// Laboratories: network namespaces with real Linux hosts around an appliance.
///
/// `./inaba lab` shows one to a person, the tests beside it hold the appliance against Linux and its tools, and the
/// benchmarks measure in the same networks. Everything here needs root.
@NullMarked
package inaba.lab;

import org.jspecify.annotations.NullMarked;
