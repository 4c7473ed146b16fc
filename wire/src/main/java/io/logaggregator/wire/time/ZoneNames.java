package io.logaggregator.wire.time;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Abbreviations of time zones after a time. Those with several meanings ({@code CST} in America and China, {@code IST},
 * {@code BST}) stand for the zone of times without one.
 */
final class ZoneNames {

    static final int MAX_LENGTH = 4;

    /** The zone of times without one. */
    static final int UNKNOWN = Integer.MAX_VALUE;

    private static final Map<String, Integer> SECONDS = Map.ofEntries(
            hours("UTC", 0),
            hours("GMT", 0),
            hours("UT", 0),
            hours("WET", 0),
            hours("WEST", 1),
            hours("CET", 1),
            hours("CEST", 2),
            hours("EET", 2),
            hours("EEST", 3),
            hours("MSK", 3),
            hours("JST", 9),
            hours("KST", 9),
            hours("AEST", 10),
            hours("AEDT", 11),
            hours("NZST", 12),
            hours("NZDT", 13),
            hours("EST", -5), // this and the following by RFC 2822, section 4.3
            hours("EDT", -4),
            hours("CDT", -5),
            hours("MST", -7),
            hours("MDT", -6),
            hours("PST", -8),
            hours("PDT", -7),
            Map.entry("CST", UNKNOWN),
            Map.entry("IST", UNKNOWN),
            Map.entry("BST", UNKNOWN));

    private ZoneNames() {}

    /** The offset in seconds; {@link #UNKNOWN} if it is ambiguous, {@code null} if the word is no zone. */
    static @Nullable Integer offset(String word) {
        return SECONDS.get(word);
    }

    private static Map.Entry<String, Integer> hours(String name, int hours) {
        return Map.entry(name, hours * 3600);
    }
}
