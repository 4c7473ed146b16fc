package io.logaggregator.gateways.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.queue.OutgoingMessage;
import io.logaggregator.core.queue.QueueConsumer;
import io.logaggregator.gateways.http.HttpReply;
import io.logaggregator.gateways.http.Submission;
import io.logaggregator.gateways.message.MessageSplitter.Document;
import io.logaggregator.wire.WireFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessageSplitterTest {

    private final List<OutgoingMessage> published = new ArrayList<>();

    @Test
    void messages_haveOneHostAndKeepItsOrder() {
        split(lines(log("a", "1"), log("b", "2"), log("a", "3")), "");

        assertThat(published)
                .extracting(message -> new String(message.key(), UTF_8))
                .containsExactly("a", "b");
        assertThat(published.getFirst().value()).asString(UTF_8).isEqualTo(log("a", "1") + "\n" + log("a", "3"));
    }

    @Test
    void message_hasAllEventsThatFit() {
        split(lines(IntStream.range(0, 10_000).mapToObj(i -> log("a", "" + i)).toArray(String[]::new)), "");

        assertThat(published)
                .extracting(
                        message -> new String(message.value(), UTF_8).lines().count())
                .containsExactly(10_000L);
    }

    @Test
    void largeBody_isSplitInWindowsAndMessagesOfBoundedSize() {
        String large = log("a", "x".repeat(300_000));
        MessageSplitter splitter =
                splitter(lines(Stream.generate(() -> large).limit(40).toArray(String[]::new)), "");

        List<Document> first = splitter.next();
        splitter.publish(first, queue());

        assertThat(published)
                .hasSize(5)
                .allMatch(message -> message.value().length <= MessageSplitter.MAX_MESSAGE_BYTES);
        assertThat(splitter.next()).isNotEmpty();
    }

    @Test
    void invalidElement_isMessageOfItsOwn() {
        split(lines(log("a", "1"), "{\"message\":", log("a", "2")), "");

        assertThat(published).hasSize(2);
        assertThat(published.getFirst().value()).asString(UTF_8).isEqualTo("{\"message\":");
        assertThat(published.getFirst().key()).isNull();
    }

    @Test
    void elementWithoutHost_hasHostOfKey() {
        split(lines("{\"message\":\"m\"}"), "web-7");

        assertThat(published.getFirst().key()).asString(UTF_8).isEqualTo("web-7");
    }

    @Test
    void tooLargeElement_isRefusedOrTruncated() {
        String large = log("a", "x".repeat(1_000_000));

        Outcome outcome = split(new Lines(List.of(large, log("a", "1")), true), "");
        assertThat(outcome.refusals()).extracting(Outcome.Refusal::index).containsExactly(0);
        assertThat(outcome.events()).isEqualTo(1);
        assertThat(published).hasSize(1);

        published.clear();
        split(new Lines(List.of(large), false), "");
        assertThat(published).singleElement().satisfies(message -> {
            assertThat(message.format()).isEqualTo(MessageSplitter.TRUNCATED);
            assertThat(message.value()).hasSize(64 << 10);
        });
        assertThat(WireFormat.named(MessageSplitter.TRUNCATED)).isPresent();
    }

    private Outcome split(Submission submission, String host) {
        MessageSplitter splitter = splitter(submission, host);
        for (List<Document> next = splitter.next(); !next.isEmpty(); next = splitter.next()) {
            splitter.publish(next, queue());
        }
        return splitter.outcome();
    }

    private static MessageSplitter splitter(Submission submission, String host) {
        return new MessageSplitter(
                submission, WireFormat.LOG.decoder(), "logs", host, _ -> Optional.empty(), Instant.EPOCH);
    }

    private static String log(String host, String message) {
        return "{\"host\":\"" + host + "\",\"message\":\"" + message + "\"}";
    }

    private static Submission lines(String... lines) {
        return new Lines(List.of(lines), false);
    }

    private MessageQueue queue() {
        return new MessageQueue() {
            @Override
            public QueueConsumer openConsumer() {
                throw new UnsupportedOperationException();
            }

            @Override
            public void publish(List<OutgoingMessage> messages) {
                published.addAll(messages);
            }

            @Override
            public void check() {}

            @Override
            public void close() {}
        };
    }

    private record Lines(List<String> lines, boolean reportsRefusals) implements Submission {

        @Override
        public String format() {
            return "log";
        }

        @Override
        public Envelope envelope() {
            return Envelope.LINES;
        }

        @Override
        public Iterator<Element> elements() {
            return lines.stream()
                    .map(line -> new Element(line.getBytes(UTF_8), 1))
                    .iterator();
        }

        @Override
        public HttpReply stored(Outcome outcome) {
            return HttpReply.empty(204);
        }
    }
}
