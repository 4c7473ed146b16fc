package io.logaggregator.notifiers.webhook;

import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.ChannelKind;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notifier.Outcome;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Rejected;
import io.logaggregator.notifiers.http.HttpCall;
import io.logaggregator.notifiers.http.HttpSender;
import io.logaggregator.notifiers.settings.ChannelSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Sends notifications to webhooks: a POST of JSON, signed if the channel has a secret. Thread-safe.
 *
 * @see <a href="https://www.standardwebhooks.com">Standard Webhooks</a>
 */
public final class WebhookNotifier implements ChannelKind {

    private static final String SECRET = "secret";
    private static final int MAX_SECRET = 200;

    private final HttpSender sender;
    private final InstantSource clock;

    /** @param clock for the time in the signature */
    public WebhookNotifier(HttpSender sender, InstantSource clock) {
        this.sender = sender;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                ChannelSettings.url(),
                new Setting(
                        SECRET,
                        false,
                        new Display.Presence("signed"),
                        MAX_SECRET,
                        "text that signs the requests",
                        _ -> Optional.empty()));
    }

    @Override
    public boolean isEveryTransitionSent() {
        return true;
    }

    @Override
    public Optional<List<String>> groupBy() {
        return Optional.of(List.of());
    }

    @Override
    public Outcome send(Notification notification, Channel channel) {
        String id = notification.id().toString();
        Instant now = clock.instant();
        byte[] body = NotificationJson.bytes(notification);
        HttpCall call = HttpCall.toChannel(channel, ChannelSettings.urlOf(channel), body)
                .withHeader("Idempotency-Key", id)
                .withHeader("webhook-id", id)
                .withHeader("webhook-timestamp", String.valueOf(now.getEpochSecond()));
        String secret = channel.definition().target().secret(SECRET);
        if (secret.isEmpty()) {
            return sender.send(call);
        }
        return SigningSecret.of(secret)
                .map(key -> sender.send(call.withHeader("webhook-signature", key.sign(id, now, body))))
                .orElseGet(() -> new Rejected(SigningSecret.INVALID));
    }
}
