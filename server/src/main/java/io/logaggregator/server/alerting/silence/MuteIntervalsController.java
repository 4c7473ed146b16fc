package io.logaggregator.server.alerting.silence;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.logaggregator.core.access.Scope;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.Channels;
import io.logaggregator.core.alerting.silence.ChannelIntervals;
import io.logaggregator.core.alerting.silence.MuteInterval;
import io.logaggregator.core.alerting.silence.NamedDefinitions;
import io.logaggregator.core.alerting.silence.RecurringTime;
import io.logaggregator.core.alerting.silence.RecurringTime.Part;
import io.logaggregator.server.security.Caller;
import io.logaggregator.server.security.RequiresScope;
import io.logaggregator.server.web.ItemsView;
import io.logaggregator.server.web.ProblemException;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
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
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Mute intervals: recurring times, which channels name in `mute` or `active`. */
@RestController
@RequestMapping("/api/v1/mute-intervals")
class MuteIntervalsController {

    private final NamedDefinitions<MuteInterval> intervals;
    private final Channels channels;
    private final InstantSource clock;

    MuteIntervalsController(NamedDefinitions<MuteInterval> intervals, Channels channels, InstantSource clock) {
        this.intervals = intervals;
        this.channels = channels;
        this.clock = clock;
    }

    /** Lists the mute intervals, by name. */
    @RequiresScope(Scope.READ)
    @GetMapping
    ItemsView<MuteIntervalView> listMuteIntervals() {
        return new ItemsView<>(intervals.list().stream().map(this::view).toList());
    }

    /** Creates a mute interval. */
    @RequiresScope(Scope.OPERATE)
    @ApiResponse(responseCode = "409", description = "Another mute interval has this name, or there are 100.")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<MuteIntervalView> createMuteInterval(@RequestBody Form body) {
        Instant now = clock.instant();
        MuteInterval created = intervals.create(body.interval(UUID.randomUUID(), now), Caller.actor(), now);
        return ResponseEntity.created(URI.create("/api/v1/mute-intervals/" + created.id()))
                .body(view(created));
    }

    /** Gets a mute interval. */
    @RequiresScope(Scope.READ)
    @GetMapping("/{id}")
    MuteIntervalView getMuteInterval(@PathVariable UUID id) {
        return view(existing(id));
    }

    /** Replaces a mute interval. */
    @RequiresScope(Scope.OPERATE)
    @ApiResponse(
            responseCode = "409",
            description =
                    "Another mute interval has this name, a channel refers to the previous name, or it is of the configuration.")
    @PutMapping("/{id}")
    @ResponseStatus(HttpStatus.OK)
    MuteIntervalView replaceMuteInterval(@PathVariable UUID id, @RequestBody Form body) {
        MuteInterval before = existing(id);
        SilenceService.refuseIfProvisioned("mute interval", id);
        Instant now = clock.instant();
        MuteInterval after = body.interval(id, now);
        if (!after.name().equals(before.name())) {
            refuseIfUsed(before.name());
        }
        return view(intervals.update(after, Caller.actor(), now).orElseThrow(() -> missing(id)));
    }

    /** Deletes a mute interval. */
    @RequiresScope(Scope.OPERATE)
    @ApiResponse(responseCode = "409", description = "A channel refers to it, or it is of the configuration.")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteMuteInterval(@PathVariable UUID id) {
        MuteInterval existing = existing(id);
        SilenceService.refuseIfProvisioned("mute interval", id);
        refuseIfUsed(existing.name());
        if (!intervals.delete(id, Caller.actor(), clock.instant())) {
            throw missing(id);
        }
    }

    private void refuseIfUsed(String name) {
        Optional<String> user = channels.list().stream()
                .map(Channel::definition)
                .filter(channel -> isUsed(name, channel.intervals()))
                .map(Channel.Definition::name)
                .findFirst();
        if (user.isPresent()) {
            throw ProblemException.conflict("The channel " + user.get() + " refers to the mute interval " + name
                    + ". Change the channel first.");
        }
    }

