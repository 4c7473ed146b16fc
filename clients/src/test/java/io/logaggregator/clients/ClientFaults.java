package io.logaggregator.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.clients.FaultyClients.Client;
import io.logaggregator.clients.FaultyClients.Kind;
import io.logaggregator.clients.FaultyClients.Sender;
import io.logaggregator.embedded.servers.EmbeddedKafkaBroker;
import io.logaggregator.testkit.FreePort;
import io.logaggregator.testkit.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Prints the table of faults of docs/sources.md: the outcome for the data of each client. Takes minutes and is no part of the build:
 * see README.md.
 */
class ClientFaults {

    /** Names of the clients to start; all by default. */
    private static final Pattern NAMES = Pattern.compile(System.getProperty("clients", ".*"));

    private static final Duration FAULT = Duration.ofSeconds(10);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration RETRY_LIMIT = Duration.ofSeconds(60);
    private static final Duration LIMIT_OF_BATCH = Duration.ofSeconds(30);
    private static final Pattern ERROR =
            Pattern.compile("error|fail|refus|reject|drop|exception|lost|suspend", Pattern.CASE_INSENSITIVE);
    private static final List<String> PROTOCOLS = List.of("syslog", "gelf", "forward", "graphite"); // of the listeners
    private static final TestedServer.Topics TOPICS = new TestedServer.Topics("", "system-metrics", "logs", "collectd");

    private final Map<String, List<String>> rows =
            Collections.synchronizedMap(new TreeMap<>(String.CASE_INSENSITIVE_ORDER));

    private String keyId = "";
    private String key = "";

    @TempDir
    private Path directory;

    @Test
    void printTable() throws IOException, InterruptedException {
        NodeClientsIT.install();
        TestPostgres.Database database = TestPostgres.shared().newDatabase();
        EmbeddedKafkaBroker broker = startBroker(0);
        broker.createTopics(List.of(TOPICS.agents(), TOPICS.logs(), TOPICS.collectd()), 1);
        TestedServer.Topics topics =
                new TestedServer.Topics(broker.bootstrapServers(), TOPICS.agents(), TOPICS.logs(), TOPICS.collectd());
        List<String> settings =
                List.of("--aggregator.queue.kafka.publish-timeout=7s", "--aggregator.gateways.max-body-size=1MB");
        try (TestedServer small = TestedServer.start(topics, database, settings)) {
            JsonNode created = small.post("/api/v1/api-keys", "{\"name\":\"clients\",\"scopes\":[\"ingest\"]}");
            keyId = created.get("id").asString();
            key = created.get("secret").asString();
            try (TestedServer server = TestedServer.start(topics, database, listeners(key))) {
                List<Running> clients = start(clients(), server);
                broker = interruptKafka(clients, broker);
                revokeKey(clients, server, database);
                sendBatch(clients, "bad");
                clients.forEach(Running::close);
            }
            List<Running> clients =
                    start(clients().stream().filter(Client::sendsRequests).toList(), small);
            sendBatch(clients, "large");
            clients.forEach(Running::close);
        } finally {
            broker.close();
        }
        print();
    }

    private static List<Client> clients() {
        return FaultyClients.all().stream()
                .filter(client -> NAMES.matcher(client.name()).find())
                .toList();
    }

    private EmbeddedKafkaBroker startBroker(int port) {
        return EmbeddedKafkaBroker.start(directory.resolve("kafka"), port);
    }

    private static List<String> listeners(String key) {
        List<String> settings = new ArrayList<>(List.of("--aggregator.queue.kafka.publish-timeout=7s"));
        for (String protocol : PROTOCOLS) {
            settings.addAll(TestedServer.listener(protocol, FreePort.find(), key));
            settings.add("--aggregator.listeners." + protocol + ".max-message-size=4KB");
        }
        settings.add("--aggregator.listeners.graphite.host-template=host.*");
        return settings;
    }

    /** A client, its data, and the errors that it has reported. */
    private record Running(Client client, Sender sender, TestedServer server) {

