package io.logaggregator.queue.kafka;

import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** What a Kafka exception says to people: what to do, where that is known, and what it and its causes say. */
final class KafkaErrors {

    /** Some messages begin with those of their causes' classes. */
    private static final Pattern CLASSES = Pattern.compile("^(?:(?:[a-z]\\w*\\.)+[A-Z][\\w$]*: )+");

    private KafkaErrors() {}

    static String of(Throwable failure) {
        Optional<String> advice = ConnectionAdvice.about(failure);
        return advice.isEmpty() ? symptom(failure) : advice.get() + " (" + symptom(failure) + ')';
    }

    /** The message of each cause, unless one before it has said the same. */
    private static String symptom(Throwable failure) {
        StringJoiner all = new StringJoiner(": ", failure.getClass().getSimpleName() + ": ", "");
        all.setEmptyValue(failure.getClass().getSimpleName());
        String said = "";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = messageOf(cause);
            if (!said.contains(message)) {
                all.add(message);
                said += message;
            }
        }
        return all.toString();
    }

    /** Its first line: that of a failed login is followed by its stack trace. */
    static String messageOf(Throwable failure) {
        String message =
                String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        String own = CLASSES.matcher(message).replaceFirst("");
        return own.equals("null") ? failure.getClass().getSimpleName() : own;
    }
}
