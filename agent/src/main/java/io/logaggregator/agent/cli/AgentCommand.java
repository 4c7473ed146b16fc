package io.logaggregator.agent.cli;

import io.logaggregator.agent.Agent;
import io.logaggregator.agent.AgentConfig;
import io.logaggregator.agent.FileTailing;
import io.logaggregator.core.ingest.CheckResult;
import io.logaggregator.core.queue.MessageQueue;
import io.logaggregator.core.queue.QueueUnavailableException;
import io.logaggregator.queue.kafka.KafkaInspection;
import io.logaggregator.queue.kafka.KafkaQueue;
import io.logaggregator.queue.kafka.KafkaQueueConfig;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Runs an agent until the process is told to end. */
@Command(
        name = "agent",
        mixinStandardHelpOptions = true,
        version = "Log Aggregator agent",
        sortOptions = false,
        description = "Sends this host's metrics, processes and log files to Kafka.",
        footer = {
            "",
            "Each option is also an environment variable (AGENT_BOOTSTRAP_SERVERS) and a key of the YAML file given by"
                    + " --config (bootstrap-servers: ...). The command line comes first, then the environment."
        })
final class AgentCommand implements Callable<Integer> {

    @Option(names = "--config", paramLabel = "FILE", description = "YAML file with settings.")
    @SuppressWarnings("UnusedVariable") // Main reads it before all others, since it gives their defaults
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Kafka brokers to ask first, several with commas; default localhost:9092.")
    private String bootstrapServers = "localhost:9092";

    @Option(
            names = "--kafka-properties",
            paramLabel = "FILE",
            description = "Further settings of Kafka's client, such as security.protocol.")
    private Optional<Path> kafkaProperties = Optional.empty();

    @Option(names = "--host", paramLabel = "NAME", description = "What to call this host; else the system is asked.")
    private Optional<String> host = Optional.empty();

    @Option(names = "--interval", paramLabel = "TIME", description = "Between two reports; default 5s.")
    private Duration interval = AgentConfig.DEFAULTS.interval();

    @Option(names = "--metrics-topic", paramLabel = "TOPIC", description = "For reports; default system-metrics.")
    private String metricsTopic = AgentConfig.DEFAULTS.metricsTopic();

    @Option(names = "--logs-topic", paramLabel = "TOPIC", description = "For lines of files; default logs.")
    private String logsTopic = AgentConfig.DEFAULTS.logsTopic();

    @Option(
            names = "--files",
            paramLabel = "GLOB[,GLOB...]",
            hideParamSyntax = true,
            split = ",(?![^{]*})",
            description = "Log files to follow, for example '/var/log/*.log'; several with commas.")
    private List<String> files = List.of();

    @Option(
            names = "--begin",
            paramLabel = "start|end",
            description = "Where to begin in a file that is there already; default end.")
    private FileTailing.Begin begin = FileTailing.Begin.END;

    @Option(
            names = "--application",
            paramLabel = "NAME",
            description = "Application of all lines; else the base name of the file.")
    private Optional<String> application = Optional.empty();

    @Option(
            names = "--join-stack-traces",
            arity = "1",
            paramLabel = "true|false",
            description = "Whether indented lines belong to the line before; default true.")
    private boolean joinStackTraces = true;

    @Option(
            names = "--state-directory",
            paramLabel = "DIRECTORY",
            description = "Where positions in files are remembered; default ./agent-state.")
    private Path stateDirectory = Path.of("agent-state");

    @Option(
            names = "--check-config",
            description =
                    "Start nothing: say whether the settings and the Kafka they name are good. Exit code 0: they are.")
    private boolean checkConfig;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (checkConfig) {
            return check();
        }
        var ended = new CountDownLatch(1);
        try (var queue = new KafkaQueue(queueConfig(), InstantSource.system());
                Agent _ = Agent.start(agentConfig(), queue, InstantSource.system())) {
            var stop = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndWait(stop, ended), "agent-stop"));
            tellWhetherReachable(queue);
            stop.await();
        } finally {
            ended.countDown();
        }
        return ExitCode.OK;
    }

    /** What makes no sense is refused before, as it is at a start. */
    private int check() throws IOException {
        AgentConfig config = agentConfig();
        Set<String> written = config.files().isPresent() ? Set.of(metricsTopic, logsTopic) : Set.of(metricsTopic);
        List<CheckResult> findings = new KafkaInspection(queueConfig(), written).inspect();
        findings.forEach(finding -> System.out.println((finding.good() ? "ok    " : "WRONG ") + finding.text()));
        return findings.stream().allMatch(CheckResult::good) ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** The process ends when its shutdown hooks have: so this one waits until all is closed. */
    private static void stopAndWait(CountDownLatch stop, CountDownLatch ended) {
        stop.countDown();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellWhetherReachable(MessageQueue queue) {
        // not a static field: logging is configured before the first logger is made
        Logger log = LoggerFactory.getLogger(AgentCommand.class);
        try {
            queue.check();
            log.info("event=queue-reached bootstrap-servers={}", bootstrapServers);
        } catch (QueueUnavailableException e) {
            log.warn("event=queue-away bootstrap-servers={} reason=\"{}\"", bootstrapServers, e.getMessage());
        }
    }

    private AgentConfig agentConfig() {
        AgentConfig fromOptions = AgentConfig.DEFAULTS.withInterval(interval).withTopics(metricsTopic, logsTopic);
        AgentConfig named = host.map(fromOptions::withHost).orElse(fromOptions);
        return files.isEmpty() ? named : named.withFiles(tailing());
    }

    private FileTailing tailing() {
        FileTailing usual = new FileTailing(files, stateDirectory);
        return new FileTailing(
                files,
                stateDirectory,
                begin,
                application,
                joinStackTraces,
                usual.maxLineBytes(),
                usual.partialLineTimeout(),
                usual.pollInterval());
    }

    private KafkaQueueConfig queueConfig() throws IOException {
        return new KafkaQueueConfig(
                bootstrapServers,
                "agent", // never used: agents do not consume
                Set.of(),
                Optional.empty(),
                1,
                1,
                Duration.ofSeconds(10),
                kafkaProperties.isPresent() ? properties(kafkaProperties.get()) : Map.of());
    }

    private static Map<String, String> properties(Path file) throws IOException {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, properties::getProperty));
    }
}
