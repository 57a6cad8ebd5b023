/// Link driver over pcap4j, and so over libpcap.
@NullMarked
package inaba.link.pcap;

import org.jspecify.annotations.NullMarked;
