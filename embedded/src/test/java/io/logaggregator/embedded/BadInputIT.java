package io.logaggregator.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.engine.RuleSet;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.ChannelKinds;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Delivered;
import io.logaggregator.core.alerting.notify.Outbox.Claim;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition.LogCount;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.alerting.silence.ChannelIntervals;
import io.logaggregator.core.common.Glob;
import io.logaggregator.core.ledger.RejectedMessage;
import io.logaggregator.core.ledger.RejectedMessages.Filter;
import io.logaggregator.core.ledger.Rejection.Reason;
import io.logaggregator.core.observation.LogField;
import io.logaggregator.notifiers.Notifiers;
import io.logaggregator.notifiers.http.HttpSenderConfig;
import io.logaggregator.notifiers.message.AlertLinks;
import io.logaggregator.server.logs.query.QueryMatching;
import io.logaggregator.testkit.WebhookReceiver;
import io.logaggregator.wire.WireFormat;
import io.logaggregator.wire.attributes.JsonAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Invalid messages do not stop ingest: valid ones are stored, the others are rejected with a reason. */
class BadInputIT {

    private static final UUID RULE = new UUID(3, 3);
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

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
    void longGroupLabel_isStoredAndDelivered() throws Exception {
        String markup = "\"<\n".repeat(100_000);
        pipeline.store.alertRules().create(RULE, Origin.API, events(new LogField.Attribute("user")), Actor.SYSTEM, NOW);
        RuleSet rules = RuleSet.of(1, pipeline.store.alertRules().list(), new QueryMatching(new JsonAttributes()));
        ChannelKinds kinds = Notifiers.kinds(
                new HttpSenderConfig(Duration.ofMinutes(1), true, "test"), AlertLinks.NONE, InstantSource.system());
        try (WebhookReceiver receiver = new WebhookReceiver();
                var _ = pipeline.start(WireFormat.LOG, Map.of(), UnaryOperator.identity(), () -> rules)) {
            Channel channel = pipeline.store
                    .channels()
                    .create(new UUID(4, 4), Origin.PROVISIONED, to(receiver), Actor.SYSTEM, NOW);
            String escaped = markup.replace("\"", "\\\"").replace("\n", "\\n");
            pipeline.publish(bytes("{\"message\":\"m\",\"metadata\":{\"user\":\"" + escaped + "\\u0000\"}}"));
            pipeline.awaitStored(1);
            pipeline.publish(bytes("{\"message\":\"m\"}"));
            pipeline.awaitStored(2);

            List<Notification> claimed = pipeline.store
                    .outbox()
                    .claim(
                            new Claim(4, Map.of(), kinds.withEveryTransition(), Duration.ofMinutes(1)),
                            Instant.now().plusSeconds(60));

            assertThat(claimed)
                    .extracting(one -> one.alert().labels().values().get("attributes.user"))
                    .containsExactlyInAnyOrder(markup + '\uFFFD', "");
            assertThat(claimed)
                    .extracting(one -> kinds.send(one, channel))
                    .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Delivered.class));
            assertThat(receiver.arrivalOf(escaped + '\uFFFD')).isPresent();
        } finally {
            kinds.close();
        }
        pipeline.assertLedgerIsBalanced();
    }

    private static RuleDefinition events(LogField group) {
        return new RuleDefinition(
                "events",
                "",
                true,
                new LogCount("", List.of(group), Duration.ofMinutes(1)),
                new SeverityThresholds(Comparison.ABOVE, Map.of(Severity.HIGH, 0.0)),
                Duration.ZERO,
                Recovery.IMMEDIATE,
                Matchers.ALL);
    }

    private static Channel.Definition to(WebhookReceiver receiver) {
        return new Channel.Definition(
                "receiver",
                true,
                new Channel.Target(
                        "webhook",
                        Map.of(),
                        Map.of("url", receiver.url().toString(), "secret", "a secret that is long enough")),
                Severity.LOW,
                Glob.ANY,
                Glob.ANY,
                ChannelIntervals.NONE,
                Channel.Timing.NONE);
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
