package io.logaggregator.queue.kafka;

import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** Describes Kafka exceptions: advice if known, and the messages of the exception and its causes. */
final class KafkaErrors {

    /** Some messages start with the class names of their causes. */
    private static final Pattern CLASSES = Pattern.compile("^(?:(?:[a-z]\\w*\\.)+[A-Z][\\w$]*: )+");

    private KafkaErrors() {}

    static String of(Throwable failure) {
        Optional<String> advice = ConnectionAdvice.about(failure);
        return advice.isEmpty() ? symptom(failure) : advice.get() + " (" + symptom(failure) + ')';
    }

    /** The message of each cause, without repetitions. */
    private static String symptom(Throwable failure) {
        StringJoiner all = new StringJoiner(": ", failure.getClass().getSimpleName() + ": ", "");
        all.setEmptyValue(failure.getClass().getSimpleName());
        String previous = "";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = messageOf(cause);
            if (!previous.contains(message)) {
                all.add(message);
                previous += message;
            }
        }
        return all.toString();
    }

    /** The first line: the message of a failed login continues with its stack trace. */
    static String messageOf(Throwable failure) {
        String message =
                String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        String own = CLASSES.matcher(message).replaceFirst("");
        return own.equals("null") ? failure.getClass().getSimpleName() : own;
    }
}
