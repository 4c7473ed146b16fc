package io.logaggregator.server.http;

import io.logaggregator.server.settings.HttpSettings;
import org.apache.catalina.Context;
import org.apache.catalina.Valve;
import org.apache.catalina.core.StandardHost;
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
            factory.addEngineValves(
                    TrustedProxies.valves(settings.trustedProxies()).toArray(Valve[]::new));
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
}
