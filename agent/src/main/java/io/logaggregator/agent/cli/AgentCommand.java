package io.logaggregator.agent.cli;

import io.logaggregator.agent.Agent;
import io.logaggregator.agent.AgentConfig;
import io.logaggregator.agent.FileTailing;
import io.logaggregator.agent.scrape.ScrapeTarget;
import io.logaggregator.agent.scrape.Scraping;
import io.logaggregator.agent.statsd.StatsdConfig;
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
import java.time.ZoneId;
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

/** Runs an agent until SIGTERM. */
@Command(
        name = "agent",
        mixinStandardHelpOptions = true,
        version = "Log Aggregator agent",
        sortOptions = false,
        description = "Sends this host's metrics, processes and log files, and metrics of its programs, to Kafka.",
        footer = {
            "",
            "Each option is also an environment variable (AGENT_BOOTSTRAP_SERVERS) and a key of the YAML file given by"
                    + " --config (bootstrap-servers: ...). Precedence: command line, environment, file."
        })
final class AgentCommand implements Callable<Integer> {

    @Option(names = "--config", paramLabel = "FILE", description = "YAML file with settings.")
    @SuppressWarnings("UnusedVariable") // read by Main, because the file contains defaults of other options
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Kafka bootstrap servers, separated by commas; default localhost:9092.")
    private String bootstrapServers = "localhost:9092";

    @Option(
            names = "--kafka-properties",
            paramLabel = "FILE",
            description = "Further settings of the Kafka client, such as security.protocol.")
    private Optional<Path> kafkaProperties = Optional.empty();

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description = "Name of this host; default: host name of the operating system.")
    private Optional<String> host = Optional.empty();

    @Option(names = "--interval", paramLabel = "TIME", description = "Interval between two reports; default 5s.")
    private Duration interval = AgentConfig.DEFAULTS.interval();

    @Option(
            names = "--metrics-topic",
            paramLabel = "TOPIC",
            description = "Topic of the reports; default system-metrics.")
    private String metricsTopic = AgentConfig.DEFAULTS.metricsTopic();

    @Option(names = "--logs-topic", paramLabel = "TOPIC", description = "Topic of the lines of files; default logs.")
    private String logsTopic = AgentConfig.DEFAULTS.logsTopic();

    @Option(
            names = "--files",
            paramLabel = "GLOB[,GLOB...]",
            hideParamSyntax = true,
            split = ",(?![^{]*})",
            description = "Log files to follow, for example '/var/log/*.log'; separated by commas.")
    private List<String> files = List.of();

    @Option(
            names = "--begin",
            paramLabel = "start|end",
            description = "Start position in an existing file; default end.")
    private FileTailing.Begin begin = FileTailing.Begin.END;

    @Option(
            names = "--application",
            paramLabel = "NAME",
            description = "Application of all lines; default: name of the container, else base name of the file.")
    private Optional<String> application = Optional.empty();

    @Option(
            names = "--join-stack-traces",
            arity = "1",
            paramLabel = "true|false",
            description = "Whether to join the lines of a stack trace, or of a JSON object; default true.")
    private boolean joinStackTraces = true;

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            description = "Zone of times without one in log files, for example UTC; default: that of this host.")
    private ZoneId timeZone = ZoneId.systemDefault();

    @Option(
            names = "--scrape",
            paramLabel = "URL[,URL...]",
            hideParamSyntax = true,
            split = ",",
            description = "Prometheus or OpenMetrics endpoints to scrape, for example http://localhost:9100/metrics;"
                    + " separated by commas. Settings of a target follow its URL, separated by spaces: job=NAME,"
                    + " host=NAME, bearer-token-file=FILE, and any LABEL=VALUE.")
    private List<String> scrape = List.of();

    @Option(
            names = "--scrape-interval",
            paramLabel = "TIME",
            description = "Interval between two scrapes of a target; default 15s.")
    private Duration scrapeInterval = Scraping.DEFAULT_INTERVAL;

    @Option(
            names = "--statsd",
            paramLabel = "PORT",
            description = "UDP port for StatsD and DogStatsD, on 127.0.0.1, or ADDRESS:PORT; default: none.")
    private Optional<String> statsd = Optional.empty();

    @Option(
            names = "--statsd-tcp",
            arity = "1",
            paramLabel = "true|false",
            description = "Whether StatsD is also received at the same TCP port; default false.")
    private boolean statsdTcp;

    @Option(
            names = "--statsd-interval",
            paramLabel = "TIME",
            description = "Interval between two aggregations of StatsD metrics; default 10s.")
    private Duration statsdInterval = StatsdConfig.DEFAULT_FLUSH_INTERVAL;

    @Option(
            names = "--state-directory",
            paramLabel = "DIRECTORY",
            description = "Directory for the positions in files; default ./agent-state.")
    private Path stateDirectory = Path.of("agent-state");

    @Option(
            names = "--check-config",
            description = "Check the settings and the connection to Kafka, and exit. Exit code 0: no errors.")
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
            logConnection(queue);
            stop.await();
        } finally {
            ended.countDown();
        }
        return ExitCode.OK;
    }

    /** Invalid settings are rejected before, as at a start. */
    private int check() throws IOException {
        AgentConfig config = agentConfig();
        Set<String> written = config.files().isPresent() || config.statsd().isPresent()
                ? Set.of(metricsTopic, logsTopic)
                : Set.of(metricsTopic);
        List<CheckResult> results = new KafkaInspection(queueConfig(), written).inspect();
        results.forEach(result -> System.out.println((result.good() ? "ok    " : "ERROR ") + result.text()));
        return results.stream().allMatch(CheckResult::good) ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** Shutdown hook: the JVM exits when it returns, so it waits until the agent is closed. */
    private static void stopAndWait(CountDownLatch stop, CountDownLatch ended) {
        stop.countDown();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void logConnection(MessageQueue queue) {
        // not a static field: logging is configured before the first logger is created
        Logger log = LoggerFactory.getLogger(AgentCommand.class);
        try {
            queue.check();
            log.info("queue available: bootstrapServers={}", bootstrapServers);
        } catch (QueueUnavailableException e) {
            log.warn("queue unavailable: bootstrapServers={} reason=\"{}\"", bootstrapServers, e.getMessage());
        }
    }

    private AgentConfig agentConfig() {
        AgentConfig fromOptions = AgentConfig.DEFAULTS.withInterval(interval).withTopics(metricsTopic, logsTopic);
        AgentConfig named = host.map(fromOptions::withHost).orElse(fromOptions);
        AgentConfig followed = files.isEmpty() ? named : named.withFiles(tailing());
        AgentConfig scraped = scrape.isEmpty() ? followed : followed.withScraping(scraping());
        return statsd.map(StatsdConfig::parseAddress)
                .map(address -> scraped.withStatsd(new StatsdConfig(address, statsdTcp, statsdInterval)))
                .orElse(scraped);
    }

    private FileTailing tailing() {
        FileTailing defaults = new FileTailing(files, stateDirectory);
        return new FileTailing(
                files,
                stateDirectory,
                begin,
                application,
                joinStackTraces,
                defaults.maxLineBytes(),
                defaults.partialLineTimeout(),
                defaults.pollInterval(),
                timeZone);
    }

    private Scraping scraping() {
        return new Scraping(scrape.stream().map(ScrapeTarget::parse).toList(), scrapeInterval);
    }

    private KafkaQueueConfig queueConfig() throws IOException {
        return new KafkaQueueConfig(
                bootstrapServers,
                "agent", // not used: agents do not consume
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
