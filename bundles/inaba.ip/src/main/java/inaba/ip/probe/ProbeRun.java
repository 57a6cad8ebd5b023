package inaba.ip.probe;

/// A run of probes, on the control loop; what it has to say goes to an [Outlet].
interface ProbeRun {
    void start();

    /// The person wants no more.
    void cancel();
}