        long count(String text, Instant from, Instant to) {
            return client.kind() == Kind.LOGS
                    ? server.logs(text).size()
                    : server.hasPoint(text + client.kind().suffix, from, to) ? 1 : 0;
        }

        /** Of clients that send at each step, samples of the first ones: the last ones can be sent after the fault. */
        long countOfFault(String text, Instant from, Instant to) {
            return count(text, from, client.kind().repeats ? from.plusSeconds(4) : to);
        }

        /** Whether a sample of the first step or two arrived, or a record that is sent once. */
        boolean arrivedWithBatch(String text, Instant from) {
            return client.kind().repeats ? count(text, from, from.plusSeconds(6)) > 0 : arrived(text, from);
        }

        boolean arrived(String text, Instant from) {
            return count(text, from, Instant.now().plusSeconds(60)) > 0;
        }

        /** A text that only this client sends, also usable as the name of a metric. */
        String text(String of) {
            return of + "_of_" + client.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
        }

        boolean reportsError(int from) {
            String output = sender.output();
            return ERROR.matcher(output.substring(Math.min(from, output.length())))
                    .find();
        }

        /** Sends in the background: some clients wait for a response. */
        void send(String text) {
            Thread.ofVirtual().start(() -> {
                try {
                    sender.send(text);
                } catch (Exception | AssertionError e) {
                    sender.report(e);
                }
            });
        }

        void close() {
            try {
                sender.close();
            } catch (Exception e) {
                System.out.println(client.name() + ": " + e);
            }
        }
    }

    private List<Running> start(List<Client> clients, TestedServer server) throws IOException, InterruptedException {
        Instant from = now();
        List<Running> running = new ArrayList<>();
        for (Client client : clients) {
            Path own = Files.createTempDirectory(directory, "client");
            try {
                running.add(new Running(client, client.start().start(server, key, own), server));
            } catch (Exception | AssertionError e) {
                System.out.println(client.name() + " does not start: " + e);
            }
        }
        running.forEach(client -> client.send(client.text("first")));
        await(running, START_LIMIT, client -> client.arrived(client.text("first"), from));
        running.removeIf(client -> {
            boolean silent = !client.arrived(client.text("first"), from);
            if (silent) {
                System.out.println(client.client().name() + " sends nothing: "
                        + client.sender().output());
                client.close();
            }
            return silent;
        });
        return running;
    }

    private static void await(List<Running> clients, Duration limit, Predicate<Running> condition)
            throws InterruptedException {
        List<Running> open = new ArrayList<>(clients);
        Instant deadline = Instant.now().plus(limit);
        while (!open.isEmpty() && Instant.now().isBefore(deadline)) {
            Thread.sleep(500);
            open.removeIf(condition);
        }
    }

    private EmbeddedKafkaBroker interruptKafka(List<Running> clients, EmbeddedKafkaBroker broker)
            throws InterruptedException {
        Map<Running, Integer> reported = lengths(clients);
        int port = broker.port();
        broker.close();
        Instant from = now();
        clients.forEach(client -> client.send(client.text("kafka")));
        Thread.sleep(FAULT);
        Instant to = Instant.now();
        EmbeddedKafkaBroker restarted = startBroker(port);
        recordRetries(clients, "kafka", from, to, reported);
        return restarted;
    }

    private void revokeKey(List<Running> clients, TestedServer server, TestPostgres.Database database)
            throws InterruptedException {
        Map<Running, Integer> reported = lengths(clients);
        Map<String, Integer> ports = new HashMap<>();
        PROTOCOLS.forEach(protocol -> ports.put(protocol, server.port(protocol)));
        server.delete("/api/v1/api-keys/" + keyId);
        Awaitility.await("rejected key")
                .atMost(START_LIMIT)
                .until(() -> !server.accepts(key) && ports.values().stream().noneMatch(ClientFaults::isOpen));
        Instant from = now();
        clients.forEach(client -> client.send(client.text("revoked")));
        Thread.sleep(FAULT);
        Instant to = Instant.now();
        restoreKey(database);
        recordRetries(clients, "revoked", from, to, reported);
    }

