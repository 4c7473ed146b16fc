package io.logaggregator.server.wiring;

import io.logaggregator.core.alerting.notify.ChannelKinds;
import io.logaggregator.core.ingest.CheckResult;
import io.logaggregator.queue.kafka.KafkaInspection;
import io.logaggregator.server.access.ConfiguredKey;
import io.logaggregator.server.http.PemPair;
import io.logaggregator.server.settings.AggregatorSettings;
import io.logaggregator.server.settings.QueueSettings;
import io.logaggregator.server.settings.QueueSettings.TopicFormat;
import io.logaggregator.server.settings.binding.SettingsCheck;
import io.logaggregator.server.settings.binding.SettingsCheck.SettingError;
import io.logaggregator.server.settings.values.InvalidSettingException;
import io.logaggregator.store.postgres.PostgresInspection;
import io.logaggregator.wire.WireFormat;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * {@code --check-config}: reports all errors of the configuration and checks the connections, without starting or changing
 * anything. Notification channels are checked but not called, since their receivers would be notified.
 */
public final class ConfigurationCheck {

    /** The libraries would log the reported errors again, with stack traces. */
    private static final List<String> QUIET = List.of(
            "--spring.main.log-startup-info=false",
            "--logging.level.root=off",
            "--logging.level.org.apache=off",
            "--logging.file.name=");

    private final Report report;
    private final List<SettingError> errors;

    private ConfigurationCheck(Report report, List<SettingError> errors) {
        this.report = report;
        this.errors = errors;
    }

    /** Checks settings and connections; returns the exit code, 0 without errors and 1 otherwise. */
    public static int run(String[] arguments, PrintStream out) {
        return run(new SpringApplication(EmptyApplication.class), arguments, out, true);
    }

    /**
     * Checks the settings only, for a program with an embedded database and queue.
     *
     * @param profile always active
     */
    public static int runWithoutConnections(String profile, String[] arguments, PrintStream out) {
        SpringApplication application = new SpringApplication(EmptyApplication.class);
        application.setAdditionalProfiles(profile);
        return run(application, arguments, out, false);
    }

    private static int run(
            SpringApplication application, String[] arguments, PrintStream out, boolean withConnections) {
        application.setWebApplicationType(WebApplicationType.NONE);
        String[] quiet = Stream.concat(Stream.of(arguments), QUIET.stream()).toArray(String[]::new);
        try (ConfigurableApplicationContext context = application.run(quiet)) {
            Report report = new Report(out);
            check(context.getEnvironment(), report, withConnections);
            return report.end();
        } catch (RuntimeException e) { // for example a file with invalid YAML, which Spring has reported
            out.println("The configuration cannot be read: " + e.getMessage());
            return 1;
        }
    }

    private static void check(ConfigurableEnvironment environment, Report report, boolean withConnections) {
        SettingsCheck settings = SettingsCheck.of(environment);
        List<SettingError> errors = settings.errors();
        ConfigurationCheck check = new ConfigurationCheck(report, errors);
        report.section("Settings" + profiles(environment));
        errors.forEach(error -> report.add(CheckResult.bad(error.toString())));
        settings.settings().ifPresent(check::checkFiles);
        report.addIfEmpty("all keys and values are valid");
        if (withConnections) {
            settings.settings().ifPresent(check::checkConnections);
        }
    }

    private static String profiles(ConfigurableEnvironment environment) {
        String[] active = environment.getActiveProfiles();
        return active.length == 0 ? "" : ", profile " + String.join(", ", active);
    }

    /** Checks files whose content is not part of the settings, for example rule files, and the settings of channels, which depend on their type. */
    private void checkFiles(AggregatorSettings settings) {
        if (isValid("aggregator.http.tls")) {
            report.addAll(() -> {
                settings.http().tls().files().ifPresent(PemPair::check);
                return List.of();
            });
        }
        if (isValid("aggregator.alerts")) {
            report.addAll(() -> {
                settings.alerts().ruleDefinitions();
                return List.of();
            });
            report.addAll(() -> {
                try (ChannelKinds kinds = Adapters.channelKinds(settings.alerts(), InstantSource.system())) {
                    settings.alerts().channelDefinitions(kinds);
                }
                return List.of();
            });
        }
        if (isValid("aggregator.security")) {
            report.addAll(() -> {
                ConfiguredKey.require(settings.security());
                return List.of();
            });
        }
    }

    private void checkConnections(AggregatorSettings settings) {
        checkConnection(
                "PostgreSQL",
                List.of("aggregator.database"),
                () -> new PostgresInspection(Adapters.storeConfig(settings.database(), settings.ingest())).inspect());
        checkConnection(
                "Kafka",
                List.of("aggregator.queue", "aggregator.ingest"),
                () -> new KafkaInspection(
                                Adapters.queueConfig(settings.queue(), settings.ingest()),
                                producedTopics(settings.queue()))
                        .inspect());
    }

    /** The topics for messages received over HTTP. */
    private static Set<String> producedTopics(QueueSettings queue) {
        return Stream.of(WireFormat.LOG, WireFormat.AGENT)
                .flatMap(format -> queue.topicOf(format).stream())
                .map(TopicFormat::topic)
                .collect(Collectors.toSet());
    }

    private void checkConnection(String name, List<String> sections, Supplier<List<CheckResult>> inspection) {
        report.section(name);
        if (sections.stream().allMatch(this::isValid)) {
            report.addAll(inspection);
        } else {
            report.note("not checked, since its settings are invalid");
        }
    }

    private boolean isValid(String section) {
        return errors.stream().noneMatch(error -> error.isIn(section));
    }

    /** Started instead of the server. */
    private static final class EmptyApplication {}

    /** The output, readable by people and by {@code grep ERROR}. Not thread-safe. */
    private static final class Report {

        private final PrintStream out;
        private int errors;
        private boolean empty = true;

        Report(PrintStream out) {
            this.out = out;
        }

        void section(String title) {
            out.println(title);
            empty = true;
        }

        void add(CheckResult result) {
            if (!result.good()) {
                errors++;
            }
            line(result.good() ? "ok    " : "ERROR ", result.text());
        }

        void addAll(Supplier<List<CheckResult>> check) {
            try {
                check.get().forEach(this::add);
            } catch (InvalidSettingException e) {
                add(CheckResult.bad(String.valueOf(e.getMessage())));
            }
        }

        void addIfEmpty(String text) {
            if (empty) {
                add(CheckResult.good(text));
            }
        }

        void note(String text) {
            line("      ", text);
        }

        private void line(String mark, String text) {
            out.println("  " + mark + text.replace("\n", "\n        "));
            empty = false;
        }

        /** Prints the summary; returns the exit code. */
        int end() {
            out.println(
                    errors == 0 ? "No errors. Nothing was started." : "Errors: " + errors + ". Nothing was started.");
            return errors == 0 ? 0 : 1;
        }
    }
}
