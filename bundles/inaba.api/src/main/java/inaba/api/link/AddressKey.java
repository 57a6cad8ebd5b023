package inaba.api.link;

import inaba.wire.Ipv6Address;

/// An address on a link: the same address may be on several (RFC 4007 §5).
public record AddressKey(int link, Ipv6Address address) {}
