package io.logaggregator.store.postgres.alerts;

import static io.logaggregator.core.alerting.rule.AlertRule.Origin.API;
import static io.logaggregator.core.alerting.rule.AlertRule.Origin.PROVISIONED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.Channels;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.Comparison;
import io.logaggregator.core.alerting.rule.Condition.Threshold;
import io.logaggregator.core.alerting.rule.Matchers;
import io.logaggregator.core.alerting.rule.Recovery;
import io.logaggregator.core.alerting.rule.RuleDefinition;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.rule.SeverityThresholds;
import io.logaggregator.core.alerting.silence.ChannelIntervals;
import io.logaggregator.core.common.CountLimitException;
import io.logaggregator.core.common.DuplicateNameException;
import io.logaggregator.core.common.Glob;
import io.logaggregator.store.postgres.PostgresStore;
import io.logaggregator.store.postgres.TestStore;
import io.logaggregator.testkit.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresChannelsIT {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Actor ANNA = new Actor("anna", "192.0.2.7", "request-1");
    private static final UUID ID = new UUID(7, 7);

    private TestPostgres.Database database;
    private PostgresStore store;
    private Channels channels;

    @BeforeEach
    void open() {
        database = TestStore.newDatabase();
        store = TestStore.on(database);
        channels = store.channels();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void create_roundTripsChannel() {
        Channel.Definition wide = definition("wide", "");
        Channel.Definition narrow = new Channel.Definition(
                "it's \"{é}\"",
                false,
                target("https://example.com:8443/a%20b?c=d", "sesame"),
                Severity.CRITICAL,
                new Glob("CPU*"),
                new Glob("web-?"),
                ChannelIntervals.NONE,
                Channel.Timing.NONE);

        Channel first = channels.create(UUID.randomUUID(), API, narrow, ANNA, NOON);
        Channel second = channels.create(ID, PROVISIONED, wide, ANNA, NOON);

        assertThat(second).isEqualTo(new Channel(ID, PROVISIONED, NOON, wide));
        assertThat(first.definition()).isEqualTo(narrow);
        assertThat(channels.list()).containsExactly(first, second);
        assertThat(channels.find(ID)).contains(second);
        assertThat(channels.find(new UUID(0, 0))).isEmpty();
    }

    @Test
    void version_increasesOnlyWithChanges() {
        channels.create(ID, API, definition("a", "sesame"), ANNA, NOON);
        channels.update(ID, definition("a", "sesame"), ANNA, NOON.plusSeconds(1));
        assertThat(store.alertRules().version()).isEqualTo(1);

        assertThat(channels.update(ID, definition("a", "other"), ANNA, NOON.plusSeconds(2)))
                .contains(new Channel(ID, API, NOON.plusSeconds(2), definition("a", "other")));
        assertThat(store.alertRules().version()).isEqualTo(2);

        assertThat(channels.delete(ID, ANNA, NOON)).isTrue();
        assertThat(channels.delete(ID, ANNA, NOON)).isFalse();
        assertThat(channels.update(ID, definition("a", ""), ANNA, NOON)).isEmpty();
        assertThat(store.alertRules().version()).isEqualTo(3);
    }

    @Test
    void name_isUniqueCaseInsensitive() {
        channels.create(ID, API, definition("Team", ""), ANNA, NOON);

        assertThatThrownBy(() -> channels.create(UUID.randomUUID(), API, definition("team", ""), ANNA, NOON))
                .isInstanceOf(DuplicateNameException.class)
                .hasMessage("name: team (expected: a name that no other channel has)");
    }

    @Test
    void create_isRejected_beyondTheMaximum() throws Exception {
        channels.create(ID, API, definition("a", ""), ANNA, NOON);
        TestStore.execute(database, """
                insert into notification_channel
                select (jsonb_populate_record(
                           notification_channel,
                           jsonb_build_object('id', gen_random_uuid(), 'name', 'copy ' || number))).*
                from notification_channel, generate_series(1, %d) as number""".formatted(Channels.MAX_COUNT - 1));

        assertThatThrownBy(() -> channels.create(UUID.randomUUID(), API, definition("one more", ""), ANNA, NOON))
                .isInstanceOf(CountLimitException.class)
                .hasMessage("The number of channels has reached the maximum, 1000. Delete another channel first.");
    }

    @Test
    void audit_storesRowsWithoutSecret() {
        channels.create(ID, API, definition("a", "sesame"), ANNA, NOON);
        channels.update(ID, definition("b", ""), ANNA, NOON);
        channels.delete(ID, ANNA, NOON);

        assertThat(TestAlert.rows(database, """
                select concat_ws(' ', action, kind, before ->> 'name', before ->> 'secrets', '>', after ->> 'name',
                                 after ->> 'secrets')
                from audit_entry order by id"""))
                .containsExactly(
                        "CREATED CHANNEL > a [\"url\", \"secret\"]",
                        "CHANGED CHANNEL a [\"url\", \"secret\"] > b [\"url\"]",
                        "DELETED CHANNEL b [\"url\"] >");
        assertThat(TestAlert.rows(database, "select audit_entry::text from audit_entry"))
                .allMatch(entry -> entry.contains("http://localhost:9/***"))
                .noneMatch(entry -> entry.contains("sesame") || entry.contains("9/hook"));
    }

    @Test
    void delete_cancelsPendingNotifications() {
        channels.create(ID, API, definition("a", ""), ANNA, NOON);
        TestAlert.addChannel(database);
        TestAlert.open(database, rule(), "web-1", NOON);

        channels.delete(ID, ANNA, NOON);

        assertThat(TestAlert.rows(database, """
                select concat_ws(' ', channel_id = '%s', status, last_error) from notification order by 1""".formatted(ID)))
                .isEqualTo(List.of("f PENDING ", "t CANCELLED channel deleted"));
    }

    private AlertRule rule() {
        RuleDefinition definition = new RuleDefinition(
                "cpu",
                "",
                true,
                new Threshold("system.cpu.utilization"),
                new SeverityThresholds(Comparison.ABOVE, Map.of(Severity.HIGH, 0.8)),
                Duration.ZERO,
                Recovery.IMMEDIATE,
                Matchers.ALL);
        return store.alertRules().create(UUID.randomUUID(), API, definition, ANNA, NOON);
    }

    private static Channel.Target target(String url, String secret) {
        return new Channel.Target(
                "webhook", Map.of("url", "http://localhost:9/***"), Map.of("url", url, "secret", secret));
    }

    private static Channel.Definition definition(String name, String secret) {
        return new Channel.Definition(
                name,
                true,
                target("http://localhost:9/hook", secret),
                Severity.LOW,
                Glob.ANY,
                Glob.ANY,
                ChannelIntervals.NONE,
                Channel.Timing.NONE);
    }
}
