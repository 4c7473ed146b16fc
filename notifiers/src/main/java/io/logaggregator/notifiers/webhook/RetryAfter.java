package io.logaggregator.notifiers.webhook;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * How long the other side wants to be left alone.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#field.retry-after">RFC 9110, Retry-After</a>
 */
final class RetryAfter {

    /** More would be as good as never: an alert is of use while it is news. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final int LONGEST_NUMBER = 18; // digits that fit a long

    private RetryAfter() {}

    /** Empty where it says nothing, or nothing that can be understood. */
    static Optional<Duration> of(HttpHeaders headers, Instant now) {
        return headers.firstValue("Retry-After")
                .map(String::strip)
                .flatMap(value -> value.matches("\\d+") ? Optional.of(seconds(value)) : untilDate(value, now))
                .map(wish -> wish.compareTo(LONGEST) > 0 ? LONGEST : wish)
                .map(wish -> wish.isNegative() ? Duration.ZERO : wish);
    }

    private static Duration seconds(String digits) {
        return digits.length() > LONGEST_NUMBER ? LONGEST : Duration.ofSeconds(Long.parseLong(digits));
    }

    private static Optional<Duration> untilDate(String date, Instant now) {
        try {
            return Optional.of(Duration.between(now, DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from)));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
