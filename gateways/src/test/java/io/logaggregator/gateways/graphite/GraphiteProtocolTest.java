package io.logaggregator.gateways.graphite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.gateways.socket.SessionOptions;
import io.logaggregator.gateways.socket.SplitStream;
import io.logaggregator.wire.json.Bytes;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphiteProtocolTest {

    private final GraphiteProtocol protocol = new GraphiteProtocol();

    @Test
    void lines_areElements() {
        assertThat(elements("", "a.b 1 1795464959\r\nc;host=web-1 2.5 1795464959\n\ninvalid\nd 3 1795464959"))
                .containsExactly("a.b 1 1795464959", "c;host=web-1 2.5 1795464959", "invalid", "d 3 1795464959");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a 1", "a 1 -1", "a\t1\tN", "a 1 -1.0"})
    void lineWithoutTime_hasTimeOfReceipt(String line) {
        assertThat(elements("", line + "\n")).containsExactly("a 1 1795464959.123");
    }

    @ParameterizedTest
    @CsvSource({
        "host.*, web-1.cpu.load, cpu.load;host=web-1",
        "servers.host.*, servers.web-1.cpu.load;core=1, cpu.load;core=1;host=web-1",
        "servers.host.*, other.web-1.cpu, other.web-1.cpu",
        "host.*, cpu, cpu",
        "host.*, a., a.",
        "host.*, .a, .a",
        "host.*, web-1.cpu;host=web-2, web-1.cpu;host=web-2"
    })
    void template_findsHost(String template, String path, String expected) {
        assertThat(elements(template, path + " 1 2\n")).containsExactly(expected + " 1 2");
    }

    @ParameterizedTest
    @CsvSource({
        "host.*, true",
        "a.host.*, true",
        "host.a.*, true",
        "a.*, false",
        "host, false",
        "host.host.*, false",
        "*.host.*, false",
        "a..host.*, false",
        "host.*.a, false"
    })
    void template_isValidated(String template, boolean valid) {
        assertThat(protocol.problem(options(template)).isEmpty()).isEqualTo(valid);
    }

    @Test
    void datagram_hasSeveralLines() {
        byte[] datagram = "a 1 2\nb 3 4".getBytes(UTF_8);

        assertThat(protocol.openDatagrams(options(""))
                        .receive(new InetSocketAddress("127.0.0.1", 1), Bytes.of(datagram)))
                .extracting(element -> new String(element.value(), UTF_8))
                .containsExactly("a 1 2", "b 3 4");
    }

    private List<String> elements(String template, String stream) {
        return SplitStream.elements(stream, () -> protocol.openStream(options(template)));
    }

    private static SessionOptions options(String template) {
        InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(1_795_464_959_123L));
        return new SessionOptions(1_000, template, "", clock);
    }
}
