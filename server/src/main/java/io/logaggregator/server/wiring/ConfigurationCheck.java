package io.logaggregator.server.wiring;

import io.logaggregator.core.ingest.CheckResult;
import io.logaggregator.server.access.ConfiguredKey;
import io.logaggregator.server.http.PemPair;
import io.logaggregator.server.settings.AggregatorSettings;
import io.logaggregator.server.settings.InvalidSettingException;
import io.logaggregator.server.settings.Mistake;
import io.logaggregator.server.settings.SettingsCheck;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Tells all that is wrong with the configuration, and tries what it leads to: nothing is started, made or changed. Channels
 * of alerts are read but not called, since whoever is behind them would be woken.
 */
public final class ConfigurationCheck {

    /** The libraries say a second time, and at length, what the findings say. */
    private static final List<String> QUIET = List.of(
            "--spring.main.log-startup-info=false",
            "--logging.level.root=off",
            "--logging.level.org.apache=off",
            "--logging.file.name=");

    private final Report report;
    private final List<Mistake> mistakes;

    private ConfigurationCheck(Report report, List<Mistake> mistakes) {
        this.report = report;
        this.mistakes = mistakes;
    }

    /** Looks at the settings and tries the connections; the exit code: 0 when all is well, 1 when something is not. */
    public static int run(String[] arguments, PrintStream out) {
        return run(new SpringApplication(NothingToStart.class), arguments, out, true);
    }

    /**
     * The same for a program that brings its own database and queue: settings only.
     *
     * @param profile that it always has
     */
    public static int runWithoutConnections(String profile, String[] arguments, PrintStream out) {
        SpringApplication application = new SpringApplication(NothingToStart.class);
        application.setAdditionalProfiles(profile);
        return run(application, arguments, out, false);
    }

    private static int run(
            SpringApplication application, String[] arguments, PrintStream out, boolean withConnections) {
        application.setWebApplicationType(WebApplicationType.NONE);
        String[] quiet = Stream.concat(Stream.of(arguments), QUIET.stream()).toArray(String[]::new);
        try (ConfigurableApplicationContext context = application.run(quiet)) {
            Report report = new Report(out);
            look(context.getEnvironment(), report, withConnections);
            return report.end();
        } catch (RuntimeException e) { // for example a file that is no YAML: Spring has told the user
            out.println("The configuration cannot be read: " + e.getMessage());
            return 1;
        }
    }

    private static void look(ConfigurableEnvironment environment, Report report, boolean withConnections) {
        SettingsCheck settings = SettingsCheck.of(environment);
        List<Mistake> mistakes = settings.mistakes();
        ConfigurationCheck check = new ConfigurationCheck(report, mistakes);
        report.section("Settings" + profiles(environment));
        mistakes.forEach(mistake -> report.tell(CheckResult.bad(mistake.toString())));
        settings.settings().ifPresent(check::lookAtFiles);
        report.tellIfNothingElse("every key and value is understood");
        if (withConnections) {
            settings.settings().ifPresent(check::tryConnections);
        }
    }

    private static String profiles(ConfigurableEnvironment environment) {
        String[] active = environment.getActiveProfiles();
        return active.length == 0 ? "" : ", profile " + String.join(", ", active);
    }

    /** What settings name, and what is read only when it is needed. */
    private void lookAtFiles(AggregatorSettings settings) {
        if (isFree("aggregator.http.tls")) {
            tellTrouble(() -> settings.http().tls().files().ifPresent(PemPair::check));
        }
        if (isFree("aggregator.security")) {
            tellTrouble(() -> ConfiguredKey.require(settings.security()));
        }
    }

    private void tellTrouble(Runnable look) {
        try {
            look.run();
        } catch (InvalidSettingException e) {
            report.tell(CheckResult.bad(String.valueOf(e.getMessage())));
        }
    }

    private void tryConnections(AggregatorSettings settings) {
        connection("PostgreSQL", List.of("aggregator.database"), () -> Inspections.ofDatabase(settings));
        connection("Kafka", List.of("aggregator.queue", "aggregator.ingest"), () -> Inspections.ofQueue(settings));
    }

    private void connection(String name, List<String> sections, Supplier<List<CheckResult>> look) {
        report.section(name);
        if (!sections.stream().allMatch(this::isFree)) {
            report.note("not tried, since its settings are wrong");
            return;
        }
        try {
            look.get().forEach(report::tell);
        } catch (InvalidSettingException e) {
            report.tell(CheckResult.bad(String.valueOf(e.getMessage())));
        }
    }

    private boolean isFree(String section) {
        return mistakes.stream().noneMatch(mistake -> mistake.isIn(section));
    }

    /** What is started instead of the program. */
    private static final class NothingToStart {}
}
