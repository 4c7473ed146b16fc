package io.logaggregator.server.http;

import io.logaggregator.server.access.AccessPorts;
import io.logaggregator.server.page.PageController;
import io.logaggregator.server.settings.AggregatorSettings.MemorySettings;
import io.logaggregator.server.settings.ExampleSettings;
import io.logaggregator.server.settings.GatewaySettings;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;

/** The filters, the security and the error handling of the server, with keys in memory; the base of test applications. */
@EnableAutoConfiguration
@Import({AccessPorts.class, PageController.class})
@ComponentScan(
        basePackages = {
            "io.logaggregator.server.http",
            "io.logaggregator.server.overload",
            "io.logaggregator.server.security",
            "io.logaggregator.server.web"
        },
        excludeFilters = @ComponentScan.Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class))
public class WebLayer {

    @Bean
    protected GatewaySettings gatewaySettings() {
        return ExampleSettings.gateways();
    }

    @Bean
    MemorySettings memorySettings() {
        return ExampleSettings.memory();
    }

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }
}
