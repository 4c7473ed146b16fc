package io.logaggregator.server.web;

import io.logaggregator.core.common.DurationText;
import io.logaggregator.core.observation.Level;
import io.logaggregator.server.json.UnreadableBody;
import java.beans.PropertyEditorSupport;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.CollectionFactory;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.GenericConverter;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Converts the text of parameters. Stricter than Spring: no hexadecimal numbers, no {@code yes} for {@code true}, no
 * abbreviated ids. An empty value counts as absent, because forms and scripts send those.
 */
@Configuration(proxyBeanMethods = false)
@ControllerAdvice
public class Conversions implements WebMvcConfigurer {

    private static final String INSTANT =
            "RFC 3339 with its + as %2B, for example 2026-01-31T12:00:00Z, or -15m, -2h, -P7D";
    private static final int ID_LENGTH = 36;
    private static final Instant MIN_INSTANT = Instant.EPOCH;
    private static final Instant MAX_INSTANT = Instant.parse("9999-12-31T23:59:59Z");

    private final InstantSource clock;

    Conversions(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void addFormatters(FormatterRegistry registry) {
        add(registry, UUID.class, Conversions::id);
        add(registry, Duration.class, Conversions::duration);
        add(registry, Instant.class, text -> instant(text, clock.instant()));
        add(registry, Cursor.class, Cursor::decode);
        registry.addConverter(new EnumConverter());
        registry.addConverter(new RepeatedValues((ConversionService) registry));
    }

    /** Replaces editors, which Spring tries after its converters. */
    @InitBinder
    void registerEditors(WebDataBinder binder) {
        binder.registerCustomEditor(int.class, new Editor(Conversions::number));
        binder.registerCustomEditor(boolean.class, new Editor(Conversions::flag));
        binder.registerCustomEditor(UUID.class, new Editor(Conversions::id));
    }

    /** Adapts a conversion. */
    private static final class Editor extends PropertyEditorSupport {

        private final Function<String, ?> conversion;

        Editor(Function<String, ?> conversion) {
            this.conversion = conversion;
        }

        @Override
        public void setAsText(String text) {
            setValue(text.isEmpty() ? null : conversion.apply(text));
        }
    }

    private static <T> void add(FormatterRegistry registry, Class<T> type, Function<String, T> conversion) {
        registry.addConverter(new EmptyAsAbsent<>(type, conversion));
    }

    private static Integer number(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new InvalidValueException("a whole number");
        }
    }

    private static Boolean flag(String text) {
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return Boolean.valueOf(text);
        }
        throw new InvalidValueException("true or false");
    }

    /** {@link UUID#fromString} alone accepts abbreviated ids. */
    private static UUID id(String text) {
        try {
            if (text.length() == ID_LENGTH) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException(UnreadableBody.ID);
        }
        throw new InvalidValueException(UnreadableBody.ID);
    }

    private static Duration duration(String text) {
        try {
            return DurationText.parse(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidValueException(DurationText.EXPECTED);
        }
    }

    /** An instant in RFC 3339, or a duration before {@code now} such as {@code -15m}. */
    public static Instant instant(String text, Instant now) {
        Instant instant = parse(text, now);
        if (instant.isBefore(MIN_INSTANT) || instant.isAfter(MAX_INSTANT)) {
            throw new InvalidValueException("a year from 1970 to 9999");
        }
        return instant;
    }

    private static Instant parse(String text, Instant now) {
        try {
            // In a URL, a + that is not percent-encoded is a space.
            return text.startsWith("-") ? now.plus(DurationText.parse(text)) : Instant.parse(text.replace(' ', '+'));
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
            throw new InvalidValueException(INSTANT);
        }
    }

    /** Converts text to one type; empty text to null. */
    private record EmptyAsAbsent<T>(Class<T> type, Function<String, T> conversion) implements GenericConverter {

        @Override
        public Set<ConvertiblePair> getConvertibleTypes() {
            return Set.of(new ConvertiblePair(String.class, type));
        }

        @Override
        public @Nullable Object convert(@Nullable Object source, TypeDescriptor from, TypeDescriptor to) {
            String text = String.valueOf(source);
            return text.isEmpty() ? null : conversion.apply(text);
        }
    }

    /** Converts names case-insensitively; a level also from its synonyms. */
    private static final class EnumConverter implements GenericConverter {

        @Override
        public Set<ConvertiblePair> getConvertibleTypes() {
            return Set.of(new ConvertiblePair(String.class, Enum.class));
        }

        @Override
        public @Nullable Object convert(@Nullable Object source, TypeDescriptor from, TypeDescriptor to) {
            String text = String.valueOf(source).strip();
            if (text.isEmpty()) {
                return null;
            }
            return Stream.of(to.getType().getEnumConstants())
                    .filter(constant -> constant instanceof Level
                            ? Level.named(text).filter(constant::equals).isPresent()
                            : constant.toString().equalsIgnoreCase(text))
                    .findFirst()
                    .orElseThrow(() -> new InvalidValueException(UnreadableBody.names(to.getType())));
        }
    }

    /** Converts repeated parameters. Only the values of enums may also be separated by commas. */
    private record RepeatedValues(ConversionService conversions) implements GenericConverter {

        @Override
        public Set<ConvertiblePair> getConvertibleTypes() {
            return Set.of(
                    new ConvertiblePair(String.class, Collection.class),
                    new ConvertiblePair(String[].class, Collection.class));
        }

        @Override
        public Object convert(@Nullable Object source, TypeDescriptor from, TypeDescriptor to) {
            TypeDescriptor element = to.getElementTypeDescriptor();
            TypeDescriptor wanted = element == null ? TypeDescriptor.valueOf(String.class) : element;
            Collection<Object> values = CollectionFactory.createCollection(to.getType(), 4);
            for (String text : source instanceof String[] texts ? texts : new String[] {String.valueOf(source)}) {
                for (String part : wanted.getType().isEnum() ? text.split(",", -1) : new String[] {text}) {
                    Object value = part.isEmpty()
                            ? null
                            : conversions.convert(part, TypeDescriptor.valueOf(String.class), wanted);
                    if (value != null) {
                        values.add(value);
                    }
                }
            }
            return values;
        }
    }

    /** Text that cannot be converted to the type of a parameter; the message is the expectation. */
    public static final class InvalidValueException extends IllegalArgumentException {

        InvalidValueException(String expected) {
            super(expected);
        }

        /** The accepted values, for example {@code true or false}. */
        public String expected() {
            return String.valueOf(getMessage());
        }
    }
}
