package io.logaggregator.server.ingest.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.access.Scope;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.queue.MessagesRejectedException;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.core.queue.QueueConsumer;
import io.logaggregator.server.ingest.api.IngestService.Receipt;
import io.logaggregator.server.ingest.api.IngestService.RejectedElement;
import io.logaggregator.wire.WireFormat;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IngestServiceTest {

    private final IngestService service = new IngestService(
            "logs",
            WireFormat.LOG.decoder(),
            "prod",
            new SmallQueue(),
            new NewHosts(new KnownHosts(Set.of("old-1", "old-2")), 2),
            InstantSource.fixed(Instant.EPOCH));

    @Test
    void append_rejectsNewHostsBeyondTheLimitOfTheKey() {
        ApiKey key = key();

        assertThat(append(key, "new-1", "new-2", "new-1").rejected()).isEmpty();
        Receipt receipt = append(key, "new-3", "old-1", "new-2", "old-2", "new-3");

        assertThat(receipt.accepted()).isEqualTo(3);
        assertThat(receipt.rejected()).extracting(RejectedElement::index).containsExactly(0, 4);
        assertThat(receipt.rejected().getFirst())
                .isEqualTo(new RejectedElement(
                        0,
                        "TOO_MANY",
                        "new host beyond the limit of 2 per key and hour (aggregator.ingest.max-new-hosts-per-hour)"));
        assertThat(append(key(), "new-4").rejected()).isEmpty();
    }

    private Receipt append(ApiKey key, String... hosts) {
        return service.append(service.check(
                Stream.of(hosts)
                        .map(host -> ("{\"host\":\"" + host + "\",\"message\":\"a\"}").getBytes(UTF_8))
                        .toList(),
                key));
    }

    @Test
    void append_rejectsOnlyElementsThatTheQueueRejects() {
        String large = "{\"message\":\"" + "x".repeat(100) + "\"}";

        Receipt receipt = service.append(service.check(
                Stream.of("not JSON", "{\"message\":\"a\"}", large, "{}", "{\"message\":\"b\"}", large)
                        .map(element -> element.getBytes(UTF_8))
                        .toList(),
                key()));

        assertThat(receipt.accepted()).isEqualTo(2);
        assertThat(receipt.rejected()).extracting(RejectedElement::index).containsExactly(0, 2, 3, 5);
        assertThat(receipt.rejected().get(1)).isEqualTo(new RejectedElement(2, "TOO_LARGE", "more than 50 bytes"));
    }

    private static ApiKey key() {
        return new ApiKey(
                UUID.randomUUID(),
                "test",
                Set.of(Scope.INGEST),
                Glob.ANY,
                Glob.ANY,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Rejects messages of more than 50 bytes. */
    private static final class SmallQueue implements MessageQueue {

        @Override
        public void publish(List<OutgoingMessage> messages) {
            SortedMap<Integer, String> reasons = new TreeMap<>();
            for (int i = 0; i < messages.size(); i++) {
                if (messages.get(i).value().length > 50) {
                    reasons.put(i, "more than 50 bytes");
                }
            }
            if (!reasons.isEmpty()) {
                throw new MessagesRejectedException(reasons);
            }
        }

        @Override
        public QueueConsumer openConsumer() {
            throw new UnsupportedOperationException("requests do not consume");
        }

        @Override
        public void check() {}

        @Override
        public void close() {}
    }
}
