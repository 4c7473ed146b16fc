package io.logaggregator.benchmarks.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.ingest.Decoder;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.wire.WireFormat;
import java.time.Instant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Decoding of a log record of about 400 bytes in the layout of a library or a program. */
@State(Scope.Thread)
public class LayoutBenchmark {

    private static final String OBJECT = """
            {"level":50,"time":1764515730123,"pid":4711,"hostname":"web-1","name":"shop","reqId":"a1b2c3d4e5f6",\
            "traceId":"4bf92f3577b34da6a3ce929d0e0e4736","req":{"method":"POST","url":"/api/orders/4711"},\
            "res":{"statusCode":502},"responseTime":128,"err":{"type":"TimeoutError","message":"upstream timed out"},\
            "msg":"payment failed for order 4711 after 3 attempts"}""";

    private static final String TEXT = """
            payment failed for order 4711 after 3 attempts of customer 4711 with upstream payments.internal:8443 in region \
            eu-central-1 zone b at version 1.42.0 of the queue orders partition 7 offset 123456789 of the batch of 500 that \
            the scheduler had given to this worker, so that the payment waits for the next batch in 30 seconds""";

    /** A layout with an example. */
    public enum Layout {
        PINO(OBJECT),

        ECS("""
                {"@timestamp":"2026-11-30T15:00:00.123Z","log.level":"ERROR","message":"payment failed for order 4711 after 3 \
                attempts","ecs.version":"8.11","service.name":"shop","service.environment":"prod","host":{"name":"web-1",\
                "ip":"10.0.0.7"},"process.thread.name":"http-nio-8080-exec-7","log.logger":"com.example.shop.PaymentService",\
                "trace.id":"4bf92f3577b34da6a3ce929d0e0e4736","labels":{"customer":"4711"}}"""),

        LOGFMT("""
                time=2026-11-30T15:00:00.123Z level=error msg="payment failed for order 4711 after 3 attempts" host=web-1 \
                app=shop env=prod trace_id=4bf92f3577b34da6a3ce929d0e0e4736 caller=payment.go:127 customer=4711 status=502 \
                duration=128ms upstream="payments.internal:8443" attempt=3 region=eu-central-1 zone=b version=1.42.0 \
                retry=true queue=orders partition=7 offset=123456789 component=payments method=POST path=/api/orders/4711"""),

        SYSLOG("<131>1 2026-11-30T15:00:00.123Z web-7 shop 42 ID7 [a@1 k=\"v\" order=\"4711\"] " + TEXT),

        CRI("2026-11-30T15:00:00.123456789Z stdout F " + OBJECT),

        ACCESS("""
                10.0.0.7 - frank [30/Nov/2026:15:00:00 +0000] "GET /api/orders/4711?customer=4711&region=eu-central-1 HTTP/1.1" \
                502 2326 "https://shop.example/cart/4711/checkout/payment" "Mozilla/5.0 (X11; Linux x86_64) \
                AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0\""""),

        LINE("2026-11-30 15:00:00.123 ERROR 4711 --- [nio-8080-exec-7] c.e.shop.PaymentService : " + TEXT);

        private final int length;
        private final Message message;

        Layout(String example) {
            byte[] value = example.getBytes(UTF_8);
            Instant now = Instant.parse("2026-11-30T15:00:01Z");
            length = value.length;
            message = new Message(new Partition("logs", "benchmark", 0), 1, now, now, null, value, null, null, 0);
        }

        /** Bytes of the example. */
        public int length() {
            return length;
        }
    }

    @Param
    public Layout layout = Layout.PINO;

    private final Decoder decoder = WireFormat.LOG.decoder();

    @Benchmark
    public Decoded logRecord() {
        return decoder.decode(layout.message);
    }
}
