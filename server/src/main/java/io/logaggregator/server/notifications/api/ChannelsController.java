package io.logaggregator.server.notifications.api;

import io.logaggregator.core.access.Scope;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.ChannelKinds;
import io.logaggregator.core.alerting.notify.Channels;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.silence.MuteInterval;
import io.logaggregator.core.alerting.silence.NamedDefinitions;
import io.logaggregator.core.common.InvalidDefinitionException;
import io.logaggregator.server.security.Caller;
import io.logaggregator.server.security.RequiresScope;
import io.logaggregator.server.web.ItemsView;
import io.logaggregator.server.web.ProblemException;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.Valid;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
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
    private final InstantSource clock;

    ChannelsController(
            Channels channels,
            ChannelKinds kinds,
            ChannelCheck check,
            NamedDefinitions<MuteInterval> intervals,
            InstantSource clock) {
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
        return new ItemsView<>(channels.list().stream().map(this::view).toList());
    }

    /** Creates a channel. */
    @RequiresScope(Scope.OPERATE)
    @ApiResponse(responseCode = "409", description = "Another channel has this name, or there are 1,000 channels.")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<ChannelView> createChannel(@Valid @RequestBody ChannelForm form) {
        Channel.Definition definition = definition(form, Optional.empty());
        Channel channel = channels.create(UUID.randomUUID(), Origin.API, definition, Caller.actor(), clock.instant());
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

    /** Deletes a channel. */
    @RequiresScope(Scope.OPERATE)
    @ApiResponse(responseCode = "409", description = "The channel is read-only.")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteChannel(@PathVariable UUID id) {
        changeable(id);
        if (!channels.delete(id, Caller.actor(), clock.instant())) {
            throw noSuchChannel(id);
        }
    }

    /** Sends a test notification to a channel, even if it is disabled. */
    @RequiresScope(Scope.OPERATE)
    @PostMapping("/{id}/test")
    ChannelCheck.Result testChannel(@PathVariable UUID id) {
        return check.send(existing(id));
    }

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
        return ChannelView.of(channel, kinds);
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
