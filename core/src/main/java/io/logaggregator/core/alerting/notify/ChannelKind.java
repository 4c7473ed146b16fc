package io.logaggregator.core.alerting.notify;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A kind of notification channel: the settings of its channels, and the way to send to them. The API, the store and the
 * settings files know kinds only through this interface. Thread-safe.
 */
public interface ChannelKind {

    /** Maximum number of requests for one notification. */
    int MAX_REQUESTS = 3;

    /** The kind's name in the API ({@code type}), in settings files and in the database, for example {@code webhook}. */
    String name();

    /** The settings of a channel of this kind, in the order in which they are shown. */
    List<Setting> settings();

    /**
     * Sends once, as {@link Notifier#send} does. May use several requests, at most {@link #MAX_REQUESTS}.
     *
     * <p>The notification has the receipt of the last one that this kind delivered with the same settings of the channel. It is
     * absent if that delivery was not stored, for example because the process died: then the kind sends a new message.
     */
    Notifier.Outcome send(Notification notification, Channel channel);

    /**
     * Whether its channels get every transition of an alert in order. Otherwise a newer state of an alert replaces one that has not
     * been sent yet, and an alert that ends before it was sent is not sent at all. A channel with groups or with
     * {@code notifyAfter} gets the newest states in any case.
     */
    default boolean isEveryTransitionSent() {
        return false;
    }

    /** The default of {@link Channel.Timing#groupBy}; empty if the kind cannot send several alerts together. */
    default Optional<List<String>> groupBy() {
        return Optional.of(List.of(Channel.Timing.RULE));
    }

    /** The body of the request that {@link #send} sends, if the channel defines it, to be shown with a test. */
    default Optional<String> preview(Notification notification, Channel channel) {
        return Optional.empty();
    }

    /**
     * A setting of a channel; its value is text.
     *
     * @param name as a member in JSON
     * @param required whether it must not be empty
     * @param display the form in which the API and the audit log show it
     * @param maxLength in characters
     * @param expected the accepted values, for error messages
     * @param rejection empty if a value that is not empty is accepted, otherwise the value as an error message may show it
     */
    record Setting(
            String name,
            boolean required,
            Display display,
            int maxLength,
            String expected,
            Function<String, Optional<String>> rejection) {}

    /** The form in which the API and the audit log show a setting. */
    sealed interface Display {

        /** The value itself. */
        record Value() implements Display {}

        /** Scheme, host and port of a URL that may contain a secret. If it changes, the secrets are removed too. */
        record Address() implements Display {}

        /**
         * Whether there is a value, which is a secret.
         *
         * @param member of the response, for example {@code signed}
         */
        record Presence(String member) implements Display {}
    }
}
