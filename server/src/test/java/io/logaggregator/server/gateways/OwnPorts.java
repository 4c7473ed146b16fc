package io.logaggregator.server.gateways;

import io.logaggregator.server.gateways.GatewayPorts.PortConnector;
import java.util.Arrays;
import java.util.Objects;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/** The numbers of own ports, which tests leave to the system. */
public final class OwnPorts {

    private OwnPorts() {}

    /** The own port of a protocol. */
    public static int find(ServletWebServerApplicationContext context, String protocol) {
        TomcatWebServer server = (TomcatWebServer) Objects.requireNonNull(context.getWebServer());
        return Arrays.stream(server.getTomcat().getService().findConnectors())
                .filter(connector -> connector instanceof PortConnector own
                        && own.gateway().name().equals(protocol))
                .findFirst()
                .orElseThrow()
                .getLocalPort();
    }
}
