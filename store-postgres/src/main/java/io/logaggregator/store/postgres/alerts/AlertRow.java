package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.alerting.alert.Alert;
import io.logaggregator.core.alerting.alert.AlertQuery;
import io.logaggregator.core.alerting.alert.AlertStatus;
import io.logaggregator.core.alerting.alert.AlertTransition;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.alert.AlertTransition.Reason;
import io.logaggregator.core.alerting.alert.Alerts;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.logs.TextPattern;
import io.logaggregator.core.logs.TextPattern.Part.AnyText;
import io.logaggregator.core.logs.TextPattern.Part.Literal;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.store.postgres.sql.JsonText;
import io.logaggregator.store.postgres.sql.LikePattern;
import io.logaggregator.store.postgres.sql.Sql;
import io.logaggregator.store.postgres.sql.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Queries of alerts and of their transitions. The newest values of an unresolved alert are in its state. */
public final class AlertRow {

    /** The newest parts of an alert of another system. */
    public static final Sql EXTERNAL_COLUMNS = Sql.of("""
            array(select jsonb_object_keys(alert.annotations)) as annotation_names,
            array(select value from jsonb_each_text(alert.annotations)) as annotation_values,
            alert.generator_url, alert.ends_at""");

    /** Columns of {@link #read}. */
    public static final Sql COLUMNS = Sql.of("""
            alert.id as alert_id, alert.rule_id, alert.rule_name, alert.fingerprint,
            array(select jsonb_object_keys(alert.labels)) as label_names,
            array(select value from jsonb_each_text(alert.labels)) as label_values,
            alert.severity, alert.highest, alert.status,
            alert.opened_at, alert.acknowledged_at, alert.resolved_at,
            coalesce(state.last_at, alert.last_at) as last_at,
            coalesce(state.last_value, alert.value) as value,
            coalesce(state.peak, alert.peak) as peak,
            alert.threshold,
            coalesce(state.occurrences, alert.occurrences) as occurrences, ?""", EXTERNAL_COLUMNS);

    /** Columns of {@link #readTransition}. */
    public static final Sql TRANSITION_COLUMNS = Sql.of("""
            transition.alert_id as transition_alert_id, transition.kind as transition_kind,
            transition.at as transition_at, transition.severity as transition_severity,
            transition.highest as transition_highest, transition.value as transition_value,
            transition.peak as transition_peak, transition.threshold as transition_threshold,
            transition.occurrences as transition_occurrences, transition.actor as transition_actor,
            transition.comment as transition_comment, transition.reason as transition_reason""");

    /** The severity of the display: a resolved alert ends at its lowest one. */
    private static final Sql SHOWN_SEVERITY = Sql.of("case status when 'RESOLVED' then highest else severity end");

    private static final UUID MAX_ID = new UUID(-1, -1);

    private AlertRow() {}

    /** Selects an alert by its id. */
    static Sql byId(UUID id) {
        return Sql.of("""
                select ? from alert left join alert_state as state on state.alert_id = alert.id
                where alert.id = ?""", COLUMNS, id);
    }

    /** Selects the newest alerts; the state is joined only to those of the page. */
    static Sql newest(AlertQuery query, int limit, Optional<UUID> after) {
        return Sql.of("""
                select ?
                from (select * from alert where id < ? and ? order by id desc limit ?) as alert
                left join alert_state as state on state.alert_id = alert.id
                order by alert.id desc""", COLUMNS, after.orElse(MAX_ID), condition(query), limit);
    }

    /** Counts alerts by status and severity. */
    static Sql counts(AlertQuery query) {
        return Sql.of(
                "select status, ? as severity, count(*) as alerts from alert where ? group by 1, 2",
                SHOWN_SEVERITY,
                condition(query));
    }

    static Alerts.StatusCount readCount(ResultSet row) throws SQLException {
        return new Alerts.StatusCount(
                AlertStatus.valueOf(row.getString("status")),
                Severity.valueOf(row.getString("severity")),
                row.getLong("alerts"));
    }

