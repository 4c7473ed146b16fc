package io.logaggregator.benchmarks.peers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Stores messages by batched inserts, which the driver rewrites to inserts of many rows. */
final class InsertConsumer {

    private static final JsonMapper JSON = JsonMapper.shared();

    private InsertConsumer() {}

    /** Arguments as in {@link ConsumerProgram#run}. */
    public static void main(String[] arguments) throws InterruptedException {
        List<String> adapted = new ArrayList<>(List.of(arguments));
        String url = adapted.get(3);
        adapted.set(3, url + (url.contains("?") ? '&' : '?') + "reWriteBatchedInserts=true");
        ConsumerProgram.run(adapted, InsertConsumer::insert);
    }

    private static void insert(ConsumerRecords<byte[], byte[]> records, Connection connection) throws Exception {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into plain_event values (?::timestamptz, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)")) {
            for (ConsumerRecord<byte[], byte[]> message : records) {
                JsonNode event = JSON.readTree(message.value());
                insert.setString(1, event.path("timestamp").asString());
                insert.setString(2, event.path("host").asString());
                insert.setString(3, event.path("level").asString());
                insert.setString(4, event.path("message").asString());
                insert.setString(5, event.path("environment").asString());
                insert.setString(6, event.path("application").asString());
                insert.setString(7, event.path("component").asString());
                String[] tags =
                        event.path("tags").valueStream().map(JsonNode::asString).toArray(String[]::new);
                insert.setArray(8, connection.createArrayOf("text", tags));
                insert.setString(9, event.path("metadata").toString());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
