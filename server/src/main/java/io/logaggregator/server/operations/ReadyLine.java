package io.logaggregator.server.operations;

import io.logaggregator.server.access.ConfiguredKey;
import io.logaggregator.server.access.ConfiguredKey.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Logs the URL of the server and the location of the configured API key. */
@Component
final class ReadyLine implements ApplicationListener<ApplicationReadyEvent> {

    private static final Logger log = LoggerFactory.getLogger(ReadyLine.class);

    private final ConfiguredKey key;

    ReadyLine(ConfiguredKey key) {
        this.key = key;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        if (event.getApplicationContext() instanceof ServletWebServerApplicationContext context) {
            log.info("listening at {} (API key: {})", url(context), keyLocation());
        }
    }

    private static String url(ServletWebServerApplicationContext context) {
        Environment environment = context.getEnvironment();
        String scheme = context.getWebServer() instanceof TomcatWebServer server
                ? server.getTomcat().getConnector().getScheme()
                : "http";
        String address = environment.getProperty("server.address", "127.0.0.1");
        return scheme + "://" + (address.contains(":") ? "[" + address + "]" : address) + ":"
                + environment.getProperty("local.server.port");
    }

    private String keyLocation() {
        return switch (key.source()) {
            case Source.Setting() -> "as configured";
            case Source.KeyFile(var file) -> "in " + file;
            case Source.Generated(var file) -> "new, in " + file;
        };
    }
}
