package io.logaggregator.server.notifications.api;

import io.logaggregator.core.access.Scope;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.ChannelKinds;
import io.logaggregator.core.alerting.notify.Channels;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Outbox;
import io.logaggregator.core.alerting.notify.Outbox.ChannelDeliveries;
import io.logaggregator.core.alerting.notify.Outbox.ChannelFailure;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.silence.MuteInterval;
import io.logaggregator.core.alerting.silence.NamedDefinitions;
import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.server.security.Caller;
import io.logaggregator.server.security.RequiresScope;
import io.logaggregator.server.web.ItemsView;
import io.logaggregator.server.web.ProblemException;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Channels, to which notifications of alerts are sent. */
@RestController
@RequestMapping("/api/v1/channels")
class ChannelsController {

    private final Channels channels;
    private final ChannelKinds kinds;
    private final ChannelCheck check;
    private final NamedDefinitions<MuteInterval> intervals;
    private final Outbox outbox;
    private final InstantSource clock;

    ChannelsController(
            Channels channels,
            ChannelKinds kinds,
            ChannelCheck check,
            NamedDefinitions<MuteInterval> intervals,
            Outbox outbox,
            InstantSource clock) {
        this.outbox = outbox;
        this.intervals = intervals;
        this.channels = channels;
        this.kinds = kinds;
        this.check = check;
        this.clock = clock;
    }

    /** Lists the channels. */
    @RequiresScope(Scope.READ)
    @GetMapping
    ItemsView<ChannelView> listChannels() {
        Map<UUID, ChannelFailure> failures = outbox.failures();
        Map<UUID, ChannelDeliveries> deliveries = outbox.deliveries();
        return new ItemsView<>(channels.list().stream()
                .map(channel -> view(channel, failures, deliveries))
                .toList());
    }

    /** Lists the types of channels with their members, for forms. */
    @RequiresScope(Scope.READ)
    @GetMapping("/kinds")
    ItemsView<ChannelView.KindView> listChannelKinds() {
        return new ItemsView<>(kinds.names().stream()
                .map(name -> ChannelView.KindView.of(name, kinds))
                .toList());
    }

    /** Creates a channel. */
    @RequiresScope(Scope.OPERATE)
    @ApiResponse(responseCode = "409", description = "Another channel has this name, or there are 1,000 channels.")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<ChannelView> createChannel(@Valid @RequestBody ChannelForm form) {
        Channel.Definition definition = definition(form, Optional.empty());
        Channel channel = channels.create(UUID.randomUUID(), Origin.API, definition, Caller.actor(), clock.instant());
        if (Boolean.TRUE.equals(form.notifyFiring())) {
            outbox.notifyFiring(channel);
        }
        return ResponseEntity.created(URI.create("/api/v1/channels/" + channel.id()))
                .body(view(channel));
    }

    /** Gets a channel. */
    @RequiresScope(Scope.READ)
    @GetMapping("/{id}")
    ChannelView getChannel(@PathVariable UUID id) {
        return view(existing(id));
    }

    /** Replaces a channel. Without `url` and `secret`, the present ones stay. Another `url` removes the secret. */
    @RequiresScope(Scope.OPERATE)
    @ApiResponse(responseCode = "409", description = "Another channel has this name, or the channel is read-only.")
    @PutMapping("/{id}")
    @ResponseStatus(HttpStatus.OK)
    ChannelView replaceChannel(@PathVariable UUID id, @Valid @RequestBody ChannelForm form) {
        Channel channel = changeable(id);
        return channels.update(id, definition(form, Optional.of(channel)), Caller.actor(), clock.instant())
                .map(this::view)
                .orElseThrow(() -> noSuchChannel(id));
    }

