package io.logaggregator.server.notifications.api;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.ChannelKinds;
import io.logaggregator.core.alerting.rule.FieldParser;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.silence.ChannelIntervals;
import io.logaggregator.core.alerting.silence.ChannelIntervals.OnMute;
import io.logaggregator.core.common.Glob;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A channel to create, or to replace one. Members that only responses have are ignored, so that a response can be changed
 * and sent back.
 *
 * @param rule glob of the names of the rules; default: all
 * @param host glob of the hosts; default: all
 * @param mute names of mute intervals: nothing is sent within one of them
 * @param active names of mute intervals: if there are any, nothing is sent outside of them
 * @param onMute whether a notification that an interval mutes is sent at the end of the interval, if the alert still fires
 * @param groupBy labels, or {@code rule}: alerts with equal values are sent together; empty for single alerts
 * @param groupInterval minimum time between two notifications of a group, for example {@code 5m}; default: 1m
 * @param notifyAfter only alerts are sent that have been open and unacknowledged for this long; default: all, at once
 * @param repeatInterval open and unacknowledged alerts are sent again after this time; default: never
 * @param notifyFiring whether a new channel is notified of the alerts that fire already; ignored for an existing one
 * @param settings the members of its type, for example {@code url} and {@code secret}. An absent URL, and one as
 *     responses show it, is kept. An absent secret is kept as long as the URL is the same; an empty one is removed
 */
@JsonIgnoreProperties({
    "id",
    "origin",
    "readOnly",
    "updatedAt",
    "signed",
    "hasToken",
    "hasPassword",
    "hasKey",
    "hasAuthorization",
    "failure",
    "deliveries"
})
record ChannelForm(
        @NotBlank(message = "a name that no other channel has")
        @Size(max = ChannelForm.MAX_TEXT, message = "at most {max} characters")
        String name,

        @Schema(defaultValue = "true") @Nullable Boolean enabled,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
        String type,

        @Schema(defaultValue = "LOW") @Nullable Severity minSeverity,

        @Size(min = 1, max = ChannelForm.MAX_TEXT, message = ChannelForm.GLOB) @Nullable
        String rule,

        @Size(min = 1, max = ChannelForm.MAX_TEXT, message = ChannelForm.GLOB) @Nullable
        String host,

        @Size(max = ChannelForm.MAX_INTERVALS, message = "at most {max} names of mute intervals") @Nullable
        List<@Nullable String> mute,

        @Size(max = ChannelForm.MAX_INTERVALS, message = "at most {max} names of mute intervals") @Nullable
        List<@Nullable String> active,

        @Schema(defaultValue = "DEFER") @Nullable OnMute onMute,

        @Schema(description = "Default: `rule` for mail and chats, none for others.") @Nullable
        List<@Nullable String> groupBy,

        @Schema(defaultValue = "PT1M") @Nullable String groupInterval,

        @Nullable String notifyAfter,

        @Nullable String repeatInterval,

        @Schema(defaultValue = "false", accessMode = Schema.AccessMode.WRITE_ONLY) @Nullable
        Boolean notifyFiring,

        @JsonAnySetter Map<String, @Nullable String> settings) {

    private static final int MAX_TEXT = 200;
    private static final int MAX_INTERVALS = 20;
    private static final String GLOB = "a pattern of {min} to {max} characters, with * and ? as wildcards";

    /** @param existing the channel to be replaced, whose URL and secrets are kept unless others are given */
    Channel.Definition definition(ChannelKinds kinds, Optional<Channel> existing) {
        return new Channel.Definition(
                name.strip(),
                enabled == null || enabled,
                target(kinds, existing.map(channel -> channel.definition().target())),
                minSeverity == null ? Severity.LOW : minSeverity,
                rule == null ? Glob.ANY : new Glob(rule),
                host == null ? Glob.ANY : new Glob(host),
                new ChannelIntervals(names(mute), names(active), onMute == null ? OnMute.DEFER : onMute),
                kinds.timing(
                        kind(),
                        Optional.ofNullable(groupBy).map(ChannelForm::names),
                        duration("groupInterval", groupInterval),
                        duration("notifyAfter", notifyAfter),
                        duration("repeatInterval", repeatInterval)));
    }

    private static Optional<Duration> duration(String field, @Nullable String value) {
        return Optional.ofNullable(value).map(text -> FieldParser.duration(field, text));
    }

    private String kind() {
        return Objects.requireNonNullElse(type, "").toLowerCase(Locale.ROOT);
    }

    private static List<String> names(@Nullable List<@Nullable String> names) {
        return Objects.requireNonNullElse(names, List.<@Nullable String>of()).stream()
                .map(Objects::toString)
                .toList();
    }

    private Channel.Target target(ChannelKinds kinds, Optional<Channel.Target> existing) {
        Map<String, String> given = new HashMap<>();
        settings.forEach((setting, value) -> {
            if (value != null) {
                given.put(setting, value);
            }
        });
        return kinds.target(kind(), given, existing);
    }

    /** Omits the settings, which may be secret. */
    @Override
    public String toString() {
        return "ChannelForm[" + name + "]";
    }
}
