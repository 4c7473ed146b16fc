package io.logaggregator.server.logs.tail;

import io.logaggregator.core.logs.LogTail;
import io.logaggregator.core.logs.match.AttributeReader;
import io.logaggregator.core.logs.match.LogMatcher;
import io.logaggregator.server.lifecycle.BackgroundLifecycle;
import io.logaggregator.server.lifecycle.PeriodicTask;
import io.logaggregator.server.overload.MemoryBudgets;
import io.logaggregator.server.settings.AggregatorSettings.TailSettings;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Polls the store for clients of the live tail. */
@Configuration(proxyBeanMethods = false)
class TailConfiguration {

    @Bean
    LogFeed logFeed(
            LogTail tail,
            AttributeReader attributes,
            EventJson json,
            TailSettings settings,
            MemoryBudgets budgets,
            MeterRegistry registry) {
        return new LogFeed(tail, new LogMatcher(attributes), json, settings, budgets.tails(), registry);
    }

    @Bean
    PeriodicTask logFeedPoll(LogFeed feed) {
        return PeriodicTask.start("log-tail", LogFeed.POLL_INTERVAL, feed::poll);
    }

    /** Ends the streams at shutdown: the server waits for requests in flight, and streams have no end of their own. */
    @Bean
    BackgroundLifecycle tailLifecycle(LogFeed feed) {
        return new BackgroundLifecycle("tail") {

            @Override
            protected void begin() {}

            @Override
            protected void end() throws InterruptedException {
                feed.close();
            }
        };
    }
}
