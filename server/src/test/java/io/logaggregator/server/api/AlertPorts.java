package io.logaggregator.server.api;

import io.logaggregator.core.alerting.notify.ChannelKinds;
import io.logaggregator.notifiers.webhook.WebhookConfig;
import io.logaggregator.notifiers.webhook.WebhookNotifier;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

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
    ChannelKinds channelKinds() {
        WebhookConfig config = new WebhookConfig(Duration.ofSeconds(1), false, "test");
        return new ChannelKinds(List.of(new WebhookNotifier(config, InstantSource.system())));
    }

    @Bean
    @Primary
    FakeNotifier notifier() {
        return new FakeNotifier();
    }
}
