package io.logaggregator.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Configurations of clients in docs/sources.md: code blocks after a comment {@code <!-- tested: NAME -->}. */
final class SourcesDocument {

    private static final Path FILE = Path.of("..", "docs", "sources.md");

    /** Ports in the document, and the listeners of the server. */
    private static final Map<String, String> LISTENERS =
            Map.of("5514", "syslog", "6514", "syslog", "12201", "gelf", "24224", "forward", "2003", "graphite");

    private SourcesDocument() {}

    /** A configuration, with the addresses of a server and a key in place of those in the document. */
    static String configuration(String name, TestedServer server) {
        return configuration(name, server, TestedServer.KEY);
    }

    /** As {@link #configuration(String, TestedServer)}, with another key. */
    static String configuration(String name, TestedServer server, String key) {
        String configuration = block(name);
        for (Map.Entry<String, String> listener : LISTENERS.entrySet()) {
            configuration = Pattern.compile("\\b" + listener.getKey() + "\\b")
                    .matcher(configuration)
                    .replaceAll(_ -> Integer.toString(server.port(listener.getValue())));
        }
        return configuration
                .replace("aggregator:4317", "127.0.0.1:" + server.grpcPort())
                .replace("aggregator:8080", "127.0.0.1:" + server.port())
                .replace("kafka:9092", server.bootstrapServers())
                .replaceAll("\\baggregator\\b", "127.0.0.1")
                .replaceAll("\\b8080\\b", Integer.toString(server.port()))
                .replaceAll("\\bK\\b", key);
    }

    /** Environment variables, one a line. */
    static Map<String, String> environment(String name, TestedServer server) {
        return environment(name, server, TestedServer.KEY);
    }

    static Map<String, String> environment(String name, TestedServer server, String key) {
        return configuration(name, server, key)
                .lines()
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }

    private static String block(String name) {
        Matcher block = Pattern.compile(
                        "<!-- tested: " + Pattern.quote(name) + " -->\n```[a-z]*\n(.*?)\n```", Pattern.DOTALL)
                .matcher(text());
        if (!block.find()) {
            throw new AssertionError(FILE + " has no code block after <!-- tested: " + name + " -->");
        }
        return block.group(1);
    }

    private static String text() {
        try {
            return Files.readString(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
