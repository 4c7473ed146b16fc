package io.logaggregator.embedded;

import io.logaggregator.embedded.servers.EmbeddedServerException;
import io.logaggregator.server.AggregatorServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;

/** The one command. */
public final class EmbeddedAggregator {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedAggregator.class);

    private EmbeddedAggregator() {}

    /** Starts everything; {@code --help} says how to configure it. Ends when the process is told to. */
    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(AggregatorServer.class, LocalAgent.class);
        application.setAdditionalProfiles("embedded");
        application.addInitializers(new EmbeddedServersInitializer());
        try {
            application.run(arguments);
        } catch (EmbeddedServerException e) {
            log.error("{}", e.getMessage());
            System.exit(1);
        }
    }
}
