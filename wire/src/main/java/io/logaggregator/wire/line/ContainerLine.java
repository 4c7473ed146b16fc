package io.logaggregator.wire.line;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.Json;
import io.logaggregator.wire.time.TimeContext;
import io.logaggregator.wire.time.Timestamps;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A line of a container's log file, in the format of CRI ({@code 2026-11-29T15:42:51.123Z stderr F text}) or of Docker's
 * json-file driver ({@code {"log":"text\n","stream":"stderr","time":"..."}}).
 *
 * @param stream {@code stdout} or {@code stderr}
 * @param partial whether the next line of the stream continues this one
 * @param text of the container, as UTF-8 without a newline
 * @see <a href="https://github.com/kubernetes/cri-api">CRI</a>
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ContainerLine(Instant time, String stream, boolean partial, byte[] text) {

    private static final int MAX_TIME_LENGTH = "2026-11-23T12:00:00.123456789+01:00".length();
    private static final int MIN_LENGTH = "2026-11-23T12:00:00Z stdout".length();
    private static final byte[] DOCKER_START = "{\"log\":\"".getBytes(UTF_8);
    /** Times have a zone and a year. */
    private static final TimeContext ZONED = new TimeContext(ZoneOffset.UTC, Instant.EPOCH);

    private static final String STDOUT = "stdout";
    private static final String STDERR = "stderr";

    /** The frame of a line; empty for any other line. */
    public static Optional<ContainerLine> parse(byte[] line) {
        if (line.length > MIN_LENGTH && line[4] == '-' && line[10] == 'T') {
            return parseCri(line);
        }
        return Arrays.mismatch(line, DOCKER_START) == DOCKER_START.length ? parseDocker(line) : Optional.empty();
    }

    private static Optional<ContainerLine> parseCri(byte[] line) {
        int timeEnd = indexOfSpace(line, 0);
        int streamEnd = timeEnd + " stdout".length();
        if (timeEnd > MAX_TIME_LENGTH || line.length < streamEnd + 2 || line[streamEnd] != ' ') {
            return Optional.empty();
        }
        String stream = new String(line, timeEnd + 1, streamEnd - timeEnd - 1, ISO_8859_1);
        byte tag = line[streamEnd + 1];
        int tagsEnd = indexOfSpace(line, streamEnd + 1); // P and F may be followed by a colon and other tags
        boolean onlyTag = tagsEnd == streamEnd + 2 || line[streamEnd + 2] == ':';
        if (!isStream(stream) || (tag != 'P' && tag != 'F') || !onlyTag) {
            return Optional.empty();
        }
        byte[] text = Arrays.copyOfRange(line, Math.min(tagsEnd + 1, line.length), line.length);
        return Timestamps.parse(new String(line, 0, timeEnd, ISO_8859_1), ZONED)
                .map(time -> new ContainerLine(time, stream, tag == 'P', text));
    }

    /** A complete line in the format of CRI, with another text. */
    public byte[] cri(byte[] other) {
        byte[] header = (time + " " + stream + " F ").getBytes(UTF_8);
        byte[] line = Arrays.copyOf(header, header.length + other.length);
        System.arraycopy(other, 0, line, header.length, other.length);
        return line;
    }

    /** The next space, or the end of the line. */
    private static int indexOfSpace(byte[] line, int from) {
        int end = from;
        while (end < line.length && line[end] != ' ') {
            end++;
        }
        return end;
    }

    private static Optional<ContainerLine> parseDocker(byte[] line) {
        @Nullable String log = null;
        @Nullable String stream = null;
        @Nullable String time = null;
        try (JsonParser parser = Json.parser(Bytes.of(line))) {
            parser.nextToken();
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                boolean isText = parser.nextToken() == JsonToken.VALUE_STRING;
                switch (name) {
                    case "log" -> log = isText ? parser.getString() : null;
                    case "stream" -> stream = isText ? parser.getString() : null;
                    case "time" -> time = isText ? parser.getString() : null;
                    case "attrs" -> parser.skipChildren(); // labels of the container
                    default -> {
                        return Optional.empty(); // a log record with a field of this name
                    }
                }
            }
            if (parser.nextToken() != null) {
                return Optional.empty();
            }
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
        return log == null || time == null || stream == null || !isStream(stream)
                ? Optional.empty()
                : docker(log, stream, time);
    }

    private static Optional<ContainerLine> docker(String log, String stream, String time) {
        boolean complete = log.endsWith("\n");
        int end = log.length() - (complete ? 1 : 0);
        int withoutReturn = complete && end > 0 && log.charAt(end - 1) == '\r' ? end - 1 : end;
        return Timestamps.parse(time, ZONED)
                .map(at -> new ContainerLine(
                        at, stream, !complete, log.substring(0, withoutReturn).getBytes(UTF_8)));
    }

    private static boolean isStream(String stream) {
        return stream.equals(STDOUT) || stream.equals(STDERR);
    }
}
