package io.logaggregator.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files that are looked at, wherever in the repository they are. */
final class Repository {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    static final Path DEPLOY = ROOT.resolve("deploy");
    static final Path PROMETHEUS = DEPLOY.resolve("prometheus");
    static final Path RULES = PROMETHEUS.resolve("alerts.yaml");
    static final Path DASHBOARD = DEPLOY.resolve("grafana/log-aggregator.json");
    static final Path RUNBOOK = ROOT.resolve("docs/runbook");

    private static final JsonMapper JSON = new JsonMapper();

    private Repository() {}

    /** The project's version, as the root pom says. */
    static String version() {
        Matcher version = Pattern.compile("<version>([^<]+)</version>").matcher(text(ROOT.resolve("pom.xml")));
        if (!version.find()) {
            throw new IllegalStateException("pom.xml: without a version");
        }
        return version.group(1);
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of a directory's files, in order. */
    static List<String> names(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The documents of a YAML file. A key that stands twice is refused. */
    static List<JsonNode> documents(Path file) {
        return documents(text(file));
    }

    static List<JsonNode> documents(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return StreamSupport.stream(
                        new Yaml(new SafeConstructor(options)).loadAll(yaml).spliterator(), false)
                .map(document -> JSON.<JsonNode>valueToTree(document))
                .toList();
    }

    static JsonNode document(Path file) {
        return documents(file).getFirst();
    }

    /** Of a document, by a JSON pointer; empty where there is nothing. */
    static String text(JsonNode node, String pointer) {
        JsonNode value = node.at(pointer);
        return value.isMissingNode() ? "" : value.asString();
    }
}
