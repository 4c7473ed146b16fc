package io.logaggregator.core.ingest;

import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.JsonObject;
import io.logaggregator.core.observation.Level;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField.Text;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.observation.ProcessSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Completes observations: default texts such as the environment, the configured tags, and the standard tags ({@code
 * host:}, {@code level:}, {@code env:}).
 *
 * <p>A timestamp too far in the future or older than retention is replaced by the time of receipt. A wrong clock then
 * neither places an event above all others nor makes it expire at once. Rules do not evaluate what is older than retention
 * (a replayed topic, for example). Events retain the original timestamp as an
 * attribute; metrics and processes do not, since an attribute would open a new series.
 *
 * <p>The application of an event that imitates a canary event is renamed, so that rules count it and its host appears.
 *
 * <p>Thread-safe. Results depend on the arguments only.
 */
public final class Enricher {

    /** The attribute that holds an implausible timestamp as it was sent. */
    public static final String ORIGINAL_TIME = "observed_at.original";

    /** Within a text value of JSON, the quotes would be escaped. */
    private static final String MARKER = '"' + ORIGINAL_TIME + "\":";

    private static final List<String> LEVEL_TAGS =
            Arrays.stream(Level.values()).map(level -> "level:" + level.name()).toList();

    /** More tags of an event are not held in memory. */
    private static final int MAX_RECENT_TAGS = 8;

    private final Enrichment enrichment;
    private final Predicate<LogEvent> canary;
    private final @Nullable RecentTags[] recentTags = new @Nullable RecentTags[1024];

    /** @param canary whether an event, as it was decoded, is a canary event of this system and not an imitation */
    public Enricher(Enrichment enrichment, Predicate<LogEvent> canary) {
        this.enrichment = enrichment;
        this.canary = canary;
    }

    /** An enricher for a system without canary events. */
    public Enricher(Enrichment enrichment) {
        this(enrichment, _ -> false);
    }

    /** Returns the completed observation; its time is the same instance unless it was replaced. */
    public Observation enrich(Observation observation, Instant receivedAt) {
        boolean plausible = isPlausible(observation.observedAt(), receivedAt);
        return switch (observation) {
            case LogEvent event -> {
                LogEvent sent = withoutMarker(event);
                yield complete(plausible ? sent : atReceipt(sent), isImitation(event));
            }
            case MetricSample sample
            when !plausible ->
                new MetricSample(
                        sample.host(),
                        sample.metric(),
                        sample.value(),
                        receivedAt,
                        sample.queuedAt(),
                        sample.kind(),
                        sample.attributes(),
                        sample.alert(),
                        sample.source());
            case ProcessSnapshot snapshot
            when !plausible -> new ProcessSnapshot(snapshot.host(), receivedAt, snapshot.processes());
            case MetricSample sample -> sample;
            case ProcessSnapshot snapshot -> snapshot;
        };
    }

    /**
     * Whether an observation is older than retention. It is stored with the time of receipt, but is no evidence of that time:
     * rules do not evaluate it.
     */
    boolean isExpired(Observation observation, Instant receivedAt) {
        return observation.observedAt().isBefore(receivedAt.minus(enrichment.retention()));
    }

    private boolean isImitation(LogEvent event) {
        return event.hasReservedName() && !canary.test(event);
    }

    private boolean isPlausible(Instant observedAt, Instant receivedAt) {
        return !observedAt.isAfter(receivedAt.plus(enrichment.maxAhead()))
                && !observedAt.isBefore(receivedAt.minus(enrichment.retention()));
    }

    private static LogEvent atReceipt(LogEvent event) {
        return new LogEvent(
                EventId.at(event.id(), event.receivedAt()),
                event.receivedAt(),
                event.receivedAt(),
                event.queuedAt(),
                event.host(),
                event.level(),
                event.message(),
                event.texts(),
                event.tags(),
                event.attributes().with(ORIGINAL_TIME, event.observedAt().toString()));
    }

    /** Renames an attribute that only this class sets, wherever it is in the object. */
    private static LogEvent withoutMarker(LogEvent event) {
        String attributes = event.attributes().text();
        if (!attributes.contains(MARKER)) {
            return event;
        }
        return new LogEvent(
                event.id(),
                event.observedAt(),
                event.receivedAt(),
                event.queuedAt(),
                event.host(),
                event.level(),
                event.message(),
                event.texts(),
                event.tags(),
                new JsonObject(attributes.replace(MARKER, '"' + ORIGINAL_TIME + ".sent\":")));
    }

    private LogEvent complete(LogEvent event, boolean imitation) {
        LogTexts given = imitation ? event.texts().with(Text.APPLICATION, LogEvent.UNVERIFIED_CANARY) : event.texts();
        LogTexts texts = given.orElse(enrichment.texts()::get);
        return new LogEvent(
                event.id(),
                event.observedAt(),
                event.receivedAt(),
                event.queuedAt(),
                event.host(),
                event.level(),
                event.message(),
                texts,
                tags(event, texts.get(Text.ENVIRONMENT)),
                event.attributes());
    }

    /** Events that have these in common have the same instance of their tags, usually. */
    private record RecentTags(List<String> sent, String host, Level level, String environment, List<String> tags) {

        boolean isFor(LogEvent event, String otherEnvironment) {
            return level == event.level()
                    && host.equals(event.host())
                    && environment.equals(otherEnvironment)
                    && sent.equals(event.tags());
        }
    }

    /** Another thread may replace a recent entry at any time. */
    private List<String> tags(LogEvent event, String environment) {
        if (event.tags().size() > MAX_RECENT_TAGS) {
            return completedTags(event, environment);
        }
        int hash = (event.host().hashCode() * 31 + environment.hashCode()) * 31
                + event.level().ordinal();
        int index = (hash ^ hash >>> 16) & recentTags.length - 1;
        RecentTags recent = recentTags[index];
        if (recent == null || !recent.isFor(event, environment)) {
            recent = new RecentTags(
                    event.tags(), event.host(), event.level(), environment, completedTags(event, environment));
            recentTags[index] = recent;
        }
        return recent.tags;
    }

    private List<String> completedTags(LogEvent event, String environment) {
        List<String> tags =
                new ArrayList<>(event.tags().size() + enrichment.tags().size() + 3);
        tags.addAll(event.tags());
        for (String tag : enrichment.tags()) {
            addMissing(tag, tags);
        }
        addMissing("host:" + event.host(), tags);
        addMissing(LEVEL_TAGS.get(event.level().ordinal()), tags);
        if (!environment.isEmpty()) {
            addMissing("env:" + environment, tags);
        }
        return List.copyOf(tags);
    }

    /** Compares with few tags, which is faster than a set. */
    private static void addMissing(String tag, List<String> tags) {
        if (!tags.contains(tag)) {
            tags.add(tag);
        }
    }
}
