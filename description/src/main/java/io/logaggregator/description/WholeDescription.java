package io.logaggregator.description;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** Puts in order what springdoc has found, and adds what is there once. */
final class WholeDescription implements OpenApiCustomizer {

    /** As somebody reads it who comes here first. */
    private static final List<String> TAGS = List.of(
            "Intake",
            "Logs",
            "Log tail",
            "Log export",
            "Hosts",
            "Metrics",
            "Alerts",
            "Alert trends",
            "Rules",
            "Backtest",
            "Thresholds",
            "Channels",
            "Notifications",
            "Rejected",
            "Integrity",
            "Session",
            "Api keys",
            "Audit");

    @Override
    public void customise(OpenAPI description) {
        description.getTags().forEach(WholeDescription::rename);
        description.getTags().sort(Comparator.comparingInt(tag -> TAGS.indexOf(tag.getName())));
        Paths sorted = new Paths();
        new TreeMap<>(description.getPaths()).forEach(sorted::addPathItem);
        description.setPaths(sorted);
        sorted.forEach(DescribedEntityTags::addTo);
        sorted.values().stream().map(PathItem::readOperations).forEach(all -> all.forEach(WholeDescription::tidy));
        DescribedErrors.addTo(description.getComponents());
        DescribedBodies.addTo(description.getComponents());
        description.getComponents().addSchemas(DescribedErrors.PROBLEM, Schemas.read(DescribedErrors.PROBLEM));
        description.getComponents().getSchemas().values().forEach(WholeDescription::flatten);
        description.getComponents().getSchemas().values().removeIf(schema -> schema.getTypes() == null);
        description
                .getComponents()
                .setSchemas(new TreeMap<>(description.getComponents().getSchemas()));
        description.getComponents().getSchemas().values().forEach(WholeDescription::readable);
    }

    private static void rename(Tag tag) {
        String name = nameOf(tag.getName());
        if (!TAGS.contains(name)) {
            throw new IllegalStateException(name + ": a tag without a place (expected: one of " + TAGS + ")");
        }
        tag.setName(name);
        tag.setDescription(Sentence.ofJavadoc(tag.getDescription()));
    }

    private static void tidy(Operation operation) {
        operation.setTags(
                operation.getTags().stream().map(WholeDescription::nameOf).toList());
        ApiResponses sorted = new ApiResponses();
        new TreeMap<>(operation.getResponses()).forEach(sorted::addApiResponse);
        operation.setResponses(sorted);
    }

    /** springdoc makes {@code alert-trends-controller} of a controller. */
    private static String nameOf(String tag) {
        String words = tag.replaceAll("-controller$", "").replace('-', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** What implements a sealed interface has nothing of it. */
    private static void flatten(Schema<?> schema) {
        if (schema.getAllOf() != null) {
            Schema<?> own = schema.getAllOf().getLast();
            schema.setAllOf(null);
            schema.setTypes(own.getTypes());
            schema.setProperties(own.getProperties());
        }
    }

    private static void readable(Schema<?> schema) {
        if (schema.getDescription() != null) {
            schema.setDescription(Sentence.ofJavadoc(schema.getDescription()));
        }
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(WholeDescription::readable);
        }
    }
}
