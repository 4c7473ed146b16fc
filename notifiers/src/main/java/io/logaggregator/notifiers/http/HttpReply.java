package io.logaggregator.notifiers.http;

import io.logaggregator.core.alerting.notify.Notifier.Outcome;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Delivered;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Refused;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Rejected;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Retry;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The response of a receiver.
 *
 * @param body its first {@link #MAX_BODY_BYTES} bytes, as UTF-8. No part of a reason: whoever may create a channel could
 *     read from services behind the firewall
 * @param retryAfter the wait that the header asks for
 * @param location scheme and host of the header; empty without it
 */
public record HttpReply(int status, String body, Optional<Duration> retryAfter, String location) {

    public static final int MAX_BODY_BYTES = 64 * 1024;

    private static final double MAX_WAIT_SECONDS = 3600;

    /** A code that a service defines, such as {@code channel_not_found}, and not just any text. */
    private static final Pattern ERROR_CODE = Pattern.compile("[A-Za-z0-9_.-]{1,80}");

    /** Status 2xx. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /**
     * The outcome by status: 2xx delivered; 408, 425, 429 and 5xx retried; other 4xx refused; 410 and anything else, such as a
     * permanent redirect, rejected.
     */
    public Outcome outcome() {
        return outcome("");
    }

    /**
     * The outcome by status.
     *
     * @param errorCode the error code of the service in the body, shown in the reason; another text is not shown
     */
    public Outcome outcome(String errorCode) {
        if (isSuccess()) {
            return new Delivered();
        }
        String reason = "status " + status + suffix(errorCode);
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            return new Retry(reason, retryAfter);
        }
        if (status >= 400 && status != 410) {
            return new Refused(reason);
        }
        return new Rejected(location.isEmpty() ? reason : reason + ": moved to " + location);
    }

    /** The same with another wait in seconds, at most an hour; unchanged without one. */
    public HttpReply withRetryAfter(Optional<Double> seconds) {
        return new HttpReply(
                status,
                body,
                seconds.map(wait -> Duration.ofMillis((long) Math.ceil(Math.min(wait, MAX_WAIT_SECONDS) * 1000)))
                        .or(() -> retryAfter),
                location);
    }

    /** The error code for a reason, with a colon before it; empty if it is not a code. */
    public static String suffix(String errorCode) {
        return ERROR_CODE.matcher(errorCode).matches() ? ": " + errorCode : "";
    }

    /** The members of the body, if it is JSON. */
    public JsonMembers members() {
        return JsonMembers.of(body);
    }
}
