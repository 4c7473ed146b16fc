package io.logaggregator.server.wiring;

import io.logaggregator.core.access.ApiKeys;
import io.logaggregator.core.access.AuditLog;
import io.logaggregator.core.access.BrowserSessions;
import io.logaggregator.core.alerting.backtest.StoredHistory;
import io.logaggregator.core.alerting.engine.TimeBasedEvaluation;
import io.logaggregator.core.alerting.notify.Channels;
import io.logaggregator.core.alerting.notify.Outbox;
import io.logaggregator.core.alerting.rule.AlertRules;
import io.logaggregator.core.ledger.Ledger;
import io.logaggregator.core.ledger.RejectedMessages;
import io.logaggregator.core.logs.LogExport;
import io.logaggregator.core.logs.LogTail;
import io.logaggregator.core.store.Maintenance;
import io.logaggregator.core.store.StorageSize;
import io.logaggregator.core.store.Store;
import java.util.function.Function;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.core.env.Environment;

/** Registers the roles of the store as beans, except those with cached queries. */
final class StoreRoles implements BeanRegistrar {

    @Override
    public void register(BeanRegistry registry, Environment environment) {
        register(registry, LogExport.class, Store::logExport);
        register(registry, LogTail.class, Store::logTail);
        register(registry, RejectedMessages.class, Store::rejectedMessages);
        register(registry, Ledger.class, Store::ledger);
        register(registry, Maintenance.class, Store::maintenance);
        register(registry, StorageSize.class, Store::storageSize);
        register(registry, AlertRules.class, Store::alertRules);
        register(registry, TimeBasedEvaluation.class, Store::timeBasedEvaluation);
        register(registry, Channels.class, Store::channels);
        register(registry, Outbox.class, Store::outbox);
        register(registry, StoredHistory.class, Store::storedHistory);
        register(registry, ApiKeys.class, Store::apiKeys);
        register(registry, BrowserSessions.class, Store::browserSessions);
        register(registry, AuditLog.class, Store::auditLog);
    }

    private static <T> void register(BeanRegistry registry, Class<T> role, Function<Store, T> accessor) {
        registry.registerBean(role, bean -> bean.supplier(context -> accessor.apply(context.bean(Store.class))));
    }
}
