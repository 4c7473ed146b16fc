package io.logaggregator.server.api;

import io.logaggregator.server.access.AccessPorts;
import org.springframework.boot.webmvc.test.autoconfigure.MockMvcBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/** Has each request of a test show the configured key where it shows none. */
class WithKey {

    @Bean
    MockMvcBuilderCustomizer keyInEachRequest() {
        return mvc -> mvc.defaultRequest(MockMvcRequestBuilders.get("/").header("X-API-Key", AccessPorts.KEY));
    }
}
