package inaba.addrconf;

import inaba.api.packet.DropReason;

/// Why a valid message is of no use to autoconfiguration.
enum AddrconfDrop implements DropReason {
    LINK_DOWN("the link went down while the message waited"),
    TARGET_NOT_TENTATIVE("RFC 4862 §5.4.3, §5.4.4: left to Neighbor Discovery"),
    TO_TENTATIVE_ADDRESS("RFC 4862 §5.4: sent to an address that is not assigned"),
    RESOLVES_TENTATIVE_ADDRESS("RFC 4862 §5.4.3: a tentative address is not resolved"),
    LOOPED_BACK("RFC 7527 §4.2: our own solicitation"),
    NOT_A_HOST("RFC 4862 §4.1: routers are configured by other means");

    private final String because;

    AddrconfDrop(String because) {
        this.because = because;
    }

    @Override
    public String because() {
        return because;
    }
}
