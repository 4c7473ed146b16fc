package io.logaggregator.core.alerting.silence;

import static io.logaggregator.core.common.InvalidDefinitionException.require;

import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.core.common.NameText;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Recurring times, to which channels refer by name.
 *
 * @param times the interval contains an instant that one of them contains
 */
public record MuteInterval(UUID id, Instant updatedAt, String name, List<RecurringTime> times) {

    public static final int MAX_NAME_LENGTH = 200;
    public static final int MAX_TIMES = 50;

    /** @throws InvalidDefinitionException for an invalid name, or no or too many times */
    public MuteInterval {
        requireName(name);
        times = List.copyOf(times);
        require(
                !times.isEmpty() && times.size() <= MAX_TIMES,
                "intervals",
                times.size() + " intervals",
                "1 to " + MAX_TIMES);
    }

    static void requireName(String name) {
        require(
                !name.isBlank()
                        && name.equals(name.strip())
                        && name.length() <= MAX_NAME_LENGTH
                        && NameText.isValid(name),
                "name",
                NameText.escaped(name),
                "1 to " + MAX_NAME_LENGTH + " characters, without surrounding whitespace and control characters");
    }

    /** The same interval with another time of its last change. */
    public MuteInterval withUpdate(Instant time) {
        return new MuteInterval(id, time, name, times);
    }

    public boolean contains(Instant instant) {
        return times.stream().anyMatch(time -> time.contains(instant));
    }
}
