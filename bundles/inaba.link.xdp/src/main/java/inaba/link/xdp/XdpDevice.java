package inaba.link.xdp;

import inaba.api.link.LinkException;

/// What to open: `eth1`, or `eth1,generic`.
///
/// @param generic XDP in the kernel's stack even if the device's driver has its own
record XdpDevice(String name, boolean generic) {
    private static final String GENERIC = ",generic";

    static XdpDevice parse(String text) throws LinkException {
        boolean generic = text.endsWith(GENERIC);
        var name = generic ? text.substring(0, text.length() - GENERIC.length()) : text;
        if (name.isEmpty() || name.contains(",")) {
            throw new LinkException("expected DEVICE[,generic] such as eth1, not \"" + text + '"');
        }
        return new XdpDevice(name, generic);
    }
}
