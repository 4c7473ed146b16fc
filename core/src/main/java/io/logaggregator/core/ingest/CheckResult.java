package io.logaggregator.core.ingest;

/**
 * What became of one look at the world outside, before anything is started.
 *
 * @param good whether the program can work with it
 * @param text for people: what it is, and where it is not good, what to do about it
 */
public record CheckResult(boolean good, String text) {

    public static CheckResult good(String text) {
        return new CheckResult(true, text);
    }

    public static CheckResult bad(String text) {
        return new CheckResult(false, text);
    }
}
