package io.logaggregator.notifiers.http;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Parses the {@code Retry-After} header.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#field.retry-after">RFC 9110, Retry-After</a>
 */
final class RetryAfter {

    /** A later notification would be useless. */
    private static final Duration MAX_WAIT = Duration.ofHours(1);

    private static final int MAX_DIGITS = 18; // digits that fit a long

    private RetryAfter() {}

    /** Empty if the header is absent or invalid. */
    static Optional<Duration> of(HttpHeaders headers, Instant now) {
        return headers.firstValue("Retry-After")
                .map(String::strip)
                .flatMap(value -> value.matches("\\d+") ? Optional.of(seconds(value)) : untilDate(value, now))
                .map(wait -> wait.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wait)
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
    }

    private static Duration seconds(String digits) {
        return digits.length() > MAX_DIGITS ? MAX_WAIT : Duration.ofSeconds(Long.parseLong(digits));
    }

    private static Optional<Duration> untilDate(String date, Instant now) {
        try {
            return Optional.of(Duration.between(now, DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from)));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
