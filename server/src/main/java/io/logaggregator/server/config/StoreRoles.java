package io.logaggregator.server.config;

import io.logaggregator.application.AuditLog;
import io.logaggregator.application.HostDirectory;
import io.logaggregator.application.Ledger;
import io.logaggregator.application.LogExport;
import io.logaggregator.application.LogSearch;
import io.logaggregator.application.LogTail;
import io.logaggregator.application.Maintenance;
import io.logaggregator.application.MetricSearch;
import io.logaggregator.application.RejectedMessages;
import io.logaggregator.application.StorageSize;
import io.logaggregator.application.Store;
import io.logaggregator.application.access.ApiKeys;
import io.logaggregator.application.access.BrowserSessions;
import io.logaggregator.application.alert.AlertRules;
import io.logaggregator.application.alert.Alerts;
import io.logaggregator.application.alert.Channels;
import io.logaggregator.application.alert.Outbox;
import io.logaggregator.application.alert.StoredHistory;
import io.logaggregator.application.alert.TimeBasedEvaluation;
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
    LogExport logExport(Store store) {
        return store.logExport();
    }

    @Bean
    LogTail logTail(Store store) {
        return store.logTail();
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
    Maintenance upkeep(Store store) {
        return store.upkeep();
    }

    @Bean
    StorageSize storageSize(Store store) {
        return store.storageSize();
    }

    @Bean
    AlertRules alertRules(Store store) {
        return store.alertRules();
    }

    @Bean
    Alerts alerts(Store store) {
        return store.alerts();
    }

    @Bean
    TimeBasedEvaluation alertClock(Store store) {
        return store.alertClock();
    }

    @Bean
    Channels channels(Store store) {
        return store.channels();
    }

    @Bean
    Outbox outbox(Store store) {
        return store.outbox();
    }

    @Bean
    StoredHistory storedHistory(Store store) {
        return store.storedHistory();
    }

    @Bean
    ApiKeys apiKeys(Store store) {
        return store.apiKeys();
    }

    @Bean
    BrowserSessions browserSessions(Store store) {
        return store.browserSessions();
    }

    @Bean
    AuditLog auditLog(Store store) {
        return store.auditLog();
    }
}
