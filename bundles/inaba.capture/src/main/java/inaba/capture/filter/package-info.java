/// Which frames are wanted, said in the words of pcap-filter(7).
@NullMarked
package inaba.capture.filter;

import org.jspecify.annotations.NullMarked;
