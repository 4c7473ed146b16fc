package io.logaggregator.deploy.files;

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

/** Files of the project under test. */
public final class ProjectFiles {

    public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    public static final Path DEPLOY = ROOT.resolve("deploy");
    public static final Path PROMETHEUS = DEPLOY.resolve("prometheus");
    public static final Path RULES = PROMETHEUS.resolve("alerts.yaml");
    public static final Path DASHBOARD = DEPLOY.resolve("grafana/log-aggregator.json");
    public static final Path RUNBOOK = ROOT.resolve("docs/runbook");

    private static final JsonMapper JSON = new JsonMapper();

    private ProjectFiles() {}

    /** The version in the root pom. */
    public static String version() {
        Matcher version = Pattern.compile("<version>([^<]+)</version>").matcher(text(ROOT.resolve("pom.xml")));
        if (!version.find()) {
            throw new IllegalStateException("pom.xml: no version");
        }
        return version.group(1);
    }

    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sorted file names of a directory. */
    public static List<String> names(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The documents of a YAML file. Rejects duplicate keys. */
    public static List<JsonNode> documents(Path file) {
        return documents(text(file));
    }

    public static List<JsonNode> documents(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return StreamSupport.stream(
                        new Yaml(new SafeConstructor(options)).loadAll(yaml).spliterator(), false)
                .map(document -> JSON.<JsonNode>valueToTree(document))
                .toList();
    }

    public static JsonNode document(Path file) {
        return documents(file).getFirst();
    }

    /** Text at a JSON pointer; empty if absent. */
    public static String text(JsonNode node, String pointer) {
        JsonNode value = node.at(pointer);
        return value.isMissingNode() ? "" : value.asString();
    }
}
