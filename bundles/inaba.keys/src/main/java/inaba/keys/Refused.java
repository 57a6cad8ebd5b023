package inaba.keys;

/// A request that is answered with an error, as errno(3) numbers it on Linux.
public final class Refused extends Exception {
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EEXIST = 17;
    public static final int EINVAL = 22;
    public static final int ENOSYS = 38;
    public static final int ENOPROTOOPT = 92;
    public static final int EOPNOTSUPP = 95;
    public static final int ENOBUFS = 105;

    private static final long serialVersionUID = 1;

    private final int errno;

    /// @param why for people who look for the reason
    public Refused(int errno, String why) {
        super(why, null, false, false);
        this.errno = errno;
    }

    public int errno() {
        return errno;
    }
}
