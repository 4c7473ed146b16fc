package io.logaggregator.server;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The server's program. */
@SpringBootApplication(proxyBeanMethods = false)
public class AggregatorServer {

    public static void main(String[] arguments) {
        SpringApplication.run(AggregatorServer.class, arguments);
    }
}
