package io.logaggregator.store.postgres;

import io.logaggregator.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Rows by the hundred thousand, made by the database itself. */
public final class LargeTables {

    private LargeTables() {}

    /** 200,000 log lines of 100 hosts over the four days from 2024-05-20 on, each a partition. */
    public static void fillLogs(TestPostgres.Database database) {
        execute(database, """
                create table log_event_20 partition of log_event for values from ('2024-05-20Z') to ('2024-05-21Z');
                create table log_event_21 partition of log_event for values from ('2024-05-21Z') to ('2024-05-22Z');
                create table log_event_22 partition of log_event for values from ('2024-05-22Z') to ('2024-05-23Z');
                create table log_event_23 partition of log_event for values from ('2024-05-23Z') to ('2024-05-24Z');
                insert into log_event
                select (lpad(to_hex(milliseconds), 12, '0') || '70008' || lpad(to_hex(number), 15, '0'))::uuid,
                       observed_at, observed_at, 'web-' || number % 100,
                       (array[5, 9, 9, 9, 9, 9, 9, 13, 17, 21])[1 + number % 10],
                       'GET /shop/cart/' || number || ' answered after ' || number % 977 || ' ms to ' || md5(number::text),
                       'prod', 'shop-' || number % 7, 'cart', md5(number::text),
                       array['host:web-' || number % 100, 'env:prod'],
                       jsonb_build_object(
                           'http', jsonb_build_object('status', case when number % 50 = 0 then 500 else 200 end),
                           'user.id', number % 1000)
                from (
                    select number, to_timestamp(milliseconds / 1000.0) as observed_at, milliseconds
                    from (select number, 1716163200000 + number * 1728 as milliseconds
                          from generate_series(0::bigint, 199999) as number) as moment
                ) as line
                order by number;
                analyze log_event""");
    }

    /** 1,000 hosts with 12 series each, 2 of them of parts of a host, and a sample a minute for half an hour. */
    static void fillMetrics(TestPostgres.Database database) {
        execute(database, """
                create table metric_sample_22 partition of metric_sample for values from ('2024-05-22Z') to ('2024-05-23Z');
                create table metric_sample_23 partition of metric_sample for values from ('2024-05-23Z') to ('2024-05-24Z');
                insert into host
                select 'host-' || number, '2024-05-23 11:30Z', '2024-05-23 12:00Z' from generate_series(1, 1000) as number;
                insert into metric_series (host, metric, attributes)
                select name, 'system.metric.' || number,
                       case when number > 10 then jsonb_build_object('system.device', number) else '{}' end
                from host, generate_series(1, 12) as number;
                insert into metric_sample
                select id, minute, id + extract(minute from minute)
                from generate_series('2024-05-23 11:31Z'::timestamptz, '2024-05-23 12:00Z', interval '1 minute') as minute,
                     metric_series;
                analyze host, metric_series, metric_sample""");
    }

    /**
     * 100,000 alerts of 20 rules and 100 hosts, evenly over the 90 days from 2026-01-01 on. The newest tenth is open;
     * the others were acknowledged after 1 minute and resolved after 10.
     */
    public static void fillAlerts(TestPostgres.Database database) {
        execute(database, """
                insert into alert
                select (lpad(to_hex((extract(epoch from opened_at) * 1000)::bigint), 12, '0')
                            || '70008' || lpad(to_hex(number), 15, '0'))::uuid,
                       md5((number % 20)::text)::uuid, 'Rule ' || number % 20, md5(number::text)::uuid,
                       jsonb_build_object('host', 'web-' || number % 100), 'web-' || number % 100,
                       severities[1 + number % 4], severities[1 + number % 4],
                       case when number < 90000 then 'RESOLVED' else 'OPEN' end,
                       opened_at,
                       case when number < 90000 then opened_at + interval '1 minute' end,
                       case when number < 90000 then opened_at + interval '10 minutes' end,
                       opened_at, 0.9, 0.9, 0.8, 1
                from (
                    select number, '2026-01-01Z'::timestamptz + number * interval '77.76 seconds' as opened_at,
                           array['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as severities
                    from generate_series(0::bigint, 99999) as number) as moment
                order by number;
                analyze alert""");
    }

    /** Puts in the place of the table one of which each row takes half a minute to read. */
    public static void slowDownReading(TestPostgres.Database database) {
        execute(database, """
                alter table log_event rename to log_event_at_rest;
                create view log_event as
                select * from log_event_at_rest where pg_sleep(30)::text = ''""");
    }

    private static void execute(TestPostgres.Database database, String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
