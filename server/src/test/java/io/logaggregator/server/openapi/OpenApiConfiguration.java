package io.logaggregator.server.openapi;

import io.logaggregator.core.alerting.notify.ChannelKind.Display;
import io.logaggregator.core.alerting.notify.ChannelKind.Setting;
import io.logaggregator.core.alerting.notify.ChannelKinds;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** The parts of the description that no annotation states, and its order. No part of other tests: not a configuration. */
@Import({DescribedParameters.class, DescribedOperations.class, NullableRecords.class})
class OpenApiConfiguration {

    /** In the order of a first reading. */
    private static final List<String> TAGS = List.of(
            "Ingest",
            "Logs",
            "Log tail",
            "Log export",
            "Hosts",
            "Metrics",
            "Alerts",
            "Rules",
            "Backtest",
            "Thresholds",
            "Channels",
            "Notifications",
            "Silences",
            "Mute intervals",
            "Inhibitions",
            "Alertmanager",
            "Rejected",
            "Integrity",
            "Session",
            "Api keys",
            "Views",
            "Audit");

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Log Aggregator")
                        .version("1")
                        .description(Schemas.text("introduction.md"))
                        .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                .addServersItem(new Server().url("/").description("This server"))
                .components(new Components()
                        .addSecuritySchemes(
                                "apiKey",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.APIKEY)
                                        .in(SecurityScheme.In.HEADER)
                                        .name("X-API-Key")
                                        .description("An API key."))
                        .addSecuritySchemes(
                                "bearer",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("The same key in the header `Authorization`.")));
    }

    /** First of all converters: it does not delegate. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ModelResolver modelResolver() {
        ModelResolver resolver = new ModelResolver(Json31.mapper(), new SchemaNames());
        resolver.openapi31(true);
        return resolver;
    }

    @Bean
    OpenApiCustomizer order(ChannelKinds kinds) {
        return description -> {
            description.getTags().forEach(OpenApiConfiguration::rename);
            description.getTags().sort(Comparator.comparingInt(tag -> TAGS.indexOf(tag.getName())));
            Paths sorted = new Paths();
            new TreeMap<>(description.getPaths()).forEach(sorted::addPathItem);
            description.setPaths(sorted);
            sorted.forEach((path, item) -> {
                if (item.getGet() != null) {
                    DescribedOperations.addEntityTag(path, item.getGet());
                }
                item.readOperations().forEach(OpenApiConfiguration::sort);
            });
            Components components = description.getComponents();
            DescribedOperations.addTo(components);
            addSettings(components, kinds);
            DescribedConditions.addTo(components);
            components.getSchemas().values().forEach(OpenApiConfiguration::flatten);
            components.getSchemas().values().removeIf(schema -> schema.getTypes() == null);
            components.setSchemas(new TreeMap<>(components.getSchemas()));
            components.getSchemas().values().forEach(OpenApiConfiguration::toMarkdown);
        };
    }

    /** The members of a channel that its type defines. */
    private static void addSettings(Components components, ChannelKinds kinds) {
        Schema<?> form = components.getSchemas().get("ChannelForm");
        Schema<?> view = components.getSchemas().get("Channel");
        List.of(form, view).forEach(schema -> {
            schema.getProperties().remove("settings");
            schema.getRequired().remove("settings");
            Schema<Object> type = Schemas.of("string");
            type.setEnum(List.copyOf(kinds.names()));
            schema.addProperty("type", type);
        });
        MembersByType given = new MembersByType();
        MembersByType shown = new MembersByType();
        for (String kind : kinds.names()) {
            for (Setting setting : kinds.settings(kind)) {
                given.add(setting.name(), "string", kind, setting.expected());
                switch (setting.display()) {
                    case Display.Presence(String member) ->
                        shown.add(member, "boolean", kind, "whether there is a value of `" + setting.name() + "`");
                    case Display.Address() ->
                        shown.add(setting.name(), "string", kind, "scheme and host, since the rest may be secret");
                    case Display.Value() -> shown.add(setting.name(), "string", kind, setting.expected());
                }
            }
        }
        given.addTo(form);
        shown.addTo(view);
    }

    /** Members of channels; one that several types have is described once, by its descriptions and their types. */
    private static final class MembersByType {

        private final Map<String, String> schemas = new LinkedHashMap<>();
        private final Map<String, Map<String, List<String>>> kinds = new LinkedHashMap<>();

        void add(String member, String schema, String kind, String expected) {
            schemas.put(member, schema);
            kinds.computeIfAbsent(member, _ -> new LinkedHashMap<>())
                    .computeIfAbsent(expected, _ -> new ArrayList<>())
                    .add('`' + kind + '`');
        }

        void addTo(Schema<?> channel) {
            kinds.forEach((member, kindsByText) -> {
                Schema<?> schema = Schemas.of(schemas.getOrDefault(member, "string"));
                schema.setDescription(kindsByText.entrySet().stream()
                        .map(entry -> "Of type " + String.join(", ", entry.getValue()) + ": " + entry.getKey())
                        .collect(Collectors.joining(". ")));
                channel.addProperty(member, schema);
            });
        }
    }

    private static void rename(Tag tag) {
        String name = nameOf(tag.getName());
        if (!TAGS.contains(name)) {
            throw new IllegalStateException(name + ": unknown tag (expected: one of " + TAGS + ")");
        }
        tag.setName(name);
        tag.setDescription(Schemas.markdown(tag.getDescription()));
    }

    private static void sort(Operation operation) {
        operation.setTags(
                operation.getTags().stream().map(OpenApiConfiguration::nameOf).toList());
        ApiResponses sorted = new ApiResponses();
        new TreeMap<>(operation.getResponses()).forEach(sorted::addApiResponse);
        operation.setResponses(sorted);
    }

    /** springdoc derives {@code log-tail-controller} from the name of a controller. */
    private static String nameOf(String tag) {
        String words = tag.replaceAll("-controller$", "").replace('-', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** Records of a sealed interface have no common members. */
    private static void flatten(Schema<?> schema) {
        if (schema.getAllOf() != null) {
            Schema<?> own = schema.getAllOf().getLast();
            schema.setAllOf(null);
            schema.setTypes(own.getTypes());
            schema.setProperties(own.getProperties());
        }
    }

    private static void toMarkdown(Schema<?> schema) {
        if (schema.getDescription() != null) {
            schema.setDescription(Schemas.markdown(schema.getDescription()));
        }
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(OpenApiConfiguration::toMarkdown);
        }
    }
}
