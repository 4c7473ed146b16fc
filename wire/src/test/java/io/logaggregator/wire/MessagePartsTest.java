package io.logaggregator.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.ingest.Decoder;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.observation.Observation;
import io.logaggregator.core.queue.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A message decoded in parts gives the same as decoded at once. */
class MessagePartsTest {

    private static final String REPORT = """
            {"timestamp":"2026-11-23T12:00:00Z","host":{"hostname":"web-1"},
             "metrics":{"cpu":{"usage_percent":12.5},"memory":{"used_percent":50.0}},
             "metadata":{"errors":["one","two"]}}""";

    /** A message of each form. */
    private record Form(String name, Function<List<String>, String> of) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Form> forms() {
        return Stream.of(
                new Form("array", elements -> "[" + String.join(",", elements) + "]"),
                new Form("spaced array", elements -> " [ " + String.join(" , ", elements) + " ] "),
                new Form("array with trailing text", elements -> "[" + String.join(",", elements) + "] oops"),
                new Form("data", elements -> "{\"data\":[" + String.join(",", elements) + "]}"),
                new Form("row", elements -> String.join("", elements)),
                new Form("lines", elements -> String.join("\n", elements) + '\n'),
                new Form("lines with text", elements -> String.join("\nwords\nmore\n", elements)),
                new Form("cut lines", elements -> String.join("\n{\"message\":\"cut\n", elements)),
                new Form("comma missing", elements -> "[" + String.join(" oops ", elements) + "]"),
                new Form("cut elements", elements -> "[" + String.join(",\n{\"message\":[1,\n", elements) + "]"),
                new Form("byte order mark", elements -> '\uFEFF' + String.join("\n", elements)));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void parts_areTheWhole(Form form) {
        for (int elements : new int[] {1, 2, 7, 50}) {
            Message message = Messages.message(form.of.apply(mixed(elements)).getBytes(UTF_8));
            Decoder decoder = WireFormat.AUTO.decoder();
            Decoded whole = decoder.decode(message);

            for (long maxBytes : new long[] {1, 600, 1_500, 20_000}) {
                List<Decoded> parts = parts(decoder, message, 0, maxBytes);

                assertThat(observations(parts)).as("max %d", maxBytes).isEqualTo(whole.observations());
                assertThat(rejections(parts)).isEqualTo(rejections(List.of(whole)));
                assertThat(parts)
                        .allSatisfy(part ->
                                assertThat(part.observations()).hasSizeLessThanOrEqualTo((int) (maxBytes / 512) + 5));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void decodeFromElement_isTheRest(Form form) {
        Message message = Messages.message(form.of.apply(mixed(20)).getBytes(UTF_8));
        Decoder decoder = WireFormat.AUTO.decoder();

        List<Decoded> parts = parts(decoder, message, 0, 1);

        for (int i = 0; i < parts.size(); i++) {
            int from = parts.get(i).before().elements();
            List<Decoded> rest = parts(decoder, message, from, 2_000);
            assertThat(observations(rest)).isEqualTo(observations(parts.subList(i, parts.size())));
            assertThat(rejections(rest)).isEqualTo(rejections(parts.subList(i, parts.size())));
            assertThat(rest.getFirst().before()).isEqualTo(parts.get(i).before());
        }
    }

    @Test
    void decodeFromElementAfterTheLast_isNothing() {
        Message message = Messages.message("[{\"message\":\"a\"}]".getBytes(UTF_8));

        Decoded decoded = WireFormat.LOG.decoder().decode(message, 5, Long.MAX_VALUE);

        assertThat(decoded.observations()).isEmpty();
        assertThat(decoded.rejections()).isEmpty();
        assertThat(decoded.rest()).isEmpty();
        assertThat(decoded.before().observed()).isTrue();
    }

    @Test
    void rejections_areBoundedOverAllParts() {
        Message message = Messages.message(("[" + "{},".repeat(5_000) + "{\"message\":\"m\"}]").getBytes(UTF_8));

        List<Decoded> parts = parts(WireFormat.LOG.decoder(), message, 0, 1_000);

        assertThat(rejections(parts)).hasSize(1_001);
        assertThat(observations(parts)).isEmpty();
    }

    @Test
    void millionObjects_areDecodedInBoundedParts() {
        byte[] value = "{\"message\":\"f\"}".repeat(1_070_000).getBytes(UTF_8);
        Message message = Messages.message(value);
        long maxBytes = 4 << 20;
        int observations = 0;

        Optional<Decoded.Rest> rest = Optional.empty();
        do {
            Decoded part = rest.isPresent()
                    ? rest.get().decode(maxBytes)
                    : WireFormat.LOG.decoder().decode(message, 0, maxBytes);
            assertThat(part.observations()).hasSizeLessThanOrEqualTo(8_192);
            observations += part.observations().size();
            rest = part.rest();
        } while (rest.isPresent());

        assertThat(observations).isEqualTo(1_070_000);
    }

    @Test
    void eventsOfOneInstant_keepTheirOrder() {
        byte[] value = IntStream.range(0, 10_000)
                .mapToObj(i -> "{\"message\":\"n" + i + "\",\"time\":\"2026-11-23T12:00:00Z\"}")
                .collect(joining("\n"))
                .getBytes(UTF_8);
        Message message = Messages.message(value);

        List<String> ids = Stream.of(message.withSource(1), message.withSource(2))
                .flatMap(ofSource -> parts(WireFormat.LOG.decoder(), ofSource, 0, 100_000).stream())
                .flatMap(part -> Messages.events(part).stream())
                .map(event -> event.id().toString())
                .toList();

        assertThat(ids).hasSize(20_000).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void eventsBeyondMaximum_areRejectedTogether() {
        String object = "{\"msg\":\"1\"}";
        byte[] value = (object.repeat(EventId.MAX_EVENTS) + "{\"msg\":\"2\"}{\"msg\":\"3\"}").getBytes(UTF_8);
        Message message = Messages.message(value);
        List<String> rejections = new ArrayList<>();
        int events = 0;

        Decoded part = WireFormat.LOG.decoder().decode(message, 0, 4 << 20);
        while (true) {
            events += part.observations().size();
            rejections.addAll(rejections(List.of(part)));
            if (part.rest().isEmpty()) {
                break;
            }
            part = part.rest().get().decode(4 << 20);
        }

        assertThat(events).isEqualTo(EventId.MAX_EVENTS);
        assertThat(rejections)
                .containsExactly(
                        "TOO_MANY rest of the message rejected after 2097152 log events {\"msg\":\"2\"}{\"msg\":\"3\"}");
    }

    /** Log events, reports with several observations, and invalid elements. */
    private static List<String> mixed(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> switch (i % 5) {
                    case 1 -> REPORT;
                    case 3 -> "{\"host\":\"h\"}";
                    case 4 -> "{\"message\":\"" + "x".repeat(i * 40) + "\"}";
                    default -> "{\"message\":\"m" + i + "\"}";
                })
                .toList();
    }

    private static List<Decoded> parts(Decoder decoder, Message message, int from, long maxBytes) {
        List<Decoded> parts = new ArrayList<>();
        parts.add(decoder.decode(message, from, maxBytes));
        while (parts.getLast().rest().isPresent()) {
            parts.add(parts.getLast().rest().get().decode(maxBytes));
        }
        return parts;
    }

    private static List<Observation> observations(List<Decoded> parts) {
        return parts.stream().flatMap(part -> part.observations().stream()).toList();
    }

    private static List<String> rejections(List<Decoded> parts) {
        return parts.stream()
                .flatMap(part -> part.rejections().stream())
                .map(rejection ->
                        rejection.reason() + " " + rejection.detail() + " " + new String(rejection.value(), UTF_8))
                .toList();
    }
}
