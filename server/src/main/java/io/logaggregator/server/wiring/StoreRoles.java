package io.logaggregator.server.wiring;

import io.logaggregator.core.access.ApiKeys;
import io.logaggregator.core.access.AuditLog;
import io.logaggregator.core.access.BrowserSessions;
import io.logaggregator.core.alerting.alert.Alerts;
import io.logaggregator.core.alerting.backtest.StoredHistory;
import io.logaggregator.core.alerting.engine.TimeBasedEvaluation;
import io.logaggregator.core.alerting.notify.Channels;
import io.logaggregator.core.alerting.notify.Outbox;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.hosts.HostDirectory;
import io.logaggregator.core.ledger.Ledger;
import io.logaggregator.core.ledger.RejectedMessages;
import io.logaggregator.core.logs.LogExport;
import io.logaggregator.core.logs.LogSearch;
import io.logaggregator.core.logs.LogTail;
import io.logaggregator.core.metrics.MetricSearch;
import io.logaggregator.core.store.Maintenance;
import io.logaggregator.core.store.StorageSize;
import io.logaggregator.core.store.Store;
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
    Maintenance maintenance(Store store) {
        return store.maintenance();
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
    TimeBasedEvaluation timeBasedEvaluation(Store store) {
        return store.timeBasedEvaluation();
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
