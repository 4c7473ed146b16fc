package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.alerting.alert.AlertQuery;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a question about alerts asks, as SQL. */
final class AlertQuerySql {

    private static final UUID BEYOND_ALL = new UUID(-1, -1);

    private AlertQuerySql() {}

    /** The newest alerts with their newest numbers; the state is joined to those of the page alone. */
    static Sql newest(AlertQuery query, int limit, Optional<UUID> after) {
        return Sql.of("""
                select ?
                from (select * from alert where ? order by id desc limit ?) as alert
                left join alert_state as state on state.alert_id = alert.id
                order by alert.id desc""", AlertRow.COLUMNS, condition(query, after), limit);
    }

    private static Sql condition(AlertQuery query, Optional<UUID> after) {
        List<Sql> all = new ArrayList<>();
        all.add(Sql.of("id < ?", after.orElse(BEYOND_ALL)));
        if (!query.statuses().isEmpty()) {
            all.add(Sql.of("status = any(?)", (Object) names(query.statuses())));
            if (!query.statuses().contains(AlertStatus.RESOLVED)) {
                all.add(Sql.of("status <> 'RESOLVED'")); // leads to the index of the few that are not
            }
        }
        if (!query.severities().isEmpty()) {
            all.add(Sql.of("severity = any(?)", (Object) names(query.severities())));
        }
        query.host().map(host -> Sql.of("host = ?", host)).ifPresent(all::add);
        query.rule().map(AlertQuerySql::isOfRule).ifPresent(all::add);
        query.from().map(AlertQuerySql::isNotOverBefore).ifPresent(all::add);
        query.to().map(AlertQuerySql::isOpenedBefore).ifPresent(all::add);
        return Sql.joined("and", all);
    }

    private static Sql isOfRule(String rule) {
        Sql name = Sql.of("lower(rule_name) = lower(?)", rule);
        return ruleId(rule).map(id -> Sql.of("rule_id = ? or ?", id, name)).orElse(name);
    }

    private static Optional<UUID> ruleId(String rule) {
        try {
            return Optional.of(UUID.fromString(rule));
        } catch (IllegalArgumentException isName) {
            return Optional.empty();
        }
    }

    private static Sql isNotOverBefore(Instant from) {
        return Sql.of("resolved_at is null or resolved_at >= ?", Timestamps.of(from));
    }

    /** Said of the id, too, so that the walk along it begins there. */
    private static Sql isOpenedBefore(Instant to) {
        Instant storable = Timestamps.storable(to);
        return Sql.of("opened_at < ? and id < ?", Timestamps.of(storable), EventId.lowest(storable.plusMillis(1)));
    }

    private static String[] names(Collection<? extends Enum<?>> values) {
        return values.stream().map(Enum::name).toArray(String[]::new);
    }
}
