package inaba.lab;

import java.io.IOException;

/// The fastest rate at which a router loses no more than allowed, found by halving (RFC 2544 §26.1).
///
/// On a machine that has other things to do a trial may be disturbed, so a rate is given up after two trials only.
public final class LossSearch {
    private static final int TRIALS = 2;
    /// How fine it gets, of the highest rate.
    private static final double RESOLUTION = 1 / 64.0;

    private LossSearch() {}

    /// One trial.
    public interface Trial {
        /// @return which part of the packets was lost
        double loss(double perSecond) throws IOException, InterruptedException;
    }

    /// @param most packets a second, above 0: the fastest that is tried
    /// @param allowed part of the packets that may be lost
    /// @return packets a second; `most` where even that is carried
    public static double search(double most, double allowed, Trial trial) throws IOException, InterruptedException {
        if (carried(most, allowed, trial)) {
            return most;
        }
        double low = 0;
        double high = most;
        while (high - low > most * RESOLUTION) {
            double middle = (low + high) / 2;
            if (carried(middle, allowed, trial)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static boolean carried(double perSecond, double allowed, Trial trial)
            throws IOException, InterruptedException {
        for (int i = 0; i < TRIALS; i++) {
            if (trial.loss(perSecond) <= allowed) {
                return true;
            }
        }
        return false;
    }
}
