package io.logaggregator.server.config;

import io.logaggregator.application.HostDirectory;
import io.logaggregator.application.Ledger;
import io.logaggregator.application.LogSearch;
import io.logaggregator.application.MetricSearch;
import io.logaggregator.application.RejectedMessages;
import io.logaggregator.application.Store;
import io.logaggregator.application.Upkeep;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Each role of the store as a bean of its own, so that whoever needs one says which. */
@Configuration(proxyBeanMethods = false)
class StoreRoles {

    @Bean
    LogSearch logSearch(Store store) {
        return store.logs();
    }

    @Bean
    MetricSearch metricSearch(Store store) {
        return store.metrics();
    }

    @Bean
    HostDirectory hostDirectory(Store store) {
        return store.hosts();
    }

    @Bean
    RejectedMessages rejectedMessages(Store store) {
        return store.rejectedMessages();
    }

    @Bean
    Ledger ledger(Store store) {
        return store.ledger();
    }

    @Bean
    Upkeep upkeep(Store store) {
        return store.upkeep();
    }
}
