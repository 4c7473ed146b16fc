package io.logaggregator.server.notifications.api;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.ChannelKind.Display;
import io.logaggregator.core.alerting.notify.ChannelKind.Setting;
import io.logaggregator.core.alerting.notify.ChannelKinds;
import io.logaggregator.core.alerting.notify.Outbox.ChannelDeliveries;
import io.logaggregator.core.alerting.notify.Outbox.ChannelFailure;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.silence.ChannelIntervals.OnMute;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A channel without its secrets.
 *
 * @param readOnly whether the API cannot change it
 * @param groupBy labels, or {@code rule}: alerts with equal values are sent together; empty for single alerts
 * @param groupInterval minimum time between two notifications of a group
 * @param notifyAfter only alerts are sent that have been open and unacknowledged for this long; {@code null} for all
 * @param repeatInterval open and unacknowledged alerts are sent again after this time; {@code null} for never
 * @param failure of the last attempts; {@code null} if the last one succeeded
 * @param deliveries of its notifications
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
        List<String> groupBy,
        String groupInterval,
        @Nullable String notifyAfter,
        @Nullable String repeatInterval,
        @Nullable Failure failure,
        Deliveries deliveries,
        @JsonAnyGetter Map<String, Object> settings) {

    /**
     * The failure of a channel.
     *
     * @param count of consecutive failed attempts
     * @param since time of the first of them
     * @param reason of the last one
     * @param nextAt time of the next attempt, if notifications wait for it; otherwise {@code null}
     */
    record Failure(
            int count,
            Instant since,
            String reason,
            @Nullable Instant nextAt) {

        static Failure of(ChannelFailure failure) {
            return new Failure(
                    failure.count(), failure.since(), failure.reason(), failure.isFailing() ? failure.nextAt() : null);
        }
    }

    /**
     * The deliveries of a channel. Counts end at 100.
     *
     * @param lastSentAt time of the last successful delivery; {@code null} if there is none
     * @param pending number of notifications to be sent
     * @param failed number of notifications that failed
     */
    record Deliveries(@Nullable Instant lastSentAt, int pending, int failed) {

        static Deliveries of(ChannelDeliveries deliveries) {
            return new Deliveries(deliveries.lastSentAt().orElse(null), deliveries.pending(), deliveries.failed());
        }
    }

    static ChannelView of(
            Channel channel, ChannelKinds kinds, Optional<ChannelFailure> failure, ChannelDeliveries deliveries) {
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
                definition.timing().groupBy(),
                definition.timing().groupInterval().toString(),
                definition.timing().notifyAfter().map(Duration::toString).orElse(null),
                definition.timing().repeatInterval().map(Duration::toString).orElse(null),
                failure.map(Failure::of).orElse(null),
                Deliveries.of(deliveries),
                settings(definition.target(), kinds));
    }

    /**
     * A type of channels, for a form that edits them.
     *
     * @param groupBy default of the channels' `groupBy`; {@code null} if the type sends each alert by itself
     * @param settings the members of its type, in the order of a form
     */
    record KindView(String type, @Nullable List<String> groupBy, List<SettingView> settings) {

        static KindView of(String type, ChannelKinds kinds) {
            return new KindView(
                    type,
                    kinds.groupBy(type).orElse(null),
                    kinds.settings(type).stream().map(SettingView::of).toList());
        }
    }

    /**
     * A member of a type.
     *
     * @param expected the accepted values
     * @param form TEXT; URL, of which responses have scheme and host; or SECRET, which no response has
     * @param shownAs member of responses that tells whether there is a secret; {@code null} for other forms
     */
    record SettingView(
            String name,
            boolean required,
            int maxLength,
            String expected,

            @Schema(allowableValues = {"TEXT", "URL", "SECRET"})
            String form,

            @Nullable String shownAs) {

        static SettingView of(Setting setting) {
            return switch (setting.display()) {
                case Display.Value() -> of(setting, "TEXT", null);
                case Display.Address() -> of(setting, "URL", null);
                case Display.Presence(String member) -> of(setting, "SECRET", member);
            };
        }

        private static SettingView of(Setting setting, String form, @Nullable String shownAs) {
            return new SettingView(
                    setting.name(), setting.required(), setting.maxLength(), setting.expected(), form, shownAs);
        }
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
