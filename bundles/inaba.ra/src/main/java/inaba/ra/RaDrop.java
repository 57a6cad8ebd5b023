package inaba.ra;

import inaba.api.packet.DropReason;

/// Why this bundle drops a packet; what all of Neighbor Discovery refuses is in [inaba.api.neighbor.NdInvalid].
enum RaDrop implements DropReason {
    NOT_ADVERTISING("RFC 4861 §6.2.6: solicitations are answered on advertising interfaces"),
    NOT_A_CLIENT("ra6: advertisements go to named clients only, or by unicast only");

    private final String because;

    RaDrop(String because) {
        this.because = because;
    }

    @Override
    public String because() {
        return because;
    }
}
