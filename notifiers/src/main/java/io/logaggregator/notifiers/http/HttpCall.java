package io.logaggregator.notifiers.http;

import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request to a receiver. The body is JSON unless a header {@code Content-Type} says otherwise. Immutable. */
public final class HttpCall {

    private final String method;
    private final URI url;
    private final boolean trusted;
    private final Map<String, String> headers;
    private final byte[] body;

    private HttpCall(String method, URI url, boolean trusted, Map<String, String> headers, byte[] body) {
        this.method = method;
        this.url = url;
        this.trusted = trusted;
        this.headers = headers;
        this.body = body;
    }

    /** A POST to a service with a known address. */
    public static HttpCall toService(URI url, byte[] body) {
        return new HttpCall("POST", url, true, Map.of(), body);
    }

    /** A POST to a URL of the channel, which is trusted if the channel comes from the configuration. */
    public static HttpCall toChannel(Channel channel, URI url, byte[] body) {
        return new HttpCall("POST", url, channel.origin() == Origin.PROVISIONED, Map.of(), body);
    }

    String method() {
        return method;
    }

    /** An unusable one, for example without a host, is rejected without showing it. */
    URI url() {
        return url;
    }

    /** Whether the operator of this server has chosen the URL, which may then be a private address. */
    boolean isTrusted() {
        return trusted;
    }

    /** By name. */
    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    public HttpCall withMethod(String name) {
        return new HttpCall(name, url, trusted, headers, body);
    }

    public HttpCall withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpCall(method, url, trusted, more, body);
    }

    /** Adds {@code Authorization: Bearer}, unless the token is empty. */
    public HttpCall withBearer(String token) {
        return token.isEmpty() ? this : withHeader("Authorization", "Bearer " + token);
    }

    /** Adds basic authentication, unless the user is empty. */
    public HttpCall withBasic(String user, String password) {
        String credentials = user + ':' + password;
        return user.isEmpty()
                ? this
                : withHeader(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }

    /** Method alone: URL and headers may contain secrets. */
    @Override
    public String toString() {
        return "HttpCall[" + method + "]";
    }
}
