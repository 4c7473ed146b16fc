package io.logaggregator.server.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.alerting.notify.ChannelKinds;
import io.logaggregator.core.alerting.rule.AlertRule;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.silence.ChannelIntervals.OnMute;
import io.logaggregator.core.alerting.silence.Inhibition;
import io.logaggregator.core.alerting.silence.MuteInterval;
import io.logaggregator.core.alerting.silence.NamedDefinitions;
import io.logaggregator.core.alerting.silence.RecurringTime;
import io.logaggregator.notifiers.Notifiers;
import io.logaggregator.notifiers.http.HttpSenderConfig;
import io.logaggregator.notifiers.message.AlertLinks;
import io.logaggregator.server.rule.ConditionForm;
import io.logaggregator.server.rule.RuleForm;
import io.logaggregator.server.settings.AlertSettings;
import io.logaggregator.server.settings.ProvisionedChannel;
import io.logaggregator.server.settings.ProvisionedMuting;
import io.logaggregator.server.settings.values.OptionalFile;
import io.logaggregator.server.settings.values.Secret;
import io.logaggregator.testkit.fakes.FakeAlertRules;
import io.logaggregator.testkit.fakes.FakeChannels;
import io.logaggregator.testkit.fakes.FakeNamedDefinitions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ProvisioningTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final UUID ID = new UUID(0, 7);
    private static final ChannelKinds KINDS = Notifiers.kinds(
            new HttpSenderConfig(Duration.ofSeconds(1), false, "test"), AlertLinks.NONE, InstantSource.fixed(NOW));

    private final FakeAlertRules rules = new FakeAlertRules();
    private final FakeChannels channels = new FakeChannels();
    private final FakeNamedDefinitions<MuteInterval> intervals = FakeNamedDefinitions.intervals();
    private final FakeNamedDefinitions<Inhibition> inhibitions = FakeNamedDefinitions.inhibitions();

    @Test
    void run_createsBuiltInAndConfiguredRules() {
        provision(List.of(noData("No data", "300")), List.of(channel("operations")));

        assertThat(rules.list())
                .extracting(AlertRule::origin)
                .containsExactlyInAnyOrder(Origin.BUILT_IN, Origin.BUILT_IN, Origin.BUILT_IN, Origin.PROVISIONED);
        assertThat(channels.list())
                .singleElement()
                .satisfies(channel -> assertThat(channel.origin()).isEqualTo(Origin.PROVISIONED));
        assertThat(rules.actors()).containsOnly(Actor.SYSTEM);
    }

    @Test
    void secondRun_changesNothing() {
        provision(List.of(noData("No data", "300")), List.of(channel("operations")));
        List<AlertRule> before = rules.list();

        provision(List.of(noData("No data", "300")), List.of(channel("operations")));

        assertThat(rules.list()).isEqualTo(before);
        assertThat(channels.list()).hasSize(1);
    }

    @Test
    void run_updatesARuleByName() {
        provision(List.of(noData("No data", "300")), List.of());
        UUID id = rule("No data").id();

        provision(List.of(noData("NO DATA", "60")), List.of());

        assertThat(rule("NO DATA").id()).isEqualTo(id);
        assertThat(rule("NO DATA").definition().thresholds().threshold(Severity.HIGH))
                .isEqualTo(60);
    }

    @Test
    void run_deletesRulesNoLongerConfigured() {
        provision(List.of(noData("No data", "300")), List.of(channel("operations")));

        provision(List.of(), List.of());

        assertThat(rules.list()).extracting(AlertRule::origin).containsOnly(Origin.BUILT_IN);
        assertThat(channels.list()).isEmpty();
    }

    @Test
    void run_keepsAnApiRuleOfTheSameName() {
        rules.create(ID, Origin.API, noData("No data", "300").definition(), Actor.SYSTEM, NOW);

        provision(List.of(noData("no data", "60"), noData("Other", "60")), List.of());

        assertThat(rule("No data").origin()).isEqualTo(Origin.API);
        assertThat(rule("No data").definition().thresholds().threshold(Severity.HIGH))
                .isEqualTo(300);
        assertThat(rule("Other").origin()).isEqualTo(Origin.PROVISIONED);
    }

    @Test
    void initialThresholds_keepLaterChanges() {
        provision(List.of(), List.of());
        AlertRule cpu = rule("CPU utilization");
        rules.update(cpu.id(), cpu.definition().withEnabled(false), Actor.SYSTEM, NOW);

        provision(List.of(), List.of());

        assertThat(rule("CPU utilization").definition().enabled()).isFalse();
    }

    @Test
    void mutingOfTheSettings_isAligned() {
        MuteInterval ofApi = intervals.create(
                new MuteInterval(
                        UUID.randomUUID(), NOW, "holidays", List.of(RecurringTime.of(Map.of(), "Europe/Berlin"))),
                Actor.SYSTEM,
                NOW);
        provisionMuting(List.of(night("nights", "22:00-24:00")), List.of(inhibiting("host down")));
        provisionMuting(List.of(night("nights", "23:00-24:00")), List.of());

        assertThat(intervals.list())
                .extracting(MuteInterval::name, interval -> interval.times().toString())
                .containsExactly(
                        tuple("holidays", ofApi.times().toString()),
                        tuple("nights", "[times: 23:00-24:00; location: Europe/Berlin]"));
        assertThat(inhibitions.list()).isEmpty();

        provisionMuting(List.of(), List.of(inhibiting("host down")));
        assertThat(intervals.list()).containsExactly(ofApi);
        assertThat(inhibitions.list())
                .singleElement()
                .satisfies(one ->
                        assertThat(NamedDefinitions.isProvisioned(one.id())).isTrue());
    }

    private static ProvisionedMuting.Interval night(String name, String times) {
        return new ProvisionedMuting.Interval(
                name,
                List.of(new ProvisionedMuting.Times(
                        List.of(times), List.of(), List.of(), List.of(), List.of(), "Europe/Berlin")));
    }

    private static ProvisionedMuting.Inhibiting inhibiting(String name) {
        return new ProvisionedMuting.Inhibiting(
                name, List.of("alertname=Down"), List.of("severity!=critical"), List.of("host"));
    }

    private void provision(List<RuleForm> ruleForms, List<ProvisionedChannel> channelForms) {
        provision(ruleForms, channelForms, List.of(), List.of());
    }

    private void provisionMuting(
            List<ProvisionedMuting.Interval> muteIntervals, List<ProvisionedMuting.Inhibiting> inhibiting) {
        provision(List.of(), List.of(), muteIntervals, inhibiting);
    }

    private void provision(
            List<RuleForm> ruleForms,
            List<ProvisionedChannel> channelForms,
            List<ProvisionedMuting.Interval> muteIntervals,
            List<ProvisionedMuting.Inhibiting> inhibiting) {
        AlertSettings settings = new AlertSettings(
                new AlertSettings.Thresholds(80, 85, 1000),
                "",
                1000,
                Duration.ofMinutes(3),
                Severity.MEDIUM,
                ruleForms,
                List.of(),
                channelForms,
                muteIntervals,
                inhibiting,
                new AlertSettings.Webhook(
                        Duration.ofSeconds(10),
                        false,
                        4,
                        Duration.ofHours(24),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(5)));
        new Provisioning(settings, KINDS, rules, channels, intervals, inhibitions, InstantSource.fixed(NOW)).run();
    }

    private AlertRule rule(String name) {
        return rules.list().stream()
                .filter(rule -> rule.definition().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static RuleForm noData(String name, String seconds) {
        ConditionForm condition = new JsonMapper().readValue("{\"type\": \"noData\"}", ConditionForm.class);
        return new RuleForm(name, null, null, condition, Map.of("HIGH", seconds), null, null, null, null);
    }

    private static ProvisionedChannel channel(String name) {
        return new ProvisionedChannel(
                name,
                "webhook",
                true,
                Secret.of("http://localhost/"),
                Secret.of(""),
                OptionalFile.of(""),
                Map.of(),
                Severity.LOW,
                "*",
                "*",
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                OnMute.DEFER);
    }
}
