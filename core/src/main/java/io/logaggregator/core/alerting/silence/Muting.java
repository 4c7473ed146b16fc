package io.logaggregator.core.alerting.silence;

/**
 * The reason why a notification is muted.
 *
 * @param by the id of the silence, the name of the interval, or the id of the inhibiting alert
 */
public record Muting(Reason reason, String by) {

    /** Kind of reason. */
    public enum Reason {
        SILENCE,
        INTERVAL,
        INHIBITION
    }
}
