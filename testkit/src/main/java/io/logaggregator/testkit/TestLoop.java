package io.logaggregator.testkit;

/** Lengths of loops that repeat a random case: short in each build, long with {@code ./mvnw -Pthorough verify}. */
public final class TestLoop {

    private static final boolean THOROUGH = Boolean.getBoolean("test.thorough");

    private TestLoop() {}

    public static int cycles(int usual, int thorough) {
        return THOROUGH ? thorough : usual;
    }
}
