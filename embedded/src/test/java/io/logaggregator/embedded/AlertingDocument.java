package io.logaggregator.embedded;

import io.logaggregator.core.common.DurationText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The examples in docs/alerting.md: a rule file after a comment {@code <!-- tested: NAME -->} or
 * {@code checked}, and a table of input. */
final class AlertingDocument {

    private static final Path FILE = Path.of("..", "docs", "alerting.md");

    private static final Pattern BLOCK =
            Pattern.compile("<!-- (tested|checked): (\\S+) -->\n```yaml\n(.*?)\n```\n", Pattern.DOTALL);
    private static final Pattern INPUT =
            Pattern.compile("(?:(\\d+) x )?(\\S+)(?: ([a-z][a-z._]*))?(?: \\{(\\w+)=(\\S+)})?"
                    + " (?:= (to )?(\\S+)|([A-Z]+) \"([^\"]*)\")(?: of (\\d+:\\d\\d))?");

    private AlertingDocument() {}

    /**
     * An example.
     *
     * @param rules content of a rule file
     */
    record Example(String name, boolean isTested, String rules, List<Row> rows) {

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * A moment.
     *
     * @param at time since the begin
     * @param inputs messages that enter the queue at this time
     * @param transitions as {@code web-1 OPENED HIGH}, with the time if it is another one
     */
    record Row(Duration at, List<Input> inputs, List<String> transitions) {}

    /**
     * Messages of one host.
     *
     * @param metric of a sample; empty for that of the rule
     * @param attribute name and value; empty for none
     * @param value of a sample; empty for log records
     * @param gradual whether the value is reached by a sample each hour since the row before
     */
    record Input(
            int count,
            String host,
            String metric,
            List<String> attribute,
            String value,
            boolean gradual,
            String level,
            String message,
            Duration of) {}

    /** The examples that are executed. */
    static Stream<Example> examples() throws IOException {
        return all().filter(Example::isTested);
    }

    /** All examples. */
    static Stream<Example> all() throws IOException {
        String text = Files.readString(FILE);
        List<Example> examples = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            examples.add(new Example(
                    block.group(2),
                    block.group(1).equals("tested"),
                    block.group(3),
                    rows(text.substring(block.end()))));
        }
        return examples.stream();
    }

    /** The rows of the first table. */
    private static List<Row> rows(String text) {
        return text.lines()
                .dropWhile(line -> !line.startsWith("|---"))
                .skip(1)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> row(line.substring(1, line.length() - 1).split("\\|", -1)))
                .toList();
    }

    private static Row row(String[] cells) {
        Duration at = time(cells[0].strip());
        return new Row(
                at,
                parts(cells[1]).map(input -> input(input, at)).toList(),
                parts(cells[2]).toList());
    }

    private static Stream<String> parts(String cell) {
        return Stream.of(cell.split(";")).map(String::strip).filter(part -> !part.isEmpty());
    }

    private static Input input(String text, Duration at) {
        Matcher matcher = INPUT.matcher(text);
        if (!matcher.matches()) {
            throw new AssertionError(text + " (expected: web-1 = 0.9, or 3 x web-1 ERROR \"text\")");
        }
        MatchResult parts = matcher.toMatchResult();
        return new Input(
                Integer.parseInt(orElse(parts.group(1), "1")),
                parts.group(2),
                orElse(parts.group(3), ""),
                parts.group(4) == null ? List.of() : List.of(parts.group(4), parts.group(5)),
                orElse(parts.group(7), ""),
                parts.group(6) != null,
                orElse(parts.group(8), ""),
                orElse(parts.group(9), ""),
                parts.group(10) == null ? at : time(parts.group(10)));
    }

    private static String orElse(String text, String absent) {
        return text == null ? absent : text;
    }

    private static Duration time(String text) {
        if (!text.contains(":")) {
            return DurationText.parse(text);
        }
        String[] parts = text.split(":", -1);
        return Duration.ofMinutes(Long.parseLong(parts[0])).plusSeconds(Long.parseLong(parts[1]));
    }
}
