package io.logaggregator.gateways.loki;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.logaggregator.gateways.http.InvalidBodyException;
import io.logaggregator.gateways.message.ByteOutput;
import io.logaggregator.gateways.message.Element;
import io.logaggregator.wire.json.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PushRequestTest {

    @Test
    void json_isSplitByStream() {
        assertThat(texts(json("""
                {"streams":[{"stream":{"app":"a"},"values":[["1","x"],["2","]}"]]},
                            {"values":[],"stream":{}},
                            {"values":[["3","z",{"k":"v"}]],"stream":{"app":"b"}}]}""")))
                .containsExactly(
                        "{\"stream\":{\"app\":\"a\"},\"values\":[[\"1\",\"x\"],[\"2\",\"]}\"]]}",
                        "{\"stream\":{\"app\":\"b\"},\"values\":[[\"3\",\"z\",{\"k\":\"v\"}]]}");
    }

    @Test
    void protobuf_isSplitByStream() {
        byte[] first = stream("{app=\"a\"}", 70);
        byte[] second = stream("{app=\"b\"}", 1);
        Bytes body =
                Bytes.of(new ByteOutput().addField(1, first).addField(1, second).toArray());

        List<Element> elements = elements(new PushRequest(body, false, ""));

        assertThat(elements).extracting(Element::events).containsExactly(64, 6, 1);
        assertThat(elements.getLast().value())
                .isEqualTo(new ByteOutput().addField(1, second).toArray());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | {\"environment\":\"test\"}",
                "{\"app\":\"a\"} | {\"environment\":\"test\",\"app\":\"a\"}",
                "{\"app\":\"a\",\"env\":\"prod\"} | {\"app\":\"a\",\"env\":\"prod\"}",
                "{\"namespace\":\"shop\"} | {\"namespace\":\"shop\"}"
            })
    void environment_isAddedToStreamsWithoutOne(String labels, String expected) {
        String body = "{\"streams\":[{\"stream\":" + labels + ",\"values\":[[\"1\",\"x\"]]}]}";

        assertThat(texts(new PushRequest(Bytes.of(body.getBytes(UTF_8)), true, "test")))
                .containsExactly("{\"stream\":" + expected + ",\"values\":[[\"1\",\"x\"]]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{} | {environment=\"a\\\"b\"}",
                "{app=\"a\"} | {app=\"a\", environment=\"a\\\"b\"}",
                "{app=\"env=,namespace=\"} | {app=\"env=,namespace=\", environment=\"a\\\"b\"}",
                "{app=\"a\", env=\"prod\"} | {app=\"a\", env=\"prod\"}"
            })
    void environment_isAddedToLabelsInText(String labels, String expected) {
        Bytes body = Bytes.of(new ByteOutput().addField(1, stream(labels, 1)).toArray());

        assertThat(elements(new PushRequest(body, false, "a\"b")))
                .singleElement()
                .satisfies(element -> assertThat(element.value())
                        .isEqualTo(new ByteOutput()
                                .addField(1, stream(expected, 1))
                                .toArray()));
    }

    /** A head for each element would take minutes. */
    @Test
    @Timeout(60)
    void largeStream_isSplitInLinearTime() {
        String body =
                "{\"streams\":[{\"stream\":{},\"values\":[[\"1\",\"x\"]" + ",[\"1\",\"x\"]".repeat(1_000_000) + "]}]}";

        PushRequest push = json(body);
        int count = 0;
        for (Optional<Element> next = push.next(); next.isPresent(); next = push.next()) {
            count += next.get().events();
        }
        assertThat(count).isEqualTo(1_000_001);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"streams\":[{}", "{\"streams\":[{\"values\":[}]}"})
    void invalidFrame_isRefused(String body) {
        assertThatExceptionOfType(InvalidBodyException.class)
                .isThrownBy(() -> json(body).check());
    }

    private static byte[] stream(String labels, int entries) {
        ByteOutput stream = new ByteOutput().addField(1, labels.getBytes(UTF_8));
        for (int i = 0; i < entries; i++) {
            stream.addField(2, ("entry " + i).getBytes(UTF_8));
        }
        return stream.toArray();
    }

    private static PushRequest json(String body) {
        return new PushRequest(Bytes.of(body.getBytes(UTF_8)), true, "");
    }

    private static List<String> texts(PushRequest request) {
        return elements(request).stream()
                .map(element -> new String(element.value(), UTF_8))
                .toList();
    }

    private static List<Element> elements(PushRequest request) {
        List<Element> elements = new ArrayList<>();
        for (Optional<Element> next = request.next(); next.isPresent(); next = request.next()) {
            elements.add(next.get());
        }
        return elements;
    }
}
