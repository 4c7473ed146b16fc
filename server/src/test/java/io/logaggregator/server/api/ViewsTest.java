package io.logaggregator.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.access.Actor;
import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.access.SavedView;
import io.logaggregator.core.access.Scope;
import io.logaggregator.core.access.SecretHash;
import io.logaggregator.core.common.Glob;
import io.logaggregator.server.access.AccessPorts;
import io.logaggregator.server.access.FakeApiKeys;
import io.logaggregator.server.access.FakeSavedViews;
import io.logaggregator.server.access.KeyRing;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Saved views over HTTP: who sees and changes which. */
class ViewsTest extends RouteTest {

    private static final String BOOTSTRAP = AccessPorts.KEY;
    private static final String READER = "secret-of-a-reader-01";
    private static final String OPERATOR = "secret-of-an-operator";

    @Autowired
    private FakeSavedViews views;

    @Autowired
    private FakeApiKeys keys;

    @Autowired
    private KeyRing ring;

    @BeforeEach
    void createKeys() {
        views.views.clear();
        keys.create(key("reader", Set.of(Scope.READ)), SecretHash.of(READER), Actor.SYSTEM);
        keys.create(key("operator", Set.of(Scope.READ, Scope.OPERATE)), SecretHash.of(OPERATOR), Actor.SYSTEM);
        AccessPorts.refresh(ring);
    }

    @AfterEach
    void removeKeys() {
        keys.keys.clear();
    }

    @Test
    void privateView_existsForItsOwnerOnly() {
        String location = created(READER, "{\"name\": \" mine \", \"address\": \"logs?from=-1h\"}");

        assertThat(get(READER, location)).hasStatusOk().bodyJson().isLenientlyEqualTo("""
                {"name": "mine", "owner": "reader", "shared": false, "address": "logs?from=-1h"}
                """);
        assertProblem(get(BOOTSTRAP, location), 404, "There is no view");
        assertProblem(put(OPERATOR, location, "{\"name\": \"x\", \"address\": \"logs\"}"), 404, "There is no view");
        assertProblem(delete(OPERATOR, location), 404, "There is no view");
        assertThat(get(OPERATOR, "/api/v1/views")).bodyJson().isLenientlyEqualTo("{\"items\": []}");
        assertThat(delete(READER, location)).hasStatus(204);
        assertThat(views.views).isEmpty();
    }

    @Test
    void sharedView_isChangedWithScopeOperate() {
        assertProblem(
                post(READER, "{\"name\": \"all\", \"address\": \"logs\", \"shared\": true}"),
                403,
                "Shared views require the scope operate.");
        String location = created(OPERATOR, "{\"name\": \"all\", \"address\": \"logs\", \"shared\": true}");

        assertThat(get(READER, "/api/v1/views"))
                .bodyJson()
                .isLenientlyEqualTo("{\"items\": [{\"name\": \"all\", \"owner\": \"operator\"}]}");
        assertProblem(delete(READER, location), 403, "scope operate");
        assertThat(put(BOOTSTRAP, location, "{\"name\": \"all\", \"address\": \"hosts\", \"shared\": true}"))
                .bodyJson()
                .isLenientlyEqualTo("{\"owner\": \"operator\", \"address\": \"hosts\"}");
        assertProblem(
                put(BOOTSTRAP, location, "{\"name\": \"all\", \"address\": \"hosts\"}"),
                403,
                "shared: false (expected: true, except by operator, the owner of the view)");
        assertThat(put(OPERATOR, location, "{\"name\": \"all\", \"address\": \"hosts\"}"))
                .hasStatusOk();
        assertThat(views.views.values()).extracting(SavedView::shared).containsExactly(false);
    }

    @Test
    void name_isUnique() {
        created(READER, "{\"name\": \"mine\", \"address\": \"logs\"}");

        assertProblem(post(READER, "{\"name\": \"Mine\", \"address\": \"logs\"}"), 409, "Mine");
        created(OPERATOR, "{\"name\": \"mine\", \"address\": \"logs\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "javascript:alert(1)",
                "//example.org",
                "../logs",
                "/logs",
                "logs/x",
                "logs#x",
                "logs?query=a b",
                "logs?query=\\u00e9",
                "?from=-1h",
                "Logs"
            })
    void address_isAPageOfTheServer(String address) {
        MvcTestResult result = post(READER, "{\"name\": \"mine\", \"address\": \"" + address + "\"}");

        assertProblem(result, 400, "address: ");
        assertThat(result).bodyJson().extractingPath("$.field").isEqualTo("address");
    }

    @Test
    void lengths_areLimited() {
        assertProblem(post(READER, "{\"address\": \"logs\"}"), 400, "name: ");
        assertProblem(post(READER, "{\"name\": \"" + "n".repeat(81) + "\", \"address\": \"logs\"}"), 400, "name: ");
        assertProblem(
                post(READER, "{\"name\": \"mine\", \"address\": \"logs?" + "a".repeat(3_996) + "\"}"),
                400,
                "at most 4000 characters");
        created(READER, "{\"name\": \"" + "n".repeat(80) + "\", \"address\": \"logs?" + "a".repeat(3_995) + "\"}");
    }

    private String created(String key, String body) {
        MvcTestResult created = post(key, body);
        assertThat(created).hasStatus(201);
        return String.valueOf(created.getResponse().getHeader("Location"));
    }

    private MvcTestResult post(String key, String body) {
        return mvc.post()
                .uri("/api/v1/views")
                .header("X-API-Key", key)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    private MvcTestResult put(String key, String location, String body) {
        return mvc.put()
                .uri(location)
                .header("X-API-Key", key)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    private MvcTestResult get(String key, String location) {
        return mvc.get().uri(location).header("X-API-Key", key).exchange();
    }

    private MvcTestResult delete(String key, String location) {
        return mvc.delete().uri(location).header("X-API-Key", key).exchange();
    }

    private static ApiKey key(String name, Set<Scope> scopes) {
        return new ApiKey(
                UUID.randomUUID(),
                name,
                scopes,
                Glob.ANY,
                Glob.ANY,
                FakePorts.NOW,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
