package io.logaggregator.deploy.monitoring;

import io.logaggregator.server.AggregatorServer;
import io.logaggregator.testkit.TestKafka;
import io.logaggregator.testkit.TestPostgres;
import io.logaggregator.testkit.security.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.EnumerablePropertySource;

/** A server in this JVM, with TLS, on the shared test servers. */
record RunningServer(ConfigurableApplicationContext context, HttpClient client, TestPostgres.Database database)
        implements AutoCloseable {

    private static final String KEY = "a-key-of-twenty-characters";

    static RunningServer start(Path directory) {
        TestAuthority authority = TestAuthority.create(directory.resolve("authority"));
        TestAuthority.Issued issued = authority.issue("server", "ip:127.0.0.1");
        TestPostgres.Database database = TestPostgres.shared().newDatabase();
        TestKafka kafka = TestKafka.shared();
        String logs = kafka.createTopic(1);
        String systemMetrics = kafka.createTopic(1);
        ConfigurableApplicationContext context = new SpringApplicationBuilder(AggregatorServer.class)
                .run(
                        "--server.port=0",
                        "--aggregator.security.api-key=" + KEY,
                        "--aggregator.http.tls.certificate=" + issued.certificate(),
                        "--aggregator.http.tls.key=" + issued.key(),
                        "--aggregator.listeners.syslog.protocol=syslog",
                        "--aggregator.listeners.syslog.port=0",
                        "--aggregator.listeners.syslog.key=" + KEY,
                        "--aggregator.database.url=" + database.jdbcUrl(),
                        "--aggregator.database.user=" + database.user(),
                        "--aggregator.queue.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                        "--aggregator.queue.kafka.group-id=" + logs,
                        "--aggregator.queue.topics=" + logs + "=log," + systemMetrics + "=agent");
        return new RunningServer(context, trusting(authority.certificate()), database);
    }

    private static HttpClient trusting(Path authority) {
        PemSslStoreDetails trusted =
                PemSslStoreDetails.forCertificate(authority.toUri().toString());
        return HttpClient.newBuilder()
                .sslContext(SslBundle.of(new PemSslStoreBundle(null, trusted)).createSslContext())
                .build();
    }

    HttpResponse<String> get(String path) {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
                .header("X-API-Key", KEY)
                .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a response", e);
        }
    }

    Connection connect() throws SQLException {
        return database.connect();
    }

    /** Whether the configuration contains a key or prefix. */
    boolean hasKey(String key) {
        return StreamSupport.stream(
                        context.getEnvironment().getPropertySources().spliterator(), false)
                .filter(EnumerablePropertySource.class::isInstance)
                .flatMap(source -> Stream.of(((EnumerablePropertySource<?>) source).getPropertyNames()))
                .anyMatch(name -> name.equals(key) || name.startsWith(key + '.') || name.startsWith(key + '['));
    }

    @Override
    public void close() {
        client.close();
        context.close();
    }
}
