package io.logaggregator.server.logs.tail;

import io.logaggregator.core.logs.LogTail;
import io.logaggregator.core.logs.match.AttributeReader;
import io.logaggregator.core.logs.match.LogMatcher;
import io.logaggregator.server.lifecycle.PeriodicTask;
import io.logaggregator.server.settings.TailSettings;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Looks at what is committed as long as somebody follows. */
@Configuration(proxyBeanMethods = false)
class TailConfiguration {

    @Bean
    LogFeed logFeed(
            LogTail tail, AttributeReader attributes, EventJson json, TailSettings settings, MeterRegistry registry) {
        return new LogFeed(tail, new LogMatcher(attributes), json, settings, registry);
    }

    @Bean
    PeriodicTask logFeedLook(LogFeed feed) {
        return PeriodicTask.start("log-tail", LogFeed.PAUSE, feed::look);
    }

    @Bean
    TailLifecycle tailLifecycle(LogFeed feed) {
        return new TailLifecycle(feed);
    }
}
