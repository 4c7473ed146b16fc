package io.logaggregator.server.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.logaggregator.core.observation.LogEvent;
import io.logaggregator.core.observation.LogField.Text;
import io.logaggregator.server.logs.tail.EventJson;
import io.logaggregator.server.web.AcceptedTypes;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import tools.jackson.databind.json.JsonMapper;

/** A file format of exports. */
enum ExportFormat {
    /** The JSON of the API, one object per line. Exact. */
    NDJSON(MediaType.APPLICATION_NDJSON_VALUE) {
        @Override
        void writeHead(OutputStream out) {}

        @Override
        void write(LogEvent event, EventJson json, OutputStream out) throws IOException {
            out.write(json.of(event));
            out.write('\n');
        }
    },

    /** For spreadsheets; tags and attributes are JSON in one column each. */
    CSV(ExportFormat.TEXT_CSV + ";charset=UTF-8;header=present") {
        @Override
        void writeHead(OutputStream out) throws IOException {
            out.write(HEAD.getBytes(UTF_8));
        }

        @Override
        void write(LogEvent event, EventJson json, OutputStream out) throws IOException {
            List<String> fields = new ArrayList<>(List.of(
                    event.id().toString(),
                    event.observedAt().toString(),
                    event.receivedAt().toString(),
                    event.host(),
                    event.level().name(),
                    event.message()));
            fields.addAll(event.texts().values());
            fields.add(MAPPER.writeValueAsString(event.tags()));
            fields.add(event.attributes().text());
            out.write(CsvLine.of(fields).getBytes(UTF_8));
        }
    };

    static final String TEXT_CSV = "text/csv";

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String HEAD = Text.ALL.stream()
            .map(Text::label)
            .collect(joining(",", "id,observedAt,receivedAt,host,level,message,", ",tags,attributes\r\n"));

    /** Media types in the order of the formats. */
    private static final List<MediaType> TYPES =
            List.of(MediaType.APPLICATION_NDJSON, MediaType.parseMediaType(TEXT_CSV));

    private final String mediaType;

    ExportFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /** The format that the header {@code Accept} selects. */
    static ExportFormat accepted(HttpServletRequest request) throws HttpMediaTypeNotAcceptableException {
        return values()[TYPES.indexOf(AcceptedTypes.bestOf(TYPES, request))];
    }

    String mediaType() {
        return mediaType;
    }

    abstract void writeHead(OutputStream out) throws IOException;

    abstract void write(LogEvent event, EventJson json, OutputStream out) throws IOException;
}
