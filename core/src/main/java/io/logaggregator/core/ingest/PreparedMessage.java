package io.logaggregator.core.ingest;

import io.logaggregator.core.ledger.RejectedMessage;
import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.observation.EventId;
import io.logaggregator.core.queue.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A message and what it says, enriched: ready to be stored. */
record PreparedMessage(Message message, Decoded decoded) {

    private static final byte[] NO_BYTES = {};

    /** The same message, of which nothing can be stored because the store refuses it. */
    PreparedMessage refused(String detail) {
        byte[] value = Objects.requireNonNullElse(message.value(), NO_BYTES);
        return new PreparedMessage(message, Decoded.rejected(new Rejection(Rejection.Reason.REFUSED, detail, value)));
    }

    boolean isRefused() {
        return decoded.rejections().stream().anyMatch(rejection -> rejection.reason() == Rejection.Reason.REFUSED);
    }

    List<RejectedMessage> rejectedMessages() {
        List<RejectedMessage> rejected = new ArrayList<>(decoded.rejections().size());
        for (Rejection rejection : decoded.rejections()) {
            rejected.add(new RejectedMessage(
                    EventId.of(message.partition(), message.offset(), rejected.size(), message.receivedAt()),
                    message.partition(),
                    message.offset(),
                    message.receivedAt(),
                    rejection,
                    message.key(),
                    Optional.empty()));
        }
        return rejected;
    }
}
