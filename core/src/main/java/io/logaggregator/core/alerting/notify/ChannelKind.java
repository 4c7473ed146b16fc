package io.logaggregator.core.alerting.notify;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A kind of notification channel: the settings of its channels, and the way to send to them. The API, the store and the
 * settings files know kinds only through this interface. Thread-safe.
 */
public interface ChannelKind extends AutoCloseable {

    /** The kind's name in the API ({@code type}), in settings files and in the database, for example {@code webhook}. */
    String name();

    /** The settings of a channel of this kind, in the order in which they are shown. */
    List<Setting> settings();

    /** Sends once, as {@link Notifier#send} does. */
    Notifier.Outcome send(Notification notification, Channel channel);

    /** Releases resources; sends nothing afterwards. */
    @Override
    default void close() {}

    /**
     * A setting of a channel; its value is text.
     *
     * @param name as a member in JSON
     * @param required whether it must not be empty
     * @param shownAs for a secret, the name of the member by which the API shows whether there is one, for example {@code
     *     signed}: its value is never returned and never written to the audit log; empty for a setting that is no secret
     * @param maxLength in characters
     * @param expected the accepted values, for error messages
     * @param rejection empty if a value that is not empty is accepted, otherwise the value as an error message may show it
     */
    record Setting(
            String name,
            boolean required,
            Optional<String> shownAs,
            int maxLength,
            String expected,
            Function<String, Optional<String>> rejection) {

        public boolean isSecret() {
            return shownAs.isPresent();
        }
    }
}
