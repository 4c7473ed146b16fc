package io.logaggregator.server.gateways;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.LoggerContext;
import io.logaggregator.server.access.AccessPorts;
import io.logaggregator.server.gateways.GatewayProtocolIT.QueueInMemory;
import io.logaggregator.testkit.TestLogback;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/** Real clients of the protocols: their requests are appended, also those that they retry. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        classes = GatewayProtocolIT.Application.class,
        properties = {
            "management.endpoint.health.group.liveness.include=livenessState",
            "management.endpoint.health.group.readiness.include=readinessState"
        })
class GatewayClientsIT {

    private static final Resource RESOURCE = Resource.create(Attributes.of(
            AttributeKey.stringKey("host.name"), "web-1", AttributeKey.stringKey("service.name"), "shop"));

    @LocalServerPort
    private int port;

    @Autowired
    private ServletWebServerApplicationContext context;

    @Autowired
    private QueueInMemory queue;

    @BeforeEach
    void reset() {
        queue.reset();
    }

    @Test
    void openTelemetryLogs_areAppendedAfterRetry() {
        queue.failures.set(1);
        OtlpHttpLogRecordExporter exporter = OtlpHttpLogRecordExporter.builder()
                .setEndpoint(url("/v1/logs"))
                .addHeader("Authorization", "Bearer " + AccessPorts.KEY)
                .setCompression("gzip")
                .build();
        try (SdkLoggerProvider provider = SdkLoggerProvider.builder()
                .setResource(RESOURCE)
                .addLogRecordProcessor(SimpleLogRecordProcessor.create(exporter))
                .build()) {
            provider.get("test")
                    .logRecordBuilder()
                    .setSeverity(Severity.ERROR)
                    .setBody("payment failed")
                    .emit();
            assertSucceeds(provider.forceFlush());
        }

        assertThat(queue.published).singleElement().satisfies(message -> {
            assertThat(message.format()).isEqualTo("otlp");
            assertThat(QueueInMemory.key(message)).isEqualTo("web-1");
            assertThat(QueueInMemory.value(message)).contains("payment failed");
        });
        assertThat(queue.failures).hasValue(0);
    }

    @Test
    void openTelemetryMetrics_areAppended() {
        OtlpHttpMetricExporter exporter = OtlpHttpMetricExporter.builder()
                .setEndpoint(url("/otlp/v1/metrics"))
                .addHeader("X-API-Key", AccessPorts.KEY)
                .build();
        try (SdkMeterProvider provider = SdkMeterProvider.builder()
                .setResource(RESOURCE)
                .registerMetricReader(PeriodicMetricReader.create(exporter))
                .build()) {
            provider.get("test").counterBuilder("orders").build().add(7);
            assertSucceeds(provider.forceFlush());
        }

        assertThat(queue.published)
                .isNotEmpty()
                .allSatisfy(message -> assertThat(QueueInMemory.key(message)).isEqualTo("web-1"));
    }

    @Test
    void openTelemetrySpans_succeedPartially() {
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(url("/v1/traces"))
                .addHeader("X-API-Key", AccessPorts.KEY)
                .build();
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build()) {
            provider.get("test").spanBuilder("span").startSpan().end();
            assertSucceeds(provider.forceFlush());
        }

        assertThat(queue.published).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "none"})
    void openTelemetryLogsOverGrpc_areAppendedAfterRetry(String compression) {
        queue.failures.set(1);
        OtlpGrpcLogRecordExporter exporter = OtlpGrpcLogRecordExporter.builder()
                .setEndpoint(grpcUrl())
                .addHeader("Authorization", "Bearer " + AccessPorts.KEY)
                .setCompression(compression)
                .build();
        try (SdkLoggerProvider provider = SdkLoggerProvider.builder()
                .setResource(RESOURCE)
                .addLogRecordProcessor(SimpleLogRecordProcessor.create(exporter))
                .build()) {
            provider.get("test")
                    .logRecordBuilder()
                    .setBody("payment failed " + "x".repeat(200_000))
                    .emit();
            assertSucceeds(provider.forceFlush());
        }

        assertThat(queue.published).singleElement().satisfies(message -> {
            assertThat(message.format()).isEqualTo("otlp");
            assertThat(QueueInMemory.key(message)).isEqualTo("web-1");
            assertThat(QueueInMemory.value(message)).contains("payment failed");
        });
        assertThat(queue.failures).hasValue(0);
    }

    @Test
    void openTelemetryMetricsAndSpansOverGrpc_succeed() {
        OtlpGrpcMetricExporter metrics = OtlpGrpcMetricExporter.builder()
                .setEndpoint(grpcUrl())
                .addHeader("X-API-Key", AccessPorts.KEY)
                .build();
        OtlpGrpcSpanExporter spans = OtlpGrpcSpanExporter.builder()
                .setEndpoint(grpcUrl())
                .addHeader("X-API-Key", AccessPorts.KEY)
                .build();
        try (SdkMeterProvider meters = SdkMeterProvider.builder()
                        .setResource(RESOURCE)
                        .registerMetricReader(PeriodicMetricReader.create(metrics))
                        .build();
                SdkTracerProvider tracers = SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build()) {
            meters.get("test").counterBuilder("orders").build().add(7);
            tracers.get("test").spanBuilder("span").startSpan().end();
            assertSucceeds(meters.forceFlush());
            assertSucceeds(tracers.forceFlush());
        }

        assertThat(queue.published)
                .isNotEmpty()
                .allSatisfy(message -> assertThat(QueueInMemory.key(message)).isEqualTo("web-1"));
    }

    @Test
    void openTelemetryOverGrpcWithWrongKey_failsWithoutRetry() {
        OtlpGrpcLogRecordExporter exporter = OtlpGrpcLogRecordExporter.builder()
                .setEndpoint(grpcUrl())
                .addHeader("X-API-Key", "a-wrong-key-of-some-length")
                .build();
        try (SdkLoggerProvider provider = SdkLoggerProvider.builder()
                .addLogRecordProcessor(SimpleLogRecordProcessor.create(exporter))
                .build()) {
            provider.get("test").logRecordBuilder().setBody("payment failed").emit();
            CompletableResultCode result = provider.forceFlush().join(60, TimeUnit.SECONDS);

            assertThat(result.isSuccess()).isFalse();
        }
        assertThat(queue.published).isEmpty();
    }

    @Test
    void loki4j_isAppendedAfterRetry() {
        queue.failures.set(1);
        LoggerContext context = TestLogback.context("""
                <configuration>
                  <appender name="LOKI" class="com.github.loki4j.logback.Loki4jAppender">
                    <http>
                      <url>%s</url>
                      <auth><username>any</username><password>%s</password></auth>
                    </http>
                    <batch><timeoutMs>100</timeoutMs></batch>
                    <labels>host=web-1</labels>
                  </appender>
                  <root><appender-ref ref="LOKI"/></root>
                </configuration>""".formatted(url("/loki/api/v1/push"), AccessPorts.KEY));

        context.getLogger("shop").error("payment failed");
        context.stop(); // sends the rest

        await().atMost(Duration.ofMinutes(5)).until(() -> !queue.published.isEmpty());
        assertThat(queue.published).singleElement().satisfies(message -> {
            assertThat(message.format()).isEqualTo("loki");
            assertThat(QueueInMemory.key(message)).isEqualTo("web-1");
            assertThat(QueueInMemory.value(message)).contains("payment failed");
        });
    }

    private static void assertSucceeds(CompletableResultCode result) {
        assertThat(result.join(60, TimeUnit.SECONDS).isSuccess()).isTrue();
    }

    private String grpcUrl() {
        return "http://127.0.0.1:" + OwnPorts.find(context, "otlp-grpc");
    }

    private String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }
}
