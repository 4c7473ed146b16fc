package io.logaggregator.server.settings;

import io.logaggregator.server.settings.values.SelfChecked;
import io.logaggregator.wire.log.RecordNames;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code aggregator.formats.<name>}: a format of log records whose fields have other names. Each field has paths in order of
 * precedence, before the usual names; a path is a name, or names of nested objects with dots between.
 *
 * @param time of the event
 * @param level as a word or a number
 * @param message text of the event
 * @param host that the event is from
 * @param environment of the application
 * @param application that wrote the record
 * @param component part of the application
 * @param correlationId id that related events share
 */
public record FormatSettings(
        @DefaultValue List<String> time,
        @DefaultValue List<String> level,
        @DefaultValue List<String> message,
        @DefaultValue List<String> host,
        @DefaultValue List<String> environment,
        @DefaultValue List<String> application,
        @DefaultValue List<String> component,
        @DefaultValue List<String> correlationId)
        implements SelfChecked {

    @Override
    public void check(Errors errors) {
        try {
            RecordNames.of(paths());
        } catch (IllegalArgumentException e) {
            errors.add(String.valueOf(e.getMessage()));
        }
    }

    /** The names of fields, of valid settings. */
    public RecordNames names() {
        return RecordNames.of(paths());
    }

    private Map<String, List<String>> paths() {
        return Map.of(
                "time", time,
                "level", level,
                "message", message,
                "host", host,
                "environment", environment,
                "application", application,
                "component", component,
                "correlation-id", correlationId);
    }
}
