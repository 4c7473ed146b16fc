package io.logaggregator.application;

import io.logaggregator.domain.EventId;
import io.logaggregator.domain.LogEvent;
import io.logaggregator.domain.Message;
import io.logaggregator.domain.MetricSample;
import io.logaggregator.domain.Observation;
import io.logaggregator.domain.ProcessSnapshot;
import io.logaggregator.domain.RejectedMessage;
import io.logaggregator.domain.Rejection;
import io.logaggregator.domain.Tally;
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

    Tally tally() {
        boolean observed = !decoded.observations().isEmpty();
        boolean rejected = !observed && !decoded.rejections().isEmpty();
        long logEvents = 0;
        long metricSamples = 0;
        long processSnapshots = 0;
        for (Observation observation : decoded.observations()) {
            switch (observation) {
                case LogEvent _ -> logEvents++;
                case MetricSample _ -> metricSamples++;
                case ProcessSnapshot _ -> processSnapshots++;
            }
        }
        return new Tally(
                1,
                observed ? 1 : 0,
                rejected ? 1 : 0,
                observed || rejected ? 0 : 1,
                0,
                0,
                logEvents,
                metricSamples,
                processSnapshots,
                decoded.rejections().size(),
                decoded.droppedParts());
    }
}
