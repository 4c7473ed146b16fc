package io.logaggregator.wire.log;

import io.logaggregator.wire.json.Json;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Records of access logs, which have no message: the request line, or method, path and status. */
final class AccessRecord {

    private static final int MAX_DEPTH = 3;

    private @Nullable String request;
    private @Nullable String method;
    private @Nullable String path;
    private @Nullable String status;

    private AccessRecord() {}

    /** The message for a record; empty if it is no record of an access log. */
    static Optional<String> message(String object) {
        AccessRecord access = new AccessRecord();
        try (JsonParser parser = Json.parser(object)) {
            parser.nextToken();
            access.read(parser, "", 1);
        } catch (JacksonException e) {
            return Optional.empty();
        }
        return Optional.ofNullable(access.message());
    }

    private void read(JsonParser parser, String prefix, int depth) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_OBJECT && depth < MAX_DEPTH) {
                read(parser, prefix + letters(name), depth + 1);
            } else if (token.isStructStart()) {
                parser.skipChildren();
            } else if (token != JsonToken.VALUE_NULL) {
                set(prefix + letters(name), parser.getString());
            }
        }
    }

    /** A name without case and separators. */
    private static String letters(String name) {
        return name.length() > 64 ? "" : name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }

    private void set(String name, String value) {
        switch (name) {
            case "request" -> request = value.indexOf(' ') > 0 ? value : request;
            case "method", "requestmethod", "httpmethod", "httprequestmethod", "verb", "httprequestrequestmethod" ->
                method = value;
            case "path",
                    "uri",
                    "url",
                    "requesturi",
                    "requestpath",
                    "requesturl",
                    "urlpath",
                    "urloriginal",
                    "uripath",
                    "httptarget",
                    "httprequestrequesturl" -> path = value;
            case "status",
                    "statuscode",
                    "responsecode",
                    "responsestatus",
                    "responsestatuscode",
                    "httpresponsestatuscode",
                    "httpstatuscode",
                    "httpstatus",
                    "downstreamstatus",
                    "httprequeststatus" -> status = value;
            default -> {}
        }
    }

    private @Nullable String message() {
        if (request != null) {
            return request;
        }
        return method == null || path == null ? null : method + ' ' + path + (status == null ? "" : ' ' + status);
    }
}