    private static Sql condition(AlertQuery query) {
        List<Sql> all = new ArrayList<>();
        all.add(Sql.of("true"));
        if (!query.statuses().isEmpty()) {
            all.add(Sql.of("status = any(?)", (Object) Sql.names(query.statuses())));
            if (!query.statuses().contains(AlertStatus.RESOLVED)) {
                all.add(Sql.of("status <> 'RESOLVED'")); // uses the partial index of unresolved alerts
            }
        }
        if (!query.severities().isEmpty()) {
            all.add(Sql.of("? = any(?)", SHOWN_SEVERITY, Sql.names(query.severities())));
        }
        query.host().map(host -> Sql.of("host = ?", host)).ifPresent(all::add);
        query.rule().map(AlertRow::isOfRule).ifPresent(all::add);
        query.search().map(AlertRow::contains).ifPresent(all::add);
        query.from().map(AlertRow::isNotOverBefore).ifPresent(all::add);
        query.to().map(AlertRow::isOpenedBefore).ifPresent(all::add);
        return Sql.joined("and", all);
    }

    private static Sql contains(String part) {
        String pattern = LikePattern.of(new TextPattern(List.of(new AnyText(), new Literal(part), new AnyText())));
        return Sql.of("""
                lower(rule_name) like lower(?)
                or exists (select from jsonb_each_text(labels) as label where lower(label.value) like lower(?))""", pattern, pattern);
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

    /** Also as a condition on the id, so that the index scan starts there. */
    private static Sql isOpenedBefore(Instant to) {
        Instant storable = Timestamps.storable(to);
        return Sql.of("opened_at < ? and id < ?", Timestamps.of(storable), EventId.lowest(storable.plusMillis(1)));
    }

    /** Reads an alert with the columns of {@link #COLUMNS}. */
    public static Alert read(ResultSet row) throws SQLException {
        return new Alert(
                row.getObject("alert_id", UUID.class),
                row.getObject("rule_id", UUID.class),
                row.getString("rule_name"),
                row.getObject("fingerprint", UUID.class),
                new Labels(JsonText.readMembers(row, "label_names", "label_values")),
                Severity.valueOf(row.getString("severity")),
                Severity.valueOf(row.getString("highest")),
                AlertStatus.valueOf(row.getString("status")),
                Timestamps.read(row, "opened_at"),
                Timestamps.readIfAny(row, "acknowledged_at"),
                Timestamps.readIfAny(row, "resolved_at"),
                Timestamps.read(row, "last_at"),
                row.getDouble("value"),
                row.getDouble("peak"),
                row.getDouble("threshold"),
                row.getLong("occurrences"),
                readExternal(row));
    }

    private static Optional<Alert.External> readExternal(ResultSet row) throws SQLException {
        String generatorUrl = row.getString("generator_url");
        return generatorUrl == null
                ? Optional.empty()
                : Optional.of(new Alert.External(
                        JsonText.readMembers(row, "annotation_names", "annotation_values"),
                        generatorUrl,
                        Timestamps.read(row, "ends_at")));
    }

    /** Selects the transitions of an alert, oldest first. */
    static Sql transitions(UUID alertId) {
        return Sql.of(
                "select ? from alert_transition as transition where alert_id = ? order by id",
                TRANSITION_COLUMNS,
                alertId);
    }

    /** Reads a transition with the columns of {@link #TRANSITION_COLUMNS}. */
    public static AlertTransition readTransition(ResultSet row) throws SQLException {
        return new AlertTransition(
                row.getObject("transition_alert_id", UUID.class),
                Kind.valueOf(row.getString("transition_kind")),
                Timestamps.read(row, "transition_at"),
                Severity.valueOf(row.getString("transition_severity")),
                Severity.valueOf(row.getString("transition_highest")),
                row.getDouble("transition_value"),
                row.getDouble("transition_peak"),
                row.getDouble("transition_threshold"),
                row.getLong("transition_occurrences"),
                row.getString("transition_actor"),
                row.getString("transition_comment"),
                Optional.ofNullable(row.getString("transition_reason"))
                        .map(Reason::valueOf)
                        .orElse(null));
    }
}
