package io.logaggregator.server;

import java.util.Arrays;
import java.util.Optional;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The server's program. */
@SpringBootApplication(proxyBeanMethods = false)
public class AggregatorServer {

    /** Starts the server; {@code --help} says how to configure it. */
    public static void main(String[] arguments) {
        if (Arrays.asList(arguments).contains("--help")) {
            System.out.print(CommandLine.USAGE);
            return;
        }
        Optional<String> mistake = CommandLine.mistakeIn(arguments);
        if (mistake.isPresent()) {
            System.err.println(mistake.get());
            System.exit(2);
        }
        SpringApplication.run(AggregatorServer.class, arguments);
    }
}
