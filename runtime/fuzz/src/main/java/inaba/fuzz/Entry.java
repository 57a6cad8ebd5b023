package inaba.fuzz;

/// Where Jazzer comes in; it wants a static method of a class.
public final class Entry {
    static final String TARGET = "inaba.fuzz.target";
    private static final Subject SUBJECT = Subjects.named(System.getProperty(TARGET, ""));

    private Entry() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        SUBJECT.take(input);
    }
}
