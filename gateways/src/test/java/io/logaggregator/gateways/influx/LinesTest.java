package io.logaggregator.gateways.influx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.gateways.message.Element;
import io.logaggregator.wire.json.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinesTest {

    @Test
    void points_areLines() {
        assertThat(points("cpu,host=a value=1\r\n\n# comment\n mem used=2i 1\n"))
                .containsExactly("cpu,host=a value=1", "mem used=2i 1");
    }

    @Test
    void lineBreakInText_isPartOfPoint() {
        assertThat(points("log text=\"a\nb \\\" c\nd\" 1\ncpu value=1"))
                .containsExactly("log text=\"a\nb \\\" c\nd\" 1", "cpu value=1");
    }

    @Test
    void unendedText_endsAtItsLine() {
        assertThat(points("a text=\"x\nb value=1\nc value=2")).containsExactly("a text=\"x", "b value=1", "c value=2");
    }

    private static List<String> points(String body) {
        Lines lines = new Lines(Bytes.of(body.getBytes(UTF_8)));
        List<String> points = new ArrayList<>();
        for (Optional<Element> next = lines.next(); next.isPresent(); next = lines.next()) {
            points.add(new String(next.get().value(), UTF_8));
        }
        return points;
    }
}
