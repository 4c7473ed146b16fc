package io.logaggregator.server.rule.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * A YAML file as a tree, in which each scalar is its text, so that numbers stay exact.
 *
 * @param lines of the members and elements by path, for example {@code rules[0].condition.window}
 */
record YamlFile(Path path, JsonNode root, Map<String, Integer> lines) {

    static final int MAX_BYTES = 4 << 20;

    /** Aliases could stand for many times the size of the file, or for a node around them. */
    private static final int MAX_NODES = 200_000;

    private static final int MAX_DEPTH = 30;

    /** A problem of a file; line 0 for the file as a whole. */
    record Problem(Path file, int line, String text) {

        @Override
        public String toString() {
            return file + (line == 0 ? "" : ":" + line) + ": " + text;
        }
    }

    /** A file that cannot be read, or is not valid YAML. */
    static final class UnreadableFileException extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        UnreadableFileException(Problem problem, @Nullable Exception cause) {
            super(problem.toString(), cause);
            this.problem = problem;
        }

        Problem problem() {
            return problem;
        }
    }

    /** Reads a file of at most 4 MiB. */
    static YamlFile read(Path path) throws UnreadableFileException {
        String text = text(path);
        try {
            LoaderOptions options = new LoaderOptions();
            options.setNestingDepthLimit(MAX_DEPTH);
            options.setCodePointLimit(MAX_BYTES);
            Node root = new Yaml(options).compose(new StringReader(text));
            Conversion conversion = new Conversion(path);
            return new YamlFile(
                    path,
                    root == null ? JsonNodeFactory.instance.missingNode() : conversion.convert(root, "", 0),
                    conversion.lines);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            throw new UnreadableFileException(new Problem(path, line, "no valid YAML: " + e.getProblem()), e);
        } catch (YAMLException e) {
            throw new UnreadableFileException(new Problem(path, 0, "no valid YAML: " + e.getMessage()), e);
        }
    }

    private static String text(Path path) throws UnreadableFileException {
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw unreadable(path, Files.size(path) + " bytes (expected: at most " + MAX_BYTES + ")", null);
            }
            return Files.readString(path, UTF_8);
        } catch (NoSuchFileException e) {
            throw unreadable(path, "no such file", e);
        } catch (AccessDeniedException e) {
            throw unreadable(path, "not readable by this user", e);
        } catch (MalformedInputException e) {
            throw unreadable(path, "no text in UTF-8", e);
        } catch (IOException e) {
            throw unreadable(path, "not readable: " + e.getMessage(), e);
        }
    }

    private static UnreadableFileException unreadable(Path path, String text, @Nullable Exception cause) {
        return new UnreadableFileException(new Problem(path, 0, text), cause);
    }

    /** A problem of a member, at its line, or that of the closest one around it. */
    Problem problem(String member, String text) {
        String known = member;
        while (!lines.containsKey(known) && !known.isEmpty()) {
            known = known.substring(0, Math.max(0, Math.max(known.lastIndexOf('.'), known.lastIndexOf('['))));
        }
        return new Problem(path, lines.getOrDefault(known, 1), text);
    }

    /** The text of a member; empty if it is absent, null or no scalar. */
    static Optional<String> text(JsonNode object, String member) {
        return object.path(member) instanceof StringNode text ? Optional.of(text.stringValue()) : Optional.empty();
    }

    /** Converts nodes, and records their lines. */
    private static final class Conversion {

        private final Path path;
        private final Map<String, Integer> lines = new HashMap<>();
        private int nodes;

        Conversion(Path path) {
            this.path = path;
        }

        JsonNode convert(Node node, String member, int depth) throws UnreadableFileException {
            if (++nodes > MAX_NODES || depth > MAX_DEPTH) {
                throw new UnreadableFileException(
                        new Problem(path, line(node), "too many or too deeply nested values, or an alias in itself"),
                        null);
            }
            lines.putIfAbsent(member, line(node));
            return switch (node) {
                case MappingNode mapping -> object(mapping.getValue(), member, depth);
                case SequenceNode sequence -> array(sequence.getValue(), member, depth);
                case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> JsonNodeFactory.instance.nullNode();
                case ScalarNode scalar -> StringNode.valueOf(scalar.getValue());
                default -> throw new UnreadableFileException(new Problem(path, line(node), "unknown node"), null);
            };
        }

        private ObjectNode object(List<NodeTuple> members, String parent, int depth) throws UnreadableFileException {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (NodeTuple member : members) {
                if (!(member.getKeyNode() instanceof ScalarNode key)) {
                    throw new UnreadableFileException(
                            new Problem(path, line(member.getKeyNode()), "the name of a member is no text"), null);
                }
                String name = key.getValue();
                String full = parent.isEmpty() ? name : parent + '.' + name;
                if (object.has(name)) {
                    throw new UnreadableFileException(
                            new Problem(path, line(key), full + ": twice (expected: each member once)"), null);
                }
                lines.put(full, line(key));
                object.set(name, convert(member.getValueNode(), full, depth + 1));
            }
            return object;
        }

        private ArrayNode array(List<Node> elements, String parent, int depth) throws UnreadableFileException {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            for (Node element : elements) {
                array.add(convert(element, parent + '[' + array.size() + ']', depth + 1));
            }
            return array;
        }

        private static int line(Node node) {
            return node.getStartMark().getLine() + 1;
        }
    }
}
