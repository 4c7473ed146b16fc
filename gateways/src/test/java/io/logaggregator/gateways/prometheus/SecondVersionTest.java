package io.logaggregator.gateways.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.observation.MetricSample;
import io.logaggregator.core.queue.Message;
import io.logaggregator.core.queue.Partition;
import io.logaggregator.gateways.http.Failure.Kind;
import io.logaggregator.gateways.http.InvalidBodyException;
import io.logaggregator.gateways.message.ByteOutput;
import io.logaggregator.wire.WireFormat;
import io.logaggregator.wire.json.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SecondVersionTest {

    private static final int LIMIT = 1 << 20;

    @Test
    void series_isDecodableWithoutSymbols() {
        Bytes body = request(series(1, 2, 3, 4), "", "__name__", "requests", "instance", "web-1:9100");
        SecondVersion request = new SecondVersion(body, LIMIT);

        assertThat(request.samples()).isEqualTo(1);
        byte[] value = request.next().orElseThrow().value();
        assertThat(request.next()).isEmpty();
        Instant now = Instant.parse("2026-11-23T12:00:00Z");
        Decoded decoded = WireFormat.parse("prometheus")
                .decoder()
                .decode(Message.unqueued(new Partition("t", "t", 0), now, null, value, null));
        assertThat(decoded.rejections()).isEmpty();
        assertThat(decoded.observations()).singleElement().isInstanceOfSatisfying(MetricSample.class, sample -> {
            assertThat(sample.host()).isEqualTo("web-1");
            assertThat(sample.metric()).isEqualTo("requests");
            assertThat(sample.value()).isEqualTo(7.5);
            assertThat(sample.kind()).isEqualTo(MetricSample.Kind.CUMULATIVE);
        });
    }

    @Test
    void unknownSymbol_isInvalid() {
        assertThatExceptionOfType(InvalidBodyException.class)
                .isThrownBy(() -> new SecondVersion(request(series(1, 9), "", "__name__"), LIMIT));
    }

    /** Some bytes can refer to a symbol of any length. */
    @Test
    void expansionOfSymbols_isLimited() {
        int[] references = new int[4000];
        Arrays.fill(references, 1);

        assertThatExceptionOfType(InvalidBodyException.class)
                .isThrownBy(() -> new SecondVersion(request(series(references), "", "x".repeat(1000)), LIMIT))
                .satisfies(e -> assertThat(e.failure().kind()).isEqualTo(Kind.TOO_LARGE));
    }

    private static byte[] series(int... references) {
        ByteOutput packed = new ByteOutput();
        for (int reference : references) {
            packed.addVarint(reference);
        }
        byte[] value = ByteBuffer.allocate(9)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) (1 << 3 | 1))
                .putDouble(7.5)
                .array();
        byte[] sample = new ByteOutput()
                .add(value)
                .addVarint(2 << 3)
                .addVarint(1_795_966_971_123L)
                .toArray();
        byte[] metadata = new ByteOutput().addVarint(1 << 3).addVarint(1).toArray();
        return new ByteOutput()
                .addField(1, packed.toArray())
                .addField(2, sample)
                .addField(5, metadata)
                .toArray();
    }

    private static Bytes request(byte[] series, String... symbols) {
        ByteOutput request = new ByteOutput();
        for (String symbol : symbols) {
            request.addField(4, symbol.getBytes(UTF_8));
        }
        return Bytes.of(request.addField(5, series).toArray());
    }
}
