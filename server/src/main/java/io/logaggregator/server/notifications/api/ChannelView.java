package io.logaggregator.server.notifications.api;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.ChannelKind.Display;
import io.logaggregator.core.alerting.notify.ChannelKind.Setting;
import io.logaggregator.core.alerting.notify.ChannelKinds;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.silence.ChannelIntervals.OnMute;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A channel without its secrets.
 *
 * @param readOnly whether the API cannot change it
 * @param settings the members of its type, for example {@code url} with scheme and host, and {@code signed} in place of a
 *     secret
 */
record ChannelView(
        UUID id,
        Origin origin,
        boolean readOnly,
        Instant updatedAt,
        String name,
        boolean enabled,
        String type,
        Severity minSeverity,
        String rule,
        String host,
        List<String> mute,
        List<String> active,
        OnMute onMute,
        @JsonAnyGetter Map<String, Object> settings) {

    static ChannelView of(Channel channel, ChannelKinds kinds) {
        Channel.Definition definition = channel.definition();
        return new ChannelView(
                channel.id(),
                channel.origin(),
                channel.origin() == Origin.PROVISIONED,
                channel.updatedAt(),
                definition.name(),
                definition.enabled(),
                definition.target().kind(),
                definition.minSeverity(),
                definition.rule().pattern(),
                definition.host().pattern(),
                definition.intervals().mute(),
                definition.intervals().active(),
                definition.intervals().onMute(),
                settings(definition.target(), kinds));
    }

    private static Map<String, Object> settings(Channel.Target target, ChannelKinds kinds) {
        Map<String, Object> shown = new LinkedHashMap<>();
        for (Setting setting : kinds.settings(target.kind())) {
            switch (setting.display()) {
                case Display.Presence(String member) ->
                    shown.put(member, !target.secret(setting.name()).isEmpty());
                case Display.Value _, Display.Address _ -> shown.put(setting.name(), target.setting(setting.name()));
            }
        }
        return shown;
    }
}
