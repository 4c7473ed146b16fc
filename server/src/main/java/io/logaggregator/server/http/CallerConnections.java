package io.logaggregator.server.http;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gives each request the {@link CallerConnection} on which it came. */
@Configuration(proxyBeanMethods = false)
class CallerConnections {

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> connectionsAreGiven() {
        return factory -> factory.addContextValves(new Giver());
    }

    private static final class Giver extends ValveBase {

        Giver() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            request.setAttribute(CallerConnection.class.getName(), new TomcatConnection(request.getCoyoteRequest()));
            getNext().invoke(request, response);
        }
    }
}
