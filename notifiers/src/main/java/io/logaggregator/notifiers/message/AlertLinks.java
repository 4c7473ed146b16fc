package io.logaggregator.notifiers.message;

import io.logaggregator.core.alerting.notify.Notification;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/**
 * Links to alerts on the web page.
 *
 * @param externalUrl address of the web page as its users enter it; empty: messages have no links
 */
public record AlertLinks(Optional<URI> externalUrl) {

    /** Messages without links. */
    public static final AlertLinks NONE = new AlertLinks(Optional.empty());

    /** Maximum length of the address, so that every message has space for the link and a text. */
    public static final int MAX_LENGTH = 200;

    public AlertLinks {
        externalUrl.ifPresent(url -> {
            if (url.toString().length() > MAX_LENGTH) {
                throw new IllegalArgumentException("externalUrl: "
                        + url.toString().length() + " characters (expected: at most " + MAX_LENGTH + ")");
            }
        });
    }

    /** The message of a notification, with its link. */
    public AlertMessage message(Notification notification) {
        return new AlertMessage(notification, of(notification.alert().id()));
    }

    /** The page of alerts with this one selected. */
    private Optional<String> of(UUID alertId) {
        return externalUrl.map(url -> {
            String text = url.toString();
            return text + (text.endsWith("/") ? "" : "/") + "alerts?status=ALL&selected=" + alertId;
        });
    }
}
