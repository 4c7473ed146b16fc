package io.logaggregator.server.api;

import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.Channel.Target.Webhook;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Severity;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;

/**
 * A channel: with all but its secret.
 *
 * @param readOnly whether the API cannot change it
 * @param signed whether it has a secret
 */
record ChannelView(
        UUID id,
        Origin origin,
        boolean readOnly,
        Instant updatedAt,
        String name,
        boolean enabled,
        @Schema(allowableValues = "webhook") String type,
        URI url,
        boolean signed,
        Severity minSeverity,
        String rule,
        String host) {

    static ChannelView of(Channel channel) {
        Channel.Definition definition = channel.definition();
        return switch (definition.target()) {
            case Webhook webhook ->
                new ChannelView(
                        channel.id(),
                        channel.origin(),
                        channel.origin() == Origin.PROVISIONED,
                        channel.updatedAt(),
                        definition.name(),
                        definition.enabled(),
                        "webhook",
                        webhook.url(),
                        !webhook.secret().isEmpty(),
                        definition.minSeverity(),
                        definition.rule().pattern(),
                        definition.host().pattern());
        };
    }
}
