package io.logaggregator.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.ledger.RejectedMessage;
import io.logaggregator.core.ledger.RejectedMessages.Filter;
import io.logaggregator.core.ledger.Rejection.Reason;
import io.logaggregator.wire.WireFormat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Invalid messages do not stop ingest: valid ones are stored, the others are rejected with a reason. */
class BadInputIT {

    private final PipelineFixture pipeline = new PipelineFixture();

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void logMessages_areStoredOrRejected() {
        send(
                WireFormat.LOG,
                bytes("{\"host\":\"h\",\"message\":\"good\"}"),
                bytes("{\"host\":\"h\",\"message\":"),
                bytes("a plain line"),
                bytes(""),
                bytes("{\"host\":\"h\",\"message\":{\"an\":\"object\"}}"),
                bytes("{\"host\":\"h\",\"message\":\"nul \\u0000 within\",\"metadata\":{\"k\":\"\\u0000\"}}"),
                new byte[] {'b', 'a', 'd', ' ', (byte) 0xC3, (byte) 0x28, ' ', 'u', 't', 'f'},
                bytes("{\"timestamp\":\"1970-01-01T00:00:00Z\",\"host\":\"h\",\"message\":\"long ago\"}"),
                bytes("{\"timestamp\":\"9999-12-31T23:59:59Z\",\"host\":\"h\",\"message\":\"far ahead\"}"),
                bytes("{\"host\":\"h\",\"message\":\"first\",\"message\":\"twice\"}"),
                bytes("{\"host\":\"h\",\"message\":\"deep\",\"metadata\":" + "{\"a\":".repeat(10_000) + "1"
                        + "}".repeat(10_000) + "}"),
                bytes("{\"host\":\"h\",\"message\":\"" + "x".repeat(10_000_000) + "\"}"),
                bytes("{\"host\":\"h\",\"message\":\"huge\",\"metadata\":{\"n\":1e999999}}"),
                bytes("[{\"host\":\"h\",\"message\":\"of an array\"},17,{\"host\":\"h\",\"message\":\"its end\"}]"));

        assertThat(rejections()).contains(Reason.MALFORMED, Reason.EMPTY, Reason.TOO_LARGE);
        assertThat(messages("good", "a plain line", "long ago", "far ahead", "twice", "of an array", "its end"))
                .isEqualTo(7);
        assertThat(
                        pipeline.number(
                                "select count(*) from log_event where observed_at not between now() - interval '1 hour' and now() + interval '1 hour'"))
                .isZero();
    }

    @Test
    void agentMessages_areStoredOrRejected() {
        String host =
                "\"timestamp\":\"2026-11-23T12:00:00Z\",\"host\":{\"hostname\":\"h\",\"os\":\"linux\",\"cpu_cores\":2}";
        send(
                WireFormat.AGENT,
                bytes("{" + host + ",\"metrics\":{\"cpu_usage\":NaN,\"memory_usage\":1,\"total_memory\":2}}"),
                bytes("{" + host + ",\"metrics\":{\"cpu_usage\":\"high\"}}"),
                bytes("{" + host + ",\"processes\":{\"total_count\":3,\"list\":["
                        + "{\"name\":\"a\",\"pid\":1,\"cpu_percent\":1,\"memory_usage\":1,\"status\":\"S\"},"
                        + "{\"name\":\"b\",\"pid\":-2,\"cpu_percent\":1,\"memory_usage\":1,\"status\":\"S\"},"
                        + "{\"name\":\"c\",\"pid\":\"three\"}]}}"),
                bytes("{\"metrics\":{\"cpu_usage\":1}}"),
                bytes("not json"),
                bytes("[]"));

        assertThat(pipeline.number("select count(*) from processes where pid = 1"))
                .isEqualTo(1);
        assertThat(pipeline.number("select sum(dropped_parts) from queue_position"))
                .isPositive();
        assertThat(rejections()).isNotEmpty();
    }

    @Test
    void batchRefusedByDatabase_rejectsOneMessageOnly() {
        pipeline.execute("alter table log_event add constraint edible check (message <> 'poison')");
        byte[][] messages = new byte[100][];
        for (int number = 0; number < messages.length; number++) {
            messages[number] = bytes("{\"host\":\"h\",\"message\":\"" + (number == 42 ? "poison" : number) + "\"}");
        }

        send(WireFormat.LOG, messages);

        assertThat(pipeline.number("select count(distinct message) from log_event"))
                .isEqualTo(99);
        assertThat(pipeline.store
                        .rejectedMessages()
                        .list(Filter.ALL, 10, Optional.empty())
                        .items())
                .singleElement()
                .satisfies(rejected -> {
                    assertThat(rejected.rejection().reason()).isEqualTo(Reason.REFUSED);
                    assertThat(rejected.rejection().detail()).contains("edible");
                    assertThat(rejected.rejection().value()).isEqualTo(messages[42]);
                });
    }

    @Test
    void tombstone_isIgnored() throws Exception {
        try (var _ = pipeline.start(WireFormat.LOG, Map.of(), UnaryOperator.identity())) {
            pipeline.publishTombstone("h");
            await().atMost(Duration.ofMinutes(5))
                    .until(() -> pipeline.number("select coalesce(sum(ignored), 0) from queue_position") == 1);
        }
    }

    /** Ingests the messages, and checks that the ledger is balanced. */
    private void send(WireFormat format, byte[]... messages) {
        try (var _ = pipeline.start(format, Map.of(), UnaryOperator.identity())) {
            pipeline.publish(messages);
            await().atMost(Duration.ofMinutes(5))
                    .until(() -> pipeline.number("select coalesce(sum(messages), 0) from queue_position")
                            == messages.length);
        }
        pipeline.assertLedgerIsBalanced();
    }

    private List<Reason> rejections() {
        return pipeline.store.rejectedMessages().list(Filter.ALL, 100, Optional.empty()).items().stream()
                .map(RejectedMessage::rejection)
                .map(rejection -> rejection.reason())
                .toList();
    }

    private long messages(String... texts) {
        return pipeline.number("select count(*) from log_event where message in ('" + String.join("','", texts) + "')");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
