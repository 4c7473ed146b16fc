package io.logaggregator.wire.metrics;

import io.logaggregator.core.common.StorableText;
import io.logaggregator.core.observation.MetricSample.Kind;
import io.logaggregator.wire.element.ElementVisitor;
import io.logaggregator.wire.element.Elements;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.json.DecodeResultBuilder;
import io.logaggregator.wire.json.InvalidElementException;
import io.logaggregator.wire.json.Json;
import io.logaggregator.wire.json.JsonMembers;
import io.logaggregator.wire.json.Members;
import io.logaggregator.wire.json.Scalars;
import io.logaggregator.wire.json.Text;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Value lists in JSON, as collectd's plugins write_http and write_kafka send them: an array, or one object. The metric is
 * {@code plugin.type}, or {@code plugin.type.source} where the data source is not named {@code value}.
 *
 * @see <a href="https://www.collectd.org/documentation/manpages/collectd.conf.html">collectd, write_http</a>
 */
public final class CollectdJson implements Elements {

    private static final int MAX_VALUES = 1_000;

    private final Bytes text;

    private CollectdJson(Bytes text) {
        this.text = text;
    }

    /** The elements of a message. */
    public static Elements of(Bytes value) {
        return new CollectdJson(value.withoutByteOrderMark());
    }

    @Override
    public void visit(ElementVisitor visitor) {
        HostMetrics translated = HostMetrics.of(visitor);
        JsonMembers.ofRow(
                text,
                row -> JsonMembers.ofArray(
                        row,
                        value -> visitor.add(value, result -> {
                            List<Point> points = points(value, result);
                            add(points, result);
                            points.forEach(point -> translated.use(inSeconds(point)));
                        })));
        translated.addTo(visitor, text.startingAt(text.to()));
    }

    /** Value lists of an instant have times of their own, some milliseconds apart. */
    private static Point inSeconds(Point point) {
        Instant second = point.at().truncatedTo(ChronoUnit.SECONDS);
        return new Point(point.host(), point.metric(), point.value(), second, point.kind(), point.attributes());
    }

    private static void add(List<Point> points, DecodeResultBuilder result) {
        points.forEach(point -> point.sample(result)); // checks all of them before the first is added
        points.forEach(point -> point.addTo(result));
    }

    private static List<Point> points(Bytes value, DecodeResultBuilder result) {
        ValueList list = new ValueList();
        try (JsonParser parser = Json.parser(value)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw InvalidElementException.malformed("not a JSON object");
            }
            Members.ofObject(parser, name -> list.read(name, parser, result));
        } catch (JacksonException e) {
            throw InvalidElementException.of(e);
        }
        return list.points(result);
    }

    /** A value list while it is read. */
    private static final class ValueList {

        private final List<Double> values = new ArrayList<>();
        private final List<String> types = new ArrayList<>();
        private final List<String> names = new ArrayList<>();
        private String host = "";
        private String plugin = "";
        private String pluginInstance = "";
        private String type = "";
        private String typeInstance = "";
        private @Nullable Instant time;

        void read(String name, JsonParser parser, DecodeResultBuilder result) {
            switch (name) {
                case "values" ->
                    array(parser, () -> values.add(Scalars.number(parser).orElse(Double.NaN)));
                case "dstypes" -> array(parser, () -> types.add(text(parser)));
                case "dsnames" -> array(parser, () -> names.add(text(parser)));
                case "time" -> time = Scalars.time(parser, result.times()).orElse(null);
                case "host" -> host = text(parser);
                case "plugin" -> plugin = text(parser);
                case "plugin_instance" -> pluginInstance = text(parser);
                case "type" -> type = text(parser);
                case "type_instance" -> typeInstance = text(parser);
                default -> {}
            }
        }

        private void array(JsonParser parser, Runnable element) {
            if (parser.currentToken() == JsonToken.START_ARRAY) {
                Members.ofArray(parser, element);
            }
            if (values.size() > MAX_VALUES || types.size() > MAX_VALUES || names.size() > MAX_VALUES) {
                throw InvalidElementException.tooLarge("more than " + MAX_VALUES + " values");
            }
        }

        private static String text(JsonParser parser) {
            return Scalars.text(parser).orElse("");
        }

        List<Point> points(DecodeResultBuilder result) {
            if (plugin.isEmpty() || type.isEmpty() || values.isEmpty()) {
                throw InvalidElementException.incomplete("plugin, type or values are missing (expected: a value list)");
            }
            SortedMap<String, String> attributes = new TreeMap<>();
            put(attributes, "plugin_instance", pluginInstance);
            put(attributes, "type_instance", typeInstance);
            String known = Text.label(host).orElseGet(result::hostOfKey);
            Instant at = time == null ? result.message().timestamp() : time;
            List<Point> points = new ArrayList<>(values.size());
            for (int i = 0; i < values.size(); i++) {
                String source = i < names.size() ? names.get(i) : "value";
                String metric = plugin + '.' + type + (source.equals("value") ? "" : '.' + source);
                Kind kind = kind(i < types.size() ? types.get(i) : "gauge");
                points.add(new Point(known, StorableText.of(metric), values.get(i), at, kind, attributes));
            }
            return points;
        }

        private static void put(SortedMap<String, String> attributes, String name, String value) {
            if (!value.isEmpty()) {
                attributes.put(name, value);
            }
        }

        private static Kind kind(String type) {
            return switch (type) {
                case "derive", "counter" -> Kind.CUMULATIVE;
                case "absolute" -> Kind.DELTA;
                default -> Kind.GAUGE;
            };
        }
    }
}
