package io.logaggregator.benchmarks.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Stores messages by COPY in text format. */
final class CopyConsumer {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> LEVELS =
            List.of("", "TRACE", "", "", "", "DEBUG", "", "", "", "INFO", "", "", "", "WARN", "", "", "", "ERROR");

    private CopyConsumer() {}

    /** Arguments as in {@link ConsumerProgram#run}, and the columns: narrow or wide. */
    public static void main(String[] arguments) throws InterruptedException {
        boolean wide = arguments[6].equals("wide");
        ConsumerProgram.run(List.of(arguments), (records, connection) -> copy(records, connection, wide));
    }

    private static void copy(ConsumerRecords<byte[], byte[]> records, Connection connection, boolean wide)
            throws Exception {
        StringBuilder rows = new StringBuilder(records.count() * 400);
        String receivedAt = Instant.now().toString();
        for (ConsumerRecord<byte[], byte[]> message : records) {
            JsonNode event = JSON.readTree(message.value());
            if (wide) {
                rows.append(UUID.randomUUID()).append('\t');
            }
            text(event, "timestamp", rows).append('\t');
            if (wide) {
                rows.append(receivedAt).append('\t');
            }
            text(event, "host", rows).append('\t');
            if (wide) {
                rows.append(LEVELS.indexOf(event.path("level").asString())).append('\t');
            } else {
                text(event, "level", rows).append('\t');
            }
            text(event, "message", rows).append('\t');
            text(event, "environment", rows).append('\t');
            text(event, "application", rows).append('\t');
            text(event, "component", rows).append('\t');
            if (wide) {
                text(event, "traceId", rows).append('\t');
            }
            tags(event, rows).append('\t');
            escaped(event.path("metadata").toString(), rows).append('\n');
        }
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy plain_event from stdin");
        byte[] bytes = rows.toString().getBytes(UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        copy.endCopy();
    }

    private static StringBuilder text(JsonNode event, String name, StringBuilder rows) {
        return escaped(event.path(name).asString(), rows);
    }

    private static StringBuilder tags(JsonNode event, StringBuilder rows) {
        rows.append('{');
        String separator = "";
        for (JsonNode tag : event.path("tags")) {
            rows.append(separator).append('"');
            escaped(tag.asString().replace("\\", "\\\\").replace("\"", "\\\""), rows)
                    .append('"');
            separator = ",";
        }
        return rows.append('}');
    }

    private static StringBuilder escaped(String text, StringBuilder rows) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '\\' -> rows.append("\\\\");
                case '\n' -> rows.append("\\n");
                case '\r' -> rows.append("\\r");
                case '\t' -> rows.append("\\t");
                default -> rows.append(character);
            }
        }
        return rows;
    }
}
