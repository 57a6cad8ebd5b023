package inaba.hostile;

/// An attack did harm.
public final class Harm extends AssertionError {
    private static final long serialVersionUID = 1;

    public Harm(String what) {
        super(what);
    }
}
