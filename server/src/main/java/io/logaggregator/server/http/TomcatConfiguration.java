package io.logaggregator.server.http;

import io.logaggregator.server.settings.HttpSettings;
import io.logaggregator.server.settings.HttpSettings.AddressRange;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.catalina.Context;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.RemoteIpValve;
import org.apache.catalina.valves.ValveBase;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Tomcat: TLS, trusted proxies, the timeout of bodies, and error reports. */
@Configuration(proxyBeanMethods = false)
class TomcatConfiguration {

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> valves(
            HttpSettings settings, JsonMapper json, SecurityHeaders headers) {
        return factory -> {
            factory.addEngineValves(trusting(settings.trustedProxies()).toArray(Valve[]::new));
            factory.addEngineValves(new BodyDeadlineValve(settings.bodyTimeout()));
            factory.addContextValves(new CallerConnection.ConnectionValve());
            factory.addContextCustomizers(context -> reportWith(new ProblemReportValve(json, headers), context));
        };
    }

    @Bean
    SslBundleRegistrar serverCertificate(HttpSettings settings) {
        return settings.tls()
                .files()
                .<SslBundleRegistrar>map(ServerCertificate::new)
                .orElse(_ -> {});
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> tls(HttpSettings settings) {
        return factory ->
                settings.tls().files().ifPresent(_ -> factory.setSsl(Ssl.forBundle(ServerCertificate.BUNDLE)));
    }

    /** Also set by name, or the host would add the valve of Tomcat after it. */
    private static void reportWith(ProblemReportValve valve, Context context) {
        StandardHost host = (StandardHost) context.getParent();
        host.setErrorReportValveClass(ProblemReportValve.class.getName());
        host.getPipeline().addValve(valve);
    }

    /**
     * Accepts {@code X-Forwarded-For}, {@code -Proto} and {@code -Port} from trusted proxies only. The caller is the last
     * address that is not a trusted proxy.
     */
    private static List<Valve> trusting(List<AddressRange> proxies) {
        if (proxies.isEmpty()) {
            return List.of();
        }
        RemoteIpValve forwarded = new RemoteIpValve();
        forwarded.setInternalProxies(proxies.stream().map(AddressRange::text).collect(Collectors.joining(",")));
        forwarded.setPortHeader("X-Forwarded-Port");
        return List.of(forwarded, new AddressesOnly());
    }

    /** Ignores a forwarded value that is not an address: it must not reach logs or limits by address. */
    private static final class AddressesOnly extends ValveBase {

        AddressesOnly() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            String caller = addressOf(request);
            request.setRemoteAddr(caller);
            request.setRemoteHost(caller);
            getNext().invoke(request, response);
        }

        private static String addressOf(Request request) {
            try {
                return InetAddress.ofLiteral(request.getRemoteAddr()).getHostAddress();
            } catch (IllegalArgumentException e) {
                return request.getPeerAddr();
            }
        }
    }
}
