package io.logaggregator.server.description;

import io.logaggregator.server.AggregatorServer;
import io.logaggregator.testkit.TestKafka;
import io.logaggregator.testkit.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole server in this JVM, on a port of its own, with a database and topics of its own. */
final class RealServer implements AutoCloseable {

    static final String KEY = "a-key-of-twenty-characters";

    private final HttpClient client = HttpClient.newHttpClient();
    private final TestPostgres.Database database;
    private final String logTopic;
    private final ConfigurableApplicationContext context;

    private RealServer(TestPostgres.Database database, String logTopic, ConfigurableApplicationContext context) {
        this.database = database;
        this.logTopic = logTopic;
        this.context = context;
    }

    static RealServer start(String... settings) {
        TestPostgres.Database database = TestPostgres.shared().newDatabase();
        TestKafka kafka = TestKafka.shared();
        String logTopic = kafka.createTopic(2);
        Stream<String> usual = Stream.of(
                "--server.port=0",
                "--aggregator.security.api-key=" + KEY,
                "--aggregator.api.requests-per-minute=0",
                "--aggregator.canary.interval=0s",
                "--aggregator.database.url=" + database.jdbcUrl(),
                "--aggregator.database.user=" + database.user(),
                "--aggregator.database.password=" + database.password(),
                "--aggregator.queue.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                "--aggregator.queue.kafka.group-id=" + kafka.createTopic(1),
                "--aggregator.queue.topics=" + kafka.createTopic(2) + "=agent," + logTopic + "=log");
        return new RealServer(
                database,
                logTopic,
                new SpringApplicationBuilder(AggregatorServer.class)
                        .run(Stream.concat(usual.filter(setting -> !isAmong(setting, settings)), Stream.of(settings))
                                .toArray(String[]::new)));
    }

    /** Spring would take both. */
    private static boolean isAmong(String setting, String... settings) {
        String name = setting.substring(0, setting.indexOf('=') + 1);
        return Stream.of(settings).anyMatch(given -> given.startsWith(name));
    }

    <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    TestPostgres.Database database() {
        return database;
    }

    String logTopic() {
        return logTopic;
    }

    int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), RealServer::read);
    }

    private static BodySubscriber<String> read(ResponseInfo answer) {
        boolean forEver = answer.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
        return forEver ? new BeginningOfStream() : BodySubscribers.ofString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
        context.close();
    }
}
