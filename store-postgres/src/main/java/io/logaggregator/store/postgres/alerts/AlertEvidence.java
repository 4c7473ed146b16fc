package io.logaggregator.store.postgres.alerts;

import io.logaggregator.core.alerting.state.AlertChanges.Moment;
import io.logaggregator.store.postgres.sql.Columns;
import io.logaggregator.store.postgres.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;

/**
 * Stores the evidence of alerts that open or escalate. Reading samples and processes takes time: when very many alerts
 * open at once, the first get their evidence within the transaction, the others from the same rows by the next
 * time-based evaluation. Not thread-safe.
 */
final class AlertEvidence {

    /** Number of alerts whose evidence is completed in one transaction. */
    static final int MAX_ALERTS = 200;

    private final Connection connection;

    AlertEvidence(Connection connection) {
        this.connection = connection;
    }

    void write(List<Moment> moments) throws SQLException {
        if (moments.isEmpty()) {
            return;
        }
        insert(moments);
        complete(moments.stream()
                .map(moment -> moment.transition().alertId())
                .distinct()
                .limit(MAX_ALERTS)
                .toList());
    }

    private void insert(List<Moment> moments) throws SQLException {
        Sql.of(
                        """
                insert into alert_evidence (alert_id, at, severity, value, threshold, complete, sample_at, sample_value)
                select alert_id::uuid, at, severity, value, threshold, false,
                       sample_at::timestamptz[], sample_value::float8[]
                from unnest(?::text[], ?::timestamptz[], ?::text[], ?::float8[], ?::float8[], ?::text[], ?::text[])
                     as moment (alert_id, at, severity, value, threshold, sample_at, sample_value)
                on conflict do nothing
                """,
                        Columns.of(moments)
                                .text(moment -> moment.transition().alertId())
                                .timestamp(moment -> moment.transition().at())
                                .text(moment -> moment.transition().severity())
                                .float8(moment -> moment.transition().value())
                                .float8(moment -> moment.transition().threshold())
                                .text(moment -> array(moment.window().times()))
                                .text(moment -> array(moment.window().counts()))
                                .arrays())
                .update(connection);
    }

    /** Completes the oldest incomplete evidence. */
    void completeOldest() throws SQLException {
        complete(Sql.of("select alert_id from alert_evidence where not complete order by at limit ?", MAX_ALERTS)
                .list(connection, row -> row.getObject("alert_id", UUID.class)));
    }

    /** Adds samples and processes to the incomplete evidence of these alerts. */
    void complete(Collection<UUID> alertIds) throws SQLException {
        if (alertIds.isEmpty()) {
            return;
        }
        Sql.of("""
                with wanted as materialized (
                    select evidence.alert_id, evidence.at, evidence.severity, alert.host,
                           case when rule.condition ->> 'type' = 'threshold' then rule.condition ->> 'metric' end as metric,
                           coalesce(rule.condition ->> 'fn', 'value') as fn,
                           alert.labels - 'host' as attributes
                    from alert_evidence evidence
                    join alert on alert.id = evidence.alert_id
                    left join alert_rule rule on rule.id = alert.rule_id
                    where evidence.alert_id = any (?) and not evidence.complete
                )
                update alert_evidence as evidence
                set complete = true,
                    sample_at = coalesce(samples.at, evidence.sample_at),
                    sample_value = coalesce(samples.value, evidence.sample_value),
                    processes_at = latest.observed_at,
                    compared_with = earlier.observed_at,
                    pid = coalesce(processes.pid, '{}'),
                    name = coalesce(processes.name, '{}'),
                    cpu = coalesce(processes.cpu, '{}'),
                    memory = coalesce(processes.memory, '{}'),
                    cpu_before = coalesce(processes.cpu_before, '{}'),
                    memory_before = coalesce(processes.memory_before, '{}')
                from wanted
                left join metric_series series
                     on series.host = wanted.host and series.metric = wanted.metric
                        and series.attributes = wanted.attributes
                left join lateral (
                    select array_agg(observed_at order by observed_at) as at,
                           array_agg(value order by observed_at) as value
                    from (
                        select observed_at,
                               case when wanted.fn = 'value' then value
                                    when wanted.fn = 'increase' then increase
                                    else increase / nullif(extract(epoch from observed_at - before_at), 0) end as value
                        from (
                            select observed_at, value, before_at,
                                   case when series.kind = 2 then value
                                        when before_at < observed_at - interval '5 minutes' then null
                                        when value < before then value
                                        else value - before end as increase
                            from (
                                select observed_at, value,
                                       lead(observed_at) over newest_first as before_at,
                                       lead(value) over newest_first as before
                                from (
                                    select sample.observed_at, sample.value
                                    from metric_sample sample
                                    where sample.series_id = series.id
                                      and sample.observed_at > wanted.at - interval '1 day'
                                      and sample.observed_at <= wanted.at
                                    order by sample.observed_at desc
                                    limit 31
                                ) as newest
                                window newest_first as (order by observed_at desc)
                            ) as pair
                        ) as change
                        order by observed_at desc
                        limit 30
                    ) as last_samples
                    where value is not null
                ) as samples on true
                left join lateral (
                    select snapshot.*
                    from process_snapshot snapshot
                    where snapshot.host = wanted.host
                      and snapshot.observed_at > wanted.at - interval '1 hour' and snapshot.observed_at <= wanted.at
                    order by snapshot.observed_at desc
                    limit 1
                ) as latest on true
                left join lateral (
                    select snapshot.*
                    from process_snapshot snapshot
                    where snapshot.host = wanted.host
                      and snapshot.observed_at between latest.observed_at - interval '10 minutes'
                                                   and latest.observed_at - interval '4 minutes'
                    order by abs(extract(epoch from latest.observed_at - snapshot.observed_at) - 300)
                    limit 1
                ) as earlier on true
                left join lateral (
                    select array_agg(pid) as pid, array_agg(name) as name,
                           array_agg(after.cpu::numeric::float8) as cpu, array_agg(after.memory) as memory,
                           array_agg(before.cpu::numeric::float8) as cpu_before, array_agg(before.memory) as memory_before
                    from (
                        select process.*, row_number() over (order by cpu desc, pid) as by_cpu,
                               row_number() over (order by memory desc, pid) as by_memory
                        from unnest(pids(latest.pid_step), latest.name, latest.cpu, latest.memory)
                             as process (pid, name, cpu, memory)
                    ) as after
                    full join (
                        select process.*, row_number() over (order by cpu desc, pid) as by_cpu,
                               row_number() over (order by memory desc, pid) as by_memory
                        from unnest(pids(earlier.pid_step), earlier.name, earlier.cpu, earlier.memory)
                             as process (pid, name, cpu, memory)
                    ) as before using (pid, name)
                    where least(after.by_cpu, after.by_memory, before.by_cpu, before.by_memory) <= 10
                ) as processes on true
                where evidence.alert_id = wanted.alert_id and evidence.at = wanted.at
                  and evidence.severity = wanted.severity
                """, (Object) alertIds.toArray(UUID[]::new)).update(connection);
    }

    private static String array(Collection<?> values) {
        StringJoiner array = new StringJoiner(",", "{", "}");
        values.forEach(value ->
                array.add(value instanceof Instant instant ? '"' + instant.toString() + '"' : value.toString()));
        return array.toString();
    }
}
