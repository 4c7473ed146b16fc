package io.logaggregator.server.alerting;

import io.logaggregator.core.alerting.notify.Channels;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.server.lifecycle.StartupTask;
import io.logaggregator.server.settings.AlertSettings;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Has the rules and channels of the configuration in force before anything is judged. */
@Configuration(proxyBeanMethods = false)
class ProvisioningConfiguration {

    @Bean
    StartupTask provisioning(AlertSettings settings, AlertRules rules, Channels channels, InstantSource clock) {
        return new Provisioning(settings, rules, channels, clock);
    }
}
