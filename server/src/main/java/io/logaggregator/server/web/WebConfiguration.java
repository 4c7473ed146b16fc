package io.logaggregator.server.web;

import io.logaggregator.core.common.NameText;
import io.logaggregator.server.json.UnreadableBody;
import java.util.List;
import java.util.Set;
import org.springframework.boot.jackson.autoconfigure.JsonFactoryBuilderCustomizer;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.ContentNegotiationStrategy;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.jdk.StringDeserializer;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.module.SimpleModule;

/** JSON is the only format of bodies; unknown members are rejected, and the length is bounded. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {

    /** Limit of bodies that a controller takes as an object. The ingest routes read their bodies themselves. */
    private static final int MAX_BODY_BYTES = 1 << 20;

    @Bean
    JsonMapperBuilderCustomizer strictMembers() {
        return json -> json.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .addModule(new SimpleModule()
                        .addDeserializer(String.class, new CheckedText())
                        .addKeyDeserializer(String.class, new CheckedName()));
    }

    @Bean
    JsonFactoryBuilderCustomizer boundedBodies() {
        return json -> json.streamReadConstraints(StreamReadConstraints.builder()
                        .maxDocumentLength(MAX_BODY_BYTES)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
    }

    /** Libraries on the class path may add other formats. */
    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder converters) {
        converters.configureMessageConvertersList(all ->
                all.removeIf(converter -> converter.getSupportedMediaTypes().contains(MediaType.APPLICATION_YAML)));
    }

    /** A malformed header {@code Accept} counts as absent; Spring would answer it without a body. */
    @Override
    public void configureContentNegotiation(ContentNegotiationConfigurer configurer) {
        ContentNegotiationStrategy header = new HeaderContentNegotiationStrategy();
        configurer.strategies(List.of(request -> {
            try {
                return header.resolveMediaTypes(request);
            } catch (HttpMediaTypeNotAcceptableException e) {
                return ContentNegotiationStrategy.MEDIA_TYPE_ALL_LIST;
            }
        }));
    }

    /** A short address for the API documentation. */
    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addViewController("/docs").setViewName("forward:/docs.html");
    }

    /**
     * Rejects text that PostgreSQL cannot store, U+0000 and unpaired surrogates, and control characters in names: in every
     * member that is not listed as text of several lines.
     */
    private static final class CheckedText extends StdScalarDeserializer<String> {

        private static final Set<String> TEXTS = Set.of("description", "comment", "query", "secret");

        CheckedText() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) {
            String text = StringDeserializer.instance.deserialize(parser, context);
            if (text != null && text.codePoints().anyMatch(CheckedText::isNotStorable)) {
                // The message has no value: it is logged at DEBUG, and the value may be a secret.
                throw new InvalidFormatException(parser, UnreadableBody.NOT_STORABLE, text, String.class);
            }
            if (text != null && !NameText.isValid(text) && !TEXTS.contains(String.valueOf(parser.currentName()))) {
                throw new InvalidFormatException(parser, UnreadableBody.NO_NAME, text, String.class);
            }
            return text;
        }

        private static boolean isNotStorable(int codePoint) {
            return codePoint == 0 || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
        }
    }

    /** Rejects names of members, for example of attributes, as {@link CheckedText} rejects names. */
    private static final class CheckedName extends KeyDeserializer {

        @Override
        public Object deserializeKey(String name, DeserializationContext context) {
            if (!NameText.isValid(name)) {
                throw new InvalidFormatException(context.getParser(), UnreadableBody.NO_NAME, name, String.class);
            }
            return name;
        }
    }
}
