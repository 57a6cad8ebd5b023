package inaba.linux;

/// setns(2): a thread moves into a named network namespace.
public final class NetworkNamespace {
    private static final int CLONE_NEWNET = 0x40000000;
    private static final int O_RDONLY_CLOEXEC = 0x80000;

    private NetworkNamespace() {}

    /// The calling thread, a platform thread made for this, stays there until its end.
    ///
    /// @param name as `ip netns` shows it
    public static void enter(String name) throws LinuxException {
        if (name.isEmpty() || name.contains("/") || name.startsWith(".")) {
            throw new LinuxException("'" + name + "' is not a name for a network namespace");
        }
        int file = Sys.check(Sys.open("/run/netns/" + name, O_RDONLY_CLOEXEC), "open the network namespace " + name);
        try {
            Sys.check(Sys.setns(file, CLONE_NEWNET), "enter the network namespace " + name);
        } finally {
            Sys.close(file);
        }
    }
}
