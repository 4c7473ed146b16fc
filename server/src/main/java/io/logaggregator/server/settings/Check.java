package io.logaggregator.server.settings;

import java.time.Duration;

/** What settings are checked with. Each failure names the key, the value and what was expected. */
final class Check {

    private Check() {}

    static void that(boolean holds, String key, Object value, String expected) {
        if (!holds) {
            throw new InvalidSettingException(key + ": " + value + " (expected: " + expected + ")", null);
        }
    }

    static void range(String key, long value, long lowest, long highest) {
        that(value >= lowest && value <= highest, key, value, lowest + " to " + highest);
    }

    static void range(String key, Duration value, Duration lowest, Duration highest) {
        that(value.compareTo(lowest) >= 0 && value.compareTo(highest) <= 0, key, value, lowest + " to " + highest);
    }

    static void present(String key, String value, String expected) {
        that(!value.isBlank(), key, "nothing", expected);
    }
}
