package io.logaggregator.wire.loki;

import io.logaggregator.wire.json.DecodeResultBuilder;
import io.logaggregator.wire.log.RecordText;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of a stream.
 *
 * @param metadata structured metadata
 */
record LokiEntry(@Nullable Instant time, String line, Map<String, String> metadata) {

    void addTo(DecodeResultBuilder result, LokiLabels labels) {
        if (line.isBlank()) {
            result.drop(1);
            return;
        }
        LokiLabels all = metadata.isEmpty() ? labels : labels.with(metadata);
        result.expand(labels.length());
        RecordText.read(line, all.frame(time), result);
    }
}
