package io.logaggregator.core.alerting.silence;

import java.util.List;

/**
 * The times in which nothing is sent to a channel. RESOLVED of alerts that it was notified of is always sent.
 *
 * @param mute names of mute intervals: nothing is sent within one of them
 * @param active names of mute intervals: if there are any, nothing is sent outside of them
 */
public record ChannelIntervals(List<String> mute, List<String> active, OnMute onMute) {

    public static final ChannelIntervals NONE = new ChannelIntervals(List.of(), List.of(), OnMute.DEFER);

    public ChannelIntervals {
        mute = List.copyOf(mute);
        active = List.copyOf(active);
    }

    /** Whether a muted notification is not sent when the reason ends. */
    boolean isFinal(Muting muting) {
        return muting.reason() == Muting.Reason.INTERVAL && onMute == OnMute.DROP;
    }

    /** The effect of an interval on a notification. */
    public enum OnMute {
        /** It is sent at the end of the interval, if the alert still fires. */
        DEFER,
        /** It is never sent. */
        DROP
    }
}
