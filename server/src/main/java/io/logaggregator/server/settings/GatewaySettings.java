package io.logaggregator.server.settings;

import io.logaggregator.gateways.Gateways;
import io.logaggregator.server.settings.values.Between;
import io.logaggregator.server.settings.values.InvalidSettingException;
import io.logaggregator.server.settings.values.SelfChecked;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.util.unit.DataSize;

/**
 * {@code aggregator.gateways}: protocols of other products over HTTP.
 *
 * @param topic that gateways append to; blank for the topic of the format of the messages, or else that of logs
 * @param maxBodySize of request bodies, uncompressed
 * @param elasticsearchVersion version of Elasticsearch that its clients get
 * @param ports own ports of protocols, a list to fit into one environment variable
 * @param maxConnections open connections of each own port
 */
public record GatewaySettings(
        String topic,
        @Between(min = "1MB", max = "256MB") DataSize maxBodySize,
        String elasticsearchVersion,
        List<Port> ports,
        @Between(min = "1", max = "1000000") int maxConnections)
        implements SelfChecked {

    private static final Pattern VERSION = Pattern.compile("\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");

    public GatewaySettings {
        ports = List.copyOf(ports);
    }

    @Override
    public void check(Errors errors) {
        errors.require(
                VERSION.matcher(elasticsearchVersion).matches(),
                "elasticsearch-version",
                elasticsearchVersion,
                "three numbers, for example 8.19.0");
        Set<String> names = new HashSet<>();
        ports.forEach(port ->
                errors.require(names.add(port.protocol()), "ports", port.protocol() + " twice", "each protocol once"));
    }

    /**
     * An own port of a protocol.
     *
     * @param port 0 for any free one
     */
    public record Port(String protocol, int port) {

        private static final int MAX_PORT = 65_535;

        public static Port of(String text) {
            String[] parts = text.strip().split("=", 2);
            try {
                int port = parts.length < 2 ? -1 : Integer.parseInt(parts[1].strip());
                if (port >= 0 && port <= MAX_PORT && Gateways.names().contains(parts[0].strip())) {
                    return new Port(parts[0].strip(), port);
                }
            } catch (NumberFormatException _) {
                // not a number: rejected below
            }
            throw new InvalidSettingException(
                    "aggregator.gateways.ports: " + text + " (expected: protocol=port, with a protocol of "
                            + String.join(", ", Gateways.names()) + ")",
                    null);
        }
    }
}
