package io.logaggregator.server.logs;

import io.logaggregator.server.http.CallerConnection;
import io.logaggregator.server.logs.tail.TailConnection;
import io.logaggregator.server.logs.tail.TailStream;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The response of a live tail, written by its own thread. It is asynchronous, so that it can be ended from outside while
 * that thread blocks on a slow client.
 */
final class TailAnswer implements TailConnection, AsyncListener {

    private static final Logger log = LoggerFactory.getLogger(TailAnswer.class);

    private final AsyncContext context;
    private final BooleanSupplier mayStay;
    private boolean over;

    private TailAnswer(AsyncContext context, BooleanSupplier mayStay) {
        this.context = context;
        this.mayStay = mayStay;
    }

    static TailAnswer begin(HttpServletRequest request, BooleanSupplier mayStay) {
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        TailAnswer answer = new TailAnswer(context, mayStay);
        context.addListener(answer);
        return answer;
    }

    void write(TailStream stream) {
        Thread.ofVirtual().name("tail-viewer").start(() -> {
            try (stream) {
                stream.writeTo(this);
            } catch (IOException e) {
                log.debug("client disconnected: reason={}", e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                complete();
            }
        });
    }

    @Override
    public OutputStream out() throws IOException {
        return context.getResponse().getOutputStream();
    }

    @Override
    public boolean mayStay() {
        return mayStay.getAsBoolean();
    }

    @Override
    public synchronized void cut() {
        if (!over) {
            CallerConnection.of(context.getRequest()).cut();
        }
    }

    private synchronized void complete() {
        if (over) {
            return;
        }
        over = true;
        try {
            context.complete();
        } catch (IllegalStateException e) {
            log.debug("the container has already ended the response", e);
        }
    }

    /** The connection has failed, or was cut. */
    @Override
    public void onError(AsyncEvent event) {
        complete();
    }

    @Override
    public synchronized void onComplete(AsyncEvent event) {
        over = true;
    }

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
