package inaba.fuzz;

import java.util.List;

/// What gets inputs.
interface Subject {
    /// @throws Exception or an error, when something does not hold
    void take(byte[] input) throws Exception;

    /// Inputs to begin with.
    List<byte[]> seeds();
}
