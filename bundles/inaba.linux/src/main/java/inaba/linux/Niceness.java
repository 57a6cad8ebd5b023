package inaba.linux;

/// Which threads of the appliance go first where there are fewer processors than work, by their nice value: Linux keeps
/// one for each thread (sched(7)). A thread begins with that of the thread that made it.
public final class Niceness {
    /// About three times the share of a thread of the usual value, and the processor sooner after a wait.
    private static final int AHEAD = 5;

    /// About nine times.
    private static final int FAR_AHEAD = 10;

    private static final int LEAST = -20;

    private Niceness() {}

    /// The calling thread goes ahead of what the appliance does beside: compiling, collecting, opening, deploying.
    ///
    /// @return false where that is not to be had: it takes CAP_SYS_NICE, or RLIMIT_NICE
    public static boolean ahead() {
        return ahead(AHEAD);
    }

    /// As [#ahead], but so far that compilers come to little: for seconds.
    public static boolean farAhead() {
        return ahead(FAR_AHEAD);
    }

    private static boolean ahead(int steps) {
        return Sys.available() && Sys.setPriority(Math.max(LEAST, ofProcess() - steps)) == 0;
    }

    /// The calling thread is like most, whoever made it.
    public static boolean usual() {
        return Sys.available() && Sys.setPriority(ofProcess()) == 0;
    }

    /// That of the calling thread.
    static int now() {
        return Sys.getPriority(0);
    }

    /// That of the process's first thread: as it was started.
    private static int ofProcess() {
        return Sys.getPriority((int) ProcessHandle.current().pid());
    }
}
