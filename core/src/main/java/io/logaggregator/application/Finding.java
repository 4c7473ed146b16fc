package io.logaggregator.application;

/**
 * What became of one look at the world outside, before anything is started.
 *
 * @param good whether the program can work with it
 * @param text for people: what it is, and where it is not good, what to do about it
 */
public record Finding(boolean good, String text) {

    public static Finding good(String text) {
        return new Finding(true, text);
    }

    public static Finding bad(String text) {
        return new Finding(false, text);
    }
}
