package io.logaggregator.server.parameter;

/** What the text of a parameter stands for. */
public enum ParameterType {
    TEXT,
    /** A whole number between two others. */
    NUMBER,
    /** {@code true} or {@code false}. */
    FLAG,
    /** One of some names, whatever the case; where it may be repeated, also several with commas between. */
    CHOICE,
    ID,
    /** RFC 3339, or relative to now. */
    INSTANT,
    /** {@code 30s}, {@code 5m} or {@code PT5M}. */
    DURATION,
    /** What an answer gave to go on with. */
    CURSOR
}
