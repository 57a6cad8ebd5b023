package inaba.xfrm.core;

import inaba.api.packet.Packet;
import inaba.api.packet.Verdict;

/// One association's protocol, with its keys. Any number of threads at once.
interface Transform {
    /// Puts the header in at [Work#at], protects what is behind it, and corrects lengths and the octet before.
    /// There is room for [#front] and [#behind] bytes.
    ///
    /// @return DELIVER, or why not
    Verdict add(Packet packet, Work work);

    /// Takes the header at [Work#at] off, after all checks; lengths and the octet before are corrected.
    ///
    /// @return DELIVER with [Work#nextHeader], LARGER where the packet's memory is too small and nothing has
    /// changed, or
    ///     why not
    Verdict remove(Packet packet, Work work);

    /// Bytes that it adds in front of what it protects.
    int front();

    /// Bytes that it adds behind, at most.
    int behind();

    /// By how much less the largest content may be, when what is in front of it stays outside.
    int slack();

    /// The largest content that comes to no more than so many bytes, header and all.
    int largest(int bytes);
}
