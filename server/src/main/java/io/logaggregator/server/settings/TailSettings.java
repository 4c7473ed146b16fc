package io.logaggregator.server.settings;

import io.logaggregator.server.settings.values.Between;
import java.time.Duration;
import org.springframework.util.unit.DataSize;

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
