package io.logaggregator.server.settings;

import io.logaggregator.core.alerting.silence.Inhibition;
import io.logaggregator.core.alerting.silence.LabelMatcher;
import io.logaggregator.core.alerting.silence.MatcherGrammar;
import io.logaggregator.core.alerting.silence.MuteInterval;
import io.logaggregator.core.alerting.silence.NamedDefinitions;
import io.logaggregator.core.alerting.silence.RecurringTime;
import io.logaggregator.core.alerting.silence.RecurringTime.Part;
import io.logaggregator.core.common.InvalidDefinitionException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Mute intervals and inhibitions of the settings. */
public final class ProvisionedMuting {

    private ProvisionedMuting() {}

    /**
     * {@code aggregator.alerts.mute-intervals[]}.
     *
     * @param intervals a time is within the mute interval if one of these contains it
     */
    public record Interval(
            @DefaultValue("") String name, @DefaultValue List<Times> intervals) {

        public Interval {
            intervals = List.copyOf(intervals);
        }

        /**
         * The mute interval of these settings.
         *
         * @throws InvalidDefinitionException if they are invalid
         */
        MuteInterval interval(Instant now) {
            return new MuteInterval(
                    NamedDefinitions.provisionedId("mute interval", name),
                    now,
                    name,
                    intervals.stream().map(Times::time).toList());
        }
    }

    /** Recurring times, as in {@code POST /api/v1/mute-intervals}. */
    public record Times(
            @DefaultValue List<String> times,
            @DefaultValue List<String> weekdays,
            @DefaultValue List<String> daysOfMonth,
            @DefaultValue List<String> months,
            @DefaultValue List<String> years,
            @DefaultValue("") String location) {

        public Times {
            times = List.copyOf(times);
            weekdays = List.copyOf(weekdays);
            daysOfMonth = List.copyOf(daysOfMonth);
            months = List.copyOf(months);
            years = List.copyOf(years);
        }

        private RecurringTime time() {
            Map<Part, List<String>> texts = new EnumMap<>(Part.class);
            putUnlessEmpty(texts, Part.TIMES, times);
            putUnlessEmpty(texts, Part.WEEKDAYS, weekdays);
            putUnlessEmpty(texts, Part.DAYS_OF_MONTH, daysOfMonth);
            putUnlessEmpty(texts, Part.MONTHS, months);
            putUnlessEmpty(texts, Part.YEARS, years);
            return RecurringTime.of(texts, location);
        }

        private static void putUnlessEmpty(Map<Part, List<String>> texts, Part part, List<String> ranges) {
            if (!ranges.isEmpty()) {
                texts.put(part, ranges);
            }
        }
    }

    /**
     * {@code aggregator.alerts.inhibitions[]}.
     *
     * @param source matchers of the alert that mutes
     * @param target matchers of the alerts that are muted
     * @param equal names of labels that have the same value in both alerts
     */
    public record Inhibiting(
            @DefaultValue("") String name,
            @DefaultValue List<String> source,
            @DefaultValue List<String> target,
            @DefaultValue List<String> equal) {

        public Inhibiting {
            source = List.copyOf(source);
            target = List.copyOf(target);
            equal = List.copyOf(equal);
        }

        /**
         * The inhibition of these settings.
         *
         * @throws InvalidDefinitionException if they are invalid
         */
        Inhibition inhibition(Instant now) {
            return new Inhibition(
                    NamedDefinitions.provisionedId("inhibition", name),
                    now,
                    name,
                    matchers("source", source),
                    matchers("target", target),
                    equal);
        }

        private static List<LabelMatcher> matchers(String field, List<String> texts) {
            return texts.stream()
                    .map(text -> MatcherGrammar.matcher(field, text))
                    .toList();
        }
    }
}
