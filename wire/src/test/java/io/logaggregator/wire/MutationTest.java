package io.logaggregator.wire;

import static io.logaggregator.wire.Messages.message;
import static io.logaggregator.wire.Messages.sample;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.common.StorableText;
import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Mutates valid messages ten thousand times: decoding never throws, and every result can be stored. */
class MutationTest {

    private static final int MUTATIONS = 10_000;
    private static final long SEED = 20261123;
    private static final List<WireFormat> FORMATS = WireFormat.all();
    private static final List<byte[]> SAMPLES = List.of(
            sample("agent-f1.json"),
            sample("agent-f2.json"),
            sample("agent-f3.json"),
            sample("log-full.json"),
            sample("log-array.json"),
            sample("log-plain.txt"));

    /** Bytes with a meaning to a parser, and arbitrary ones. */
    private static final byte[] TELLING = {
        '{',
        '}',
        '[',
        ']',
        '"',
        ',',
        ':',
        '\\',
        '-',
        '.',
        'e',
        '0',
        '9',
        'N',
        'u',
        0,
        ' ',
        '\n',
        (byte) 0x80,
        (byte) 0xC3,
        (byte) 0xE2,
        (byte) 0xED,
        (byte) 0xF0,
        (byte) 0xF4,
        (byte) 0xFF
    };

    @Test
    void decode_neverThrows() {
        Random random = new Random(SEED);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] value = SAMPLES.get(random.nextInt(SAMPLES.size())).clone();
            for (int spoils = random.nextInt(1, 6); spoils > 0; spoils--) {
                value = spoil(value, random);
            }
            WireFormat format = FORMATS.get(random.nextInt(FORMATS.size()));
            String name = "mutation " + i;

            Decoded decoded = format.decoder().decode(message(value));

            boolean isNothing = decoded.equals(Decoded.NOTHING);
            boolean isUsedOrRejected =
                    !decoded.observations().isEmpty() || !decoded.rejections().isEmpty();
            assertThat(isNothing).as(name).isNotEqualTo(isUsedOrRejected);
            assertThat(decoded.rejections()).as(name).allMatch(MutationTest::isReasonable);
            assertThat(decoded.observations().toString()).as(name).matches(MutationTest::isStorable);
            decoded.observations().stream()
                    .filter(LogEvent.class::isInstance)
                    .map(LogEvent.class::cast)
                    .forEach(event -> assertThat(isJson(event.attributes().text()))
                            .as(name)
                            .isTrue());
            assertThat(format.decoder().decode(message(value)).observations())
                    .as(name)
                    .isEqualTo(decoded.observations());
        }
    }

    private static byte[] spoil(byte[] value, Random random) {
        if (value.length == 0) {
            return value;
        }
        int at = random.nextInt(value.length);
        int to = Math.min(value.length, at + 1 + random.nextInt(8));
        return switch (random.nextInt(6)) {
            case 0 -> {
                value[at] = (byte) random.nextInt(256);
                yield value;
            }
            case 1 -> {
                value[at] = TELLING[random.nextInt(TELLING.length)];
                yield value;
            }
            case 2 -> Arrays.copyOf(value, at);
            case 3 -> splice(value, at, to, new byte[0]);
            case 4 -> splice(value, at, at, Arrays.copyOfRange(value, at, to));
            default -> splice(value, at, at, new byte[] {TELLING[random.nextInt(TELLING.length)]});
        };
    }

    /** The value with other bytes in place of {@code from..to}. */
    private static byte[] splice(byte[] value, int from, int to, byte[] stretch) {
        byte[] spliced = Arrays.copyOf(value, value.length - (to - from) + stretch.length);
        System.arraycopy(stretch, 0, spliced, from, stretch.length);
        System.arraycopy(value, to, spliced, from + stretch.length, value.length - to);
        return spliced;
    }

    private static boolean isReasonable(Rejection rejection) {
        return rejection.reason() != Rejection.Reason.DECODER_FAILURE
                && !rejection.detail().isEmpty()
                && isStorable(rejection.detail());
    }

    private static boolean isStorable(String text) {
        return StorableText.of(text).equals(text);
    }

    private static boolean isJson(String text) {
        try (var parser = Json.parser(Bytes.of(text.getBytes(UTF_8)))) {
            parser.nextToken();
            parser.skipChildren();
            return parser.nextToken() == null;
        }
    }
}
