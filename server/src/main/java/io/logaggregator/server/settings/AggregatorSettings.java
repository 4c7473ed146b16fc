package io.logaggregator.server.settings;

import io.logaggregator.server.settings.values.Between;
import io.logaggregator.server.settings.values.SelfChecked;
import io.logaggregator.wire.WireFormat;
import io.logaggregator.wire.WireFormats;
import io.logaggregator.wire.log.RecordNames;
import jakarta.validation.Valid;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings below the prefix {@code aggregator}. {@link io.logaggregator.server.settings.binding.SettingsCheck} binds and
 * validates them. Sections without logic of their own are nested.
 *
 * @param formats of log records whose fields have other names: by name, the paths of each field in order of precedence, see
 *     {@link RecordNames#of}
 */
public record AggregatorSettings(
        @Valid QueueSettings queue,
        @Valid DatabaseSettings database,
        @Valid IngestSettings ingest,
        @DefaultValue Map<String, Map<String, List<String>>> formats,
        @Valid EnrichmentSettings enrichment,
        @Valid RetentionSettings retention,
        @Valid AlertSettings alerts,
        @Valid MemorySettings memory,
        @Valid CacheSettings cache,
        @Valid ApiSettings api,
        @Valid HttpSettings http,
        @Valid GatewaySettings gateways,
        @DefaultValue Map<String, @Valid ListenerSettings> listeners,
        @Valid TailSettings tail,
        @Valid ExportSettings export,
        @Valid CanarySettings canary,
        @Valid SecuritySettings security)
        implements SelfChecked {

    private static final int MAX_FORMATS = 32;
    private static final Pattern FORMAT_NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    public AggregatorSettings {
        formats = Map.copyOf(formats);
        listeners = Map.copyOf(listeners);
    }

    @Override
    public void check(Errors errors) {
        Set<String> names = new LinkedHashSet<>(WireFormat.names());
        errors.require(formats.size() <= MAX_FORMATS, "formats", formats.size() + " formats", "at most " + MAX_FORMATS);
        formats.keySet().stream().sorted().forEach(name -> {
            errors.require(
                    FORMAT_NAME.matcher(name).matches(),
                    "formats." + name,
                    "invalid name",
                    "a letter, then up to 31 letters, digits or dashes, all in lower case");
            errors.require(
                    WireFormat.named(name).isEmpty(), "formats." + name, "name of a built-in format", "another name");
            names.add(name);
            checkPaths(name, errors);
        });
        queue.topics()
                .forEach(topic -> errors.require(
                        names.contains(topic.format()),
                        "queue.topics",
                        topic + ": format: " + topic.format(),
                        "one of " + names));
    }

    private void checkPaths(String format, Errors errors) {
        try {
            RecordNames.of(formats.getOrDefault(format, Map.of()));
        } catch (IllegalArgumentException e) {
            errors.add("formats." + format + '.' + e.getMessage());
        }
    }

    /** All formats: the built-in and the configured ones. */
    public WireFormats wireFormats() {
        return new WireFormats(formats.entrySet().stream()
                .map(format -> WireFormat.ofNames(format.getKey(), RecordNames.of(format.getValue())))
                .toList());
    }

    /**
     * {@code aggregator.ingest}: consumption of the queue.
     *
     * @param consumers consumer loops, each with a thread, a consumer of the group and a database connection
     * @param maxBatchMessages messages per transaction
     * @param maxBatchBytes estimated size of the observations per transaction
     * @param maxHosts known hosts, beyond which messages of new hosts are rejected
     * @param maxSeries metric series, beyond which messages with new series are rejected
     * @param maxNewHostsPerHour new hosts by key and instance over HTTP; 0 for no limit
     */
    public record IngestSettings(
            @Between(min = "1", max = "64") int consumers,
            @Between(min = "1", max = "100000") int maxBatchMessages,
            @Between(min = "64KB", max = "512MB") DataSize maxBatchBytes,
            @Between(min = "1", max = "10000000") int maxHosts,
            @Between(min = "1", max = "100000000") int maxSeries,
            @Between(min = "0", max = "10000000") int maxNewHostsPerHour) {}

    /**
     * {@code aggregator.enrichment}: values added to log events.
     *
     * @param environment for events without one, as {@code application} and {@code component}; blank adds nothing
     * @param tags added to every event
     * @param timeZone zone of times that have none, such as {@code UTC} or {@code Europe/Berlin}
     * @param maxClockAhead tolerance for sender clocks that are ahead; later timestamps become the time of receipt
     */
    public record EnrichmentSettings(
            String environment,
            String application,
            String component,
            List<String> tags,
            ZoneId timeZone,
            @Between(min = "0s", max = "1d") Duration maxClockAhead) {

        public EnrichmentSettings {
            tags = List.copyOf(tags);
        }
    }

    /**
     * {@code aggregator.retention}: retention by age and by size.
     *
     * @param period age after which rows are dropped, by whole days
     * @param size above which the oldest days are dropped earlier; 0 for no limit
     */
    public record RetentionSettings(
            @Between(min = "1d", max = "3650d") Duration period,

            @Between(min = "1GB", max = "1000000GB", orZero = true, message = "0 for no limit, or 1GB or more")
            DataSize size) {}

    /**
     * {@code aggregator.memory}: shares of the maximum heap for data of clients, in percent.
     *
     * @param uploadPercent request bodies in flight
     * @param responsePercent responses that clients have not read
     * @param tailPercent events that clients of the live tail have not read
     */
    public record MemorySettings(
            @Between(min = "1", max = "50") int uploadPercent,
            @Between(min = "1", max = "50") int responsePercent,
            @Between(min = "1", max = "50") int tailPercent) {}

    /**
     * {@code aggregator.cache}: the query cache.
     *
     * @param size memory limit of the cached results; 0 disables the cache
     */
    public record CacheSettings(
            @Between(min = "0", max = "16GB") DataSize size) {}

    /**
     * {@code aggregator.tail}: live tail.
     *
     * @param maxClients concurrent clients of an instance
     * @param maxBufferSize buffer of a slow client, above which events are skipped
     * @param heartbeatInterval maximum silence of a stream
     */
    public record TailSettings(
            @Between(min = "1", max = "10000") int maxClients,
            @Between(min = "16KB", max = "64MB") DataSize maxBufferSize,
            @Between(min = "1s", max = "5m") Duration heartbeatInterval) {}

    /**
     * {@code aggregator.export}: log export.
     *
     * @param maxConcurrent concurrent exports of an instance, each with its own connection
     * @param minBytesPerSecond rate at which clients must read on average, after {@code aggregator.http.response-timeout}
     */
    public record ExportSettings(
            @Between(min = "1", max = "100") int maxConcurrent,
            @Between(min = "1KB", max = "10MB") DataSize minBytesPerSecond) {}
}
