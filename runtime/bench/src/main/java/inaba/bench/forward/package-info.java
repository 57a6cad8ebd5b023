/// `forward`: how many packets a second the appliance forwards, beside Linux in the same topology.
@NullMarked
package inaba.bench.forward;

import org.jspecify.annotations.NullMarked;