    private static boolean isOpen(int port) {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** No user can do this: a revoked key stays revoked. The version tells all instances of the change. */
    private void restoreKey(TestPostgres.Database database) {
        database.execute("begin; update api_key set revoked_at = null where id = '" + keyId + "';"
                + " update configuration set version = version + 1; commit");
    }

    /** Some clients send times in whole seconds. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(1);
    }

    private static Map<Running, Integer> lengths(List<Running> clients) {
        Map<Running, Integer> lengths = new LinkedHashMap<>();
        clients.forEach(client -> lengths.put(client, client.sender().output().length()));
        return lengths;
    }

    private void recordRetries(
            List<Running> clients, String text, Instant from, Instant to, Map<Running, Integer> reported)
            throws InterruptedException {
        await(clients, RETRY_LIMIT, client -> client.countOfFault(client.text(text), from, to) > 0);
        Thread.sleep(Duration.ofSeconds(5)); // for duplicates
        for (Running client : clients) {
            long count = client.countOfFault(client.text(text), from, to);
            String result = count > 1 ? "retried, stored " + count + " times" : count == 1 ? "retried" : "lost";
            if (count == 0 && client.arrived(client.text(text), from)) {
                result = "lost, later values arrive";
            }
            record(client, result, reported.getOrDefault(client, 0));
        }
    }

    /** Sends good elements around one beyond the limits, and then another good one. */
    private void sendBatch(List<Running> clients, String text) throws InterruptedException {
        Map<Running, Integer> reported = lengths(clients);
        Instant from = now();
        Map<Running, Instant> sent = new LinkedHashMap<>();
        List<Running> able = new ArrayList<>();
        for (Running client : clients) {
            if (!client.sender().sendsBatches()) {
                cells(client).add("–");
                continue;
            }
            able.add(client);
            sent.put(client, now()); // that of a client before may take seconds
            try {
                client.sender().sendBatch(client.text(text + "_before"), client.text(text + "_after"));
            } catch (Exception | AssertionError e) {
                client.sender().report(e);
            }
        }
        await(
                able,
                LIMIT_OF_BATCH,
                client -> client.arrived(client.text(text + "_before"), from)
                        && client.arrived(client.text(text + "_after"), from));
        able.forEach(client -> client.send(client.text(text + "_later")));
        await(able, RETRY_LIMIT, client -> client.arrived(client.text(text + "_later"), from));
        for (Running client : able) {
            boolean before = client.arrivedWithBatch(client.text(text + "_before"), sent.getOrDefault(client, from));
            boolean after = client.arrivedWithBatch(client.text(text + "_after"), sent.getOrDefault(client, from));
            String result = before && after ? "works" : before || after ? "lost in part" : "lost";
            if (!client.arrived(client.text(text + "_later"), from)) {
                result += ", and so are later ones";
            } else if (!before && client.arrived(client.text(text + "_before"), from)) {
                result += ", later values arrive";
            }
            record(client, result, reported.getOrDefault(client, 0));
        }
    }

    private List<String> cells(Running client) {
        return rows.computeIfAbsent(client.client().name(), _ -> Collections.synchronizedList(new ArrayList<>()));
    }

    private void record(Running client, String result, int reported) {
        cells(client).add(result + (client.reportsError(reported) ? ", error" : ""));
    }

    private void print() throws IOException {
        StringBuilder table = new StringBuilder("""
                | client | Kafka unavailable for 10 s | key revoked for 10 s | bad element in a batch | request too large (413) |
                |---|---|---|---|---|
                """);
        rows.forEach((name, cells) -> {
            List<String> all = new ArrayList<>(cells);
            while (all.size() < 4) {
                all.add("no requests");
            }
            table.append("| ")
                    .append(name)
                    .append(" | ")
                    .append(String.join(" | ", all))
                    .append(" |\n");
        });
        Files.writeString(Path.of("target", "faults.md"), table, UTF_8);
        System.out.println(table);
    }
}
