"""malformed.py MAC: Ethernet frames for the station MAC with encapsulations that no tunnel may accept.

A line each: the counter of the drop that the frame must meet, or "pass", and the frame in hexadecimal.
"""

import logging
import sys

logging.getLogger("scapy").setLevel(logging.CRITICAL)
from scapy.layers.inet import ICMP, IP
from scapy.layers.inet6 import ICMPv6EchoRequest, IPv6
from scapy.layers.l2 import GRE, Ether
from scapy.packet import Raw

ETHER = Ether(src="02:00:00:00:00:99", dst=sys.argv[1])
US4, PEER4, STRANGER4 = "192.0.2.1", "192.0.2.9", "192.0.2.66"
US6, PEER6, STRANGER6 = "2001:db8:a::1", "2001:db8:a::9", "2001:db8:a::66"
IPV6, GRE_PROTOCOL = 41, 47


def show(reason, packet):
    print(reason, bytes(ETHER / packet).hex())


def over4(protocol, source=PEER4):
    return IP(src=source, dst=US4, proto=protocol)


def over6(source=PEER6):
    return IPv6(src=source, dst=US6, nh=IPV6)


def inside(source="2001:db8:7:1::2", target="2001:db8:7:1::1", **fields):
    return IPv6(src=source, dst=target, **fields) / ICMPv6EchoRequest(data=b"still here")


def gre(payload=None, **fields):
    return over4(GRE_PROTOCOL) / GRE(**fields) / (payload or inside())


IPV4_INSIDE = Raw(bytes(IP(src="10.0.0.1", dst="10.0.0.2") / ICMP() / Raw(bytes(40))))
WELL_FORMED = dict(proto=0x86DD, key_present=1, key=7, chksum_present=1, seqnum_present=1)

for outer in over4(IPV6), over6():
    show("inaba.tunnel.inner-too-short", outer)
    show("inaba.tunnel.inner-too-short", outer / Raw(bytes(inside())[:39]))
    show("inaba.tunnel.inner-version", outer / IPV4_INSIDE)
    show("inaba.tunnel.inner-source", outer / inside("::192.0.2.77"))
    show("inaba.core.truncated", outer / inside(plen=500))
    show("inaba.core.source-mapped", outer / inside("::ffff:192.0.2.77"))
    show("inaba.core.source-loopback", outer / inside("::1"))
    show("inaba.core.source-multicast", outer / inside("ff02::1"))
show("inaba.tunnel.no-tunnel", over4(IPV6, STRANGER4) / inside())
show("inaba.tunnel.no-tunnel", over6(STRANGER6) / inside())
show("inaba.core.tunnel-nesting", over6() / over6() / over6() / over6() / over6() / over6() / inside())

show("inaba.tunnel.gre-too-short", over4(GRE_PROTOCOL) / Raw(b"\x20\x00"))
show("inaba.tunnel.gre-too-short", over4(GRE_PROTOCOL) / Raw(b"\xb0\x00\x86\xdd\x00\x00\x00\x00"))
show("inaba.tunnel.gre-version", gre(proto=0x86DD, version=1))
show("inaba.tunnel.gre-flags", over4(GRE_PROTOCOL) / Raw(b"\x40\x00\x86\xdd" + bytes(80)))
show("inaba.tunnel.gre-protocol", gre(proto=0x88BE, key_present=1, key=7))
show("inaba.tunnel.gre-checksum", gre(**WELL_FORMED | dict(chksum=0x1234)))
show("inaba.tunnel.wrong-key", gre(**WELL_FORMED | dict(key=8)))
show("inaba.tunnel.wrong-key", gre(proto=0x86DD, chksum_present=1, seqnum_present=1))
show("inaba.tunnel.gre-no-checksum", gre(**WELL_FORMED | dict(chksum_present=0)))
show("inaba.tunnel.gre-no-sequence", gre(**WELL_FORMED | dict(seqnum_present=0)))
show("pass", gre(inside("2001:db8:7:2::2", "2001:db8:7:2::1"), seqence_number=10, **WELL_FORMED))
show("inaba.tunnel.gre-sequence", gre(seqence_number=9, **WELL_FORMED))
show("inaba.tunnel.gre-sequence", gre(seqence_number=10, **WELL_FORMED))
show("pass", over4(IPV6) / inside())
