package io.logaggregator.server.gateways;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logaggregator.gateways.Gateways;
import io.logaggregator.server.settings.ExampleSettings;
import io.logaggregator.server.settings.GatewaySettings.Port;
import io.logaggregator.server.settings.values.InvalidSettingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.WebServer;

class GatewayPortsTest {

    @Test
    void portInUse_preventsTheStart() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            GatewayPorts factory = new GatewayPorts(
                    new Gateways("8.19.0"), ExampleSettings.gateways(List.of(new Port("loki", other.getLocalPort()))));
            factory.setPort(0);
            factory.setAddress(InetAddress.getLoopbackAddress());
            WebServer server = factory.getWebServer();
            try {
                assertThatThrownBy(server::start)
                        .isInstanceOf(InvalidSettingException.class)
                        .hasMessage(
                                "aggregator.gateways.ports: loki=" + other.getLocalPort() + " (expected: a free port)");
            } finally {
                server.stop();
                server.destroy();
            }
        }
    }
}
