package io.logaggregator.server.access.api;

import io.logaggregator.core.access.ApiKey;
import io.logaggregator.core.access.Scope;
import io.logaggregator.server.access.Sessions;
import io.logaggregator.server.security.Caller;
import io.logaggregator.server.security.PresentedKey;
import io.logaggregator.server.security.RequiresScope;
import io.logaggregator.server.security.SessionCookie;
import io.logaggregator.server.settings.SecuritySettings;
import io.logaggregator.server.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Sign-in with a key and sign-out, for browsers: a session cookie replaces the key. */
@RestController
@RequestMapping("/api/v1/session")
class SessionController {

    private final Sessions sessions;
    private final SecuritySettings.Session settings;

    SessionController(Sessions sessions, SecuritySettings settings) {
        this.sessions = sessions;
        this.settings = settings.session();
    }

    /** Signs in with a key. The response sets the session cookie. */
    @RequiresScope({})
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<CallerView> signIn(HttpServletRequest servletRequest) {
        String secret = PresentedKey.in(servletRequest)
                .orElseThrow(() -> ProblemException.badRequest(
                        "Sign-in requires a key, not a session (expected: header X-API-Key)."));
        String token = sessions.open(secret);
        return ResponseEntity.status(HttpStatus.CREATED)
                .header(
                        HttpHeaders.SET_COOKIE,
                        SessionCookie.of(token, settings.maxLifetime(), servletRequest)
                                .toString())
                .body(CallerView.of(Caller.required().key()));
    }

    /** Gets the key of the caller. */
    @RequiresScope({})
    @GetMapping
    CallerView getSession() {
        return CallerView.of(Caller.required().key());
    }

    /** Signs out: ends the session and deletes its cookie. */
    @RequiresScope({})
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    ResponseEntity<Void> signOut(HttpServletRequest servletRequest) {
        SessionCookie.tokenIn(servletRequest).ifPresent(sessions::close);
        return ResponseEntity.noContent()
                .header(
                        HttpHeaders.SET_COOKIE,
                        SessionCookie.none(servletRequest).toString())
                .build();
    }

    /** The key of the caller. */
    record CallerView(String name, Set<Scope> scopes, String host, String environment) {

        static CallerView of(ApiKey key) {
            return new CallerView(
                    key.name(),
                    key.scopes(),
                    key.host().pattern(),
                    key.environment().pattern());
        }
    }
}
