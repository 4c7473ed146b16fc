package io.logaggregator.wire.loki;

import io.logaggregator.core.ledger.Rejection.Reason;
import io.logaggregator.wire.element.ElementVisitor;
import io.logaggregator.wire.element.Elements;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.InvalidElementException;
import io.logaggregator.wire.json.Json;
import io.logaggregator.wire.json.JsonMembers;
import io.logaggregator.wire.json.Members;
import io.logaggregator.wire.json.Scalars;
import io.logaggregator.wire.time.TimeContext;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A push request in JSON, of the present form or the one of {@code /api/prom/push}. */
final class LokiJson implements Elements {

    private final Bytes text;

    LokiJson(Bytes text) {
        this.text = text;
    }

    @Override
    public void visit(ElementVisitor visitor) {
        JsonMembers.ofRow(text, request -> {
            boolean[] known = {false};
            guard(
                    visitor,
                    request,
                    () -> JsonMembers.ofObject(request, (name, value) -> {
                        if (name.equals("streams")) {
                            known[0] = true;
                            guard(visitor, value, () -> JsonMembers.ofArray(value, stream -> stream(stream, visitor)));
                        }
                    }));
            if (!known[0]) {
                visitor.reject(Reason.MALFORMED, "no streams (expected: a push request of Loki)", request);
            }
        });
    }

    private static void guard(ElementVisitor visitor, Bytes value, Runnable visit) {
        if (visitor.isPast(value)) {
            return;
        }
        try {
            visit.run();
        } catch (InvalidElementException e) {
            visitor.reject(e.reason(), e.detail(), value);
        }
    }

    private static void stream(Bytes stream, ElementVisitor visitor) {
        guard(visitor, stream, () -> {
            Map<String, String> labels = new LinkedHashMap<>();
            JsonMembers.ofObject(stream, (name, value) -> {
                switch (name) {
                    case "stream" -> labels.putAll(parse(value, LokiJson::labels));
                    case "labels" -> labels.putAll(LabelText.parse(parse(value, LokiJson::text)));
                    default -> {}
                }
            });
            LokiLabels mapped = LokiLabels.ofStream(labels);
            JsonMembers.ofObject(stream, (name, value) -> {
                if (name.equals("values") || name.equals("entries")) {
                    guard(
                            visitor,
                            value,
                            () -> JsonMembers.ofArray(
                                    value,
                                    entry -> visitor.add(
                                            entry,
                                            result -> parse(entry, parser -> entry(parser, result.times()))
                                                    .addTo(result, mapped))));
                }
            });
        });
    }

    /** Reads the parser's current value. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(JsonParser parser);
    }

    private static <T> T parse(Bytes bytes, Reader<T> reader) {
        try (JsonParser parser = Json.parser(bytes)) {
            parser.nextToken();
            return reader.read(parser);
        } catch (JacksonException e) {
            throw InvalidElementException.of(e);
        }
    }

    private static String text(JsonParser parser) {
        return Scalars.text(parser).orElse("");
    }

    private static Map<String, String> labels(JsonParser parser) {
        Map<String, String> labels = new LinkedHashMap<>();
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            Members.ofObject(
                    parser, name -> Scalars.text(parser).ifPresent(value -> LokiLabels.put(labels, name, value)));
        }
        return labels;
    }

    private static LokiEntry entry(JsonParser parser, TimeContext times) {
        @Nullable Instant[] time = {null};
        @Nullable String[] line = {null};
        Map<String, String> metadata = new LinkedHashMap<>();
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            Members.ofObject(parser, name -> {
                switch (name) {
                    case "ts", "timestamp" ->
                        time[0] = Scalars.time(parser, times).orElse(null);
                    case "line" -> line[0] = Scalars.text(parser).orElse(null);
                    case "structuredMetadata" -> metadata.putAll(labels(parser));
                    default -> {}
                }
            });
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            int[] index = {0};
            Members.ofArray(parser, () -> {
                switch (index[0]++) {
                    case 0 -> time[0] = Scalars.time(parser, times).orElse(null);
                    case 1 -> line[0] = Scalars.text(parser).orElse(null);
                    case 2 -> metadata.putAll(labels(parser));
                    default -> {}
                }
            });
        }
        if (line[0] == null) {
            throw InvalidElementException.incomplete("entry without a line (expected: [\"<ns>\", \"line\"])");
        }
        return new LokiEntry(time[0], line[0], metadata);
    }
}
