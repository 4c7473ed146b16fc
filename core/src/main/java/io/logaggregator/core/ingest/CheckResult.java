package io.logaggregator.core.ingest;

/**
 * The result of one check of an external system before the program starts.
 *
 * @param good whether the check passed
 * @param text describes the system and, where the check failed, the remedy
 */
public record CheckResult(boolean good, String text) {

    public static CheckResult good(String text) {
        return new CheckResult(true, text);
    }

    public static CheckResult bad(String text) {
        return new CheckResult(false, text);
    }
}
