package io.logaggregator.core.queue;

/**
 * One ordered log of a queue. A topic that is deleted and made again has another topic id, and so is another partition:
 * its offsets start anew and mean other messages.
 *
 * @param topicId what the queue calls this incarnation of the topic (KIP-516); the name again where it has no such id
 * @param number 0 or more
 * @see <a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-516%3A+Topic+Identifiers">KIP-516</a>
 */
public record Partition(String topic, String topicId, int number) {

    @Override
    public String toString() {
        return topic + '-' + number;
    }
}
