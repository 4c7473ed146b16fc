package io.logaggregator.server.api;

import io.logaggregator.domain.alert.AlertRule.Origin;
import io.logaggregator.domain.alert.Channel;
import io.logaggregator.domain.alert.Channel.Target.Webhook;
import io.logaggregator.domain.alert.Severity;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;

/**
 * A channel without its secret.
 *
 * @param readOnly whether it is defined in the settings
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
