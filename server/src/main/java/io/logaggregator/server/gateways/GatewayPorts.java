package io.logaggregator.server.gateways;

import io.logaggregator.gateways.Gateways;
import io.logaggregator.gateways.http.HttpGateway;
import io.logaggregator.server.http.GatewayTarget;
import io.logaggregator.server.settings.GatewaySettings;
import io.logaggregator.server.settings.GatewaySettings.Port;
import io.logaggregator.server.settings.values.InvalidSettingException;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.http2.Http2Protocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.ApplicationListener;

/**
 * Tomcat with a connector for each own port of a protocol, configured as that of the server: address, TLS, timeouts and threads.
 * Only gRPC ports speak HTTP/2: the memory of a connection grows with its streams, and their paths need no long responses.
 */
final class GatewayPorts extends TomcatServletWebServerFactory
        implements ApplicationListener<ServletWebServerInitializedEvent> {

    private static final Logger log = LoggerFactory.getLogger(GatewayPorts.class);

    /** A stream needs about 150 kB. The clients of OTLP send one request at a time, a collector ten; they wait for a stream. */
    static final int MAX_STREAMS = 4;

    private final Gateways gateways;
    private final GatewaySettings settings;

    GatewayPorts(Gateways gateways, GatewaySettings settings) {
        this.gateways = gateways;
        this.settings = settings;
    }

    @Override
    public WebServer getWebServer(ServletContextInitializer... initializers) {
        settings.ports().stream().map(this::connector).forEach(this::addAdditionalConnectors);
        addEngineValves(new RestrictingValve());
        return super.getWebServer(initializers);
    }

    @Override
    protected TomcatWebServer getTomcatWebServer(Tomcat tomcat) {
        return new TomcatWebServer(tomcat, getPort() >= 0, getShutdown()) {

            // Names the own port that is in use: Spring Boot names that of the server.
            @Override
            public void start() {
                try {
                    super.start();
                } catch (PortInUseException e) {
                    throw ownConnectors(tomcat)
                            .filter(own -> own.getState() == LifecycleState.FAILED)
                            .findFirst()
                            .<RuntimeException>map(own -> new InvalidSettingException(
                                    "aggregator.gateways.ports: " + own.gateway.name() + "=" + own.getPort()
                                            + " (expected: a free port)",
                                    e))
                            .orElse(e);
                }
            }
        };
    }

    private static Stream<PortConnector> ownConnectors(Tomcat tomcat) {
        return Arrays.stream(tomcat.getService().findConnectors())
                .filter(PortConnector.class::isInstance)
                .map(PortConnector.class::cast);
    }

    @Override
    public void onApplicationEvent(ServletWebServerInitializedEvent event) {
        if (event.getWebServer() instanceof TomcatWebServer server) {
            ownConnectors(server.getTomcat())
                    .forEach(own -> log.info(
                            "listening: protocol={} port={} tls={}",
                            own.gateway.name(),
                            own.getLocalPort(),
                            own.getSecure()));
        }
    }

    private PortConnector connector(Port port) {
        PortConnector connector = new PortConnector(getProtocol(), gateways.named(port.protocol()));
        connector.setThrowOnFailure(true);
        customizeConnector(connector);
        connector.setPort(port.port());
        connector.setProperty("maxConnections", Integer.toString(settings.maxConnections()));
        if (connector.gateway.isGrpc()) {
            connector.addUpgradeProtocol(http2((Integer) connector.getProperty("connectionTimeout")));
        }
        return connector;
    }

    /** @param timeoutMillis of each read and write of a stream */
    private static Http2Protocol http2(int timeoutMillis) {
        Http2Protocol protocol = new Http2Protocol();
        protocol.setStreamReadTimeout(timeoutMillis);
        protocol.setStreamWriteTimeout(timeoutMillis);
        protocol.setMaxConcurrentStreams(MAX_STREAMS);
        protocol.setMaxConcurrentStreamExecution(MAX_STREAMS);
        return protocol;
    }

    /** The connector of an own port. */
    static final class PortConnector extends Connector {

        private final HttpGateway gateway;

        PortConnector(String protocol, HttpGateway gateway) {
            super(protocol);
            this.gateway = gateway;
        }

        HttpGateway gateway() {
            return gateway;
        }
    }

    /** Restricts the requests of own ports to the routes of their protocols. */
    private static final class RestrictingValve extends ValveBase {

        RestrictingValve() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            if (request.getConnector() instanceof PortConnector own) {
                GatewayTarget.restrict(request.getRequest(), own.gateway);
            }
            getNext().invoke(request, response);
        }
    }
}
