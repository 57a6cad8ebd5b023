/// Link driver over pcap4j, the portable one.
@NullMarked
package inaba.link.pcap;

import org.jspecify.annotations.NullMarked;
