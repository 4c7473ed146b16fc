package io.logaggregator.server.settings.values;

/** Settings with constraints that span several keys, or whose message depends on the value. */
public interface SelfChecked {

    void check(Errors errors);

    /** Receives the errors of a record. */
    @FunctionalInterface
    interface Errors {

        /**
         * Adds an error.
         *
         * @param message begins with the key, relative to the record, and a colon
         */
        void add(String message);

        /**
         * Adds an error unless the constraint holds.
         *
         * @param key relative to the record
         */
        default void require(boolean holds, String key, Object value, String expected) {
            if (!holds) {
                add(key + ": " + value + " (expected: " + expected + ")");
            }
        }
    }
}
