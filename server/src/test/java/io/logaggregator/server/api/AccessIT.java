package io.logaggregator.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.access.Scope;
import io.logaggregator.core.access.SecretHash;
import io.logaggregator.core.common.Glob;
import io.logaggregator.server.access.AccessPorts;
import io.logaggregator.server.access.FakeApiKeys;
import io.logaggregator.server.access.KeyRing;
import io.logaggregator.server.access.NewSecret;
import io.logaggregator.server.page.PageController;
import io.logaggregator.server.security.RequiresScope;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Authentication and authorization on a real Tomcat. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        classes = ApiApplication.class,
        properties = {
            "management.endpoint.health.group.liveness.include=livenessState",
            "management.endpoint.health.group.readiness.include=readinessState"
        })
class AccessIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "NONE");
    private static final Set<String> PUBLIC =
            Set.of("/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness", "/openapi.json");
    private static final List<String> UNDECLARED = List.of(
            "/nothing",
            "/v1/logs",
            "/_bulk",
            "/services/collector",
            "/loki/api/v1/push",
            "/api",
            "/api/",
            "/api/v2/logs",
            "/api/v1/nothing",
            "/error",
            "/vendor/",
            "/app/",
            "/static/index.html",
            "/application.yaml",
            "/actuator",
            "/actuator/env",
            "/actuator/heapdump",
            "/actuator/prometheus",
            "/actuator/loggers",
            "/actuator/loggers/ROOT",
            "/actuator/health",
            "/actuator/health/liveness",
            "/actuator/health/readiness",
            "/actuator/health/nothing",
            "/actuator/health/canary");

    private final HttpClient client = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Autowired
    private FakeApiKeys keys;

    @Autowired
    private KeyRing ring;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping routes;

    @Test
    void everyRoute_declaresItsScope() {
        assertThat(routes.getHandlerMethods().entrySet().stream()
                        .filter(route ->
                                route.getKey().getPatternValues().stream().anyMatch(path -> path.startsWith("/api/")))
                        .filter(route -> !route.getValue().hasMethodAnnotation(RequiresScope.class)))
                .isEmpty();
    }

    /** The filter chain denies paths that are not listed, so that a new route is protected before it declares a scope. */
    @Test
    void route_respondsOnlyAsDeclared() throws Exception {
        Set<String> paths = new TreeSet<>(UNDECLARED);
        Map<String, RequestMappingInfo> declared = new TreeMap<>();
        routes.getHandlerMethods()
                .keySet()
                .forEach(route -> route.getPatternValues().forEach(pattern -> {
                    String path =
                            pattern.replaceAll("\\{[^}]+}", UUID.randomUUID().toString());
                    paths.add(path);
                    declared.put(path, route);
                }));
        Map<String, String> callers = new TreeMap<>(Map.of("nobody", ""));
        for (Scope scope : Scope.values()) {
            callers.put(scope.name(), create(Set.of(scope), Glob.ANY));
        }
        List<String> wrong = new ArrayList<>();
        for (String path : paths) {
            for (String method : METHODS) {
                for (Map.Entry<String, String> caller : callers.entrySet()) {
                    if (path.endsWith("/logs/tail") && !caller.getKey().equals("nobody") && method.equals("GET")) {
                        continue; // a stream without an end
                    }
                    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .method(method, BodyPublishers.noBody());
                    if (!caller.getValue().isEmpty()) {
                        request.header("X-API-Key", caller.getValue());
                    }
                    int status = client.send(request.build(), BodyHandlers.discarding())
                            .statusCode();
                    boolean isKnown = declared.containsKey(path) || path.startsWith("/actuator/");
                    boolean isPublic = PUBLIC.contains(path)
                            || PageController.ADDRESSES.contains(path)
                            || (path.startsWith("/actuator/health/") && method.equals("OPTIONS"));
                    boolean isAllowed =
                            isPublic || (isKnown && !caller.getValue().isEmpty());
                    if (status >= 500 || (status < 300 && !isAllowed)) {
                        wrong.add(status + " " + method + " " + path + " " + caller.getKey());
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "READ, GET, /logs, 200",
        "OPERATE, GET, /logs, 403",
        "READ, GET, /logs/export, 200",
        "OPERATE, GET, /logs/export, 403",
        "INGEST, GET, /logs/tail, 403",
        "READ, PUT, /thresholds, 403",
        "OPERATE, GET, /rejected, 200",
        "READ, GET, /rejected, 403",
        "READ, GET, /api-keys, 403",
        "ADMIN, GET, /api-keys, 200",
        "ADMIN, GET, /audit, 200",
        "ADMIN, GET, /logs, 403",
        "READ, POST, /logs, 403",
        "METRICS, GET, /hosts, 403",
        "READ, DELETE, /hosts/web-1, 403",
        "READ, DELETE, /host?name=web-1, 403",
        "INGEST, GET, /session, 200"
    })
    void key_opensTheRoutesOfItsScopes(Scope scope, String method, String path, int status) throws Exception {
        String secret = create(Set.of(scope), Glob.ANY);

        HttpResponse<String> response = send(request(path)
                .header("X-API-Key", secret)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString("{}")));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        if (status == 403) {
            assertThat(response.body()).contains("scopes: " + scope.name().toLowerCase(Locale.ROOT) + " (expected: ");
        }
    }

    @ParameterizedTest
    @CsvSource({"METRICS, 200", "ADMIN, 403"})
    void metrics_requireScopeMetrics(Scope scope, int status) throws Exception {
        String secret = create(Set.of(scope), Glob.ANY);

        HttpResponse<String> response =
                send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
                        .header("X-API-Key", secret));

        assertThat(response.statusCode()).isEqualTo(status);
    }

    @Test
    void key_isCreatedShownOnceUsedAndRevoked() throws Exception {
        HttpResponse<String> made = send(withKey("/api-keys", AccessPorts.KEY)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("""
                        {"name": "shippers", "scopes": ["ingest", "OPERATE"], "host": "web-*", "expiresAt": "90d"}
                        """)));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        JsonNode key = JSON.readTree(made.body());
        String secret = key.get("secret").asString();
        String path = "/api-keys/" + key.get("id").asString();
        assertThat(made.headers().firstValue("Location")).hasValue("/api/v1" + path);
        assertThat(secret).matches("[A-Za-z0-9_-]{43}");
        assertThat(key.get("expiresAt").asString()).isEqualTo("2027-02-21T12:00:00Z");

        String shown = send(withKey(path, AccessPorts.KEY)).body();
        assertThat(shown).contains("\"host\":\"web-*\"").doesNotContain(secret);
        AccessPorts.refresh(ring);
        assertThat(send(withKey("/logs", secret)).statusCode()).isEqualTo(403);

        assertThat(send(withKey(path, AccessPorts.KEY).DELETE()).statusCode()).isEqualTo(204);
        assertThat(send(withKey(path, AccessPorts.KEY).DELETE()).statusCode()).isEqualTo(404);
        assertThat(send(withKey("/api-keys", AccessPorts.KEY)).body()).doesNotContain("shippers");
        assertThat(send(withKey("/api-keys?revoked=true", AccessPorts.KEY)).body())
                .contains("shippers");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"scopes": ["read"]}                                               | name: nothing (expected: a name
            {"name": "a"}                                                      | scopes: nothing (expected: INGEST, READ
            {"name": "a", "scopes": ["root"]}                                  | scopes[0]: root (expected: INGEST, READ
            {"name": "a", "scopes": ["read"], "expiresAt": "-1d"}              | expiresAt: -1d (expected: RFC 3339
            {"name": "a", "scopes": ["read"], "expiresAt": "soon"}             | expiresAt: soon (expected: RFC 3339
            {"name": "a", "scopes": ["read"], "expiresAt": "2020-01-01T00:00:00Z"} | expiresAt: 2020-01-01T00:00:00Z (
            {"name": "a", "scopes": ["read"], "host": ""}                      | host: nothing (expected: a pattern
            {"name": "a", "scopes": ["read"], "secret": "mine"}                | secret: no such member
            """)
    void invalidKey_isRejectedByItsField(String body, String detail) throws Exception {
        HttpResponse<String> response = send(withKey("/api-keys", AccessPorts.KEY)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains(detail);
    }

    @Test
    void bootstrapKeyName_isReserved() throws Exception {
        HttpResponse<String> response = send(withKey("/api-keys", AccessPorts.KEY)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\": \"bootstrap KEY\", \"scopes\": [\"read\"]}")));

        assertThat(response.statusCode()).isEqualTo(409);
    }

    @Test
    void restrictedKey_rejectsOtherHosts() throws Exception {
        String secret = create(Set.of(Scope.INGEST), new Glob("web-*"));

        HttpResponse<String> mixed = post(secret, "[" + log("web-1") + "," + log("db-1") + "]");
        HttpResponse<String> other = post(secret, log("db-1"));

        assertThat(mixed.statusCode()).isEqualTo(202);
        assertThat(mixed.body())
                .contains("\"accepted\":1")
                .contains("\"index\":1,\"reason\":\"FORBIDDEN\"")
                .contains("host: db-1, environment: prod (expected: host web-*, environment *");
        assertThat(other.statusCode()).isEqualTo(403);
    }

    @Test
    void session_signsInActsAndSignsOut() throws Exception {
        Map<String, String> cookies = new HashMap<>();
        HttpResponse<String> signedIn =
                send(withKey("/session", AccessPorts.KEY).POST(BodyPublishers.noBody()), cookies);
        assertThat(signedIn.statusCode()).isEqualTo(201);
        assertThat(signedIn.body()).contains("\"name\":\"Bootstrap key\"");
        assertThat(signedIn.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("session=")
                .contains("HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200")
                .doesNotContain("Secure");

        assertThat(send(request("/session"), cookies).body()).contains("\"name\":\"Bootstrap key\"");
        String token = cookies.get("XSRF-TOKEN");
        assertThat(token).isNotNull();
        Map<String, String> other = new HashMap<>();
        send(withKey("/session", AccessPorts.KEY).POST(BodyPublishers.noBody()), other);
        send(request("/session"), other);
        assertThat(other.get("XSRF-TOKEN")).isNotNull().isNotEqualTo(token);
        HttpRequest.Builder change = request("/api-keys/" + UUID.randomUUID()).DELETE();
        HttpResponse<String> refused = send(change.copy(), cookies);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("X-XSRF-TOKEN");
        assertThat(send(change.copy().header("X-XSRF-TOKEN", token), cookies).statusCode())
                .isEqualTo(404);
        for (String forged : List.of("forged", other.get("XSRF-TOKEN"), "no session")) {
            Map<String, String> planted = new HashMap<>(cookies);
            planted.put("XSRF-TOKEN", forged);
            assertThat(send(change.copy().header("X-XSRF-TOKEN", forged), planted)
                            .statusCode())
                    .isEqualTo(403);
        }

        HttpResponse<String> signedOut = send(request("/session").DELETE().header("X-XSRF-TOKEN", token), cookies);
        assertThat(signedOut.statusCode()).isEqualTo(204);
        assertThat(signedOut.headers().allValues("Set-Cookie"))
                .anyMatch(cookie -> cookie.contains("session=; Path=/; Max-Age=0"));
        assertThat(send(request("/session").header("Cookie", "session=" + cookies.get("old-session")))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void sessionOfARevokedKey_ends() throws Exception {
        String secret = create(Set.of(Scope.READ), Glob.ANY);
        Map<String, String> cookies = new HashMap<>();
        send(withKey("/session", secret).POST(BodyPublishers.noBody()), cookies);
        assertThat(send(request("/logs"), cookies).statusCode()).isEqualTo(200);

        keys.revoke(Objects.requireNonNull(keys.keys.get(SecretHash.of(secret))).id(), Actor.SYSTEM, Instant.EPOCH);
        AccessPorts.refresh(ring);

        assertThat(send(request("/logs"), cookies).statusCode()).isEqualTo(401);
    }

    @Test
    void invalidKeys_areRejectedAlikeThenRateLimited() throws Exception {
        int tooMany = 0;
        for (int attempt = 0; attempt <= AccessPorts.FAILED_ATTEMPTS; attempt++) {
            HttpResponse<String> response = send(withKey("/logs", NewSecret.create()));
            if (response.statusCode() == 429) {
                tooMany++;
                assertThat(response.headers().firstValue("Retry-After")).isPresent();
            } else {
                assertThat(response.statusCode()).isEqualTo(401);
                assertThat(response.body()).contains("Invalid API key");
            }
        }

        assertThat(tooMany).isPositive();
        assertThat(send(withKey("/logs", AccessPorts.KEY)).statusCode()).isEqualTo(200);
    }

    private String create(Set<Scope> scopes, Glob host) {
        String secret = NewSecret.create();
        keys.create(
                new ApiKey(
                        UUID.randomUUID(),
                        UUID.randomUUID().toString(),
                        scopes,
                        host,
                        Glob.ANY,
                        Instant.EPOCH,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                SecretHash.of(secret),
                Actor.SYSTEM);
        AccessPorts.refresh(ring);
        return secret;
    }

    private static String log(String host) {
        return "{\"timestamp\":\"2026-11-23T11:59:00Z\",\"host\":\"" + host + "\",\"message\":\"hello\"}";
    }

    private HttpResponse<String> post(String secret, String body) throws Exception {
        return send(withKey("/logs", secret)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder withKey(String path, String secret) {
        return request(path).header("Authorization", "Bearer " + secret);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1" + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** As a browser does, which keeps cookies; here it also keeps the token of a session that is over. */
    private HttpResponse<String> send(HttpRequest.Builder request, Map<String, String> cookies) throws Exception {
        String header = cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        HttpResponse<String> response = send(header.isEmpty() ? request : request.header("Cookie", header));
        for (String set : response.headers().allValues("Set-Cookie")) {
            List<HttpCookie> parsed = HttpCookie.parse(set);
            for (HttpCookie cookie : parsed) {
                if (cookie.getMaxAge() == 0) {
                    cookies.put("old-" + cookie.getName(), cookies.getOrDefault(cookie.getName(), ""));
                    cookies.remove(cookie.getName());
                } else {
                    cookies.put(cookie.getName(), cookie.getValue());
                }
            }
        }
        return response;
    }
}