    /** Deletes a channel. Its pending notifications are cancelled. */
    @RequiresScope(Scope.OPERATE)
    @ApiResponse(
            responseCode = "409",
            description = "The channel is read-only, or the receiver did not accept the end of an alert.")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.OK)
    Closed deleteChannel(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "false")
                    @Parameter(
                            description = "Whether the receiver is sent the end of its firing alerts before.",
                            example = "false")
                    boolean closeAlerts,
            @RequestParam(defaultValue = "false")
                    @Parameter(description = "Whether to return the effect without the change.", example = "false")
                    boolean dryRun) {
        Channel channel = changeable(id);
        List<Notification> firing = closeAlerts ? outbox.firing(id) : List.of();
        if (!dryRun) {
            delete(channel, firing);
        }
        return new Closed(firing.size());
    }

    private void delete(Channel channel, List<Notification> firing) {
        check.close(channel, firing).ifPresent(reason -> {
            throw ProblemException.conflict("The channel was not deleted, since the end of an alert was not accepted: "
                    + reason + ". Try again, or delete it without closeAlerts.");
        });
        if (!channels.delete(channel.id(), Caller.actor(), clock.instant())) {
            throw noSuchChannel(channel.id());
        }
    }

    /** The number of firing alerts whose end the receiver is sent. */
    record Closed(int closed) {}

    /** Sends a test notification to a channel, even if it is disabled. */
    @RequiresScope(Scope.OPERATE)
    @PostMapping("/{id}/test")
    ChannelCheck.Result testChannel(@PathVariable UUID id) {
        return check.send(existing(id));
    }

    /** Sends failed notifications of a channel again, at most 10,000. They keep their ids. */
    @RequiresScope(Scope.OPERATE)
    @PostMapping("/{id}/retry")
    Resent retryChannel(@PathVariable UUID id, @Valid @RequestBody RetryForm form) {
        existing(id);
        return new Resent(outbox.resend(
                id,
                Objects.requireNonNullElse(form.from, Instant.EPOCH),
                Objects.requireNonNullElseGet(form.to, clock::instant),
                Caller.actor(),
                clock.instant()));
    }

    /**
     * The notifications to send again.
     *
     * @param status only FAILED can be sent again
     * @param from of their creation, inclusive; default: all
     * @param to of their creation, exclusive; default: now
     */
    record RetryForm(
            @Schema(allowableValues = "FAILED")
            @Pattern(regexp = "FAILED", message = "FAILED")
            @NotNull(message = "FAILED")
            String status,

            @Nullable Instant from,
            @Nullable Instant to) {}

    /** The number of notifications that are pending again. */
    record Resent(int resent) {}

    private Channel.Definition definition(ChannelForm form, Optional<Channel> existing) {
        Channel.Definition definition = form.definition(kinds, existing);
        requireIntervals("mute", definition.intervals().mute());
        requireIntervals("active", definition.intervals().active());
        return definition;
    }

    private void requireIntervals(String field, List<String> names) {
        if (!names.isEmpty()) {
            Set<String> known =
                    intervals.list().stream().map(MuteInterval::name).collect(Collectors.toSet());
            names.forEach(name ->
                    InvalidDefinitionException.require(known.contains(name), field, name, "names of mute intervals"));
        }
    }

    private ChannelView view(Channel channel) {
        return view(channel, outbox.failures(), outbox.deliveries());
    }

    private ChannelView view(
            Channel channel, Map<UUID, ChannelFailure> failures, Map<UUID, ChannelDeliveries> deliveries) {
        return ChannelView.of(
                channel,
                kinds,
                Optional.ofNullable(failures.get(channel.id())),
                deliveries.getOrDefault(channel.id(), ChannelDeliveries.NONE));
    }

    private Channel existing(UUID id) {
        return channels.find(id).orElseThrow(() -> noSuchChannel(id));
    }

    private Channel changeable(UUID id) {
        Channel channel = existing(id);
        if (channel.origin() == Origin.PROVISIONED) {
            throw ProblemException.conflict(
                    "The channel " + channel.definition().name()
                            + " is defined in the settings and read-only. Change the setting and restart.");
        }
        return channel;
    }

    private static ProblemException noSuchChannel(UUID id) {
        return ProblemException.notFound("There is no channel " + id + ", or it was deleted.");
    }
}
