package io.logaggregator.server.api;

import io.logaggregator.core.observation.Level;
import io.logaggregator.server.parameter.ParameterType;
import io.logaggregator.server.parameter.Takes;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A route about the logs that the condition of a {@link LogFilter} lets through, whenever they were. */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Takes(
        name = "query",
        says = "what to look for, in the query language",
        example = "level:ERROR host:web-* \"timed out\" NOT application:cron")
@Takes(
        name = "level",
        type = ParameterType.CHOICE,
        choices = Level.class,
        says = "the least level; other names for it, as warning, will do, too",
        example = "WARN")
@Takes(name = "host", repeated = true, says = MatchesLogs.GLOB, example = "web-*")
@Takes(name = "application", repeated = true, says = MatchesLogs.GLOB, example = "shop")
@Takes(name = "component", repeated = true, says = MatchesLogs.GLOB, example = "checkout")
@Takes(name = "environment", repeated = true, says = MatchesLogs.GLOB, example = "prod")
@Takes(name = "tag", repeated = true, says = MatchesLogs.GLOB, example = "slow")
@interface MatchesLogs {

    String GLOB = "any of these, whatever the case; * and ? are wildcards";
}
