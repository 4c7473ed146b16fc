package io.logaggregator.server.api;

import org.springframework.context.annotation.Bean;

/** The fakes of what alerts need, as beans; no configuration by itself, so that no other test finds it. */
class AlertPorts {

    @Bean
    FakeAlerts alerts() {
        return new FakeAlerts();
    }

    @Bean
    FakeChannels channels() {
        return new FakeChannels();
    }

    @Bean
    FakeOutbox outbox() {
        return new FakeOutbox();
    }

    @Bean
    FakeNotifier notifier() {
        return new FakeNotifier();
    }
}
