package io.logaggregator.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.ingest.Enricher;
import io.logaggregator.core.ingest.Enrichment;
import io.logaggregator.core.observation.LogTexts;
import io.logaggregator.core.queue.Message;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The work of decoding and enrichment grows in proportion to each field and form of a message. Measured in processor time
 * and allocated bytes of this thread, which other work on the machine does not change.
 */
class LinearWorkTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int SIZE = 8_000;
    private static final int ROUNDS = 5;

    /** A message with a part of a given size. */
    private record Case(String name, WireFormat format, IntFunction<String> value) {

        @Override
        public String toString() {
            return format + " " + name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                log("tags", n -> "{\"message\":\"m\",\"tags\":[" + numbered(n, "\"t%d\"") + "]}"),
                log("equal tags", n -> "{\"message\":\"m\",\"tags\":[" + repeated(n, "\"t\"") + "]}"),
                log("tag fields", n -> "{\"message\":\"m\"," + repeated(n, "\"tags\":[\"t\"]") + "}"),
                log("attributes", n -> "{\"message\":\"m\"," + numbered(n, "\"a%d\":1") + "}"),
                log("metadata", n -> "{\"message\":\"m\",\"metadata\":{" + numbered(n, "\"a%d\":\"x\"") + "}}"),
                log("array", n -> "{\"message\":\"m\",\"a\":[" + repeated(n, "1e25") + "]}"),
                log("objects in array", n -> "{\"message\":\"m\",\"a\":[" + repeated(n, "{\"b\":[]}") + "]}"),
                log("message", n -> "{\"message\":\"" + "x\\n".repeat(n) + "\"}"),
                log("messages", n -> "{" + repeated(n, "\"message\":\"m\"") + "}"),
                log("replaced characters", n -> "{\"message\":\"" + "\\u0000\\ud800".repeat(n) + "\"}"),
                log("timestamps", n -> "{\"message\":\"m\"," + repeated(n, "\"timestamp\":\"x\"") + "}"),
                log("line", n -> "ERROR x ".repeat(n)),
                log("columns", n -> "1 ".repeat(n)),
                log("colours", n -> "\u001B[1;3".repeat(n) + "\u001B[1m".repeat(n)),
                log("structured data", n -> "<13>1 - - - - - " + "[a b=\"c\"]".repeat(n) + "[a b=\""),
                log("priorities", n -> "<13>".repeat(n)),
                log("frames", n -> "2026-11-23T12:00:00Z stdout F ".repeat(n)),
                log("pairs", n -> "level=info " + "a=b c=\"d\" ".repeat(n)),
                log("pairs before text", n -> "level=info " + "a=b ".repeat(n) + "text"),
                log("lines", n -> "ERROR x\n".repeat(n)),
                log("elements", n -> "[" + numbered(n, "{\"message\":\"m%d\"}") + "]"),
                log("objects", n -> numbered(n, "{\"message\":\"m%d\"}").replace("},{", "}{")),
                log("invalid objects", n -> "{\"host\":\"h\"}".repeat(n)),
                log("malformed elements", n -> "[" + repeated(n, "{\"message\" 1}") + "]"),
                log("unclosed objects", n -> "{\"message\":\"m\n".repeat(n)),
                log("unclosed brackets", n -> "{\"message\":[\n".repeat(n)),
                log("words between objects", n -> "{\"message\":\"m\"}\nwords\n".repeat(n)),
                log("open brackets", n -> "[".repeat(n)),
                log("data", n -> "{\"data\":[" + repeated(n, "{\"message\":\"m\"}") + "]}"),
                new Case("counted messages", WireFormat.parse("syslog"), n -> "6 <13>ab".repeat(n)),
                new Case("counted text", WireFormat.parse("syslog"), n -> "2 ab".repeat(n) + "2"),
                new Case("lines", WireFormat.parse("graphite"), n -> "a;b=c 1 -1\n".repeat(n)),
                new Case("tags", WireFormat.parse("graphite"), n -> "a" + ";b=c".repeat(n) + " 1 -1"),
                auto("members before the message", n -> "{" + numbered(n, "\"a%d\":{}") + ",\"message\":\"m\"}"),
                auto(
                        "reports",
                        n -> repeated(n / 10, report("\"memory\":{\"used_percent\":5}", ""))
                                .replace("},{\"time", "}{\"time")),
                agent(
                        "processes",
                        n -> report(
                                "\"memory\":{\"used_percent\":5}",
                                ",\"processes\":{\"list\":[" + numbered(n, "{\"pid\":%d,\"name\":\"p\"}") + "]}")),
                agent(
                        "threats",
                        n -> report(
                                "\"memory\":{\"used_percent\":5}",
                                ",\"threat_indicators\":[" + repeated(n, "{\"type\":\"t\",\"tags\":[\"a\"]}") + "]")),
                agent(
                        "tags of a threat",
                        n -> report(
                                "\"memory\":{\"used_percent\":5}",
                                ",\"threat_indicators\":[{\"type\":\"t\",\"tags\":[" + numbered(n, "\"t%d\"") + "]}]")),
                agent(
                        "errors",
                        n -> report(
                                "\"memory\":{\"used_percent\":5}",
                                ",\"metadata\":{\"errors\":[" + numbered(n, "\"e%d\"") + "]}")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void work_growsLinearly(Case of) {
        measure(of, SIZE); // compiles

        long[] once = measure(of, SIZE);
        long[] fourTimes = measure(of, 4 * SIZE);

        assertThat(fourTimes[0]).as("nanoseconds: %d", once[0]).isLessThan(8 * once[0] + 10_000_000);
        assertThat(fourTimes[1]).as("bytes: %d", once[1]).isLessThan(5 * once[1] + 4_000_000);
    }

    /** The least processor time in nanoseconds and allocation in bytes of several rounds. */
    private static long[] measure(Case of, int size) {
        Message message = Messages.message(of.value.apply(size).getBytes(UTF_8));
        Enricher enricher =
                new Enricher(new Enrichment(LogTexts.EMPTY, List.of("x"), Duration.ofDays(1), Duration.ofDays(30)));
        long id = Thread.currentThread().threadId();
        long[] least = {Long.MAX_VALUE, Long.MAX_VALUE};
        for (int round = 0; round < ROUNDS; round++) {
            long allocated = THREADS.getThreadAllocatedBytes(id);
            long begin = THREADS.getCurrentThreadCpuTime();
            Decoded decoded = of.format.decoder().decode(message);
            decoded.observations().forEach(observation -> enricher.enrich(observation, message.receivedAt()));
            least[0] = Math.min(least[0], THREADS.getCurrentThreadCpuTime() - begin);
            least[1] = Math.min(least[1], THREADS.getThreadAllocatedBytes(id) - allocated);
        }
        return least;
    }

    private static Case log(String name, IntFunction<String> value) {
        return new Case(name, WireFormat.LOG, value);
    }

    private static Case agent(String name, IntFunction<String> value) {
        return new Case(name, WireFormat.AGENT, value);
    }

    private static Case auto(String name, IntFunction<String> value) {
        return new Case(name, WireFormat.AUTO, value);
    }

    private static String report(String metrics, String sections) {
        return "{\"timestamp\":\"2026-11-23T12:00:00Z\",\"host\":{\"hostname\":\"web-1\"},\"metrics\":{" + metrics + "}"
                + sections + "}";
    }

    private static String numbered(int count, String element) {
        return IntStream.range(0, count)
                .mapToObj(number -> element.replace("%d", String.valueOf(number)))
                .collect(joining(","));
    }

    private static String repeated(int count, String element) {
        return String.join(",", Collections.nCopies(count, element));
    }
}
