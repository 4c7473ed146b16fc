package io.logaggregator.notifiers.message;

import io.logaggregator.core.alerting.notify.Notification;
import java.net.URI;
import java.util.Optional;

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

    /** The message of a notification, with a link to the alert, or to the list of alerts. */
    public AlertMessage message(Notification notification) {
        return new AlertMessage(
                notification,
                externalUrl.map(url -> notification
                        .group()
                        .map(group -> page(url) + "?status=ALL")
                        .orElseGet(() -> page(url) + "?status=ALL&selected="
                                + notification.alert().id())));
    }

    private static String page(URI url) {
        String text = url.toString();
        return text + (text.endsWith("/") ? "" : "/") + "alerts";
    }
}
