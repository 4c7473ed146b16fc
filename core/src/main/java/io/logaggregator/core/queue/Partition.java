package io.logaggregator.core.queue;

/**
 * A partition of a queue. A topic that is deleted and created again has another topic id, and so its partitions are
 * different ones, with offsets that identify other messages.
 *
 * @param topicId the queue's id of the topic (KIP-516); the name if the queue has no such id
 * @param number 0 or more
 * @see <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-516%3A+Topic+Identifiers">KIP-516</a>
 */
public record Partition(String topic, String topicId, int number) {

    @Override
    public String toString() {
        return topic + '-' + number;
    }
}