    private static boolean isUsed(String name, ChannelIntervals channel) {
        return channel.mute().contains(name) || channel.active().contains(name);
    }

    private MuteInterval existing(UUID id) {
        return intervals.find(id).orElseThrow(() -> missing(id));
    }

    private static ProblemException missing(UUID id) {
        return ProblemException.notFound("There is no mute interval " + id + ", or it was deleted.");
    }

    private MuteIntervalView view(MuteInterval interval) {
        return new MuteIntervalView(
                interval.id(),
                interval.updatedAt(),
                NamedDefinitions.isProvisioned(interval.id()),
                interval.name(),
                interval.contains(clock.instant()),
                interval.times().stream().map(Times::of).toList());
    }

    /**
     * A mute interval to create, or to replace one. Members that only responses have are ignored.
     *
     * @param intervals a time is within the mute interval if one of these contains it; 1 to 50
     */
    @JsonIgnoreProperties({"id", "updatedAt", "readOnly", "running"})
    record Form(@Nullable String name, @Nullable List<@Nullable Times> intervals) {

        MuteInterval interval(UUID id, Instant now) {
            return new MuteInterval(
                    id,
                    SilenceForm.micros(now),
                    Objects.requireNonNullElse(name, "").strip(),
                    Objects.requireNonNullElse(intervals, List.<@Nullable Times>of()).stream()
                            .limit(MuteInterval.MAX_TIMES + 1L)
                            .map(times -> Objects.requireNonNullElse(times, Times.ALWAYS)
                                    .time())
                            .toList());
        }
    }

    /**
     * A mute interval.
     *
     * @param readOnly whether it is of the configuration
     * @param running whether it contains the time of the response
     */
    record MuteIntervalView(
            UUID id, Instant updatedAt, boolean readOnly, String name, boolean running, List<Times> intervals) {}

    /**
     * Recurring times of the wall clock. All members that are given must match; of a member, one range.
     *
     * @param times for example `09:00-17:00`; the end is excluded, `24:00` is the end of the day
     * @param weekdays for example `monday:friday`
     * @param daysOfMonth for example `1:7`, or `-1` for the last day
     * @param months for example `may:july` or `12`
     * @param years for example `2026:2028`
     * @param location for example `Europe/Berlin`; default: UTC
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Times(
            @Nullable List<String> times,
            @Nullable List<String> weekdays,

            @JsonAlias("days_of_month") @Nullable List<String> daysOfMonth,

            @Nullable List<String> months,
            @Nullable List<String> years,
            @Nullable String location) {

        private static final Times ALWAYS = new Times(null, null, null, null, null, null);

        static Times of(RecurringTime time) {
            return new Times(
                    texts(time, Part.TIMES),
                    texts(time, Part.WEEKDAYS),
                    texts(time, Part.DAYS_OF_MONTH),
                    texts(time, Part.MONTHS),
                    texts(time, Part.YEARS),
                    time.location().getId());
        }

        private static @Nullable List<String> texts(RecurringTime time, Part part) {
            List<String> texts = time.texts(part);
            return texts.isEmpty() ? null : texts;
        }

        RecurringTime time() {
            Map<Part, List<String>> texts = new EnumMap<>(Part.class);
            put(texts, Part.TIMES, times);
            put(texts, Part.WEEKDAYS, weekdays);
            put(texts, Part.DAYS_OF_MONTH, daysOfMonth);
            put(texts, Part.MONTHS, months);
            put(texts, Part.YEARS, years);
            return RecurringTime.of(texts, Objects.requireNonNullElse(location, ""));
        }

        private static void put(Map<Part, List<String>> texts, Part part, @Nullable List<String> ranges) {
            if (ranges != null) {
                texts.put(part, ranges.stream().map(Objects::toString).toList());
            }
        }
    }
}
