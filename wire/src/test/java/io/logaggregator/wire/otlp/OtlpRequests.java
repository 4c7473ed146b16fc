package io.logaggregator.wire.otlp;

import io.logaggregator.wire.ProtobufBytes;
import java.util.Map;
import java.util.function.Consumer;

/** OTLP requests in protobuf, with the field numbers of opentelemetry-proto. */
public final class OtlpRequests {

    public static final long TIME = 1_795_966_971_123_456_789L; // 2026-11-29T15:42:51.123456789Z

    private OtlpRequests() {}

    /** A request of logs, or with other items of metrics. */
    public static byte[] request(Map<String, String> resource, String scope, Consumer<ProtobufBytes> items) {
        return ProtobufBytes.of(request -> request.message(
                1,
                bundle -> bundle.message(
                                1,
                                attributes -> resource.forEach((name, value) -> attribute(attributes, 1, name, value)))
                        .message(2, scoped -> {
                            scoped.message(1, name -> name.text(1, scope));
                            items.accept(scoped);
                        })));
    }

    public static void attribute(ProtobufBytes message, int field, String name, String value) {
        message.message(field, pair -> pair.text(1, name).message(2, any -> any.text(1, value)));
    }

    public static void log(ProtobufBytes scoped, String body, Consumer<ProtobufBytes> more) {
        scoped.message(2, log -> more.accept(log.fixed64(1, TIME).message(5, any -> any.text(1, body))));
    }

    /** A metric of one point per value of an attribute. */
    public static void gauge(ProtobufBytes scoped, String name, String attribute, Map<String, Double> values) {
        scoped.message(
                2,
                metric -> metric.text(1, name)
                        .message(
                                5,
                                data -> values.forEach((text, value) -> data.message(1, point -> {
                                    attribute(point, 7, attribute, text);
                                    point.fixed64(3, TIME).real(4, value);
                                }))));
    }
}
